// SPDX-License-Identifier: Apache-2.0
#include "ui/map/mappane.h"

#include "ui/map/elidedlabel.h"
#include "ui/map/fixtext.h"
#include "ui/map/mapcontroller.h"
#include "ui/map/symbolprovider.h"
#include "ui/map/tileprovider.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QQmlContext>
#include <QQmlEngine>
#include <QQuickWidget>
#include <QQuickWindow>
#include <QStyleHints>
#include <QTimer>
#include <QVBoxLayout>

namespace knock::ui {

using namespace std::chrono;
using namespace Qt::StringLiterals;

namespace {

const Clock &wallClock()
{
    static const WallClock clock;
    return clock;
}

} // namespace

MapPane::MapPane(desk::Desk &desk, const QString &mapFolder, QWidget *parent)
    : MapPane(desk, mapFolder, wallClock(), parent)
{
}

MapPane::MapPane(desk::Desk &desk, const QString &mapFolder, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_controller(std::make_unique<MapController>(desk, mapFolder, clock))
    , m_view(new QQuickWidget(this))
    , m_tiles(new TileProvider(mapFolder))
    , m_lead(new ElidedLabel(this))
    , m_others(new ElidedLabel(this))
    , m_follow(new QPushButton(this))
    , m_everySecond(new QTimer(this))
{
    arrange();
    updateTheme();

    m_view->engine()->addImageProvider(u"tiles"_s, m_tiles);
    m_view->engine()->addImageProvider(u"symbols"_s, new SymbolProvider);
    m_view->rootContext()->setContextProperty(u"controller"_s, m_controller.get());
    m_view->setSource(QUrl(u"qrc:/knock/map/Map.qml"_s));

    m_everySecond->setInterval(1s);
    connect(m_everySecond, &QTimer::timeout, this, &MapPane::tick);
    connect(m_follow, &QPushButton::clicked, m_controller.get(), &MapController::toggleFollowing);
    connect(m_controller.get(), &MapController::followingChanged, this, &MapPane::updateFollowing);
    connect(m_controller.get(), &MapController::changed, this, &MapPane::updateText);
    connect(m_controller.get(), &MapController::changed, this, &MapPane::updateDescription);
    connect(&desk, &desk::Desk::changed, this, &MapPane::follow);
    connect(&desk, &desk::Desk::selectionChanged, this, [this] { m_unshown.reset(); });
    connect(m_view->quickWindow(), &QQuickWindow::afterRendering, this, &MapPane::afterFrame);
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &MapPane::updateTheme);

    updateText();
    updateDescription();
    updateFollowing();
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
    m_follow->setAccessibleName(tr("Follow the caller"));
    m_view->setResizeMode(QQuickWidget::SizeRootObjectToView);
    m_view->setFocusPolicy(Qt::StrongFocus);
    m_view->setAccessibleName(tr("Map"));
    m_view->setMinimumSize(240, 100); // on a small screen the incident goes first
    setAccessibleName(tr("Map"));
    setFocusProxy(m_view);

    // Room for the longer of the two words, so that nothing moves when they change.
    const QString states[] = {tr("Following (F)"), tr("Follow (F)")};
    for (const QString &state : states) {
        m_follow->setText(state);
        m_follow->setMinimumWidth(std::max(m_follow->minimumWidth(), m_follow->sizeHint().width()));
    }
    m_follow->setMinimumHeight(28);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_lead);
    texts->addWidget(m_others);
    auto *strip = new QHBoxLayout;
    strip->setContentsMargins(8, 4, 8, 4);
    strip->setSpacing(8);
    strip->addLayout(texts, 1);
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

void MapPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    tick();
    m_everySecond->start();
}

void MapPane::hideEvent(QHideEvent *event)
{
    m_everySecond->stop();
    QWidget::hideEvent(event);
}

void MapPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateTheme();
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
    const QDateTime now = m_clock.now();
    const QString place = FixText::coordinates(fixes.front());
    QStringList others{fixes.front().isArea() ? tr("around %1").arg(place) : place};
    for (size_t i = 1; i < fixes.size(); ++i)
        others << FixText::line(fixes.at(i), now);
    m_lead->setFullText(FixText::line(fixes.front(), now));
    m_others->setFullText(others.join(u"   |   "_s));
}

void MapPane::updateDescription()
{
    QStringList sentences;
    for (const Fix &fix : m_controller->fixes().newest())
        sentences << FixText::spoken(fix);
    if (sentences.isEmpty())
        sentences << (m_desk.current() ? tr("No location yet.") : tr("The whole map."));
    if (const QString notice = m_controller->notice(); !notice.isEmpty())
        sentences << notice;
    const QString description = sentences.join(u' ');
    setAccessibleDescription(description);
    m_view->setAccessibleDescription(description);
}

void MapPane::updateFollowing()
{
    const bool following = m_controller->isFollowing();
    m_follow->setChecked(following);
    m_follow->setText(following ? tr("Following (F)") : tr("Follow (F)"));
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
