// SPDX-License-Identifier: Apache-2.0
#include "ui/camera/camerapane.h"

#include "app/workstation/desk/camerawish.h"
#include "ui/camera/fileshelf.h"
#include "ui/camera/pixels.h"
#include "ui/kit/evengrid.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/words.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

const Clock &computerClock()
{
    static const WallClock clock;
    return clock;
}

QString minutes(std::chrono::milliseconds duration)
{
    const int seconds = int(std::max<qint64>(0, duration / 1s));
    return u"%1:%2"_s.arg(seconds / 60, 2, 10, QChar(u'0')).arg(seconds % 60, 2, 10, QChar(u'0'));
}

} // namespace

CameraPane::CameraPane(desk::Desk &desk, QWidget *parent)
    : CameraPane(desk, computerClock(), parent)
{
}

CameraPane::CameraPane(desk::Desk &desk, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_caption(new QLabel(this))
    , m_asked(new QLabel(this))
    , m_files(new FileShelf(this))
    , m_buttons(new EvenGrid)
{
    setFocusPolicy(Qt::StrongFocus);
    m_caption->setObjectName(u"caption"_s);
    for (QLabel *label : {m_caption, m_asked}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setContentsMargins(4, label == m_caption ? 4 : 0, 4, 4);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addStretch(1);
    layout->addWidget(m_caption);
    layout->addWidget(m_asked);
    layout->addWidget(m_files);
    auto *buttons = new QVBoxLayout;
    buttons->setContentsMargins(8, 4, 8, 8);
    buttons->addLayout(m_buttons);
    layout->addLayout(buttons);

    connect(&m_desk, &desk::Desk::selectionChanged, this, &CameraPane::turnTo);
    connect(&m_desk, &desk::Desk::changed, this, &CameraPane::follow);
    connect(&m_sink, &QVideoSink::videoFrameChanged, this, &CameraPane::takeFrame);
    connect(&m_second, &QTimer::timeout, this, &CameraPane::count);
    m_second.start(1s);
    m_counted.start();
    turnTo(m_desk.selected());
}

CameraPane::~CameraPane()
{
    if (m_incident.isValid())
        m_desk.showVideo(m_incident, nullptr);
}

void CameraPane::setActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *button = new KeyButton(action, this);
        button->setNarrow();
        m_buttons->addWidget(button);
    }
}

QSize CameraPane::sizeHint() const { return {480, 360 + layout()->sizeHint().height()}; }

/// What comes and goes below the picture takes its room from the picture: no pane beside this one moves for it.
QSize CameraPane::minimumSizeHint() const
{
    return {160, 120 + m_caption->minimumSizeHint().height() + m_buttons->sizeHint().height()};
}

void CameraPane::turnTo(IncidentId incident)
{
    settleExposure();
    if (m_incident.isValid())
        m_desk.showVideo(m_incident, nullptr);
    m_incident = incident;
    m_frame = {};
    m_image = {};
    m_awaitsFirst = true;
    m_rate = -1;
    setBlurred(true);
    if (m_incident.isValid())
        m_desk.showVideo(m_incident, &m_sink);
    refresh();
    update();
}

void CameraPane::follow(IncidentId incident, const Event &event)
{
    const bool isShown = incident == m_incident;
    if (const auto *stopped = std::get_if<CameraStopped>(&event)) {
        m_stopped[incident] = stopped->at;
        m_awaitsFirst = m_awaitsFirst || isShown;
    } else if (std::holds_alternative<CameraStarted>(event)) {
        m_stopped.erase(incident);
        if (isShown)
            setBlurred(true);
    } else if (std::holds_alternative<IncidentClosed>(event)) {
        m_stopped.erase(incident);
    } else {
        if (isShown)
            refresh();
        return;
    }
    if (!isShown)
        return;
    m_rate = -1;
    refresh();
    update();
}

void CameraPane::takeFrame(const QVideoFrame &frame)
{
    if (!frame.isValid())
        return;
    // The first pictures of a stream may be faster than the word that it has begun.
    if (!isLive())
        setBlurred(true);
    const bool isOther = frame.size() != m_frame.size();
    m_frame = frame;
    m_image = {};
    ++m_frames;
    if (isOther)
        refresh();
    update(area());
}

void CameraPane::setBlurred(bool isBlurred)
{
    if (m_isBlurred == isBlurred)
        return;
    m_isBlurred = isBlurred;
    m_image = {};
    refresh();
    update();
    Q_EMIT blurredChanged(isBlurred);
}

void CameraPane::setBlanked(bool isBlanked)
{
    if (m_isBlanked == isBlanked)
        return;
    m_isBlanked = isBlanked;
    refresh();
    update();
    Q_EMIT blankedChanged(isBlanked);
}

void CameraPane::count()
{
    const auto elapsed = m_counted.durationElapsed();
    m_rate = m_frame.isValid() ? int((m_frames * 1000ms + elapsed / 2) / elapsed) : -1;
    m_frames = 0;
    m_counted.restart();
    refresh();
}

