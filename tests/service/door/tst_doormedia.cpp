// SPDX-License-Identifier: Apache-2.0
#include "app/wire/mediaframe.h"
#include "tests/service/door/doorhouse.h"

using namespace Qt::StringLiterals;
using namespace knock;

/// Pictures and voices.
class tst_DoorMedia : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void picturesGoToWhoWatches();
    void aWholePictureIsAskedForOnce();
    void voicesGoBothWays();
    void aHeadsetThatIsPutDownIsNoHeadset();
    void onlyWhoSitsAtASeatIsLetIn_data();
    void onlyWhoSitsAtASeatIsLetIn();
    void whatIsNoVoiceEndsTheSocket_data();
    void whatIsNoVoiceEndsTheSocket();
    void theSocketEndsWithTheSeat();

private:
    /// A socket for pictures and voices with \a session.
    std::unique_ptr<QWebSocket> open(const QString &session);
    [[nodiscard]] bool opens(QWebSocket &socket)
    {
        return test::waitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; });
    }
    void show(bool key, quint64 incident = 1)
    {
        Q_EMIT m_house->service->frame({{incident}, EncodedFrame::Codec::H264, key, {}, QByteArray(5000, 'x')});
    }

    std::unique_ptr<test::DoorHouse> m_house;
    std::unique_ptr<test::TestDesk> m_desk;
    std::vector<wire::MediaFrame> m_frames;
};

void tst_DoorMedia::init()
{
    QTest::failOnWarning();
    m_frames.clear();
    m_house = std::make_unique<test::DoorHouse>();
    const auto opened = m_house->open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    m_desk = m_house->desk();
    QVERIFY(m_desk->signIn(u"kim"_s));
}

std::unique_ptr<QWebSocket> tst_DoorMedia::open(const QString &session)
{
    auto socket = std::make_unique<QWebSocket>();
    socket->setSslConfiguration(test::trustingTls());
    connect(socket.get(), &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &bytes) {
        const auto frame = wire::decodeMedia(bytes);
        QVERIFY(frame);
        m_frames.push_back(*frame);
    });
    QNetworkRequest request(QUrl(u"wss://127.0.0.1:%1/media"_s.arg(m_house->door->port())));
    if (!session.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + session.toLatin1());
    socket->open(request);
    return socket;
}

void tst_DoorMedia::picturesGoToWhoWatches()
{
    const auto socket = open(m_desk->session);
    QVERIFY(opens(*socket));
    m_desk->say(wire::Watch{{1}, true});
    m_desk->say(wire::Beat{});
    QVERIFY(m_desk->hears<wire::Beat>());

    show(true, 2);
    show(true, 1);
    show(false, 1);

    QTRY_COMPARE(m_frames.size(), 2U);
    const auto &picture = std::get<EncodedFrame>(m_frames.at(0));
    QCOMPARE(picture.incident, IncidentId{1});
    QCOMPARE(picture.codec, EncodedFrame::Codec::H264);
    QVERIFY(picture.key);
    QCOMPARE(picture.bytes, QByteArray(5000, 'x'));
}

void tst_DoorMedia::aWholePictureIsAskedForOnce()
{
    QSignalSpy wanted(m_house->service.get(), &service::Service::keyFrameWanted);
    const auto socket = open(m_desk->session);
    QVERIFY(opens(*socket));
    m_desk->say(wire::Watch{{1}, true});
    m_desk->say(wire::Beat{});
    QVERIFY(m_desk->hears<wire::Beat>());

    for (int n = 0; n < 10; ++n)
        show(false);
    QCOMPARE(wanted.size(), 1);
    show(true);

    QTRY_COMPARE(m_frames.size(), 1U);
}

void tst_DoorMedia::voicesGoBothWays()
{
    QSignalSpy voices(m_house->door, &door::Door::voice);
    const auto socket = open(m_desk->session);
    QVERIFY(opens(*socket));
    m_desk->say(wire::Headset{true});
    QTRY_COMPARE(voices.size(), 1);
    const auto port = voices.at(0).at(1).value<std::shared_ptr<VoicePort>>();
    QVERIFY(port);
    std::array<qint16, 160> samples;
    samples.fill(81);

    port->fromCaller.put(samples);
    QTRY_VERIFY(!m_frames.empty());
    socket->sendBinaryMessage(wire::encode(wire::Speaker::Operator, samples));

    const auto &voice = std::get<wire::VoiceFrame>(m_frames.at(0));
    QCOMPARE(voice.speaker, wire::Speaker::Caller);
    QCOMPARE(voice.samples, std::vector<qint16>(samples.begin(), samples.end()));
    std::array<qint16, 160> said{};
    QVERIFY(test::waitFor([&] { return port->toCaller.take(said) == samples.size(); }));
    QCOMPARE(said, samples);
}

void tst_DoorMedia::aHeadsetThatIsPutDownIsNoHeadset()
{
    QSignalSpy voices(m_house->door, &door::Door::voice);

    m_desk->say(wire::Headset{true});
    m_desk->say(wire::Headset{true});
    m_desk->say(wire::Headset{false});
    QTRY_COMPARE(voices.size(), 2);

    QVERIFY(voices.at(0).at(1).value<std::shared_ptr<VoicePort>>());
    QVERIFY(!voices.at(1).at(1).value<std::shared_ptr<VoicePort>>());
}

void tst_DoorMedia::onlyWhoSitsAtASeatIsLetIn_data()
{
    QTest::addColumn<QString>("session");

    QTest::newRow("nobody") << QString();
    QTest::newRow("a stranger") << u"token of nobody"_s;
    QTest::newRow("who is not there") << u"token of lee"_s;
    QTest::newRow("who may not see callers") << u"token of ahn"_s;
}

void tst_DoorMedia::onlyWhoSitsAtASeatIsLetIn()
{
    QFETCH(const QString, session);
    m_house->people.open.insert("token of lee"); // signed in, but at no desk
    const auto auditor = m_house->desk();
    QVERIFY(auditor->signIn(u"ahn"_s));

    const auto socket = open(session);
    QSignalSpy failed(socket.get(), &QWebSocket::errorOccurred);

    QVERIFY(failed.wait());
    QVERIFY(socket->state() != QAbstractSocket::ConnectedState);
}

void tst_DoorMedia::whatIsNoVoiceEndsTheSocket_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("nothing") << QByteArray("\3");
    QTest::newRow("half a sample") << QByteArray("\3\1\1\1");
    QTest::newRow("a caller's voice") << QByteArray("\2\1\1");
    QTest::newRow("a picture") << wire::encode(EncodedFrame{{1}, {}, true, {}, "x"});
}

void tst_DoorMedia::whatIsNoVoiceEndsTheSocket()
{
    QFETCH(const QByteArray, bytes);
    test::DoorHouse::expectComplaint();
    const auto socket = open(m_desk->session);
    QVERIFY(opens(*socket));

    socket->sendBinaryMessage(bytes);

    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    m_desk->say(wire::Beat{});
    QVERIFY(m_desk->hears<wire::Beat>());
    const auto again = open(m_desk->session);
    QVERIFY(opens(*again));
}

void tst_DoorMedia::theSocketEndsWithTheSeat()
{
    const auto socket = open(m_desk->session);
    QVERIFY(opens(*socket));

    m_house->signIn->isSlow = true;
    m_house->signIn->end(u"kim"_s);

    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(tst_DoorMedia)
#include "tst_doormedia.moc"
