// SPDX-License-Identifier: Apache-2.0
#include "ui/queue/queuepane.h"

#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"
#include "ui/kit/spokenmodel.h"
#include "ui/queue/queuedelegate.h"
#include "ui/queue/queuewords.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace knock::ui {

QueuePane::QueuePane(desk::Desk &desk, Ticker &ticker, QAction *shelf, const QAction *all, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_model(desk)
    , m_find(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_shelf(new QPushButton(this))
    , m_shelfAction(shelf)
    , m_allAction(all)
    , m_foot(new QLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_find);
    column->addWidget(m_list, 1);
    column->addWidget(m_shelf);
    column->addWidget(m_foot);
    keepTargetHeight({m_find, m_shelf});
    m_find->installEventFilter(this);
    m_find->hide();
    m_shelf->setCheckable(true);
    m_shelf->setFocusPolicy(Qt::TabFocus);
    m_shelf->hide();
    m_foot->setContentsMargins(8, 4, 8, 4);

    const auto speak = [&ticker](const QModelIndex &row) { return QueueWords::spoken(row, ticker.now()); };
    m_list->setModel(new SpokenModel(m_model, speak, this));
    m_list->setItemDelegate(new QueueDelegate(ticker, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::TabFocus);
    m_list->setMouseTracking(true);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);

    // The view may move its own current row, for instance when that row goes away; only a person changes what is in
    // hand, so the selection is taken from clicks and keys and always shown from the desk.
    const auto take = [this](const QModelIndex &row) { m_desk.select(m_model.incidentAt(row.row())); };
    connect(m_list, &QListView::clicked, this, take);
    connect(m_list, &QListView::activated, this, take);
    connect(&desk, &desk::Desk::selectionChanged, this, &QueuePane::showSelection);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_list->model(), signal, this, &QueuePane::showSelection);
    connect(m_list->model(), &QAbstractItemModel::modelReset, this, &QueuePane::showSelection);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &QueuePane::showCounts);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &QueuePane::showCounts);
    connect(m_find, &QLineEdit::textChanged, this, &QueuePane::filter);
    connect(m_shelf, &QPushButton::clicked, m_shelfAction, &QAction::trigger);
    for (const QAction *action : {const_cast<const QAction *>(shelf), all})
        connect(action, &QAction::changed, this, &QueuePane::showCounts);
    connect(&ticker, &Ticker::ticked, this, &QueuePane::tick);
    retranslate();
    showSelection();
}

void QueuePane::step(int by)
{
    const int rows = m_model.rowCount();
    if (rows == 0)
        return;
    touch();
    const int now = m_model.rowOf(m_desk.selected());
    const int first = by > 0 ? 0 : rows - 1;
    const int row = now < 0 ? first : std::clamp(now + by, 0, rows - 1);
    m_desk.select(m_model.incidentAt(row));
    m_list->scrollTo(m_list->model()->index(row, 0));
}

void QueuePane::openFind()
{
    m_find->show();
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void QueuePane::toggleShelf()
{
    m_isShelf = !m_isShelf;
    filter();
}

bool QueuePane::putAway()
{
    if (m_find->isHidden() && !m_isShelf)
        return false;
    m_find->clearFocus();
    m_find->hide();
    m_isShelf = false;
    m_find->clear();
    filter();
    return true;
}

void QueuePane::filter()
{
    const QStringList words = m_find->text().split(u' ', Qt::SkipEmptyParts);
    const bool onlyMissed = m_isShelf;
    desk::QueueModel::Filter wanted;
    if (onlyMissed || !words.isEmpty()) {
        wanted = [words, onlyMissed](const Incident &incident, desk::QueueModel::State state, const QString &number) {
            return (!onlyMissed || incident.isMissed()) && QueueWords::matches(words, incident, state, number);
        };
    }
    if (wanted || m_model.isFiltered())
        m_model.setFilter(std::move(wanted));
    showCounts();
}

bool QueuePane::takesKey(QObject *watched, QKeyEvent &event)
{
    const int key = event.key();
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
        step(key == Qt::Key_Down ? 1 : -1);
        return true;
    }
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (watched == m_find) {
        if (isEnter && m_model.rowOf(m_desk.selected()) < 0)
            step(1);
        return isEnter;
    }
    if (isEnter || key == Qt::Key_Tab || key == Qt::Key_Backtab)
        return false;
    // Letters would move the view's row but not what is in hand.
    event.ignore();
    return true;
}

bool QueuePane::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
        if (takesKey(watched, *static_cast<QKeyEvent *>(event)))
            return true;
        break;
    case QEvent::FocusIn:
        // The view takes its first row when the keyboard comes; only a person does.
        QMetaObject::invokeMethod(this, &QueuePane::showSelection, Qt::QueuedConnection);
        break;
    case QEvent::Enter:
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
        if (watched != m_find)
            touch();
        break;
    case QEvent::Leave:
        if (watched == m_list->viewport())
            release();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void QueuePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void QueuePane::retranslate()
{
    m_list->setAccessibleName(tr("Queue of calls"));
    m_find->setAccessibleName(tr("Find in the queue"));
    m_find->setPlaceholderText(tr("Number, state, source"));
    if (m_model.isFiltered())
        filter(); // words are found in the language of the screen
    showCounts();
    m_list->viewport()->update();
}

void QueuePane::showCounts()
{
    const int missed = m_model.missedCount();
    const QString shelf = tr("Missed: %1").arg(missed) + u"  "_s + keyText(m_shelfAction);
    if (shelf != m_shelf->text()) {
        m_shelf->setText(shelf);
        m_shelf->setAccessibleName(shelf);
    }
    const bool hasShelf = missed > 0 || m_isShelf;
    if (!hasShelf)
        m_shelf->clearFocus();
    m_shelf->setVisible(hasShelf);
    m_shelf->setChecked(m_isShelf);
    if (m_model.isFiltered())
        m_foot->setText(
            tr("%1 of %2 shown; %3: all").arg(m_model.rowCount()).arg(m_model.openCount()).arg(keyText(m_allAction)));
    else
        m_foot->setText(m_model.isHeld() ? tr("The order stands while you choose") : tr("The most urgent first"));
}

void QueuePane::showSelection()
{
    const int row = m_model.rowOf(m_desk.selected());
    if (row < 0) {
        m_list->selectionModel()->clear();
        return;
    }
    m_list->setCurrentIndex(m_list->model()->index(row, 0));
}

void QueuePane::touch()
{
    m_touched = m_ticker.now();
    if (m_model.isHeld())
        return;
    m_model.setHeld(true);
    showCounts();
}

void QueuePane::release()
{
    m_touched = {};
    m_model.setHeld(false);
    showCounts();
}

void QueuePane::tick(const QDateTime &now)
{
    if (m_touched.isValid() && m_touched.addDuration(restingHand) <= now)
        release();
    m_list->viewport()->update();
}

} // namespace knock::ui
