// SPDX-License-Identifier: Apache-2.0
#include "ui/alert/alertlist.h"

#include "ui/alert/alertwords.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"
#include "ui/kit/spokenmodel.h"
#include "ui/kit/statecolours.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QListView>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::AlertModel;

namespace {

constexpr int rows = 5; // so that it covers no more than the map on the smallest screen

/// A row says on the screen what it says to those who hear the screen.
class AlertDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, targetHeight(*option.widget)};
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const bool isJudged = index.data(AlertModel::JudgedRole).toBool();
        const StateColours &colours = stateColours(option->palette);
        option->text = index.data(Qt::AccessibleTextRole).toString();
        option->features |= QStyleOptionViewItem::HasDecoration;
        // On the blue of the row in hand red would not be seen.
        const QColor &ink = option->state & QStyle::State_Selected ? colours.onAccent
            : isJudged                                             ? colours.text
                                                                   : colours.alarm;
        option->icon = glyphIcon(AlertWords::glyph(index), ink);
    }
};

} // namespace

AlertList::AlertList(desk::Desk &desk, Ticker &ticker, AlertModel &model, const QAction *putAway, QWidget *parent)
    : QFrame(parent)
    , m_ticker(ticker)
    , m_putAway(putAway)
    , m_title(new QLabel(this))
    , m_list(new QListView(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    connect(putAway, &QAction::changed, this, &AlertList::retranslate);
    m_order.setSourceModel(&model);
    m_order.sort(0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_list, 1);
    m_list->setModel(new SpokenModel(m_order, [this](const QModelIndex &row) { return wordsOf(row); }, this));
    m_list->setItemDelegate(new AlertDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::TabFocus);
    measureBy(m_list, [this] { m_list->setFixedHeight(rows * targetHeight(*m_list)); });

    const auto take
        = [&desk](const QModelIndex &row) { desk.select(row.data(AlertModel::IncidentRole).value<IncidentId>()); };
    connect(m_list, &QListView::clicked, this, take);
    connect(m_list, &QListView::activated, this, take);
    connect(&ticker, &Ticker::ticked, m_list->viewport(), qOverload<>(&QWidget::update));
    retranslate();
    hide();
}

void AlertList::open()
{
    show();
    raise();
    m_list->setFocus();
    m_list->setCurrentIndex(m_list->model()->index(0, 0));
}

bool AlertList::putAway()
{
    if (!isVisible())
        return false;
    m_list->clearFocus();
    hide();
    return true;
}

void AlertList::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void AlertList::retranslate()
{
    setAccessibleName(tr("List of alerts"));
    m_list->setAccessibleName(tr("List of alerts"));
    m_title->setText(
        tr("Alerts, the unjudged first. Enter takes one in hand, %1 puts this away.").arg(keyText(m_putAway)));
    m_list->viewport()->update();
}

QString AlertList::wordsOf(const QModelIndex &alert) const
{
    return u"%1 - %2"_s.arg(elapsedText(alert.data(AlertModel::AtRole).toDateTime(), m_ticker.now()),
                            AlertWords::of(alert));
}

bool AlertList::Order::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto place
        = [](const QModelIndex &alert) { return std::pair(alert.data(AlertModel::JudgedRole).toBool(), alert.row()); };
    return place(left) < place(right);
}

} // namespace knock::ui
