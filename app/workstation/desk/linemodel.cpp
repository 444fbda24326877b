// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/linemodel.h"

#include <algorithm>
#include <ranges>

namespace knock::desk {

namespace {

LineModel::Mark::Kind kindOf(LineSound::Mark mark)
{
    switch (mark) {
    case LineSound::Mark::Speech:
        return LineModel::Mark::Kind::Speech;
    case LineSound::Mark::Breath:
        return LineModel::Mark::Kind::Breath;
    case LineSound::Mark::Knocking:
        return LineModel::Mark::Kind::Knocking;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

LineModel::LineModel(Desk &desk, const Clock &clock)
    : m_desk(desk)
    , m_clock(clock)
{
    connect(&desk, &Desk::sounded, this, &LineModel::take);
    connect(&desk, &Desk::changed, this, &LineModel::follow);
    connect(&desk, &Desk::selectionChanged, this, &LineModel::changed);
}

const LineModel::Strip *LineModel::current() const
{
    const auto strip = m_strips.find(m_desk.selected());
    return strip == m_strips.end() ? nullptr : &strip->second;
}

void LineModel::take(const LineSound &sound)
{
    Strip &strip = m_strips[sound.incident];
    strip.moments.push_back({now(), sound.level});
    strip.silence = sound.silence;
    for (const LineSound::Mark mark : sound.marks)
        strip.marks.push_back({kindOf(mark), now(), {}, {}});
    forgetOld(strip);
    if (sound.incident == m_desk.selected())
        Q_EMIT changed();
}

void LineModel::follow(IncidentId incident, const Event &event)
{
    if (std::holds_alternative<IncidentClosed>(event)) {
        m_strips.erase(incident);
    } else if (const auto *pressed = std::get_if<KeyPressed>(&event)) {
        m_strips[incident].marks.push_back({Mark::Kind::Key, pressed->at, pressed->key, {}});
    } else if (const auto *started = std::get_if<PromptStarted>(&event)) {
        m_strips[incident].marks.push_back({Mark::Kind::Prompt, started->at, {}, {}});
    } else if (const auto *ended = std::get_if<PromptEnded>(&event)) {
        const auto marks = m_strips[incident].marks | std::views::reverse;
        const auto prompt = std::ranges::find(marks, Mark::Kind::Prompt, &Mark::kind);
        if (prompt != marks.end())
            prompt->until = ended->at;
    } else {
        return;
    }
    if (incident == m_desk.selected())
        Q_EMIT changed();
}

void LineModel::forgetOld(Strip &strip) const
{
    const QDateTime oldest = now().addDuration(-span);
    while (!strip.moments.empty() && strip.moments.front().at < oldest)
        strip.moments.pop_front();
    while (!strip.marks.empty() && strip.marks.front().at < oldest)
        strip.marks.pop_front();
}

} // namespace knock::desk
