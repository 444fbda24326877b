// SPDX-License-Identifier: Apache-2.0
#include "tests/support/controlroom.h"

#include <QGuiApplication>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::demonstration;
using knock::test::ControlRoom;

/// A phone that is short of memory, breaks or is taken away: the page is killed, and the same link is opened again.
/// Real browser, real service.
class tst_KilledPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aKilledTabGoesOnByItself();
    void aKilledBrowserIsFollowedByAnother();
    void twoBrowsersAreOneVisit();

private:
    static constexpr auto patience = 60s;

    [[nodiscard]] std::unique_ptr<Phone> openPhone();
    [[nodiscard]] std::unique_ptr<Phone> beginPhone();
    [[nodiscard]] static bool shows(Phone &phone, const QString &condition)
    {
        std::optional<bool> is;
        phone.waitFor(condition, [&is](const Result<> &yes) { is = yes.has_value(); }, patience);
        return QTest::qWaitFor([&is] { return is.has_value(); }, 2 * patience) && *is;
    }
    [[nodiscard]] bool hears(const QString &text)
    {
        return m_room->comes<MessageSent>(patience, [&](const MessageSent &sent) { return sent.message.text == text; });
    }
    [[nodiscard]] QStringList said() const
    {
        QStringList texts;
        for (const MessageSent &sent : m_room->all<MessageSent>())
            texts.append(sent.message.text);
        return texts;
    }
    template <typename Kind>
    [[nodiscard]] bool hasCome(size_t times)
    {
        return QTest::qWaitFor([&] { return m_room->all<Kind>().size() >= times; }, patience);
    }

    std::unique_ptr<ControlRoom> m_room;
    QUrl m_link;
};

void tst_KilledPage::initTestCase()
{
    if (QStandardPaths::findExecutable(u"chromium"_s).isEmpty())
        QSKIP("Chromium is not installed.");
}

void tst_KilledPage::init()
{
    m_room = std::make_unique<ControlRoom>(QStringLiteral(KNOCK_RESOURCES), nullptr);
    QVERIFY(m_room->open());
    m_link = m_room->invite();
    QVERIFY(m_link.isValid());
}

void tst_KilledPage::cleanup() { m_room.reset(); }

std::unique_ptr<Phone> tst_KilledPage::openPhone()
{
    auto phone = m_room->phone();
    bool isReady = false;
    connect(phone.get(), &Phone::ready, phone.get(), [&isReady] { isReady = true; });
    return phone->open(m_link, {35.9997, 124.616431, Metres{9}})
            && QTest::qWaitFor([&isReady] { return isReady; }, patience)
        ? std::move(phone)
        : nullptr;
}

/// One that shares its place and its camera, and has said a line and got one.
std::unique_ptr<Phone> tst_KilledPage::beginPhone()
{
    auto phone = openPhone();
    if (!phone)
        return nullptr;
    phone->tap(u"#go"_s);
    if (!m_room->comes<CallerLocated>(patience) || !m_room->comes<CameraStarted>(patience))
        return nullptr;
    phone->type(u"#line"_s, u"문이 잠겼어요"_s);
    if (!hears(u"문이 잠겼어요"_s))
        return nullptr;
    m_room->ask(SendMessage{m_room->incident(), u"question"_s, u"혼자 있나요?"_s});
    return hears(u"혼자 있나요?"_s) && shows(*phone, u"document.querySelectorAll('#chat p').length === 2"_s)
        ? std::move(phone)
        : nullptr;
}

