// SPDX-License-Identifier: Apache-2.0
#include "tests/journeys/deskroom.h"
#include "tests/service/caller/callerhouse.h"

#include <QBuffer>
#include <QImage>

using namespace Qt::StringLiterals;
using namespace knock;
using test::DeskRoom;

/// Whether a camera is kept by the whole service, knockd, and what becomes of one that runs when it ends.
class tst_KeptCamera : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void cleanup()
    {
        m_page.reset();
        m_room.reset();
    }
    void aFilmIsWholeWhenTheServiceEnds();
    void aCameraThatIsNotToBeKeptIsNot();

private:
    /// Opens a room and a caller's page in it, whose camera runs until cleanup().
    void begin(const QByteArray &settings = {});
    [[nodiscard]] QStringList kept() const
    {
        return QDir(m_room->daemon.data(u"recordings"_s)).entryList(QDir::Files, QDir::Name);
    }
    template <typename Kind>
    [[nodiscard]] std::vector<Kind> toldOfCamera() const
    {
        std::vector<Kind> all = m_room->kim.all<Kind>();
        std::erase_if(all, [](const Kind &one) { return !isOfCamera(one.file); });
        return all;
    }

    std::unique_ptr<DeskRoom> m_room;
    std::unique_ptr<test::Page> m_page;
    int m_pictures = 0; ///< that the service has taken
};

void tst_KeptCamera::begin(const QByteArray &settings)
{
    m_room = std::make_unique<DeskRoom>(settings);
    QVERIFY2(m_room->open(), m_room->daemon.log.constData());
    test::Crowd caller;
    QVERIFY(m_room->kim.answerAll());
    QVERIFY(caller.call(m_room->daemon.port(u"sip"_s), 1));
    QTRY_COMPARE(m_room->kim.count(CallAnswered::name), 1);
    const IncidentId incident = m_room->kim.all<CallArrived>().front().incident;
    m_room->kim.ask(SendInvite{incident, LinkKind::Live});
    QTRY_COMPARE(m_room->kim.count(InviteSent::name), 1);
    caller.hangUp();
    QTRY_COMPARE(m_room->kim.count(LineEnded::name), 1);

    QImage image(160, 120, QImage::Format_RGB32);
    image.fill(Qt::darkGreen);
    QByteArray picture;
    QBuffer buffer(&picture);
    QVERIFY(image.save(&buffer, "JPG"));
    m_pictures = 0;
    m_page = std::make_unique<test::Page>(m_room->daemon.port(u"web"_s),
                                          m_room->kim.all<InviteSent>().front().token.toLatin1());
    connect(m_page.get(), &QWebSocket::connected, m_page.get(), [this, picture] {
        m_page->say({{u"kind"_s, u"open"_s}});
        m_page->sendBinaryMessage(picture);
    });
    connect(m_page.get(), &QWebSocket::textMessageReceived, m_page.get(), [this, picture](const QString &text) {
        if (!text.contains(u"\"still\""_s))
            return;
        ++m_pictures;
        m_page->sendBinaryMessage(picture);
    });
    QTRY_COMPARE(m_room->kim.count(CameraStarted::name), 1);
    QTRY_VERIFY(m_pictures >= 5);
}

void tst_KeptCamera::aFilmIsWholeWhenTheServiceEnds()
{
    begin();
    QTRY_COMPARE(toldOfCamera<RecordingBegan>().size(), 1U);
    const QString file = toldOfCamera<RecordingBegan>().front().file;

    m_room->daemon.signal(SIGTERM);
    QVERIFY2(m_room->daemon.ends(), m_room->daemon.log.constData());

    QCOMPARE(m_room->daemon.process.exitCode(), 0);
    QVERIFY2(kept().contains(file), qPrintable(kept().join(u' ')));
    QCOMPARE(kept().filter(u".part"_s), QStringList());
    QVERIFY2(m_room->daemon.start(), m_room->daemon.log.constData());
    QTRY_COMPARE(toldOfCamera<RecordingEnded>().size(), 1U);
    const RecordingEnded ended = toldOfCamera<RecordingEnded>().front();
    QCOMPARE(ended.file, file);
    QVERIFY(ended.cut); // the camera went on, nobody was there to keep it
    QCOMPARE(ended.sha256.size(), 64);
}

void tst_KeptCamera::aCameraThatIsNotToBeKeptIsNot()
{
    begin("recordCamera = no\n");

    m_room->daemon.signal(SIGTERM);
    QVERIFY2(m_room->daemon.ends(), m_room->daemon.log.constData());

    QCOMPARE(toldOfCamera<RecordingBegan>().size(), 0U);
    QCOMPARE(kept().filter(u".mkv"_s), QStringList());
    QCOMPARE(kept().filter(u".mka"_s).size(), 1); // the call itself is
}

QTEST_GUILESS_MAIN(tst_KeptCamera)
#include "tst_keptcamera.moc"
