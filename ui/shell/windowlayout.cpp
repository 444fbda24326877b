// SPDX-License-Identifier: Apache-2.0
// Where the panes stand, and that they stand there again next time: a part of MainWindow.
#include "ui/shell/docktitle.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/theme.h"

#include <algorithm>
#include <QApplication>
#include <QDockWidget>
#include <QLayout>
#include <QScreen>
#include <QSettings>
#include <QTabBar>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

/// Fewer lines of text than these, in the part of the window that has the shape of a screen, and panes must give way.
constexpr int fewLines = 42;
constexpr int veryFewLines = 34;

/// Changes when the docks change so that an older layout would not fit.
constexpr int layoutVersion = 3;

constexpr auto bellKeys
    = std::to_array<std::pair<sound::Melody, QLatin1StringView>>({{sound::Melody::Knock, "bell/knock"_L1},
                                                                  {sound::Melody::Lost, "bell/lost"_L1},
                                                                  {sound::Melody::Call, "bell/call"_L1}});

} // namespace

QDockWidget *MainWindow::addDock(const QString &name, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(this);
    dock->setObjectName(name);
    // No pane can be closed: what is out of sight cannot be missed at the wrong moment.
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
    dock->setWidget(content);
    dock->setTitleBarWidget(new DockTitle(dock));
    addDockWidget(area, dock);
    return dock;
}

QList<QDockWidget *> MainWindow::docks() const
{
    return {m_queueDock, m_cameraDock, m_chatDock, m_lineDock, m_questionsDock, m_notesDock};
}

