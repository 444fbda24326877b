// SPDX-License-Identifier: Apache-2.0
#include "ui/camera/camerapane.h"

#include "ui/camera/fileshelf.h"
#include "ui/camera/secondscreen.h"
#include "ui/kit/elidedlabel.h"
#include "ui/kit/evengrid.h"
#include "ui/kit/keybutton.h"
#include "ui/picture/pictureview.h"

#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

/// The window that everything else of the desk belongs to; of a pane that was torn off, too.
const QWidget *deskOf(const QWidget *widget)
{
    while (widget->parentWidget())
        widget = widget->parentWidget();
    return widget;
}

} // namespace

CameraPane::CameraPane(desk::Desk &desk, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_view(new PictureView(m_picture, this))
    , m_caption(new QLabel(this))
    , m_kept(new ElidedLabel(this))
    , m_asked(new QLabel(this))
    , m_files(new FileShelf(this))
    , m_buttons(new EvenGrid)
    , m_second(new SecondScreen(m_picture, this))
{
    setFocusPolicy(Qt::StrongFocus);
    m_caption->setObjectName(u"caption"_s);
    m_kept->setObjectName(u"kept"_s);
    for (QLabel *label : {m_caption, m_asked}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setContentsMargins(4, label == m_caption ? 4 : 0, 4, 4);
    }
    m_kept->setContentsMargins(4, 0, 4, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_caption);
    layout->addWidget(m_kept);
    layout->addWidget(m_asked);
    layout->addWidget(m_files);
    auto *buttons = new QVBoxLayout;
    buttons->setContentsMargins(8, 4, 8, 8);
    buttons->addLayout(m_buttons);
    layout->addLayout(buttons);

    connect(&m_desk, &desk::Desk::selectionChanged, this, &CameraPane::turnTo);
    connect(&m_desk, &desk::Desk::changed, this, &CameraPane::follow);
    connect(&m_desk, &desk::Desk::pictured, this, &CameraPane::takeHealth);
    connect(&m_desk, &desk::Desk::viewersChanged, this, &CameraPane::refresh);
    connect(&m_desk, &desk::Desk::lost, this, &CameraPane::refresh);
    connect(&m_sink, &QVideoSink::videoFrameChanged, this, &CameraPane::takeFrame);
    connect(&m_ticker, &Ticker::ticked, this, &CameraPane::tick);
    connect(&m_picture, &Picture::viewChanged, this, &CameraPane::refresh);
    connect(m_view, &PictureView::painted, this, &CameraPane::saw);
    // Whoever passes by a seat where nobody sits is not to be met by a picture either.
    if (const backend::Gate *gate = m_desk.gate())
        connect(gate, &backend::Gate::locked, this, [this] { setBlurred(true); });
    turnTo(m_desk.selected());
}

CameraPane::~CameraPane()
{
    if (m_incident.isValid())
        m_desk.showVideo(m_incident, nullptr);
}

void CameraPane::setActions(const QAction *blur, const QList<QAction *> &asking)
{
    m_blur = blur;
    connect(blur, &QAction::changed, this, &CameraPane::refresh);
    for (QAction *action : asking) {
        auto *button = new KeyButton(action, this);
        button->setNarrow();
        m_buttons->addWidget(button);
    }
    refresh();
}

QSize CameraPane::sizeHint() const { return {480, 360 + layout()->sizeHint().height()}; }

/// What comes and goes below the picture takes its room from the picture: no pane beside this one moves for it.
QSize CameraPane::minimumSizeHint() const
{
    return {160,
            90 + m_caption->minimumSizeHint().height() + m_kept->minimumSizeHint().height()
                + m_buttons->sizeHint().height()};
}

void CameraPane::turnTo(IncidentId incident)
{
    leave();
    m_incident = incident;
    m_awaitsFirst = true;
    m_rate = -1;
    m_frames = 0;
    m_counted = m_ticker.now();
    m_health.reset();
    setBlurred(true);
    m_picture.setView(seen() ? seen()->view : Picture::View());
    if (m_incident.isValid())
        m_desk.showVideo(m_incident, &m_sink);
    refresh();
}

void CameraPane::leave()
{
    settleExposure();
    m_second->hide();
    m_picture.clear();
    m_isOtherBehind = false;
    m_exposedSince.reset();
    if (!m_incident.isValid())
        return;
    m_desk.showVideo(m_incident, nullptr);
    if (incident() && incident()->isOpen())
        m_seen[m_incident].view = m_picture.view();
    else
        m_seen.erase(m_incident);
}

void CameraPane::follow(IncidentId incident, const Event &event)
{
    const bool isShown = incident == m_incident;
    // What the desk has to say about a line must not stay behind a picture.
    if (std::holds_alternative<CallArrived>(event) || std::holds_alternative<KnockHeard>(event)
        || std::holds_alternative<LineEnded>(event))
        putAway();
    if (const auto *stopped = std::get_if<CameraStopped>(&event)) {
        m_seen[incident].stopped = stopped->at;
        m_awaitsFirst = m_awaitsFirst || isShown;
    } else if (std::holds_alternative<CameraStarted>(event)) {
        m_seen[incident].stopped.reset();
        if (isShown)
            beginBlurred();
    } else if (std::holds_alternative<IncidentClosed>(event)) {
        if (isShown)
            m_seen[incident].stopped.reset();
        else
            m_seen.erase(incident);
    } else {
        if (isShown)
            refresh();
        return;
    }
    if (!isShown)
        return;
    m_rate = -1;
    m_health.reset();
    if (!isLive())
        m_second->hide();
    refresh();
}

void CameraPane::takeFrame(const QVideoFrame &frame)
{
    if (!frame.isValid())
        return;
    // The first pictures of a stream may be faster than the word that it has begun.
    if (!isLive())
        beginBlurred();
    const bool isOther = frame.size() != m_picture.newest().size();
    m_picture.take(frame);
    m_came = m_ticker.now();
    ++m_frames;
    if (isOther)
        refresh();
}

void CameraPane::takeHealth(const CameraHealth &health)
{
    if (health.incident != m_incident)
        return;
    m_health = health;
    m_healthAt = m_ticker.now();
}

/// A frozen picture stays as it is; then it is what was behind it that opens blurred.
void CameraPane::beginBlurred()
{
    if (isFrozen())
        m_isOtherBehind = true;
    else
        setBlurred(true);
}

void CameraPane::setBlurred(bool isBlurred)
{
    if (m_picture.isBlurred() == isBlurred)
        return;
    m_picture.setBlurred(isBlurred);
    refresh();
    Q_EMIT blurredChanged(isBlurred);
}

void CameraPane::setBlanked(bool isBlanked)
{
    if (m_picture.isBlanked() == isBlanked)
        return;
    m_picture.setBlanked(isBlanked);
    refresh();
    Q_EMIT blankedChanged(isBlanked);
}

void CameraPane::toggleFreeze()
{
    if (isFrozen()) {
        m_picture.thaw();
        if (std::exchange(m_isOtherBehind, false))
            setBlurred(true);
    } else if (isLive() && m_picture.newest().isValid()) {
        m_frozen = m_ticker.now();
        m_picture.freeze();
    }
    refresh();
}

void CameraPane::turnPicture()
{
    if (!pictureRect().isEmpty())
        m_picture.turn();
}

void CameraPane::zoomBy(int steps) { m_picture.zoomBy(steps, m_view->rect(), m_view->rect().center()); }

void CameraPane::showWhole() { zoomBy(-Picture::mostZoom); }

void CameraPane::toggleSecondScreen()
{
    if (m_second->isVisible())
        m_second->hide();
    else if (isLive())
        m_second->open(deskOf(this)->screen());
    refresh();
}

bool CameraPane::putAway()
{
    if (!m_second->coversDesk())
        return false;
    m_second->hide();
    refresh();
    return true;
}

void CameraPane::tick(const QDateTime &now)
{
    constexpr auto least = 500ms; // of time to count in
    const std::chrono::milliseconds elapsed = now - m_counted;
    if (elapsed >= least)
        m_rate = m_picture.newest().isValid() ? int((m_frames * 1000ms + elapsed / 2) / elapsed) : -1;
    if (elapsed >= least || elapsed < 0ms) {
        m_frames = 0;
        m_counted = now;
    }
    if (isWatched())
        refresh();
}

void CameraPane::saw()
{
    if (isLive() && std::exchange(m_awaitsFirst, false)) {
        QMetaObject::invokeMethod(
            this, [this, incident = m_incident] { Q_EMIT firstFramePainted(incident); }, Qt::QueuedConnection);
    }
}

void CameraPane::settleExposure()
{
    const QDateTime now = m_ticker.now();
    if (m_exposedSince)
        m_seen[m_incident].exposed += std::max<std::chrono::milliseconds>(0ms, now - *m_exposedSince);
    const bool isExposed = frame().isValid() && !isBlurred() && !isBlanked() && isWatched();
    m_exposedSince = isExposed ? std::optional(now) : std::nullopt;
}

void CameraPane::refresh()
{
    settleExposure();
    m_picture.setOld(!isLive());
    m_files->showFiles(incident() ? incident()->files : std::vector<FileKept>());
    const QString text = caption();
    const QString instead = isBlanked() ? coverText() : stateText();
    m_view->say(instead, markText());
    m_second->say(instead, markText(), text);
    if (text == m_caption->text() && asked() == m_asked->text() && kept() == m_kept->fullText()
        && !accessibleName().isEmpty())
        return;
    m_caption->setText(text);
    m_kept->setFullText(kept());
    m_kept->setVisible(!kept().isEmpty());
    m_asked->setText(asked());
    m_asked->setVisible(!asked().isEmpty());
    setAccessibleName(tr("Caller's camera"));
    setAccessibleDescription(text);
}

const CameraPane::Seen *CameraPane::seen() const
{
    const auto found = m_seen.find(m_incident);
    return found == m_seen.end() ? nullptr : &found->second;
}

bool CameraPane::isLive() const { return incident() && incident()->camera; }

bool CameraPane::isWatched() const { return isVisible() || m_second->isVisible(); }

QRect CameraPane::pictureRect() const { return m_view->pictureRect().translated(m_view->pos()); }

void CameraPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_files->fitInto(height());
}

void CameraPane::keyPressEvent(QKeyEvent *event)
{
    constexpr int parts = 4; // of what is seen, that one press moves
    const int across = m_view->width() / parts;
    const int down = m_view->height() / parts;
    const bool isZoomed = m_picture.view().zoom > 1;
    if (event->key() == Qt::Key_Left && isZoomed)
        m_picture.dragBy({across, 0}, m_view->rect());
    else if (event->key() == Qt::Key_Right && isZoomed)
        m_picture.dragBy({-across, 0}, m_view->rect());
    else if (event->key() == Qt::Key_Up && isZoomed)
        m_picture.dragBy({0, down}, m_view->rect());
    else if (event->key() == Qt::Key_Down && isZoomed)
        m_picture.dragBy({0, -down}, m_view->rect());
    else
        QWidget::keyPressEvent(event);
}

void CameraPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void CameraPane::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    refresh();
}

void CameraPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName({});
        refresh();
    }
}

} // namespace knock::ui
