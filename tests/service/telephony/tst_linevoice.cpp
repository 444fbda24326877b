// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/g711.h"
#include "app/service/telephony/voice/codec.h"
#include "tests/service/telephony/telephonefixture.h"

#include <cmath>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using hearing::Law;
using telephony::Encoding;

/// The operator and the caller hear each other, whatever the line's encoding, and both are recorded.
class tst_LineVoice : public TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(record()); }
    void init()
    {
        QTest::failOnWarning();
        begin({.port = 0, .promptFile = prompt()});
    }
    void cleanup() { end(); }

    void soundSurvivesEachEncoding_data();
    void soundSurvivesEachEncoding();
    void garbageIsNoSound();
    void theCallerHearsTheOperator();
    void theOperatorHearsTheCaller();
    void withoutAPortNobodyIsHeard();
    void thePromptGoesBeforeTheOperator();
    void anOpusLineIsHeardAndPressedOn();
    void bothSidesAreRecorded();

private:
    static std::vector<qint16> tone(size_t count, double hertz = 700)
    {
        std::vector<qint16> samples(count);
        for (size_t n = 0; n < count; ++n)
            samples[n] = static_cast<qint16>(8000 * std::sin(2 * 3.14159265 * hertz * double(n) / 8000));
        return samples;
    }
    static double loudness(std::span<const qint16> samples)
    {
        double energy = 0;
        for (const qint16 sample : samples)
            energy += double(sample) * sample;
        return samples.empty() ? 0 : std::sqrt(energy / double(samples.size()));
    }
    static std::vector<qint16> decoded(const QByteArray &payload)
    {
        std::vector<qint16> samples;
        for (const char byte : payload)
            samples.push_back(hearing::decoded(static_cast<quint8>(byte), Law::Mu));
        return samples;
    }
    LineId line() const { return LineId{1}; }
};

void tst_LineVoice::soundSurvivesEachEncoding_data()
{
    QTest::addColumn<Encoding>("encoding");
    QTest::addColumn<int>("steps");
    QTest::newRow("PCMU") << Encoding::Mu << 1;
    QTest::newRow("PCMA") << Encoding::A << 1;
    QTest::newRow("opus") << Encoding::Opus << 6;
}

void tst_LineVoice::soundSurvivesEachEncoding()
{
    QFETCH(const Encoding, encoding);
    QFETCH(const int, steps);
    const auto codec = telephony::makeCodec(encoding).value();
    const std::vector<qint16> said = tone(8000);
    std::vector<qint16> heard;

    for (size_t at = 0; at < said.size(); at += 160) {
        const auto samples = codec->decoded(codec->encoded(std::span(said).subspan(at, 160)));
        heard.insert(heard.end(), samples.begin(), samples.end());
    }

    QCOMPARE(static_cast<int>(codec->stepsPerSample()), steps);
    QCOMPARE(heard.size(), said.size());
    QVERIFY(std::abs(loudness(std::span(heard).subspan(1600)) / loudness(said) - 1) < 0.1);
}

void tst_LineVoice::garbageIsNoSound()
{
    const auto codec = telephony::makeCodec(Encoding::Opus).value();

    QVERIFY(codec->decoded(QByteArray(300, '\xff')).size() <= 960);
    QVERIFY(codec->decoded(QByteArray("\x03")).empty());
}

void tst_LineVoice::theCallerHearsTheOperator()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    QVERIFY(call(peer, peer.offer("0 96")));
    const auto port = std::make_shared<VoicePort>();

    m_telephony->setVoice(line(), port);
    port->toCaller.put(tone(800));

    QTRY_VERIFY(std::ranges::any_of(peer.heard, [](const auto &s) { return loudness(decoded(s.payload)) > 4000; }));
}

void tst_LineVoice::theOperatorHearsTheCaller()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    QVERIFY(call(peer, peer.offer("0 96")));
    const auto port = std::make_shared<VoicePort>();
    m_telephony->setVoice(line(), port);
    const qsizetype sent = std::ssize(peer.heard);
    QTRY_VERIFY(std::ssize(peer.heard) > sent + 2); // the port has arrived

    peer.say(tone(480));

    std::vector<qint16> heard(480);
    size_t count = 0;
    QTRY_VERIFY((count += port->fromCaller.take(std::span(heard).subspan(count))) == heard.size());
    QVERIFY(loudness(heard) > 4000);
}

