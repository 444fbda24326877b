// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/recorder.h"

#include "app/core/logging.h"
#include "app/service/recording/sounds.h"

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::recording {

Recorder::Recorder(const QString &folder, std::shared_ptr<vault::KeyStore> keys, const Limits &limits)
    : m_limits(limits)
    , m_sounds(new Sounds(folder, keys))
    , m_films(new Films(folder, keys, limits.films))
{
    m_thread.setObjectName(QStringLiteral("recorder"));
    follow(m_sounds, Source::Sound);
    follow(m_films, Source::Camera);
    connect(m_films, &Films::keyFrameNeeded, this, &Recorder::keyFrameNeeded);
    m_catchUp.setInterval(100ms);
    m_catchUp.callOnTimeout(this, &Recorder::catchUp);
}

void Recorder::follow(Shelf *shelf, Source source)
{
    shelf->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, shelf, &QObject::deleteLater);
    connect(shelf, &Shelf::input, this, &Recorder::input);
    connect(shelf, &Shelf::troubled, this, [this, source](const Error &why) { tell(source, why); });
    connect(shelf, &Shelf::recovered, this, [this, source] { tell(source, std::nullopt); });
}

Recorder::~Recorder()
{
    if (!m_thread.isRunning()) {
        delete m_sounds;
        delete m_films;
        return;
    }
    // What was handed over before is written first.
    QMetaObject::invokeMethod(m_sounds, &Shelf::close, Qt::BlockingQueuedConnection);
    QMetaObject::invokeMethod(m_films, &Shelf::close, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<> Recorder::start()
{
    m_thread.start();
    QMetaObject::invokeMethod(m_sounds, &Shelf::open);
    QMetaObject::invokeMethod(m_films, &Shelf::open);
    return {};
}

void Recorder::perform(const knock::dispatch::Effect &effect)
{
    if (const auto *record = std::get_if<dispatch::RecordLine>(&effect))
        QMetaObject::invokeMethod(m_sounds, &Sounds::begin, record->line, record->incident);
}

void Recorder::take(LineId line, const knock::LineTape &piece)
{
    QMetaObject::invokeMethod(m_sounds, &Sounds::take, line, piece);
}

void Recorder::film(const EncodedFrame &frame, const QDateTime &at)
{
    if (m_isBehind)
        return;
    const qint64 size = frame.bytes.size();
    if (m_waiting + size > m_limits.mostWaiting) {
        fallBehind();
        return;
    }
    m_waiting += size;
    QMetaObject::invokeMethod(m_films, [this, frame, at, size, losses = m_losses] {
        m_films->take(frame, at, losses);
        m_waiting -= size;
    });
}

void Recorder::endFilms() { QMetaObject::invokeMethod(m_films, &Films::end); }

void Recorder::fallBehind()
{
    m_isBehind = true;
    ++m_losses;
    qCWarning(lcService) << "Pictures of cameras are left out of the recordings: the disk is too slow";
    m_catchUp.start();
    tell(Source::Pace, Error{Error::Kind::Full, u"the disk is too slow for the cameras"_s});
}

void Recorder::catchUp()
{
    if (m_waiting > m_limits.mostWaiting / 2)
        return;
    m_isBehind = false;
    m_catchUp.stop();
    tell(Source::Pace, std::nullopt);
}

void Recorder::tell(Source source, const std::optional<Error> &trouble)
{
    m_troubles[size_t(source)] = trouble;
    const auto first = std::ranges::find_if(m_troubles, [](const auto &one) { return one.has_value(); });
    if (first == m_troubles.end())
        Q_EMIT health({Health::Part::Recording, true, {}});
    else
        Q_EMIT health({Health::Part::Recording, false, **first});
}

} // namespace knock::recording
