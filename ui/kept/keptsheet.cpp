// SPDX-License-Identifier: Apache-2.0
#include "ui/kept/keptsheet.h"

#include "ui/kept/stillpicture.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/elidedlabel.h"
#include "ui/kit/evengrid.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"
#include "ui/kit/note.h"
#include "ui/kit/words.h"
#include "ui/picture/pictureview.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

constexpr auto step = 5s;

/// What words and buttons have room for: so many digits.
int roomIn(const QWidget &widget)
{
    constexpr int digits = 45;
    return digits * widget.fontMetrics().horizontalAdvance(u'0');
}

/// As high as a hand needs.
class RowDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, targetHeight(*option.widget)};
    }
};

QString keyName(Qt::Key key) { return QKeySequence(key).toString(QKeySequence::NativeText); }

} // namespace

KeptSheet::KeptSheet(desk::Desk &desk, const sound::Headset *headset, QAction *putAway, QWidget *parent)
    : QFrame(parent)
    , m_desk(desk)
    , m_putAway(putAway)
    , m_file(desk)
    , m_player(m_picture, headset)
    , m_left(new QWidget(this))
    , m_title(new ElidedLabel(this))
    , m_list(new QListView(this))
    , m_state(new ElidedLabel(this))
    , m_note(new Note(this))
    , m_view(new PictureView(m_picture, this))
    , m_play(new QPushButton(this))
    , m_pause(new QPushButton(this))
    , m_back(new QPushButton(this))
    , m_on(new QPushButton(this))
    , m_blur(new QPushButton(this))
    , m_close(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    measureBy(m_list, [this] { m_list->setMinimumHeight(2 * targetHeight(*m_list)); });
    m_state->setObjectName(u"state"_s);
    m_state->setFont(tabular(font()));

    auto *buttons = new EvenGrid;
    for (QPushButton *button : {m_play, m_pause, m_back, m_on, m_blur, m_close}) {
        button->setFocusPolicy(Qt::TabFocus);
        button->setAutoDefault(true);
        keepTargetHeight({button});
        buttons->addWidget(button);
    }
    auto *left = new QVBoxLayout(m_left);
    left->setContentsMargins({});
    left->setSpacing(4);
    left->addWidget(m_title);
    left->addWidget(m_list, 1);
    left->addWidget(m_state);
    left->addWidget(m_note);
    left->addLayout(buttons);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 6, 6, 6);
    row->addWidget(m_left);
    row->addWidget(m_view, 1);

    connect(&desk, &desk::Desk::selectionChanged, this, &KeptSheet::putAway);
    connect(&desk, &desk::Desk::changed, this, [this](IncidentId incident) {
        if (isVisible() && incident == m_desk.selected())
            fill();
    });
    connect(&m_file, &desk::KeptFile::progress, this, [this](quint64 have, quint64 size) {
        m_percent = static_cast<int>(100 * have / size);
        refresh();
    });
    connect(&m_file, &desk::KeptFile::whole, this, &KeptSheet::take);
    connect(&m_file, &desk::KeptFile::failed, this, [this](Error::Kind why) { fail(Words::unread(why)); });
    connect(&m_player, &Player::changed, this, &KeptSheet::refresh);
    connect(&m_player, &Player::failed, this, [this] { fail(tr("Not shown: this desk cannot play such a file.")); });
    connect(&m_picture, &Picture::changed, this, &KeptSheet::refresh);
    connect(putAway, &QAction::changed, this, &KeptSheet::retranslate);
    connect(m_list, &QListView::activated, this, &KeptSheet::playChosen);
    connect(m_play, &QPushButton::clicked, this, &KeptSheet::playChosen);
    connect(m_pause, &QPushButton::clicked, &m_player, &Player::togglePause);
    connect(m_back, &QPushButton::clicked, this, [this] { m_player.jump(-step); });
    connect(m_on, &QPushButton::clicked, this, [this] { m_player.jump(step); });
    connect(m_blur, &QPushButton::clicked, this, &KeptSheet::toggleBlur);
    connect(m_close, &QPushButton::clicked, this, &KeptSheet::putAway);
    retranslate();
    hide();
}

