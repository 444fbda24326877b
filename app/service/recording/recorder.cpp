// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/recorder.h"

#include "app/service/recording/shelf.h"

namespace knock::recording {

Recorder::Recorder(const QString &folder, std::shared_ptr<vault::KeyStore> keys)
    : m_shelf(new Shelf(folder, std::move(keys)))
{
    m_thread.setObjectName(QStringLiteral("recorder"));
    m_shelf->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_shelf, &QObject::deleteLater);
    connect(m_shelf, &Shelf::input, this, &Recorder::input);
    connect(m_shelf, &Shelf::troubled, this,
            [this](const Error &why) { Q_EMIT health({Health::Part::Recording, false, why}); });
    connect(m_shelf, &Shelf::recovered, this, [this] { Q_EMIT health({Health::Part::Recording, true, {}}); });
}

Recorder::~Recorder()
{
    if (!m_thread.isRunning()) {
        delete m_shelf;
        return;
    }
    // What was handed over before is written first.
    QMetaObject::invokeMethod(m_shelf, &Shelf::close, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<> Recorder::start()
{
    m_thread.start();
    QMetaObject::invokeMethod(m_shelf, &Shelf::open);
    return {};
}

void Recorder::perform(const knock::dispatch::Effect &effect)
{
    if (const auto *record = std::get_if<dispatch::RecordLine>(&effect))
        QMetaObject::invokeMethod(m_shelf, &Shelf::begin, record->line, record->incident);
}

void Recorder::take(LineId line, const knock::LineTape &piece)
{
    QMetaObject::invokeMethod(m_shelf, &Shelf::take, line, piece);
}

} // namespace knock::recording
