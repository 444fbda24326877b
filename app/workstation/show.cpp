// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/show.h"

#include "app/core/logging.h"
#include "app/workstation/witness.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace knock::workstation {

Show::Show(desk::Desk &desk, QWidget &window, Witness *witness, Timeline &timeline, const Options &options)
    : m_desk(desk)
    , m_window(window)
    , m_witness(witness)
    , m_timeline(timeline)
    , m_options(options)
{
    connect(&desk, &desk::Desk::caughtUp, this, &Show::begin, Qt::SingleShotConnection);
}

void Show::begin()
{
    QFile endpoints(QDir(m_options.dataFolder).filePath(u"endpoints.json"_s));
    if (!endpoints.open(QIODevice::ReadOnly)) {
        qCWarning(lcUi) << "The demonstration finds no service:" << endpoints.errorString();
        return;
    }
    const int port = QJsonDocument::fromJson(endpoints.readAll()).object().value("sip"_L1).toInt();
    const QDir resources(m_options.resourceFolder);
    m_callers.emplace(
        m_desk,
        demonstration::Demonstration::Configuration{
            quint16(port), resources.filePath(u"demonstration/story.json"_s), resources.filePath(u"map/tracks"_s), {}});
    connect(&*m_callers, &demonstration::Demonstration::failed, this, [this](const Error &why) {
        qCWarning(lcUi) << "A part of the demonstration fails:" << why.detail;
        m_timeline.write(u"failed"_s, {{u"why"_s, why.detail}});
    });
    if (const auto started = m_callers->start(); !started) {
        qCWarning(lcUi) << "The demonstration does not start:" << started.error().detail;
        return;
    }
    if (!m_options.autoplay)
        return;

    demonstration::Autoplay::Configuration how;
    how.number = m_callers->story().phone.number;
    how.question = m_options.language == "en"_L1 ? u"Are you alone? 1 yes 2 no"_s : u"혼자 계세요? 1 예 2 아니오"_s;
    m_operator.emplace(m_desk, m_window, how);
    connect(&*m_operator, &demonstration::Autoplay::reached, this, [this](const QString &name) {
        m_timeline.write(u"step"_s, {{u"name"_s, name}});
        if (m_witness)
            m_witness->picture(u"step-"_s + name);
    });
    connect(&*m_operator, &demonstration::Autoplay::finished, this, [this](bool ok, const QString &why) {
        m_timeline.write(u"finished"_s, {{u"ok"_s, ok}, {u"why"_s, why}});
        if (!ok)
            qCWarning(lcUi) << "The demonstration stopped before its end:" << why;
        QCoreApplication::exit(ok ? 0 : 1);
    });
    m_operator->start();
}

} // namespace knock::workstation
