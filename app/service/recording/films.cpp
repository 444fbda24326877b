// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/films.h"

#include "app/core/logging.h"

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::recording {

Films::Films(const QString &folder, std::shared_ptr<vault::KeyStore> keys, const Limits &limits)
    : Shelf(folder, std::move(keys), {u".mkv"_s, u"Cameras"_s})
    , m_limits(limits)
{
    m_look.callOnTimeout(this, &Films::look);
}

void Films::take(const EncodedFrame &frame, const QDateTime &at, quint64 losses)
{
    Film *film = m_hasEnded ? nullptr : filmOf(frame.incident);
    if (!film)
        return;
    film->seen.start();
    if (film->file && !film->file->goesOnWith(frame, at))
        finish(*film, false);
    const bool lacksNothing = film->file && film->losses == losses;
    const bool begins = frame.key && (film->file || film->beginAgain.hasExpired());
    if (begins || lacksNothing)
        took(*film, keep(*film, frame, at, losses));
    if (!film->file || film->losses != losses || isFull(*film->file))
        ask(*film);
}

Films::Film *Films::filmOf(IncidentId incident)
{
    const auto known = m_films.find(incident);
    if (known != m_films.end())
        return &known->second;
    if (std::ssize(m_films) >= m_limits.most) {
        m_isCrowded = true;
        complain({Error::Kind::Full, u"%1 of them are being recorded"_s.arg(m_films.size())});
        return nullptr;
    }
    if (!m_look.isActive())
        m_look.start(m_limits.flushEvery);
    Film &film = m_films[incident];
    film.place.incident = incident;
    return &film;
}

Result<> Films::keep(Film &film, const EncodedFrame &frame, const QDateTime &at, quint64 losses)
{
    if (frame.key) {
        if (const auto begun = begin(film, frame, at); !begun)
            return begun;
        film.losses = losses;
    }
    const auto kept = film.file->append(frame);
    // The next picture is one after it all the same.
    return !kept && kept.error().kind == Error::Kind::Malformed ? Result<>() : kept;
}

Result<> Films::begin(Film &film, const EncodedFrame &key, const QDateTime &at)
{
    const auto form = frames::formOf(key);
    if (!form)
        return failure(Error::Kind::Malformed, u"its key frames do not say what they are"_s);
    const bool isOver = film.file && (film.file->form() != *form || isFull(*film.file));
    if (isOver && film.beginAgain.hasExpired())
        finish(film, false);
    if (film.file)
        return {};
    film.beginAgain.setRemainingTime(m_limits.beginEvery);
    film.place = placeFor(key.incident, at);
    auto file = FilmFile::create(film.place, *form, key.at);
    if (!file)
        return std::unexpected(file.error());
    film.file = *std::move(file);
    tellBegun(film.place);
    return {};
}

bool Films::isFull(const FilmFile &file) const
{
    return file.length() >= m_limits.longest || file.size() >= m_limits.largest;
}

void Films::ask(Film &film)
{
    if (!film.askAgain.hasExpired())
        return;
    film.askAgain.setRemainingTime(1s);
    Q_EMIT keyFrameNeeded(film.place.incident);
}

void Films::took(Film &film, const Result<> &kept)
{
    if (kept) {
        film.isTroubled = false;
        const auto isTroubled = [](const auto &one) { return one.second.isTroubled; };
        if (!m_isCrowded && std::ranges::none_of(m_films, isTroubled))
            recover();
        return;
    }
    // A caller's line is too narrow for key frames that nobody can keep.
    constexpr auto patience = 10s;
    film.askAgain.setRemainingTime(patience);
    if (kept.error().kind != Error::Kind::Malformed) {
        film.isTroubled = true;
        complain(kept.error());
    } else if (!std::exchange(film.isUnreadable, true)) {
        qCWarning(lcService) << "A camera is not recorded:" << kept.error().detail;
    }
    // The next key frame tries another file: the disk may have room again.
    finish(film, true);
}

void Films::finish(Film &film, bool cut)
{
    if (film.file)
        tellWhole(film.place, std::exchange(film.file, nullptr)->finish(), cut);
}

void Films::look()
{
    std::erase_if(m_films, [this](auto &one) {
        Film &film = one.second;
        const bool isOver = film.seen.durationElapsed() > m_limits.gap;
        if (isOver)
            finish(film, false);
        return isOver;
    });
    for (auto &[incident, film] : m_films) {
        if (film.file)
            took(film, film.file->flush());
    }
    m_isCrowded = m_isCrowded && std::ssize(m_films) >= m_limits.most;
    if (m_films.empty())
        m_look.stop();
}

void Films::end()
{
    m_hasEnded = true;
    for (auto &[incident, film] : m_films)
        finish(film, true);
    m_films.clear();
}

void Films::close()
{
    for (auto &[incident, film] : m_films) {
        if (film.file)
            (void)film.file->finish();
    }
    m_films.clear();
}

} // namespace knock::recording