void CameraPane::settleExposure()
{
    const QDateTime now = m_clock.now();
    if (m_exposedSince)
        m_exposed[m_incident] += std::max<std::chrono::milliseconds>(0ms, now - *m_exposedSince);
    const bool isExposed = m_frame.isValid() && !m_isBlurred && !m_isBlanked && isVisible();
    m_exposedSince = isExposed ? std::optional(now) : std::nullopt;
}

void CameraPane::refresh()
{
    settleExposure();
    m_files->showFiles(incident() ? incident()->files : std::vector<FileKept>());
    const QString text = caption();
    if (text == m_caption->text() && asked() == m_asked->text() && !accessibleName().isEmpty())
        return;
    m_caption->setText(text);
    m_asked->setText(asked());
    m_asked->setVisible(!asked().isEmpty());
    setAccessibleName(tr("Caller's camera"));
    setAccessibleDescription(text);
}

bool CameraPane::isLive() const { return incident() && incident()->camera; }

QString CameraPane::caption() const
{
    const QString cover = coverText();
    return cover.isEmpty() ? stateText() : stateText() + u"   "_s + cover;
}

QString CameraPane::stateText() const
{
    if (!isLive()) {
        const auto stopped = m_stopped.find(m_incident);
        const auto use = incident() ? incident()->cameraUse : std::nullopt;
        if (use && use->decision == Decision::Denied)
            return tr("✕ camera denied on the phone");
        if (use && use->decision == Decision::Lacking)
            return tr("✕ the phone has no camera for the page");
        if (stopped == m_stopped.end())
            return tr("○ no camera yet");
        return tr("■ stopped %1").arg(minutes(m_clock.now() - stopped->second));
    }
    if (!m_frame.isValid())
        return tr("◌ waiting for the first picture");
    const QString size = u"%1x%2"_s.arg(m_frame.width()).arg(m_frame.height());
    if (incident()->path == PicturePath::Stills)
        return m_rate < 0 ? tr("● stills %1").arg(size) : tr("● stills %1 %2 fps").arg(size).arg(m_rate);
    if (m_rate < 0)
        return tr("● live %1").arg(size);
    if (m_rate == 0)
        return tr("◍ live %1, the picture stands still").arg(size);
    return tr("● live %1 %2 fps").arg(size).arg(m_rate);
}

QString CameraPane::coverText() const
{
    if (m_isBlanked)
        return tr("▬ blanked");
    if (!m_frame.isValid() && !isLive())
        return {};
    if (m_isBlurred)
        return tr("▒ blurred: Space clears");
    const auto exposed = m_exposed.find(m_incident);
    return tr("◉ seen clear for %1").arg(minutes(exposed == m_exposed.end() ? 0ms : exposed->second));
}

QString CameraPane::asked() const
{
    if (!incident() || !incident()->wish)
        return {};
    const CameraAsked &wish = *incident()->wish;
    const QString asked = tr("Asked %1: %2").arg(wish.at.toLocalTime().toString(u"HH:mm:ss"_s), Words::of(wish.wish));
    switch (desk::outcomeOf(*incident())) {
    case desk::WishOutcome::Waiting:
        return tr("%1 - not yet").arg(asked);
    case desk::WishOutcome::Done:
        return tr("%1 - done").arg(asked);
    case desk::WishOutcome::Unsure:
        return tr("%1 - see the picture").arg(asked);
    case desk::WishOutcome::Refused:
        return tr("%1 - refused on the phone").arg(asked);
    case desk::WishOutcome::Left:
        return tr("%1 - the page is closed").arg(asked);
    }
    Q_UNREACHABLE_RETURN({});
}

QRect CameraPane::area() const { return QRect(0, 0, width(), m_caption->y()); }

QRect CameraPane::pictureRect() const
{
    if (!m_frame.isValid() || m_isBlanked)
        return {};
    const QSize size = m_frame.size().scaled(area().size(), Qt::KeepAspectRatio);
    QRect rect(QPoint(), size);
    rect.moveCenter(area().center());
    return rect;
}

void CameraPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(area(), palette().base());
    if (pictureRect().isEmpty()) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(area().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         m_isBlanked ? coverText() : stateText());
    } else {
        paintPicture(painter);
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRect(area().adjusted(1, 1, -1, -1));
    }
}

void CameraPane::paintPicture(QPainter &painter)
{
    if (m_image.isNull())
        m_image = m_isBlurred ? coarseImageOf(m_frame) : imageOf(m_frame);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(pictureRect(), m_image);
    if (!isLive()) { // an old picture must not pass for a live one
        QColor veil = palette().color(QPalette::Base);
        veil.setAlpha(150);
        painter.fillRect(pictureRect(), veil);
        return;
    }
    if (std::exchange(m_awaitsFirst, false)) {
        QMetaObject::invokeMethod(
            this, [this, incident = m_incident] { Q_EMIT firstFramePainted(incident); }, Qt::QueuedConnection);
    }
}

bool CameraPane::event(QEvent *event)
{
    // The words below have grown or shrunk, and the picture with them.
    if (event->type() == QEvent::LayoutRequest)
        update();
    return QWidget::event(event);
}

void CameraPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_files->fitInto(height());
    update();
}

void CameraPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) {
        QWidget::keyPressEvent(event);
        return;
    }
    toggleBlur();
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
