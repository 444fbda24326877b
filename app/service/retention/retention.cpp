// SPDX-License-Identifier: Apache-2.0
#include "app/service/retention/retention.h"

#include "app/core/logging.h"

#include <QDir>
#include <QFileInfo>

namespace knock::retention {

Retention::Retention(Configuration configuration, const Clock &clock, std::shared_ptr<store::Sealer> sealer,
                     std::shared_ptr<vault::KeyStore> keys, Uptime uptime)
    : m_configuration(std::move(configuration))
    , m_clock(clock)
    , m_sealer(std::move(sealer))
    , m_keys(std::move(keys))
    , m_uptime(std::move(uptime))
{
    connect(&m_timer, &QTimer::timeout, this, &Retention::look);
    m_timer.start(lookEvery);
}

Retention::~Retention() = default;

void Retention::look()
{
    if (m_reader.joinable())
        return;
    m_reader = std::jthread([this, now = m_clock.now()] {
        auto due = findDue(m_configuration.journal, *m_sealer, *m_keys, m_configuration.spans, now);
        QMetaObject::invokeMethod(this, [this, due = std::move(due)] { take(due); }, Qt::QueuedConnection);
    });
}

void Retention::take(const Result<std::vector<Due>> &due)
{
    m_reader = {};
    if (!due) {
        qCWarning(lcStore) << "What is due cannot be found:" << due.error().detail;
        Q_EMIT failed(due.error());
        return;
    }
    const auto now = m_uptime();
    decltype(m_since) still;
    int destroyed = 0;
    for (const Due &one : *due) {
        const std::pair key(one.incident.value, int(one.keep));
        const auto since = m_since.value(key, now);
        if (now - since < grace)
            still.insert(key, since);
        else if (destroy(one))
            ++destroyed;
        else
            still.insert(key, since); // tried again
    }
    const bool isNew = still.size() > m_since.size();
    m_since = still;
    if (isNew)
        qCWarning(lcStore) << still.size()
                           << "keys of closed incidents are due, and destroyed in a day unless they are held";
    Q_EMIT looked(int(m_since.size()), destroyed);
}

bool Retention::destroy(const Due &due)
{
    const bool isRecord = due.keep == vault::Keep::Record;
    // Told first: what the journal does not say must not have happened.
    Q_EMIT noted(Erased{due.incident, isRecord ? QStringLiteral("record") : QStringLiteral("sound"), m_clock.now()});
    if (const auto shredded = m_keys->shred(due.incident, due.keep); !shredded) {
        qCWarning(lcStore) << "A key could not be destroyed, and is tried again:" << shredded.error().detail;
        return false;
    }
    for (const QString &file : due.files) {
        const QString name = QFileInfo(file).fileName();
        QFile::remove(QDir(m_configuration.recordings).filePath(name));
        QFile::remove(QDir(m_configuration.files).filePath(name));
    }
    return true;
}

} // namespace knock::retention
