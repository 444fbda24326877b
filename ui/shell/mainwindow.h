// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/alarms.h"
#include "app/workstation/desk/labels.h"
#include "app/workstation/desk/phrasebook.h"
#include "app/workstation/sound/bell.h"
#include "app/workstation/sound/headset.h"
#include "ui/alert/alertstrip.h"
#include "ui/kit/statecolours.h"
#include "ui/shell/keymap.h"
#include "ui/shell/language.h"

#include <QMainWindow>

class QDockWidget;
class QMenu;
class QMenuBar;

namespace knock::ui {

class AlertList;
class ChatPane;
class HelpSheet;
class IncidentPane;
class KeptSheet;
class LinePane;
class NotesPane;
class LossBand;
class Notices;
class QuestionCard;
class SoundMenu;
class QueuePane;
class SignIn;

/// The call-taker's window: alert on top, queue left, incident and map in the middle, camera and chat right.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// The panes this window does not make itself; it takes the widgets over.
    struct Panes {
        QWidget *map = nullptr;
        QWidget *camera = nullptr;
        std::function<void()> toggleBlur;
        std::function<void()> toggleBlank;
        std::function<void()> toggleFollowing; ///< of the map
        sound::Headset *headset = nullptr; ///< outlives the window; null: there is none
        sound::Bell *bell = nullptr; ///< as the headset; there is none without one
        std::function<void()> findAddress = {}; ///< on the map
        std::function<bool(ActionId)> usePicture = {}; ///< of the camera; false if there was nothing to do
    };
    struct Manner {
        QString settingsFile; ///< where layout, colours and language are remembered; empty: nowhere
        QStringList units; ///< those that can be ordered, the likeliest first
        std::vector<desk::Label> questions;
        std::vector<desk::Label> categories; ///< kinds of call
        desk::PhraseBook phrases;
        std::optional<Scheme> scheme; ///< instead of the remembered one
        std::optional<Language::Tongue> language;
    };

    MainWindow(desk::Desk &desk, Ticker &ticker, Panes panes, Manner manner);
    ~MainWindow() override;

    void useScheme(Scheme scheme);
    void useLanguage(Language::Tongue tongue);
    /// One of textSizes (theme.h).
    void useTextSize(int percent);
    [[nodiscard]] QAction *action(ActionId id) const { return m_actions[id]; }

Q_SIGNALS:
    /// An alert is on the screen.
    void alertPainted(knock::IncidentId incident, const QString &text);

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeMenus();
    void makeCentre();
    QDockWidget *addDock(const QString &name, QWidget *content, Qt::DockWidgetArea area);
    void restore();
    void readKeys(const QSettings &settings);
    /// How much there is for the panes, see windowlayout.cpp.
    enum class Room { Wide, Low, Tight };
    [[nodiscard]] Room room() const;
    void arrangeFor(Room room);
    void nameTabs();
    void bringNews(IncidentId incident, const Event &event);
    void resetLayout();
    void shareOut();
    void shareRight();
    [[nodiscard]] QList<QDockWidget *> docks() const;
    void tearOff();
    void keepOnScreen();
    [[nodiscard]] static int rememberedTextSize(const QString &settingsFile);
    void stepTextSize(int by);
    void leaveRoom();
    void save() const;
    void perform(ActionId id);
    void raiseChat();
    void confirm();
    void ring();
    void layOverMap(QWidget *sheet);
    void showHelp(bool shown);
    void showAlerts();
    void showKept();
    bool putAway();
    void followEvent(IncidentId incident);
    void refresh();
    void retranslate();
    void paintIcons();
    [[nodiscard]] Situation situation() const;
    void makeGate(Ticker &ticker);
    void followGate();
    [[nodiscard]] bool isShut() const;
    [[nodiscard]] bool isOutside() const; ///< nobody sits here
    void signOut();

    desk::Desk &m_desk;
    int m_textSize; ///< per cent of the font
    int m_mapHeight = 0; ///< as little as the map wants to have
    QFont m_font; ///< first of all: the panes measure their places by it
    Panes m_panes;
    Manner m_manner;
    Language m_language;
    Scheme m_scheme = Scheme::Dark;
    KeyMap m_keys;
    Actions m_actions;
    QHash<MenuId, QMenu *> m_menus;
    QMenuBar *m_menuBar;
    SoundMenu *m_sound = nullptr;
    desk::Alarms m_alarms;
    AlertStrip *m_strip;
    QueuePane *m_queue;
    IncidentPane *m_incident;
    ChatPane *m_chat;
    LinePane *m_line;
    QuestionCard *m_questions;
    NotesPane *m_notes;
    LossBand *m_loss;
    Notices *m_notices;
    HelpSheet *m_help;
    AlertList *m_alerts;
    KeptSheet *m_kept;
    SignIn *m_signIn = nullptr; ///< null: nobody has to
    QDockWidget *m_queueDock;
    QDockWidget *m_cameraDock;
    QDockWidget *m_chatDock;
    QDockWidget *m_lineDock;
    QDockWidget *m_questionsDock;
    QDockWidget *m_notesDock;
    std::pair<bool, IncidentId> m_others{true, {}}; ///< no incident is known; which call waits longest
    Room m_room = Room::Wide; ///< for which the panes are arranged
    bool m_untouched = false; ///< nobody has arranged the panes yet
};

} // namespace knock::ui
