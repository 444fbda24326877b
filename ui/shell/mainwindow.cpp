// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/mainwindow.h"

#include "ui/alert/alertlist.h"
#include "ui/chat/chatpane.h"
#include "ui/incident/incidentpane.h"
#include "ui/kept/keptsheet.h"
#include "ui/kit/yieldingscroll.h"
#include "ui/line/linepane.h"
#include "ui/line/soundmenu.h"
#include "ui/notes/notespane.h"
#include "ui/questions/questioncard.h"
#include "ui/queue/queuepane.h"
#include "ui/shell/helpsheet.h"
#include "ui/shell/lossband.h"
#include "ui/shell/notices.h"
#include "ui/shell/statusline.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowtop.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QStatusBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

sound::Melody melodyOf(desk::Alarms::Kind kind)
{
    switch (kind) {
    case desk::Alarms::Kind::Knock:
        return sound::Melody::Knock;
    case desk::Alarms::Kind::Lost:
        return sound::Melody::Lost;
    case desk::Alarms::Kind::Call:
        return sound::Melody::Call;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

MainWindow::MainWindow(desk::Desk &desk, Ticker &ticker, Panes panes, Manner manner)
    : m_desk(desk)
    , m_textSize(rememberedTextSize(manner.settingsFile))
    , m_font(applyFont(m_textSize))
    , m_panes(std::move(panes))
    , m_manner(std::move(manner))
    , m_actions([this] { return situation(); }, this)
    , m_menuBar(new QMenuBar)
    , m_alarms(desk, ticker.clock())
    , m_strip(new AlertStrip(desk, ticker,
                             {m_actions[ActionId::Confirm], m_actions[ActionId::Dismiss],
                              m_actions[ActionId::GoToAlert], m_actions[ActionId::Seen], m_actions[ActionId::Alerts]}))
    , m_queue(new QueuePane(desk, ticker, m_actions[ActionId::Missed], m_actions[ActionId::PutAway]))
    , m_incident(
          new IncidentPane(desk, ticker,
                           {m_actions[ActionId::Order], m_actions[ActionId::Answer], m_actions[ActionId::Ask],
                            m_actions[ActionId::SendLink], m_actions[ActionId::Chat], m_actions[ActionId::HangUp],
                            m_actions[ActionId::Close], m_actions[ActionId::Reopen], m_actions[ActionId::EarlierCall]},
                           m_manner.units))
    , m_chat(new ChatPane(desk, ticker, m_manner.phrases, m_actions[ActionId::Phrases]))
    , m_line(new LinePane(desk, ticker, m_panes.headset))
    , m_questions(new QuestionCard(desk, m_manner.questions, m_actions[ActionId::Question]))
    , m_notes(new NotesPane(desk, m_manner.categories))
    , m_loss(new LossBand(desk, ticker))
    , m_notices(new Notices(desk, ticker, m_actions[ActionId::Hold]))
    , m_help(nullptr)
    , m_alerts(new AlertList(desk, ticker, m_strip->model(), m_actions[ActionId::PutAway], this))
    , m_kept(new KeptSheet(desk, m_panes.headset, m_actions[ActionId::PutAway], this))
{
    // The window itself takes the keyboard when no field has it: the space bar then belongs to the camera.
    setFocusPolicy(Qt::StrongFocus);
    setDockOptions(AnimatedDocks | AllowNestedDocks);
    makeMenus();
    makeCentre();
    m_queueDock = addDock(u"queue"_s, m_queue, Qt::LeftDockWidgetArea);
    m_cameraDock = addDock(u"camera"_s, m_panes.camera, Qt::RightDockWidgetArea);
    m_chatDock = addDock(u"chat"_s, m_chat, Qt::RightDockWidgetArea);
    m_lineDock = addDock(u"line"_s, m_line, Qt::BottomDockWidgetArea);
    m_questionsDock = addDock(u"questions"_s, m_questions, Qt::BottomDockWidgetArea);
    m_notesDock = addDock(u"notes"_s, m_notes, Qt::LeftDockWidgetArea);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(new StatusLine(desk, ticker), 1);

    connect(&m_actions, &Actions::wanted, this, &MainWindow::perform);
    connect(&m_actions, &Actions::asked, &m_desk, &desk::Desk::send);
    connect(m_strip, &AlertStrip::changed, this, &MainWindow::refresh);
    connect(m_strip, &AlertStrip::painted, this, &MainWindow::alertPainted);
    connect(&desk, &desk::Desk::changed, this, &MainWindow::followEvent);
    connect(&desk, &desk::Desk::changed, this, &MainWindow::bringNews);
    connect(m_strip, &AlertStrip::wasRead, &m_alarms, &desk::Alarms::acknowledge);
    connect(&m_alarms, &desk::Alarms::changed, this, &MainWindow::ring);
    connect(&ticker, &Ticker::ticked, &m_alarms, &desk::Alarms::refresh);
    connect(&desk, &desk::Desk::selectionChanged, this, &MainWindow::refresh);
    connect(&desk, &desk::Desk::caughtUp, this, &MainWindow::refresh);
    connect(&ticker, &Ticker::ticked, &desk, &desk::Desk::stay);
    connect(qApp, &QGuiApplication::screenRemoved, this, &MainWindow::keepOnScreen, Qt::QueuedConnection);
    qApp->installEventFilter(this);
    // Whoever ends the program otherwise than by closing the window.
    connect(qApp, &QCoreApplication::aboutToQuit, this, [this] {
        if (isVisible())
            save();
    });

    restore();
    retranslate();
    makeGate(ticker);
    refresh();
}

MainWindow::~MainWindow()
{
    qApp->removeEventFilter(this);
    applyTextSize(m_font, 100);
}

void MainWindow::makeMenus()
{
    auto *top = new WindowTop;
    auto *column = new QVBoxLayout(top);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_menuBar);
    column->addWidget(m_strip);
    setMenuWidget(top);
    for (const MenuId id : {MenuId::Call, MenuId::View, MenuId::Help})
        m_menus.insert(id, m_menuBar->addMenu(QString()));
    for (const ActionRow &row : Actions::table())
        m_menus.value(row.menu)->addAction(m_actions[row.id]);
    if (m_panes.headset) {
        m_sound = new SoundMenu(*m_panes.headset, m_panes.bell, m_menuBar);
        m_menuBar->insertMenu(m_menus.value(MenuId::Help)->menuAction(), m_sound);
    }
}

void MainWindow::makeCentre()
{
    auto *centre = new QWidget;
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(new YieldingScroll(m_incident, m_incident->inSight()));
    column->addWidget(m_loss);
    column->addWidget(m_notices);
    column->addWidget(m_panes.map, 1);
    m_mapHeight = m_panes.map->minimumHeight();
    m_help = new HelpSheet(m_keys, m_actions, this);
    setCentralWidget(centre);
}

void MainWindow::useScheme(Scheme scheme)
{
    m_scheme = scheme;
    applyScheme(scheme);
    paintIcons();
}

void MainWindow::useLanguage(Language::Tongue tongue) { m_language.use(tongue); }

bool MainWindow::event(QEvent *event)
{
    // Its size is known now, and no layout has yet asked for more.
    if (event->type() == QEvent::Polish)
        arrangeFor(room());
    return QMainWindow::event(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_notices->mayClose()) {
        event->ignore();
        return;
    }
    save();
    QMainWindow::closeEvent(event);
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    if (std::exchange(m_untouched, false))
        shareOut(); // only now is the width known
    setFocus();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    arrangeFor(room());
    showHelp(m_help->isVisible());
    layOverMap(m_alerts);
}

void MainWindow::perform(ActionId id)
{
    switch (id) {
    case ActionId::Confirm:
        return confirm();
    case ActionId::Dismiss:
        return m_strip->dismiss();
    case ActionId::GoToAlert:
        return m_desk.select(m_strip->incident());
    case ActionId::Seen:
        return m_strip->markRead();
    case ActionId::Order:
        return m_incident->openOrder();
    case ActionId::Close:
        return m_incident->openClose();
    case ActionId::ChooseLink:
        return m_incident->openLink();
    case ActionId::SharePack:
        return m_incident->sharePack();
    case ActionId::Chat:
        raiseChat();
        return m_chat->focusLine();
    case ActionId::Phrases:
        raiseChat();
        return m_chat->openPhrases();
    case ActionId::PassOn:
        return m_incident->openPassOn();
    case ActionId::CallBack:
        return m_incident->openCallBack();
    case ActionId::Mute:
        return m_panes.headset->setMuted(!m_panes.headset->isMuted());
    case ActionId::Question:
        m_questionsDock->raise();
        return m_questions->open();
    case ActionId::Note:
        m_notesDock->raise();
        return m_notes->write();
    case ActionId::Category:
        m_notesDock->raise();
        return m_notes->classify();
    case ActionId::QueueUp:
        return m_queue->step(-1);
    case ActionId::QueueDown:
        return m_queue->step(1);
    case ActionId::Find:
        m_queueDock->raise();
        return m_queue->openFind();
    case ActionId::Missed:
        m_queueDock->raise();
        return m_queue->toggleShelf();
    case ActionId::Blur:
        return m_panes.toggleBlur ? m_panes.toggleBlur() : void();
    case ActionId::Blank:
        return m_panes.toggleBlank ? m_panes.toggleBlank() : void();
    case ActionId::FollowCaller:
        return m_panes.toggleFollowing ? m_panes.toggleFollowing() : void();
    case ActionId::LightScheme:
        return useScheme(m_scheme == Scheme::Dark ? Scheme::Light : Scheme::Dark);
    case ActionId::Korean: {
        const bool korean = m_language.tongue() == Language::Tongue::Korean;
        return useLanguage(korean ? Language::Tongue::English : Language::Tongue::Korean);
    }
    case ActionId::ResetLayout:
        return resetLayout();
    case ActionId::Help:
        return showHelp(!m_help->isVisible());
    case ActionId::TearOff:
        return tearOff();
    case ActionId::LargerText:
        return stepTextSize(1);
    case ActionId::SmallerText:
        return stepTextSize(-1);
    case ActionId::ChangeKeys:
        showHelp(true);
        return m_help->choose();
    case ActionId::PutAway:
        putAway();
        return;
    case ActionId::Alerts:
        return showAlerts();
    case ActionId::PlayKept:
        return showKept();
    case ActionId::Silence:
        return m_alarms.silence();
    case ActionId::FindAddress:
        return m_panes.findAddress ? m_panes.findAddress() : void();
    case ActionId::Freeze:
    case ActionId::Turn:
    case ActionId::Closer:
    case ActionId::Farther:
    case ActionId::WholePicture:
    case ActionId::SecondScreen:
        return m_panes.usePicture ? void(m_panes.usePicture(id)) : void();
    case ActionId::EarlierCall:
        return m_desk.lookUp(m_desk.earlierCall());
    case ActionId::Lock:
        return m_desk.gate()->lock();
    case ActionId::SignOut:
        return signOut();
    case ActionId::Promote:
    case ActionId::Reopen:
    case ActionId::Answer:
    case ActionId::Ask:
    case ActionId::SendLink:
    case ActionId::Code0:
    case ActionId::Code1:
    case ActionId::Code2:
    case ActionId::Code3:
    case ActionId::Code4:
    case ActionId::BackCamera:
    case ActionId::FrontCamera:
    case ActionId::StopCamera:
    case ActionId::Snapshot:
    case ActionId::Hold:
    case ActionId::HangUp:
    case ActionId::CodedTalk:
    case ActionId::EndPack:
        break;
    }
    Q_UNREACHABLE();
}

void MainWindow::raiseChat()
{
    m_chatDock->raise();
    if (m_chatDock->isFloating())
        m_chatDock->activateWindow();
}

void MainWindow::confirm()
{
    if (m_strip->isJudgeable())
        m_strip->confirm();
    else
        m_desk.send(ConfirmSilentCall{m_desk.selected()});
}

/// Says to the bell what is to be heard. Acknowledging, judging, answering end it; so does silence.
void MainWindow::ring()
{
    if (m_panes.bell) {
        if (const auto &alarm = m_alarms.now(); alarm && !isOutside())
            m_panes.bell->ring(melodyOf(alarm->kind), alarm->step, alarm->soft);
        else
            m_panes.bell->stop();
    }
    refresh();
}

/// Of the other calls the actions only know whether there are any, and which of them waits longest.
void MainWindow::followEvent(IncidentId incident)
{
    const std::pair others{m_desk.incidents().empty(), m_desk.longestWaiting()};
    if (std::exchange(m_others, others) != others || incident == m_desk.selected())
        refresh();
}

void MainWindow::retranslate()
{
    setWindowTitle(tr("Knock"));
    m_actions.retranslate();
    m_menuBar->setAccessibleName(tr("Menus"));
    m_menus.value(MenuId::Call)->setTitle(tr("&Call"));
    m_menus.value(MenuId::View)->setTitle(tr("&View"));
    m_menus.value(MenuId::Help)->setTitle(tr("&Help"));
    if (m_sound)
        m_sound->setTitle(tr("&Sound"));
    m_queueDock->setWindowTitle(tr("Queue"));
    m_cameraDock->setWindowTitle(tr("Camera"));
    m_chatDock->setWindowTitle(tr("Chat"));
    m_lineDock->setWindowTitle(tr("Line"));
    m_questionsDock->setWindowTitle(tr("Questions"));
    m_notesDock->setWindowTitle(tr("Notes"));
    nameTabs();
}

void MainWindow::paintIcons()
{
    for (const ActionRow &row : Actions::table()) {
        if (row.glyph)
            m_actions[row.id]->setIcon(glyphIcon(*row.glyph, stateColours(m_scheme).text));
    }
}

} // namespace knock::ui