QSize KeptSheet::sizeHint() const
{
    const int words = roomIn(*this);
    const QMargins around = layout()->contentsMargins();
    return {words, m_left->layout()->minimumHeightForWidth(words) + around.top() + around.bottom() + 2 * frameWidth()};
}

void KeptSheet::open()
{
    fill();
    show();
    raise();
    m_list->setFocus(Qt::ShortcutFocusReason);
    m_list->setCurrentIndex(m_model.index(0, 0));
}

bool KeptSheet::putAway()
{
    if (!isVisible())
        return false;
    stop();
    if (QWidget *focus = window()->focusWidget(); focus && isAncestorOf(focus))
        focus->clearFocus();
    hide();
    return true;
}

QRect KeptSheet::pictureRect() const { return m_view->pictureRect().translated(m_view->pos()); }

/// The row that is chosen stays chosen, whatever is kept meanwhile.
void KeptSheet::fill()
{
    const int now = m_list->currentIndex().row();
    const QString chosen = now >= 0 ? m_rows.at(size_t(now)).file : QString();
    const Incident *incident = m_desk.current();
    m_rows = incident ? KeptRows::of(*incident) : std::vector<KeptRow>();
    m_model.setRowCount(int(m_rows.size()));
    m_model.setColumnCount(1);
    for (int i = 0; i < m_model.rowCount(); ++i) {
        const KeptRow &row = m_rows.at(size_t(i));
        if (m_model.data(m_model.index(i, 0)).toString() != row.words)
            m_model.setItem(i, new QStandardItem(row.words));
        if (row.file == chosen)
            m_list->setCurrentIndex(m_model.index(i, 0));
    }
}

void KeptSheet::playChosen()
{
    const int now = m_list->currentIndex().row();
    if (now < 0)
        return;
    stop();
    m_chosen = m_rows.at(size_t(now));
    m_file.fetch(m_desk.selected(), m_chosen->file);
    refresh();
}

void KeptSheet::take(const QByteArray &bytes)
{
    if (m_chosen->kind != KeptRow::Kind::Picture) {
        m_player.play(bytes);
        return;
    }
    readPicture(bytes, this, [this, times = m_times](const QImage &image) {
        if (times != m_times)
            return;
        if (image.isNull())
            fail(tr("Not shown: this desk cannot show such a file."));
        else
            m_picture.take(QVideoFrame(image));
    });
}

void KeptSheet::stop()
{
    ++m_times;
    m_chosen.reset();
    m_percent = 0;
    m_note->clear();
    m_file.giveUp();
    m_player.stop();
    m_picture.clear();
    m_picture.setView({});
    m_picture.setBlurred(true);
    refresh();
}

void KeptSheet::fail(const QString &why)
{
    stop();
    m_note->say(Note::Tone::Warning, Glyph::Warning, why);
    refresh();
}

/// Not before there is a picture: it would be met clear.
void KeptSheet::toggleBlur()
{
    if (!m_view->pictureRect().isEmpty())
        m_picture.setBlurred(!isBlurred());
}

/// False for a key that is not the sheet's.
bool KeptSheet::use(const QKeyEvent &key)
{
    const bool isMeant = key.type() == QEvent::KeyPress;
    const bool isFirst = isMeant && !key.isAutoRepeat();
    if (key.modifiers() & ~Qt::KeypadModifier)
        return false;
    switch (key.key()) {
    case Qt::Key_Space:
        if (isFirst)
            m_player.togglePause();
        return true;
    case Qt::Key_B:
        if (isFirst)
            toggleBlur();
        return true;
    case Qt::Key_Left:
        if (isMeant)
            m_player.jump(-step);
        return true;
    case Qt::Key_Right:
        if (isMeant)
            m_player.jump(step);
        return true;
    default:
        return false;
    }
}

