// SPDX-License-Identifier: Apache-2.0
#include "ui/queue/queuepane.h"

#include "ui/kit/spokenmodel.h"
#include "ui/queue/queuedelegate.h"
#include "ui/queue/queuewords.h"

#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace knock::ui {

QueuePane::QueuePane(desk::Desk &desk, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_model(desk)
    , m_list(new QListView(this))
    , m_foot(new QLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(m_foot);
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

bool QueuePane::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress: {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            step(key == Qt::Key_Down ? 1 : -1);
            return true;
        }
        // Letters would move the view's row but not what is in hand.
        if (key != Qt::Key_Tab && key != Qt::Key_Backtab && key != Qt::Key_Return && key != Qt::Key_Enter) {
            event->ignore();
            return true;
        }
        break;
    }
    case QEvent::FocusIn:
        // The view takes its first row when the keyboard comes; only a person does.
        QMetaObject::invokeMethod(this, &QueuePane::showSelection, Qt::QueuedConnection);
        break;
    case QEvent::Enter:
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
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
    m_foot->setText(m_model.isHeld() ? tr("The order stands while you choose") : tr("The most urgent first"));
    m_list->viewport()->update();
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
    m_model.setHeld(true);
    retranslate();
}

void QueuePane::release()
{
    m_touched = {};
    m_model.setHeld(false);
    retranslate();
}

void QueuePane::tick(const QDateTime &now)
{
    if (m_touched.isValid() && m_touched.addDuration(restingHand) <= now)
        release();
    m_list->viewport()->update();
}

} // namespace knock::ui
