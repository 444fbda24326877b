// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/sounds.h"

using namespace Qt::StringLiterals;

namespace knock::recording {

Sounds::Sounds(const QString &folder, std::shared_ptr<vault::KeyStore> keys)
    : Shelf(folder, std::move(keys), {u".mka"_s, u"Calls"_s})
{
}

void Sounds::begin(LineId line, IncidentId incident) { m_open[line].place.incident = incident; }

void Sounds::take(LineId line, const LineTape &piece)
{
    const auto found = m_open.find(line);
    if (found == m_open.end())
        return;
    Open &open = found->second;
    if (!piece.samples.isEmpty()) {
        const Result<> kept = start(open, piece.at).and_then([&] { return open.file->append(piece.samples); });
        if (kept) {
            recover();
        } else {
            // The next piece tries another file: the disk may have room again.
            complain(kept.error());
            finish(open, true);
        }
    }
    if (piece.isLast) {
        finish(open, false);
        m_open.erase(found);
    }
}

void Sounds::close()
{
    for (auto &[line, open] : m_open) {
        if (open.file)
            (void)open.file->finish();
    }
    m_open.clear();
}

Result<> Sounds::start(Open &open, const QDateTime &at)
{
    if (open.file)
        return {};
    open.place = placeFor(open.place.incident, at);
    auto file = SoundFile::create(open.place);
    if (!file)
        return std::unexpected(file.error());
    open.file = std::move(*file);
    tellBegun(open.place);
    return {};
}

void Sounds::finish(Open &open, bool cut)
{
    if (open.file)
        tellWhole(open.place, std::exchange(open.file, nullptr)->finish(), cut);
}

} // namespace knock::recording