/// The pane with the keyboard goes to the other monitor where there is one, or comes back; the keyboard stays in it.
void MainWindow::tearOff()
{
    QWidget *focus = QApplication::focusWidget();
    for (QDockWidget *dock : docks()) {
        if (!focus || !dock->isAncestorOf(focus))
            continue;
        dock->setFloating(!dock->isFloating());
        if (dock->isFloating()) {
            const auto screens = QGuiApplication::screens();
            const auto other = std::ranges::find_if(screens, [this](const QScreen *s) { return s != screen(); });
            if (other != screens.end())
                dock->move((*other)->availableGeometry().center() - dock->rect().center());
        }
        dock->raise();
        dock->window()->activateWindow();
        focus->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

/// A pane whose monitor is gone could not be reached by hand.
void MainWindow::keepOnScreen()
{
    const auto screens = QGuiApplication::screens();
    for (QDockWidget *dock : docks()) {
        const QRect frame = dock->frameGeometry();
        const QPoint grip(frame.center().x(), frame.top() + 10);
        const bool seen
            = std::ranges::any_of(screens, [grip](const QScreen *s) { return s->availableGeometry().contains(grip); });
        if (dock->isFloating() && !seen)
            dock->move(screen()->availableGeometry().center() - dock->rect().center());
    }
}

int MainWindow::rememberedTextSize(const QString &settingsFile)
{
    const int size = QSettings(settingsFile, QSettings::IniFormat).value("window/text", 100).toInt();
    return std::ranges::contains(textSizes, size) ? size : 100;
}

MainWindow::Room MainWindow::room() const
{
    QFont letters = m_font;
    letters.setPointSizeF(letters.pointSizeF() * m_textSize / 100);
    const int lines = std::min(height(), width() * 9 / 16) / QFontMetrics(letters).height();
    return lines < veryFewLines ? Room::Tight : lines < fewLines ? Room::Low : Room::Wide;
}

/// The less room there is the more gives way: first the bottom leaves the corner to camera and chat; then the
/// questions stand behind the chat, as a tab. A pane that somebody has torn off stays where it is.
void MainWindow::arrangeFor(Room room)
{
    if (room == m_room)
        return;
    const bool wasTight = std::exchange(m_room, room) == Room::Tight;
    setCorner(Qt::BottomRightCorner, room == Room::Wide ? Qt::BottomDockWidgetArea : Qt::RightDockWidgetArea);
    const bool isTight = room == Room::Tight;
    if (isTight != wasTight && !m_questionsDock->isFloating() && !m_chatDock->isFloating()) {
        if (QWidget *focus = focusWidget(); focus && m_questionsDock->isAncestorOf(focus))
            focus->clearFocus();
        if (isTight) {
            tabifyDockWidget(m_chatDock, m_questionsDock);
            m_chatDock->raise();
            QMetaObject::invokeMethod(this, &MainWindow::nameTabs, Qt::QueuedConnection);
        } else if (tabifiedDockWidgets(m_chatDock).contains(m_questionsDock)) {
            addDockWidget(Qt::BottomDockWidgetArea, m_questionsDock);
        }
    }
    QMetaObject::invokeMethod(this, &MainWindow::shareRight, Qt::QueuedConnection);
    leaveRoom();
}

void MainWindow::nameTabs()
{
    for (QTabBar *bar : findChildren<QTabBar *>(Qt::FindDirectChildrenOnly))
        bar->setAccessibleName(tr("Panes in one place"));
}

/// A line of the caller is not to wait behind another pane, unless somebody works there.
void MainWindow::bringNews(IncidentId incident, const Event &event)
{
    const auto *sent = std::get_if<MessageSent>(&event);
    const QWidget *focus = focusWidget();
    if (sent && sent->message.author == Message::Author::Caller && incident == m_desk.selected()
        && !tabifiedDockWidgets(m_chatDock).isEmpty() && !(focus && m_questionsDock->isAncestorOf(focus)))
        m_chatDock->raise();
}

void MainWindow::useTextSize(int percent)
{
    m_textSize = percent;
    arrangeFor(room());
    // Until every pane has its new letters and its place, the layout adds up sizes of both, and the window would grow
    // for that.
    layout()->setSizeConstraint(QLayout::SetNoConstraint);
    applyTextSize(m_font, percent);
    refresh();
    leaveRoom();
    QTimer::singleShot(0, this, [this] {
        layout()->invalidate();
        layout()->activate();
        layout()->setSizeConstraint(QLayout::SetDefaultConstraint);
    });
}

/// Where there is little room the map gives way before the incident does; and what is at the bottom is as low as it
/// can be, once every pane has said what it needs now.
void MainWindow::leaveRoom()
{
    m_panes.map->setMinimumHeight(m_room == Room::Wide ? m_mapHeight : 1);
    QMetaObject::invokeMethod(this, [this] { resizeDocks({m_lineDock}, {1}, Qt::Vertical); }, Qt::QueuedConnection);
}

void MainWindow::stepTextSize(int by)
{
    const auto now = std::ranges::find(textSizes, m_textSize) - textSizes.begin();
    const auto last = std::ssize(textSizes) - 1;
    useTextSize(textSizes.at(size_t(std::clamp<std::ptrdiff_t>(now + by, 0, last))));
}

void MainWindow::resetLayout()
{
    for (QDockWidget *dock : docks()) {
        dock->setFloating(false);
        dock->show();
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_queueDock);
    splitDockWidget(m_queueDock, m_notesDock, Qt::Vertical);
    addDockWidget(Qt::RightDockWidgetArea, m_cameraDock);
    splitDockWidget(m_cameraDock, m_chatDock, Qt::Vertical);
    addDockWidget(Qt::BottomDockWidgetArea, m_lineDock);
    splitDockWidget(m_lineDock, m_questionsDock, Qt::Horizontal);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_room = Room::Wide;
    arrangeFor(room());
    shareOut();
}

/// The queue takes about a sixth of the width, camera and chat a quarter, the incident and its map the rest.
void MainWindow::shareOut()
{
    resizeDocks({m_queueDock, m_cameraDock}, {width() * 17 / 100, width() * 27 / 100}, Qt::Horizontal);
    shareRight();
    resizeDocks({m_queueDock, m_notesDock}, {3, 1}, Qt::Vertical);
    if (m_room != Room::Tight)
        resizeDocks({m_lineDock, m_questionsDock}, {2, 3}, Qt::Horizontal);
    resizeDocks({m_lineDock}, {1}, Qt::Vertical); // as low as it can be
}

/// What stands below the picture is as high in a low window as in a high one.
void MainWindow::shareRight()
{
    const QList<int> shares = m_room == Room::Wide ? QList{5, 3} : QList{2, 1};
    resizeDocks({m_cameraDock, m_chatDock}, shares, Qt::Vertical);
}

void MainWindow::restore()
{
    const QSettings settings(m_manner.settingsFile, QSettings::IniFormat);
    const bool light = settings.value("window/light", false).toBool();
    const bool korean = settings.value("window/korean", Language::ofSystem() == Language::Tongue::Korean).toBool();
    if (m_panes.headset) {
        m_panes.headset->useMicrophone(settings.value("sound/microphone").toByteArray());
        m_panes.headset->useHeadphones(settings.value("sound/headphones").toByteArray());
    }
    if (m_panes.bell) {
        m_panes.bell->useDevice(settings.value("bell/device").toByteArray());
        for (const auto &[melody, key] : bellKeys) {
            const int level = settings.value(key, int(sound::Bell::Level::Normal)).toInt();
            m_panes.bell->setLevel(melody, sound::Bell::Level(std::clamp(level, 0, int(sound::Bell::Level::Loud))));
        }
    }
    readKeys(settings);
    useScheme(m_manner.scheme.value_or(light ? Scheme::Light : Scheme::Dark));
    useLanguage(m_manner.language.value_or(korean ? Language::Tongue::Korean : Language::Tongue::English));
    if (!restoreGeometry(settings.value("window/geometry").toByteArray()))
        resize(1600, 900);
    if (!restoreState(settings.value("window/layout").toByteArray(), layoutVersion)) {
        m_untouched = true;
        resetLayout();
    } else {
        m_room = Room(std::clamp(settings.value("window/room").toInt(), 0, int(Room::Tight)));
    }
    keepOnScreen();
    leaveRoom();
}

void MainWindow::save() const
{
    if (m_manner.settingsFile.isEmpty())
        return;
    QSettings settings(m_manner.settingsFile, QSettings::IniFormat);
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/layout", saveState(layoutVersion));
    settings.setValue("window/room", int(m_room));
    if (m_panes.headset) {
        settings.setValue("sound/microphone", m_panes.headset->wantedMicrophone());
        settings.setValue("sound/headphones", m_panes.headset->wantedHeadphones());
    }
    if (m_panes.bell) {
        settings.setValue("bell/device", m_panes.bell->wantedDevice());
        for (const auto &[melody, key] : bellKeys)
            settings.setValue(key, int(m_panes.bell->level(melody)));
    }
    m_keys.write(settings);
    settings.setValue("window/text", m_textSize);
    settings.setValue("window/light", m_scheme == Scheme::Light);
    settings.setValue("window/korean", m_language.tongue() == Language::Tongue::Korean);
}

} // namespace knock::ui
