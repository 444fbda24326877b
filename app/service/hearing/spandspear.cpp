// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/spandspear.h"

#include <algorithm>
#include <spandsp.h>
#include <utility>

namespace knock::hearing {

namespace {

// Small enough that the place of a change is known to 5 ms.
constexpr size_t piece = 40; // samples
// It looks at blocks of 102 samples and believes two that agree, or their end.
constexpr qint64 delay = 204; // samples

} // namespace

void SpandspEar::Free::operator()(dtmf_rx_state_s *state) const { dtmf_rx_free(state); }

std::unique_ptr<SpandspEar> SpandspEar::make()
{
    State state(dtmf_rx_init(nullptr, nullptr, nullptr));
    return state ? std::unique_ptr<SpandspEar>(new SpandspEar(std::move(state))) : nullptr;
}

SpandspEar::SpandspEar(State state)
    : m_state(std::move(state))
{
    dtmf_rx_parms(m_state.get(), 1, 12, 10, -36);
    const auto report = [](void *ear, int key, int level, int) {
        static_cast<SpandspEar *>(ear)->changed(static_cast<char>(key), level);
    };
    dtmf_rx_set_realtime_callback(m_state.get(), report, this);
}

void SpandspEar::take(std::span<const qint16> samples, const Heard &heard)
{
    m_heard = &heard;
    while (!samples.empty()) {
        const std::span<const qint16> part = samples.first(std::min(piece, samples.size()));
        m_taken += static_cast<qint64>(part.size());
        dtmf_rx(m_state.get(), part.data(), static_cast<int>(part.size()));
        samples = samples.subspan(part.size());
    }
    m_heard = nullptr;
}

void SpandspEar::changed(char key, double level)
{
    const qint64 at = std::max(qint64{0}, m_taken - delay);
    if (m_tone.key != 0) {
        m_tone.change = KeyTone::Change::Released;
        m_tone.end = at;
        (*m_heard)(std::exchange(m_tone, {}));
    }
    if (key != 0) {
        m_tone = KeyTone{.change = KeyTone::Change::Pressed, .key = key, .onset = at, .level = level};
        (*m_heard)(m_tone);
    }
}

} // namespace knock::hearing
