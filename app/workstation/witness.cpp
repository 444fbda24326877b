// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/witness.h"

#include "app/core/logging.h"
#include "ui/camera/camerapane.h"
#include "ui/map/mappane.h"
#include "ui/shell/mainwindow.h"

#include <QGuiApplication>
#include <QJsonArray>
#include <QKeyEvent>
#include <QKeySequence>
#include <QMetaEnum>
#include <QPixmap>
#include <QScreen>
#include <QWindow>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::workstation {

Witness::Witness(desk::Desk &desk, const Clock &clock, const ui::MainWindow &window, const ui::MapPane &map,
                 ui::CameraPane &camera, Timeline &timeline, const QString &screens)
    : m_window(window.windowHandle())
    , m_camera(camera)
    , m_ladder(desk, clock)
    , m_timeline(timeline)
{
    if (!screens.isEmpty() && QDir().mkpath(screens))
        m_screens = QDir(screens);
    connect(&desk, &desk::Desk::caughtUp, this, [this] { m_timeline.write(u"ready"_s); });
    connect(&desk, &desk::Desk::changed, this, &Witness::take);
    connect(&m_ladder, &QAbstractItemModel::dataChanged, this, &Witness::takeLadder);
    connect(&window, &ui::MainWindow::alertPainted, this, [this](IncidentId incident, const QString &text) {
        m_timeline.write(u"alert"_s, {{u"incident"_s, qint64(incident.value)}, {u"text"_s, text}});
        picture(u"alert"_s);
    });
    connect(&map, &ui::MapPane::fixShown, this, [this](IncidentId incident, const Fix &fix) {
        m_timeline.write(u"fix"_s,
                         {{u"incident"_s, qint64(incident.value)},
                          {u"latitude"_s, fix.latitude},
                          {u"longitude"_s, fix.longitude},
                          {u"radius"_s, fix.radius.value}});
    });
    connect(&camera, &ui::CameraPane::firstFramePainted, this, [this](IncidentId incident) {
        m_timeline.write(u"picture"_s, {{u"incident"_s, qint64(incident.value)}});
        m_colours.start(1s);
    });
    connect(&m_colours, &QTimer::timeout, this, &Witness::takeColours);
    QCoreApplication::instance()->installEventFilter(this);
}

bool Witness::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && event->type() == QEvent::Expose && !m_shown) {
        m_shown = true;
        // Behind the expose event, which is what paints.
        QTimer::singleShot(0, this,
                           [this] { m_timeline.write(u"shown"_s, {{u"window"_s, qint64(m_window->winId())}}); });
    }
    // A key that an action takes never becomes a KeyPress; this question comes before, and for every key.
    if (watched == m_window && event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<const QKeyEvent *>(event);
        m_timeline.write(u"key"_s,
                         {{u"key"_s, QKeySequence(key->keyCombination()).toString(QKeySequence::PortableText)}});
    }
    return QObject::eventFilter(watched, event);
}

void Witness::take(IncidentId incident, const Event &event)
{
    m_timeline.write(u"event"_s, {{u"incident"_s, qint64(incident.value)}, {u"name"_s, QString(nameOf(event))}});
    if (const auto *sent = std::get_if<InviteSent>(&event))
        m_timeline.write(u"link"_s, {{u"incident"_s, qint64(incident.value)}, {u"link"_s, sent->link}});
    if (const auto *said = std::get_if<MessageSent>(&event))
        m_timeline.write(u"chat"_s, {{u"incident"_s, qint64(incident.value)}, {u"text"_s, said->message.text}});
    // One picture for each kind of event is a story; one for each fix of a walk is not.
    if (m_screens && !std::holds_alternative<KeyPressed>(event) && !std::holds_alternative<CallerLocated>(event)) {
        const QString name = nameOf(event);
        QTimer::singleShot(300ms, this, [this, name] { picture(name); }); // when the panes have painted it
    }
}

void Witness::takeLadder()
{
    const auto rungs = QMetaEnum::fromType<desk::LadderModel::Rung>();
    QJsonArray open;
    for (int row = 0; row < m_ladder.rowCount(); ++row) {
        const QModelIndex index = m_ladder.index(row, 0);
        if (!index.data(desk::LadderModel::AtRole).toDateTime().isValid())
            open << QString::fromLatin1(
                rungs.valueToKey(int(index.data(desk::LadderModel::RungRole).value<desk::LadderModel::Rung>())));
    }
    m_timeline.write(u"ladder"_s, {{u"open"_s, open}});
}

void Witness::takeColours()
{
    // What an eye would see in the middle of the picture's four quarters, blurred or not.
    const QRect picture = m_camera.pictureRect();
    if (picture.isEmpty())
        return;
    const QImage seen = m_camera.grab(picture).toImage();
    QJsonArray colours;
    for (const QPoint &at : {QPoint(1, 1), QPoint(3, 1), QPoint(1, 3), QPoint(3, 3)})
        colours << seen.pixelColor(seen.width() * at.x() / 4, seen.height() * at.y() / 4).name();
    m_timeline.write(u"picture"_s, {{u"colours"_s, colours}});
}

void Witness::picture(const QString &step)
{
    if (!m_screens)
        return;
    const QString name = u"%1-%2.png"_s.arg(++m_pictures, 2, 10, QChar(u'0')).arg(step);
    const QPixmap screen = m_window->screen()->grabWindow(0);
    if (screen.isNull() || !screen.save(m_screens->filePath(name)))
        qCWarning(lcUi) << "No picture of the screen could be kept";
}

} // namespace knock::workstation
