// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/headset.h"
#include "tests/support/pulseserver.h"

#include <cmath>
#include <QAudioSink>
#include <QAudioSource>
#include <QBuffer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace knock;

/// The operator's headset on a real sound server without hardware.
class tst_Headset : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup()
    {
        m_mouth.reset();
        m_speech.close();
        m_headset.reset();
    }

    void theOperatorHearsTheCaller();
    void theCallerHearsTheOperator();
    void aMutedMicrophoneSaysNothing();
    void anotherDeviceIsTakenUpAtOnce();

private:
    static QAudioFormat telephone()
    {
        QAudioFormat format;
        format.setSampleRate(VoiceWay::rate);
        format.setChannelCount(1);
        format.setSampleFormat(QAudioFormat::Int16);
        return format;
    }
    static QAudioDevice device(const QList<QAudioDevice> &devices, const QByteArray &id)
    {
        const auto found = std::ranges::find(devices, id, &QAudioDevice::id);
        return found == devices.end() ? QAudioDevice() : *found;
    }
    static std::vector<qint16> tone(size_t count)
    {
        std::vector<qint16> samples(count);
        for (size_t n = 0; n < count; ++n)
            samples[n] = static_cast<qint16>(8000 * std::sin(2 * 3.14159265 * 700 * double(n) / 8000));
        return samples;
    }
    static double loudness(const QByteArray &bytes)
    {
        const std::span samples(reinterpret_cast<const qint16 *>(bytes.constData()),
                                static_cast<size_t>(bytes.size() / 2));
        double energy = 0;
        for (const qint16 sample : samples)
            energy += double(sample) * sample;
        return samples.empty() ? 0 : std::sqrt(energy / double(samples.size()));
    }
    /// Somebody speaks into the microphone, over and over.
    void speak()
    {
        const std::vector<qint16> samples = tone(8000 * 30);
        m_speech.setData(reinterpret_cast<const char *>(samples.data()), static_cast<qsizetype>(samples.size() * 2));
        QVERIFY(m_speech.open(QIODevice::ReadOnly));
        m_mouth.emplace(device(QMediaDevices::audioOutputs(), "mouth"), telephone());
        m_mouth->start(&m_speech);
    }
    double saidToCaller()
    {
        QByteArray said(1600, '\0');
        const std::span samples(reinterpret_cast<qint16 *>(said.data()), 800);
        said.resize(static_cast<qsizetype>(m_headset->port()->toCaller.take(samples) * 2));
        return loudness(said);
    }

    std::unique_ptr<test::PulseServer> m_server;
    std::optional<sound::Headset> m_headset;
    std::optional<QAudioSink> m_mouth;
    QBuffer m_speech;
};

void tst_Headset::initTestCase()
{
    m_server = test::PulseServer::start();
    if (!m_server)
        QSKIP("pulseaudio is not installed");
}

void tst_Headset::init()
{
    QTest::failOnWarning();
    m_headset.emplace();
    m_headset->useMicrophone("microphone");
    m_headset->useHeadphones("ears");
    m_headset->open();
    QCOMPARE(m_headset->microphone().id(), "microphone");
    QCOMPARE(m_headset->headphone().id(), "ears");
}

void tst_Headset::theOperatorHearsTheCaller()
{
    QAudioSource heard(device(m_headset->microphones(), "heard"), telephone());
    QIODevice *recording = heard.start();
    QTimer caller; // speaks in packets of 20 ms
    connect(&caller, &QTimer::timeout, this, [this] { m_headset->port()->fromCaller.put(tone(160)); });
    caller.start(20);

    QVERIFY(QTest::qWaitFor([&] { return loudness(recording->readAll()) > 3000; }, 15'000));
}

void tst_Headset::theCallerHearsTheOperator()
{
    QSignalSpy level(&*m_headset, &sound::Headset::level);
    speak();

    QVERIFY(QTest::qWaitFor([this] { return saidToCaller() > 3000; }, 15'000));
    QTRY_VERIFY(!level.isEmpty() && level.last().at(0).value<Dbm0>().value > -20);
}

void tst_Headset::aMutedMicrophoneSaysNothing()
{
    speak();
    QVERIFY(QTest::qWaitFor([this] { return saidToCaller() > 3000; }, 15'000));
    QSignalSpy level(&*m_headset, &sound::Headset::level);

    m_headset->setMuted(true);

    QTRY_VERIFY(level.size() >= 2);
    (void)saidToCaller();
    level.clear();
    QTRY_VERIFY(level.size() >= 3);
    QCOMPARE(saidToCaller(), 0.0);
}

void tst_Headset::anotherDeviceIsTakenUpAtOnce()
{
    m_headset->useMicrophone("heard");
    QCOMPARE(m_headset->microphone().id(), "heard");
    speak();
    QSignalSpy level(&*m_headset, &sound::Headset::level);

    QTRY_VERIFY_WITH_TIMEOUT(level.size() >= 3, 15'000);
    QVERIFY(level.last().at(0).value<Dbm0>().value < -60);

    m_headset->useMicrophone("microphone");
    QVERIFY(QTest::qWaitFor([this] { return saidToCaller() > 3000; }, 15'000));
}

QTEST_MAIN(tst_Headset)
#include "tst_headset.moc"
