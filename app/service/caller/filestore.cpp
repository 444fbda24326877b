// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/filestore.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

constexpr auto sweepEvery = 5min;

} // namespace

FileStore::FileStore(const QString &folder, std::shared_ptr<vault::KeyStore> keys, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_intake(folder, std::move(keys))
{
    m_worker.moveToThread(&m_thread);
    connect(&m_sweep, &QTimer::timeout, this,
            [this] { QMetaObject::invokeMethod(&m_worker, [this, now = m_clock.now()] { m_intake.sweep(now); }); });
    m_sweep.start(sweepEvery);
    m_thread.setObjectName(u"callers' files"_s);
    m_thread.start();
    QMetaObject::invokeMethod(&m_worker, [this] { m_intake.open(); });
}

FileStore::~FileStore()
{
    m_thread.quit();
    m_thread.wait();
}

void FileStore::take(const Piece &piece, std::function<void(int status, quint64 have)> answer)
{
    QMetaObject::invokeMethod(&m_worker, [this, piece, answer = std::move(answer), now = m_clock.now()] {
        const Intake::Outcome outcome = m_intake.take(piece, now);
        QMetaObject::invokeMethod(this, [this, outcome, answer] {
            if (outcome.file)
                Q_EMIT came(*outcome.file);
            answer(outcome.status, outcome.have);
        });
    });
}

} // namespace knock::caller
