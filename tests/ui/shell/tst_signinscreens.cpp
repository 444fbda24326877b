// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fakegate.h"
#include "tests/support/house.h"
#include "tests/ui/shell/cutoff.h"
#include "ui/shell/signin.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;
using Tongue = ui::Language::Tongue;

/// Leaves pictures of the sign-in and of a locked seat, for eyes to judge; nothing in them is cut off.
class tst_SignInScreens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void itCanBeLookedAt_data()
    {
        QTest::addColumn<ui::Scheme>("scheme");
        QTest::addColumn<Tongue>("tongue");
        QTest::newRow("dark-en") << ui::Scheme::Dark << Tongue::English;
        QTest::newRow("dark-ko") << ui::Scheme::Dark << Tongue::Korean;
        QTest::newRow("light-en") << ui::Scheme::Light << Tongue::English;
        QTest::newRow("light-ko") << ui::Scheme::Light << Tongue::Korean;
    }

    void itCanBeLookedAt()
    {
        QFETCH(const ui::Scheme, scheme);
        QFETCH(const Tongue, tongue);
        const QDir folder(QStringLiteral(KNOCK_SCREENS_DIR "/signin"));
        QVERIFY(folder.mkpath(u"."_s));
        FakeGate gate;
        House house(tongue, scheme, {}, &gate);
        house.window.resize(1280, 720);
        house.window.show();
        QVERIFY(QTest::qWaitForWindowActive(&house.window));
        QStringList cut;
        const auto look = [&](const QString &name) {
            for (int round = 0; round < 4; ++round) {
                QCoreApplication::sendPostedEvents();
                QCoreApplication::processEvents();
            }
            cut += cutOff(*house.window.findChild<ui::SignIn *>());
            const QString file = QLatin1StringView(QTest::currentDataTag()) + u'-' + name + u".png"_s;
            return house.window.grab().save(folder.filePath(file));
        };

        QVERIFY(look(u"waiting"_s));
        gate.want();
        QVERIFY(look(u"panel"_s));
        gate.want(Error::Kind::Refused);
        QVERIFY(look(u"refused"_s));
        gate.admit();
        house.story.ring({16}, u"01055556666"_s);
        house.story.ring({17});
        house.story.answer({17}, {7});
        house.story.knock({17});
        house.desk.select({17});
        gate.shut();
        QVERIFY(look(u"locked"_s));
        gate.stayShut(Error::Kind::Refused);
        QVERIFY(look(u"locked-wrong"_s));

        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
    }
};

QTEST_MAIN(tst_SignInScreens)
#include "tst_signinscreens.moc"