void tst_KilledPage::aKilledTabGoesOnByItself()
{
    const auto phone = beginPhone();
    QVERIFY(phone);
    // Nothing goes out any more: one line is said, another is being written.
    phone->evaluate(u"Link.prototype.send = () => {}"_s, [](const Result<QJsonValue> &) { });
    phone->type(u"#line"_s, u"아직 여기 있어요"_s);
    QVERIFY(shows(*phone, u"document.querySelectorAll('#chat p').length === 3"_s));
    phone->evaluate(u"document.querySelector('#line').value = '2층';"
                    " document.querySelector('#line').dispatchEvent(new Event('input'))"_s,
                    [](const Result<QJsonValue> &) { });
    QVERIFY(shows(*phone, u"JSON.parse(sessionStorage.getItem('page')).draft === '2층'"_s));
    QCOMPARE(said(), QStringList({u"문이 잠겼어요"_s, u"혼자 있나요?"_s}));

    phone->crash();
    QVERIFY(hasCome<PageLeft>(1));
    phone->reload();

    QVERIFY(hears(u"아직 여기 있어요"_s));
    QVERIFY(shows(*phone, u"document.querySelectorAll('#chat p').length === 3"_s));
    QVERIFY(shows(*phone, u"document.querySelector('#line').value === '2층'"_s));
    QVERIFY(hasCome<PageOpened>(2));
    QVERIFY(hasCome<CameraStarted>(2));
    QCOMPARE(said(), QStringList({u"문이 잠겼어요"_s, u"혼자 있나요?"_s, u"아직 여기 있어요"_s}));
    QVERIFY(!m_room->all<PageLeft>().front().fled);
}

void tst_KilledPage::aKilledBrowserIsFollowedByAnother()
{
    auto phone = beginPhone();
    QVERIFY(phone);
    const size_t fixes = m_room->all<CallerLocated>().size();
    // What the camera shows is kept, though no desk looks at it.
    QVERIFY(m_room->comes<RecordingBegan>(patience, [](const auto &began) { return isOfCamera(began.file); }));

    phone.reset(); // with SIGKILL, all of it
    QVERIFY(hasCome<PageLeft>(1));
    QVERIFY(hasCome<CameraStopped>(1));
    const auto other = openPhone();
    QVERIFY(other);
    // Who opens the link there sees nothing before a touch.
    QVERIFY(shows(*other, u"!document.querySelector('#start').hidden && !document.querySelector('#chat p')"_s));
    QCOMPARE(m_room->all<PageOpened>().size(), size_t{1});
    other->tap(u"#go"_s);

    QVERIFY(hasCome<PageOpened>(2));
    QVERIFY(shows(*other,
                  u"[...document.querySelectorAll('#chat p span')].map(each => each.innerText).join('|') ==="
                  " '문이 잠겼어요|혼자 있나요?'"_s));
    QVERIFY(hasCome<CallerLocated>(fixes + 1));
    QVERIFY(hasCome<CameraStarted>(2));
    QVERIFY(m_room->comes<RecordingEnded>(patience, [](const auto &ended) {
        return isOfCamera(ended.file) && !ended.cut && ended.duration > 0ms && ended.sha256.size() == 64;
    }));
    other->type(u"#line"_s, u"다시 왔어요"_s);
    QVERIFY(hears(u"다시 왔어요"_s));
    QCOMPARE(said(), QStringList({u"문이 잠겼어요"_s, u"혼자 있나요?"_s, u"다시 왔어요"_s}));
    QCOMPARE(m_room->all<CallArrived>().size(), size_t{1});
    QCOMPARE(m_room->all<LinkFetched>().size(), size_t{1});
}

void tst_KilledPage::twoBrowsersAreOneVisit()
{
    auto phone = beginPhone();
    QVERIFY(phone);
    const auto other = openPhone();
    QVERIFY(other);
    other->tap(u"#go"_s);
    QVERIFY(shows(*other, u"document.querySelectorAll('#chat p').length === 2"_s));

    phone.reset();
    other->type(u"#line"_s, u"이쪽이에요"_s);

    QVERIFY(hears(u"이쪽이에요"_s));
    QCOMPARE(m_room->all<PageOpened>().size(), size_t{1});
    QCOMPARE(m_room->all<PageLeft>().size(), size_t{0});
}

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    tst_KilledPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_killedpage.moc"
