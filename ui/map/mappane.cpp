// SPDX-License-Identifier: Apache-2.0
#include "ui/map/mappane.h"

#include "ui/atlas/coordinates.h"
#include "ui/kit/elidedlabel.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"
#include "ui/map/finder.h"
#include "ui/map/fixtext.h"
#include "ui/map/mapcontroller.h"
#include "ui/map/symbolprovider.h"
#include "ui/map/tileprovider.h"

#include <QAccessible>
#include <QAccessibleAnnouncementEvent>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QQmlContext>
#include <QQmlEngine>
#include <QQuickWidget>
#include <QQuickWindow>
#include <QShortcut>
#include <QStyleHints>
#include <QToolButton>
#include <QVBoxLayout>

namespace knock::ui {

using namespace std::chrono;
using namespace Qt::StringLiterals;

MapPane::MapPane(desk::Desk &desk, const QString &mapFolder, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_controller(std::make_unique<MapController>(desk, mapFolder, ticker.clock()))
    , m_view(new QQuickWidget(this))
    , m_tiles(new TileProvider(mapFolder))
    , m_lead(new ElidedLabel(this))
    , m_others(new ElidedLabel(this))
    , m_follow(new QPushButton(this))
    , m_copy(new QToolButton(this))
    , m_find(new QToolButton(this))
    , m_finder(new Finder({[this](const QString &words) { return m_controller->search(words); },
                           [this] { return m_desk.current() && m_desk.current()->isOpen(); },
                           !m_controller->addresses().isEmpty()},
                          this))
{
    arrange();
    updateTheme();

    m_view->engine()->addImageProvider(u"tiles"_s, m_tiles);
    m_view->engine()->addImageProvider(u"symbols"_s, new SymbolProvider);
    m_view->rootContext()->setContextProperty(u"controller"_s, m_controller.get());
    m_view->setSource(QUrl(u"qrc:/knock/map/Map.qml"_s));

    connect(&ticker, &Ticker::ticked, this, &MapPane::tick);
    connect(m_follow, &QPushButton::clicked, m_controller.get(), &MapController::toggleFollowing);
    connect(m_controller.get(), &MapController::followingChanged, this, &MapPane::updateFollowing);
    connect(m_controller.get(), &MapController::changed, this, &MapPane::updateText);
    connect(m_controller.get(), &MapController::changed, this, &MapPane::updateDescription);
    connect(m_controller.get(), &MapController::changed, this, &MapPane::warn);
    connect(m_copy->menu(), &QMenu::aboutToShow, this, &MapPane::listForms);
    connect(m_find, &QToolButton::clicked, this, &MapPane::findAddress);
    connect(m_finder, &Finder::looked, this, [this](const AddressBook::Place &place) { m_controller->show(place.at); });
    connect(m_finder, &Finder::placed, this, [this](const AddressBook::Place &place) { placeCaller(place.at); });
    connect(m_finder, &Finder::left, this, &MapPane::leaveFinder);
    connect(&desk, &desk::Desk::changed, this, &MapPane::follow);
    connect(&desk, &desk::Desk::selectionChanged, this, [this] {
        m_unshown.reset();
        // What was looked at for one incident is never said of another.
        m_finder->reset();
        m_controller->unmark();
        m_controller->measure(false);
    });
    connect(m_view->quickWindow(), &QQuickWindow::afterRendering, this, &MapPane::afterFrame);
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &MapPane::updateTheme);

    retranslate();
}

MapPane::~MapPane()
{
    m_tiles->stop();
    // The scene reads the controller, so it goes first.
    delete m_view;
}

void MapPane::arrange()
{
    QFont strong = font();
    strong.setBold(true);
    m_lead->setFont(strong);
    m_follow->setCheckable(true);
    m_copy->setMenu(new QMenu(m_copy));
    m_copy->setPopupMode(QToolButton::InstantPopup);
    m_copy->setFocusPolicy(Qt::TabFocus);
    m_find->setFocusPolicy(Qt::TabFocus);
    const auto *copy = new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), this, nullptr, nullptr,
                                     Qt::WidgetWithChildrenShortcut);
    connect(copy, &QShortcut::activated, this,
            [this] { m_copy->menu()->popup(m_copy->mapToGlobal(m_copy->rect().bottomLeft())); });
    for (QWidget *watched :
         {static_cast<QWidget *>(m_view), static_cast<QWidget *>(m_lead), static_cast<QWidget *>(m_others)})
        watched->installEventFilter(this);
    for (QWidget *list : {m_lead, m_others})
        list->setCursor(Qt::PointingHandCursor);
    m_view->setResizeMode(QQuickWidget::SizeRootObjectToView);
    m_view->setFocusPolicy(Qt::StrongFocus);
    m_view->setMinimumSize(240, 100); // on a small screen the incident goes first
    setFocusProxy(m_view);
    keepTargetHeight({m_follow, m_copy, m_find});

    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_lead);
    texts->addWidget(m_others);
    auto *strip = new QHBoxLayout;
    strip->setContentsMargins(8, 4, 8, 4);
    strip->setSpacing(8);
    strip->addLayout(texts, 1);
    strip->addWidget(m_find);
    strip->addWidget(m_copy);
    strip->addWidget(m_follow);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(strip);
    all->addWidget(m_view, 1);
}

