// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/g711.h"
#include "app/service/telephony/telephony.h"
#include "app/workstation/sound/headset.h"
#include "tests/bench/bench.h"
#include "tests/bench/lines/lines.h"
#include "tests/support/pulseserver.h"
#include "tests/support/rawcaller.h"

#include <QAudioSource>
#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

constexpr int bursts = 60;
constexpr qint16 loud = 8000;
const char burst = static_cast<char>(hearing::encoded(loud, hearing::Law::A));

/// The moment at which the operator's ears first hear something.
class Ears
{
public:
    Ears()
    {
        QAudioFormat format;
        format.setSampleRate(48000);
        format.setChannelCount(1);
        format.setSampleFormat(QAudioFormat::Int16);
        const auto devices = QMediaDevices::audioInputs();
        const auto heard = std::ranges::find(devices, QByteArray("heard"), &QAudioDevice::id);
        if (heard == devices.end())
            return;
        m_source.emplace(*heard, format);
        m_source->setBufferSize(48 * 2 * 10);
        m_recording = m_source->start();
    }

    [[nodiscard]] bool isOpen() const { return m_recording; }
    [[nodiscard]] bool hears()
    {
        const QByteArray bytes = m_recording->readAll();
        const std::span samples(reinterpret_cast<const qint16 *>(bytes.constData()),
                                static_cast<size_t>(bytes.size() / 2));
        return std::ranges::any_of(samples, [](qint16 sample) { return sample > loud / 4; });
    }

private:
    std::optional<QAudioSource> m_source;
    QIODevice *m_recording = nullptr;
};

} // namespace

// The capture of the measurement itself is in the figure: it is an upper bound.
bool measureVoice()
{
    const auto server = test::PulseServer::start();
    if (!server) {
        qWarning("mouth_to_ear: pulseaudio is not installed");
        return true;
    }
    telephony::Telephony telephony({.port = 0});
    LineId line;
    QObject::connect(&telephony, &dispatch::Adapter::input, &telephony, [&](const dispatch::Input &input) {
        if (const auto *rang = std::get_if<dispatch::Rang>(&input)) {
            line = rang->line;
            telephony.perform(dispatch::AnswerLine{line});
        }
    });
    sound::Headset headset;
    headset.useHeadphones("ears");
    headset.useMicrophone("microphone");
    headset.open();
    Ears ears;
    if (!telephony.start() || !ears.isOpen())
        return false;
    test::RawCaller caller(telephony.port(), u"01012345678"_s);
    caller.invite();
    if (!QTest::qWaitFor([&] { return caller.isAnswered(); }, 5000))
        return false;
    telephony.setVoice(line, headset.port());

    // A packet every 20 ms, as a telephone sends; 60 ms of sound in every second or so, never in step with anything.
    std::vector<double> took;
    QElapsedTimer said;
    int packet = 0;
    int next = 75;
    QTimer mouth;
    mouth.setTimerType(Qt::PreciseTimer);
    QObject::connect(&mouth, &QTimer::timeout, &mouth, [&] {
        const bool isBurst = packet >= next && packet < next + 3;
        if (packet == next)
            said.start();
        if (packet == next + 3)
            next = packet + 37 + static_cast<int>(took.size() % 11);
        caller.say(QByteArray(160, isBurst ? burst : test::RawCaller::silence));
        ++packet;
    });
    mouth.start(20);
    const bool done = QTest::qWaitFor(
        [&] {
            if (ears.hears() && said.isValid()) {
                took.push_back(double(said.nsecsElapsed()) / 1e6);
                said.invalidate();
            }
            return took.size() >= bursts;
        },
        120'000);
    if (!done)
        return false;
    print(u"mouth_to_ear_p50"_s, quantile(took, 0.5), u"ms"_s, took.size());
    print(u"mouth_to_ear_p95"_s, quantile(took, 0.95), u"ms"_s, took.size());
    return true;
}

} // namespace knock::bench
