// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"

#include <vector>

namespace knock::test {

/// A service of which the test says every word, and which remembers what it was asked.
class FakeBackend final : public backend::Backend
{
public:
    explicit FakeBackend(backend::Gate *gate = nullptr)
        : m_gate(gate)
    {
    }

    void open() override { Q_EMIT caughtUp(); }
    void send(const Command &command) override { sent.push_back(command); }
    void beat() override { ++beats; }
    void showVideo(IncidentId incident, QVideoSink *sink) override { shown.emplace_back(incident, sink); }
    void setVoice(std::shared_ptr<VoicePort>) override { }
    [[nodiscard]] SeatId seat() const override { return {1}; }
    [[nodiscard]] backend::Gate *gate() override { return m_gate; }

    void tell(const Event &event) { Q_EMIT this->event(event); }
    void recall(IncidentId incident, const std::vector<Event> &events) { Q_EMIT earlier(incident, events); }
    void give(const FilePiece &part) { Q_EMIT piece(part); }
    void let(const LineSound &heard) { Q_EMIT sound(heard); }
    void watch(IncidentId incident, int seats) { Q_EMIT viewers(incident, seats); }

    int beats = 0;
    std::vector<Command> sent;
    std::vector<std::pair<IncidentId, QVideoSink *>> shown;

private:
    backend::Gate *const m_gate;
};

} // namespace knock::test