void tst_LineVoice::withoutAPortNobodyIsHeard()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    QVERIFY(call(peer, peer.offer("0 96")));
    const auto port = std::make_shared<VoicePort>();
    m_telephony->setVoice(line(), port);
    m_telephony->setVoice(line(), nullptr);
    const qsizetype sent = std::ssize(peer.heard);
    QTRY_VERIFY(std::ssize(peer.heard) > sent + 2);
    peer.heard.clear();

    port->toCaller.put(tone(800));
    peer.say(tone(480));

    QTRY_VERIFY(peer.heard.size() > 10);
    QVERIFY(std::ranges::all_of(peer.heard, [](const auto &s) { return loudness(decoded(s.payload)) < 10; }));
    std::vector<qint16> heard(480);
    QCOMPARE(port->fromCaller.take(heard), 0U);
}

void tst_LineVoice::thePromptGoesBeforeTheOperator()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    QVERIFY(call(peer, peer.offer("0 96")));
    m_telephony->setVoice(line(), std::make_shared<VoicePort>());

    m_seat->playPrompt();

    QVERIFY(m_seat->wait<dispatch::PromptPlayed>());
    QVERIFY(std::ranges::any_of(peer.heard, [](const auto &s) { return loudness(decoded(s.payload)) > 1000; }));
}

void tst_LineVoice::anOpusLineIsHeardAndPressedOn()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    const QByteArray offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
        + QByteArray::number(peer.rtpPort())
        + " RTP/AVP 111 96\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:96 telephone-event/8000\r\n";
    QVERIFY(call(peer, offer));
    const auto port = std::make_shared<VoicePort>();
    m_telephony->setVoice(line(), port);
    QTRY_VERIFY(peer.heard.size() > 3);
    const auto codec = telephony::makeCodec(Encoding::Opus).value();
    const std::vector<qint16> said = tone(800);

    port->toCaller.put(said);
    peer.press(5);

    QCOMPARE(peer.heard.front().type, 111);
    QVERIFY(m_seat->wait<dispatch::Pressed>());
    QCOMPARE(peer.heard.at(2).timestamp - peer.heard.at(1).timestamp, 960U);
    QTRY_VERIFY(std::ranges::any_of(peer.heard,
                                    [&](const auto &sound) { return loudness(codec->decoded(sound.payload)) > 3000; }));
}

void tst_LineVoice::bothSidesAreRecorded()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    QVERIFY(call(peer, peer.offer("0 96")));
    std::vector<LineTape> pieces;
    connect(m_telephony.operator->(), &telephony::Telephony::taped, this,
            [&](LineId, const LineTape &piece) { pieces.push_back(piece); });
    const auto port = std::make_shared<VoicePort>();
    m_telephony->setVoice(line(), port);
    m_telephony->perform(dispatch::RecordLine{line(), {17}});
    const qsizetype sent = std::ssize(peer.heard);
    QTRY_VERIFY(std::ssize(peer.heard) > sent + 2);

    peer.say(tone(480));
    port->toCaller.put(tone(480));
    QTRY_VERIFY(!pieces.empty());
    m_telephony->perform(dispatch::ReleaseLine{line()});
    QTRY_VERIFY(pieces.back().isLast);

    std::vector<qint16> caller;
    std::vector<qint16> own;
    const auto *samples = reinterpret_cast<const qint16 *>(pieces.front().samples.constData());
    for (qsizetype n = 0; n < pieces.front().samples.size() / 2; n += 2) {
        caller.push_back(samples[n]);
        own.push_back(samples[n + 1]);
    }
    // A piece is given once a second is full; a late 20 ms of a busy machine is filled by the clock, not cut.
    QVERIFY(caller.size() >= 8000U);
    QVERIFY(loudness(caller) > 500);
    QVERIFY(loudness(own) > 500);
}

QTEST_GUILESS_MAIN(tst_LineVoice)
#include "tst_linevoice.moc"
