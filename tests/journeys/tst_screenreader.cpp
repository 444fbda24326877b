// SPDX-License-Identifier: Apache-2.0
#include "tests/support/rawcaller.h"
#include "tests/support/screenreader.h"
#include "tests/support/stage.h"

#include <QSet>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::test;

/// The desk as somebody works it who cannot see it: read from outside, over AT-SPI, on the real window.
class tst_ScreenReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aSilentCallIsSpoken();
};

void tst_ScreenReader::initTestCase()
{
    for (const QString &program : {u"Xvfb"_s, u"xdotool"_s, u"dbus-daemon"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable(program + u" is not installed"_s));
    }
}

void tst_ScreenReader::init() { QTest::failOnWarning(); }

void tst_ScreenReader::cleanup()
{
    qunsetenv("AT_SPI_BUS_ADDRESS");
    qunsetenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON");
}

void tst_ScreenReader::aSilentCallIsSpoken()
{
    ScreenReader reader;
    QVERIFY(reader.start());
    qputenv("AT_SPI_BUS_ADDRESS", reader.address().toLatin1());
    qputenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1");
    Stage stage(QStringLiteral(KNOCK_WORKSTATION));
    QVERIFY(stage.raise({u"--set"_s, u"sipPort=0"_s, u"--set"_s, u"webPort=0"_s, u"--language"_s, u"en"_s}));
    QTRY_VERIFY(reader.hasProgram());
    const auto shows = [&reader](const QString &role, const QString &words) {
        return std::ranges::any_of(reader.read(), [&](const ScreenReader::Thing &thing) {
            return thing.role == role && thing.name.contains(words);
        });
    };

    RawCaller caller(quint16(stage.port(u"sip"_s)), u"01012345678"_s);
    caller.invite();
    QVERIFY(!stage.await([](const QJsonObject &line) { return line.value("name"_L1) == "callArrived"_L1; }).isEmpty());
    const QSet<QString> used{u"push button"_s, u"text"_s, u"check box"_s, u"combo box"_s, u"list"_s, u"list item"_s};
    const auto isNameless
        = [&used](const ScreenReader::Thing &thing) { return used.contains(thing.role) && thing.name.isEmpty(); };
    QVERIFY(std::ranges::none_of(reader.read(), isNameless));
    QVERIFY(shows(u"list item"_s, u"010-****-5678"_s));
    QVERIFY(shows(u"push button"_s, u"Answer"_s));

    stage.key(u"F2"_s);
    QTRY_VERIFY(caller.isAnswered());
    stage.key(u"F3"_s);
    QVERIFY(!stage.await([](const QJsonObject &line) { return line.value("name"_L1) == "promptEnded"_L1; }).isEmpty());
    caller.press('5');
    QVERIFY(!stage.await([](const QJsonObject &line) { return line.value("name"_L1) == "keyPressed"_L1; }).isEmpty());
    caller.press('9');

    const QString alert = stage.await(u"alert"_s).value("text"_L1).toString();
    QVERIFY(alert.contains("2 presses (5, 9)"_L1));
    QTRY_COMPARE(reader.announced(), QStringList{alert});
    QVERIFY(shows(u"push button"_s, u"Confirm silent call"_s));
}

QTEST_GUILESS_MAIN(tst_ScreenReader)
#include "tst_screenreader.moc"
