// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/demonstration.h"
#include "tests/support/fakebackend.h"
#include "tests/workstation/demonstration/answeringside.h"
#include "tests/workstation/demonstration/pageserver.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::demonstration;
using namespace Qt::StringLiterals;
using knock::test::AnsweringSide;
using knock::test::FakeBackend;
using knock::test::PageServer;

namespace {

const IncidentId silent{3};
const IncidentId other{2};
const QDateTime now = QDateTime::fromString(u"2026-01-02T03:40:00.000Z"_s, Qt::ISODateWithMs);
constexpr int callTime = 10'000;
constexpr int startTime = 40'000;

constexpr auto quickStory = R"({
    "callers": [
        {"number": "01087654321", "ringsAfter": 0, "hangsUpAfter": 0.1},
        {"number": "01012345678", "ringsAfter": 0.2, "afterPrompt": [{"key": "5", "after": 0}, {"key": "9", "after": 0.5}]}
    ],
    "phone": {
        "number": "01012345678", "latitude": 35.9997, "longitude": 124.616431, "accuracy": 9, "track": "walk.csv",
        "opensAfter": 0, "walksAfter": 0, "speaksAfter": 600, "answersAfter": 0, "lines": ["문이 잠겼어요"]
    }
})";

constexpr auto track = "t,lat,lon,speed_mps,course_deg,street\n0,36.001,124.601,1,0,a\n1,36.002,124.602,1,0,a\n";

} // namespace

class tst_Demonstration : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void pressesKeysAfterThePrompt();
    void opensTheLinkSpeaksAndWalks();
    void tellsWhatCannotBePlayed_data();
    void tellsWhatCannotBePlayed();
    void goesOnWithoutTelephones();

private:
    void write(const QString &name, const QByteArray &content);
    [[nodiscard]] Demonstration::Configuration configuration(quint16 sipPort) const
    {
        return {sipPort, m_folder.filePath(u"story.json"_s), m_folder.path(), {}};
    }

    QTemporaryDir m_folder;
    std::unique_ptr<FakeBackend> m_backend;
    std::unique_ptr<desk::Desk> m_desk;
};

void tst_Demonstration::write(const QString &name, const QByteArray &content)
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void tst_Demonstration::initTestCase()
{
    for (const QString &program : {u"baresip"_s, u"sipp"_s, u"chromium"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable(program + u" is not installed"_s));
    }
}

void tst_Demonstration::init()
{
    QTest::failOnWarning();
    m_backend = std::make_unique<FakeBackend>();
    m_desk = std::make_unique<desk::Desk>(*m_backend);
    write(u"story.json"_s, quickStory);
    write(u"walk.csv"_s, track);
}

void tst_Demonstration::pressesKeysAfterThePrompt()
{
    AnsweringSide side;
    QVERIFY(side.start(u"udp"_s));
    Demonstration demonstration(*m_desk, configuration(side.port()));
    const QSignalSpy failed(&demonstration, &Demonstration::failed);
    QVERIFY(demonstration.start());
    m_backend->tell(CallArrived{other, u"01087654321"_s, now});
    m_backend->tell(CallArrived{silent, u"01012345678"_s, now});
    // The first caller hangs up while it rings, so the sound is the second one's.
    QTRY_VERIFY_WITH_TIMEOUT((side.receive(), side.soundPackets > 10), callTime);

    m_backend->tell(PromptEnded{other, now, now});
    m_backend->tell(PromptEnded{silent, now, now});

    const auto ends = [&](int key) {
        return std::ranges::count_if(side.keyPackets,
                                     [key](const auto &packet) { return packet.end && packet.event == key; });
    };
    QTRY_VERIFY_WITH_TIMEOUT((side.receive(), ends(9) == 3), callTime);
    QCOMPARE(ends(5), 3);
    QCOMPARE(side.keyPackets.first().event, 5);
    QCOMPARE(failed.size(), 0);
}

void tst_Demonstration::opensTheLinkSpeaksAndWalks()
{
    AnsweringSide side;
    QVERIFY(side.start(u"udp"_s));
    PageServer server;
    QVERIFY(server.start(true));
    Demonstration demonstration(*m_desk, configuration(side.port()));
    const QSignalSpy failed(&demonstration, &Demonstration::failed);
    const QSignalSpy moved(&demonstration, &Demonstration::moved);
    QVERIFY(demonstration.start());
    m_backend->tell(CallArrived{silent, u"010-1234-5678"_s, now});
    QVERIFY(!demonstration.phone());

    m_backend->tell(InviteSent{silent, u"t"_s, u"01012345678"_s, u"text"_s, server.link().toString(), now, now});

    QTRY_VERIFY(demonstration.phone());
    const auto pageSays = [&](const QString &condition) {
        std::optional<bool> answer;
        demonstration.phone()->waitFor(
            condition, [&](const Result<> &is) { answer = is.has_value(); }, Phone::patience * 4);
        return QTest::qWaitFor([&] { return answer.has_value(); }, startTime) && *answer;
    };
    QVERIFY(pageSays(u"seen.touches == 1 && seen.fixes.length == 1 && seen.frames > 0"_s));
    m_backend->tell(PageOpened{silent, now});
    QTRY_COMPARE_GT(moved.size(), 1);
    QVERIFY(pageSays(u"seen.fixes.at(-1)[0] == 36.002"_s));
    m_backend->tell(MessageSent{silent, {u"1"_s, Message::Author::Operator, u"?"_s, now}});
    QVERIFY(pageSays(u"seen.lines[0] == '문이 잠겼어요'"_s));
    QCOMPARE(failed.size(), 0);
}

void tst_Demonstration::tellsWhatCannotBePlayed_data()
{
    QTest::addColumn<QString>("missing");
    QTest::newRow("no story") << u"story.json"_s;
    QTest::newRow("no track") << u"walk.csv"_s;
}

void tst_Demonstration::tellsWhatCannotBePlayed()
{
    QFETCH(QString, missing);
    QVERIFY(QFile::remove(m_folder.filePath(missing)));
    Demonstration demonstration(*m_desk, configuration(5060));

    const Result<> started = demonstration.start();

    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::NotFound);
}

void tst_Demonstration::goesOnWithoutTelephones()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    Demonstration demonstration(*m_desk, configuration(5060));
    QSignalSpy failed(&demonstration, &Demonstration::failed);

    const Result<> started = demonstration.start();
    const bool bothFailed = QTest::qWaitFor([&] { return failed.size() == 2; });
    qputenv("PATH", path);

    QVERIFY(started);
    QVERIFY(bothFailed);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(tst_Demonstration)
#include "tst_demonstration.moc"