QString MapPane::caption() const { return m_lead->fullText(); }

bool MapPane::isFollowing() const { return m_controller->isFollowing(); }

void MapPane::toggleFollowing() { m_controller->toggleFollowing(); }

void MapPane::nameKey(const QAction *follow)
{
    m_followKey = follow;
    connect(follow, &QAction::changed, this, &MapPane::retranslate);
    retranslate();
}

void MapPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    tick();
}

void MapPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateTheme();
    else if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange)
        retranslate();
}

/// The lines about the sources are a list to choose from; and Escape ends measuring before it puts anything away.
bool MapPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::ShortcutOverride && m_controller->isMeasuring()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
    }
    if (watched != m_view && event->type() == QEvent::MouseButtonRelease)
        listSources(static_cast<QMouseEvent *>(event)->globalPosition().toPoint());
    return QWidget::eventFilter(watched, event);
}

void MapPane::listSources(QPoint at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Fix &fix : m_controller->fixes().newest()) {
        QAction *source = menu->addAction(FixText::line(fix, m_ticker.now()));
        source->setCheckable(true);
        source->setChecked(m_controller->fixes().isChosen(fix.source));
        connect(source, &QAction::triggered, this, [this, s = fix.source] { m_controller->promote(int(s)); });
    }
    if (menu->isEmpty())
        delete menu;
    else
        menu->popup(at);
}

void MapPane::retranslate()
{
    constexpr double usual = 10; // points
    m_controller->setTextScale(std::max(1.0, font().pointSizeF() / usual));
    setAccessibleName(tr("Map"));
    m_view->setAccessibleName(tr("Map"));
    m_follow->setAccessibleName(tr("Follow the caller"));
    for (QWidget *list : {m_lead, m_others})
        list->setToolTip(tr("Click to choose a source"));
    m_find->setText(tr("Find"));
    m_find->setAccessibleName(tr("Find an address"));
    m_find->setToolTip(tr("Find an address"));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the coordinates"));
    m_copy->setToolTip(tr("Copy the coordinates"));
    // Room for the longer of the two words, so that nothing moves when they change.
    int widest = 0;
    for (const bool following : {true, false}) {
        m_follow->setText(followWords(following));
        widest = std::max(widest, m_follow->sizeHint().width());
    }
    m_follow->setMinimumWidth(widest);
    updateFollowing();
    m_controller->retranslate();
}

/// The forms with what they say now, so that one can be read out without being copied.
void MapPane::listForms()
{
    QMenu *menu = m_copy->menu();
    menu->clear();
    const auto lead = m_controller->fixes().lead();
    if (!lead) {
        menu->addAction(tr("No location yet"))->setEnabled(false);
        return;
    }
    int number = 0;
    for (const Coordinates::Form &form : Coordinates::forms({lead->latitude, lead->longitude})) {
        menu->addAction(u"&%1  %2: %3"_s.arg(++number).arg(form.name, form.text), menu,
                        [text = form.text] { QGuiApplication::clipboard()->setText(text); });
    }
}

