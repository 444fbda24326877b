// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"
#include "tests/ui/camera/pictures.h"
#include "tests/ui/shell/cutoff.h"
#include "tests/ui/shell/references.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Leaves a picture of every step of a call, in both languages, colours and all sizes, for eyes to judge; checks that
/// nothing that must be read is cut off in any of them, and that the most telling ones look as they did when somebody
/// looked at them last.
class tst_Screens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void initTestCase();
    void aCallFromRingToClose_data();
    void aCallFromRingToClose();
};

/// The first window of a program learns its sizes in other steps than the ones after it; it is none of the pictures.
void tst_Screens::initTestCase()
{
    House house;
    house.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&house.window));
}

void tst_Screens::aCallFromRingToClose_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<ui::Scheme>("scheme");
    QTest::addColumn<ui::Language::Tongue>("tongue");
    const std::pair<const char *, QSize> sizes[]{
        {"1280x720", {1280, 720}}, {"1600x900", {1600, 900}}, {"2560x1440", {2560, 1440}}};
    const std::pair<const char *, ui::Scheme> schemes[]{{"dark", ui::Scheme::Dark}, {"light", ui::Scheme::Light}};
    const std::pair<const char *, ui::Language::Tongue> tongues[]{{"en", ui::Language::Tongue::English},
                                                                  {"ko", ui::Language::Tongue::Korean}};
    for (const auto &[sizeName, size] : sizes) {
        for (const auto &[schemeName, scheme] : schemes) {
            for (const auto &[tongueName, tongue] : tongues)
                QTest::addRow("%s-%s-%s", sizeName, schemeName, tongueName) << size << scheme << tongue;
        }
    }
}

