// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/bell.h"
#include "tests/support/pulseserver.h"

#include <cmath>
#include <QAudioSource>
#include <QTest>
#include <span>

using namespace knock;
using sound::Bell;
using sound::Melody;

/// The bell on a real sound server without hardware: "ears" are the headphones, "mouth" is the loudspeaker.
class tst_Bell : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void itRingsOnTheHeadphones();
    void itRingsOnTheLoudspeakerThatWasChosen();
    void aDeviceThatIsGoneMeansTheHeadphones();
    void itIsSilentWhenItIsTold();
    void aClassThatIsOffIsNotHeard();
    void aWaitingCallCannotBeTurnedOff();
    void whatIsChosenCanBeTriedOut();

private:
    static QAudioDevice device(const QList<QAudioDevice> &devices, const QByteArray &id)
    {
        const auto found = std::ranges::find(devices, id, &QAudioDevice::id);
        return found == devices.end() ? QAudioDevice() : *found;
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
    /// Puts an ear to what a device plays.
    void listenAt(const QByteArray &ear)
    {
        m_source.emplace(device(m_headset->microphones(), ear), sound::Chime::format());
        m_recording = m_source->start();
    }
    [[nodiscard]] bool hears()
    {
        return QTest::qWaitFor([this] { return loudness(m_recording->readAll()) > 200; }, 15'000);
    }
    /// For two whole seconds of sound, which is longer than the longest pause at the last step.
    [[nodiscard]] bool hearsNothing()
    {
        QByteArray heard;
        const bool enough = QTest::qWaitFor(
            [&] {
                heard += m_recording->readAll();
                return heard.size() > sound::Chime::rate * 2 * 2;
            },
            15'000);
        return enough && loudness(heard) < 1;
    }

    std::unique_ptr<test::PulseServer> m_server;
    std::optional<sound::Headset> m_headset;
    std::optional<Bell> m_bell;
    std::optional<QAudioSource> m_source;
    QIODevice *m_recording = nullptr;
};

void tst_Bell::initTestCase()
{
    m_server = test::PulseServer::start();
    if (!m_server)
        QSKIP("pulseaudio is not installed");
}

void tst_Bell::init()
{
    QTest::failOnWarning();
    m_headset.emplace();
    m_headset->useMicrophone("microphone");
    m_headset->useHeadphones("ears");
    m_bell.emplace(*m_headset);
    m_headset->open();
    QCOMPARE(m_bell->device().id(), "ears");
}

void tst_Bell::cleanup()
{
    m_source.reset();
    m_bell.reset();
    m_headset.reset();
}

void tst_Bell::itRingsOnTheHeadphones()
{
    listenAt("heard");

    m_bell->ring(Melody::Call, 3, false);

    QVERIFY(hears());
}

void tst_Bell::itRingsOnTheLoudspeakerThatWasChosen()
{
    listenAt("microphone");
    m_bell->ring(Melody::Knock, 3, false);
    QVERIFY(hearsNothing());

    m_bell->useDevice("mouth");

    QVERIFY(hears());
}

void tst_Bell::aDeviceThatIsGoneMeansTheHeadphones()
{
    m_bell->useDevice("mouth");
    QCOMPARE(m_bell->device().id(), "mouth");

    m_bell->useDevice("pulled out");

    QCOMPARE(m_bell->device().id(), "ears");
    QCOMPARE(m_bell->wantedDevice(), "pulled out");
}

void tst_Bell::itIsSilentWhenItIsTold()
{
    listenAt("heard");
    m_bell->ring(Melody::Lost, 3, false);
    QVERIFY(hears());

    m_bell->stop();

    QVERIFY(QTest::qWaitFor([this] { return hearsNothing(); }, 15'000));
    m_bell->ring(Melody::Lost, 3, false);
    QVERIFY(hears());
}

void tst_Bell::aClassThatIsOffIsNotHeard()
{
    listenAt("heard");
    m_bell->setLevel(Melody::Knock, Bell::Level::Off);
    m_bell->ring(Melody::Knock, 3, false);
    QVERIFY(hearsNothing());

    m_bell->setLevel(Melody::Knock, Bell::Level::Normal);

    QVERIFY(hears());
}

void tst_Bell::aWaitingCallCannotBeTurnedOff()
{
    m_bell->setLevel(Melody::Call, Bell::Level::Off);

    QCOMPARE(m_bell->level(Melody::Call), Bell::Level::Quiet);
}

void tst_Bell::whatIsChosenCanBeTriedOut()
{
    listenAt("heard");

    m_bell->tryOut(Melody::Lost);

    QVERIFY(hears());
    QVERIFY(QTest::qWaitFor([this] { return hearsNothing(); }, 15'000));
}

QTEST_MAIN(tst_Bell)
#include "tst_bell.moc"