/// Once for each new disagreement, in the ears of those who do not see the map.
void MapPane::warn()
{
    const QString warning = m_controller->warning();
    if (std::exchange(m_warned, warning) == warning || warning.isEmpty())
        return;
    QAccessibleAnnouncementEvent event(this, warning);
    QAccessible::updateAccessibility(&event);
}

void MapPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Below what the map itself says at its upper edge.
    constexpr int margin = 8;
    constexpr int below = 70;
    constexpr int widest = 420;
    m_finder->setFixedWidth(std::max(0, std::min(widest, width() - 2 * margin)));
    m_finder->move(margin, m_copy->height() + below);
}

void MapPane::findAddress()
{
    window()->activateWindow();
    m_finder->open();
}

void MapPane::placeCaller(const QGeoCoordinate &place)
{
    m_desk.send(PlaceCaller{m_desk.selected(), place.latitude(), place.longitude(), {}});
    leaveFinder();
}

void MapPane::leaveFinder()
{
    m_view->setFocus(Qt::OtherFocusReason); // before the field that has it goes
    m_finder->hide();
    m_finder->reset();
    m_controller->unmark();
}

void MapPane::follow(IncidentId incident, const Event &event)
{
    const auto *located = std::get_if<CallerLocated>(&event);
    if (located && incident == m_desk.selected() && located->fix.isValid())
        m_unshown = {incident, located->fix};
}

void MapPane::afterFrame()
{
    if (!m_unshown)
        return;
    const auto [incident, fix] = *m_unshown;
    m_unshown.reset();
    Q_EMIT fixShown(incident, fix);
}

void MapPane::tick()
{
    if (!isVisible())
        return;
    m_controller->tick();
    updateText();
}

void MapPane::updateText()
{
    const std::vector<Fix> fixes = m_controller->fixes().newest();
    if (fixes.empty()) {
        m_lead->setFullText(m_desk.current() ? tr("No location yet") : tr("No incident selected"));
        m_others->setFullText(m_controller->facts().name);
        return;
    }
    const QDateTime now = m_ticker.now();
    const QString place = Coordinates::decimal({fixes.front().latitude, fixes.front().longitude});
    QStringList others{fixes.front().isArea() ? tr("around %1").arg(place) : place};
    if (const auto &near = m_controller->nearest())
        others.prepend(u"%1 (%2)"_s.arg(near->address, FixText::distance(near->away)));
    for (size_t i = 1; i < fixes.size(); ++i)
        others << FixText::line(fixes.at(i), now);
    QString lead = FixText::line(fixes.front(), now);
    if (m_controller->fixes().isChosen(fixes.front().source))
        lead += u" · "_s + FixText::chosenWord();
    m_lead->setFullText(lead);
    m_others->setFullText(others.join(u"   |   "_s));
}

void MapPane::updateDescription()
{
    QStringList sentences;
    for (const Fix &fix : m_controller->fixes().newest())
        sentences << FixText::spoken(fix);
    if (sentences.isEmpty())
        sentences << (m_desk.current() ? tr("No location yet.") : tr("The whole map."));
    if (const auto &near = m_controller->nearest())
        //: %1 is the address that is next to the caller
        sentences << tr("Next to %1.").arg(near->address);
    for (const QString &said : {m_controller->warning(), m_controller->notice()}) {
        if (!said.isEmpty())
            sentences << said;
    }
    const QString description = sentences.join(u' ');
    setAccessibleDescription(description);
    m_view->setAccessibleDescription(description);
}

QString MapPane::followWords(bool following) const
{
    const QString word = following ? tr("Following") : tr("Follow");
    return m_followKey ? u"%1 (%2)"_s.arg(word, keyText(m_followKey)) : word;
}

void MapPane::updateFollowing()
{
    const bool following = m_controller->isFollowing();
    m_follow->setChecked(following);
    m_follow->setText(followWords(following));
}

void MapPane::updateTheme()
{
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    // A platform that does not know its scheme still has a palette.
    const bool dark = scheme == Qt::ColorScheme::Unknown ? palette().window().color().lightness() < 128
                                                         : scheme == Qt::ColorScheme::Dark;
    m_controller->setDark(dark);
    m_view->setClearColor(TileProvider::neutral(dark));
}

} // namespace knock::ui