void tst_Screens::aCallFromRingToClose()
{
    QFETCH(QSize, size);
    QFETCH(ui::Scheme, scheme);
    QFETCH(ui::Language::Tongue, tongue);
    const QString scale = u"%1"_s.arg(qRound(100 * qGuiApp->devicePixelRatio()));
    const QDir folder(QStringLiteral(KNOCK_SCREENS_DIR)
                      + u"/%1-%2"_s.arg(QLatin1StringView(QTest::currentDataTag()), scale));
    QVERIFY(folder.mkpath(u"."_s));
    House house(tongue, scheme);
    Story &story = house.story;
    house.window.resize(size);
    house.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&house.window));
    int count = 0;
    QStringList cut;
    QStringList changed;
    const References references(QStringLiteral(KNOCK_REFERENCES) + u'/' + folder.dirName());
    const QSet<QString> telling{u"ringing"_s, u"alert"_s,   u"link-stuck"_s,   u"live"_s,
                                u"phrases"_s, u"closing"_s, u"service-lost"_s, u"flood"_s};
    const auto look = [&](const QString &name) {
        house.ticker.tick(); // its own timer may or may not have come
        // A layout may ask for another one.
        for (int round = 0; round < 4; ++round) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
        cut += cutOff(house.window);
        ++count;
        // A large monitor shows no other widgets than a small one: its most telling pictures do.
        if (!telling.contains(name) && size.width() * house.window.devicePixelRatio() > 1600)
            return house.window.size() == size;
        const QPixmap picture = house.window.grab();
        if (telling.contains(name))
            changed += references.compare(name, picture.toImage());
        return picture.size() == size * house.window.devicePixelRatio()
            && picture.save(folder.filePath(u"%1-%2.png"_s.arg(count, 2, 10, QChar(u'0')).arg(name)), "PNG", 80);
    };
    const auto key
        = [&](Qt::Key which, Qt::KeyboardModifiers with = {}) { QTest::keyClick(&house.window, which, with); };

    QVERIFY(look(u"empty"_s));
    story.ring({13}, u"01099998888"_s);
    story.answer({13}, {7});
    story.ring({14}, u"0212345678"_s);
    story.end({14}, LineEnd::Cancelled);
    story.ring({15}, {});
    house.advance(9s);
    story.ring({16}, u"01055556666"_s);
    house.advance(7s);
    story.ring({17});
    house.advance(3s);
    QVERIFY(look(u"ringing"_s));
    house.desk.select({17});
    key(Qt::Key_F2);
    story.answer({17});
    house.advance(5s);
    QVERIFY(look(u"answered"_s));
    story.prompt({17});
    house.advance(4s);
    story.listen({17});
    house.advance(2s);
    QVERIFY(look(u"asked"_s));
    story.knock({17});
    QVERIFY(look(u"alert"_s));
    house.advance(2s);
    story.confirm({17});
    QVERIFY(look(u"confirmed"_s));
    key(Qt::Key_F6);
    QVERIFY(look(u"ordering"_s));
    key(Qt::Key_Escape);
    story.order({17}, u"순찰 12"_s);
    house.advance(3s);
    story.invite({17});
    story.accept({17});
    house.advance(8s);
    QVERIFY(look(u"link-sent"_s));
    house.advance(30s);
    QVERIFY(look(u"link-stuck"_s));
    key(Qt::Key_F5, Qt::ShiftModifier);
    QVERIFY(look(u"choosing-a-link"_s));
    key(Qt::Key_Escape);
    story.fetch({17}, true);
    house.advance(1s);
    QVERIFY(look(u"previewed"_s));
    story.deliver({17});
    story.open({17}, u"vi-VN"_s);
    house.advance(25s);
    QVERIFY(look(u"opened"_s));
    story.decide({17}, Permission::Location, Decision::Granted);
    story.locate({17});
    QVERIFY(look(u"located"_s));
    house.advance(3s);
    story.show({17}, PicturePath::Stills);
    house.backend.shown.back().second->setVideoFrame(stripes());
    story.askCamera({17}, CameraWish::Snapshot);
    QVERIFY(look(u"live"_s));
    story.keep({17}, FileKind::Photo);
    story.keep({17}, FileKind::Film);
    story.keep({17});
    key(Qt::Key_F9, Qt::ShiftModifier);
    QVERIFY(look(u"phrases"_s));
    key(Qt::Key_Escape);
    story.say({17}, u"p"_s, house.book().text(u"hurt"_s, u"vi"_s), Message::Author::Caller, u"hurt"_s);
    story.say({17}, u"q"_s, house.book().text(u"help-coming"_s, u"ur"_s), Message::Author::Operator, u"help-coming"_s);
    story.see({17}, u"q"_s, true);
    Q_EMIT house.backend.typing({17});
    story.turn({17}, PageFace::Disguised);
    QVERIFY(look(u"disguised"_s));
    story.turn({17}, PageFace::Plain);
    story.say({17}, u"a"_s, u"문이 잠겼어요"_s);
    story.say({17}, u"b"_s, u"Are you alone? 1 yes 2 no"_s, Message::Author::Operator);
    story.say({17}, u"c"_s, u"2"_s);
    story.say({17}, u"d"_s,
              u"he is in the other room and drunk, please come quickly, third floor, the door at the end"_s);
    story.answer({16}, {7});
    story.knock({16});
    QVERIFY(look(u"chat-and-another-alert"_s));
    story.refuse({17}, AskToPress::name.toString(), Error::Kind::Expired);
    key(Qt::Key_F1);
    QVERIFY(look(u"help-and-refusal"_s));
    key(Qt::Key_F1);
    story.dismiss({16});
    key(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(house.window.focusWidget(), u"010"_s);
    QVERIFY(look(u"queue-filtered"_s));
    key(Qt::Key_Escape);
    key(Qt::Key_F2, Qt::ShiftModifier);
    QVERIFY(look(u"missed-calls"_s));
    key(Qt::Key_Escape);
    Q_EMIT house.backend.lost(house.clock.now());
    house.advance(42s);
    house.desk.send(OrderUnit{{17}, u"순찰 12"_s});
    QVERIFY(look(u"service-lost"_s));
    house.backend.open();
    key(Qt::Key_Escape);
    story.leave({17}, true);
    QVERIFY(look(u"fled"_s));
    story.end({17}, LineEnd::Lost);
    QVERIFY(look(u"lost-after-knock"_s));
    key(Qt::Key_F12);
    QVERIFY(look(u"closing"_s));
    Q_EMIT house.backend.health({Health::Part::Telephony, false, {Error::Kind::Unreachable, {}}});
    house.advance(80min);
    story.close({17});
    QVERIFY(look(u"closed"_s));
    story.ring({18}, u"01044443333"_s);
    story.answer({18});
    story.mark({18});
    QVERIFY(look(u"coded-talk"_s));
    for (quint64 id = 20; id < 30; ++id) {
        story.ring({id}, u"010333322%1"_s.arg(id));
        story.answer({id}, {7});
        story.knock({id});
        house.advance(4s);
    }
    QVERIFY(look(u"flood"_s));
    key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(look(u"flood-list"_s));
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
    changed.removeAll(QString());
    QVERIFY2(changed.isEmpty(),
             qPrintable(u"%1\nLook at %2; see tests/README.md."_s.arg(changed.join(u'\n'), folder.path())));
}

QTEST_MAIN(tst_Screens)
#include "tst_screens.moc"