/// The list's own keys go before those of the window; and the chosen row stays in sight.
bool KeptSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize) {
        QMetaObject::invokeMethod(m_list, [this] { m_list->scrollTo(m_list->currentIndex()); }, Qt::QueuedConnection);
    }
    const bool isKey = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!isKey || !use(*static_cast<QKeyEvent *>(event)))
        return QFrame::eventFilter(watched, event);
    event->accept();
    return true;
}

/// The words have their places, and the picture has the rest: half of it, or more.
void KeptSheet::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    m_left->setFixedWidth(std::min(roomIn(*this), width() / 2));
}

void KeptSheet::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        fill();
        retranslate();
    }
}

void KeptSheet::retranslate()
{
    setAccessibleName(tr("What is kept"));
    m_title->setFullText(tr("Kept of this call, the newest first"));
    m_list->setAccessibleName(tr("What is kept"));
    m_view->setAccessibleName(tr("Kept picture"));
    const auto name = [](QPushButton *button, const QString &words, const QString &key, const QString &whole) {
        button->setText(key.isEmpty() ? words : words + u"  "_s + key);
        button->setAccessibleName(whole);
        button->setToolTip(whole);
    };
    name(m_play, tr("Play"), keyName(Qt::Key_Enter), tr("Play or show the chosen row"));
    name(m_pause, tr("Pause"), keyName(Qt::Key_Space), tr("Pause, or go on"));
    name(m_back, tr("Back"), u"←"_s, tr("5 seconds back"));
    name(m_on, tr("On"), u"→"_s, tr("5 seconds on"));
    name(m_blur, tr("Clear"), keyName(Qt::Key_B), tr("Clear or blur the kept picture"));
    name(m_close, tr("Put away"), keyText(m_putAway), tr("Put away what is kept"));
    refresh();
}

void KeptSheet::refresh()
{
    const bool canPlay = m_player.state() != Player::State::Idle;
    const bool hasPicture = !m_view->pictureRect().isEmpty();
    const auto allow = [](QPushButton *button, bool isAllowed) {
        if (!isAllowed)
            button->clearFocus(); // or the next key would go to its neighbour
        button->setEnabled(isAllowed);
    };
    for (QPushButton *button : {m_pause, m_back, m_on})
        allow(button, canPlay);
    allow(m_blur, hasPicture);
    m_state->setVisible(m_note->text().isEmpty());
    m_view->say(insteadText(), {});
    QStringList parts{stateText(), hasPicture ? blurText() : QString()};
    parts.removeAll({});
    m_state->setFullText(parts.join(u"   "_s));
    m_view->setAccessibleDescription(m_state->fullText());
}

QString KeptSheet::stateText() const
{
    if (!m_chosen)
        return {};
    if (m_file.isFetching())
        return tr("◌ being fetched: %1 %").arg(m_percent);
    const QString now = elapsedText(m_player.position());
    const QString at = m_player.duration() > 0ms ? tr("%1 of %2").arg(now, elapsedText(m_player.duration())) : now;
    switch (m_player.state()) {
    case Player::State::Idle:
        return m_chosen->words;
    case Player::State::Opening:
        return tr("◌ being opened");
    case Player::State::Playing:
        return tr("▶ plays %1").arg(at);
    case Player::State::Paused:
        return tr("‖ paused %1").arg(at);
    case Player::State::Ended:
        return tr("■ ended %1").arg(at);
    }
    Q_UNREACHABLE_RETURN({});
}

QString KeptSheet::insteadText() const
{
    if (!m_chosen)
        return tr("%1 plays or shows what is chosen. Every play is written down.").arg(keyName(Qt::Key_Enter));
    const bool isHeard = m_chosen->kind == KeptRow::Kind::Sound && m_player.state() != Player::State::Idle;
    return isHeard ? tr("Sound without a picture") : tr("◌ no picture yet");
}

QString KeptSheet::blurText() const
{
    return isBlurred() ? tr("▒ blurred: %1 clears").arg(keyName(Qt::Key_B)) : tr("◉ clear");
}

} // namespace knock::ui
