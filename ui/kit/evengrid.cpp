// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/evengrid.h"

namespace knock::ui {

EvenGrid::EvenGrid(QWidget *parent)
    : QLayout(parent)
{
    setContentsMargins({});
    setSpacing(4);
}

EvenGrid::~EvenGrid() { qDeleteAll(m_items); }

int EvenGrid::columnsFor(int items, int least, int width, int spacing)
{
    if (items == 0)
        return 1;
    const int most = std::clamp((width + spacing) / (std::max(1, least) + spacing), 1, items);
    const int rows = (items + most - 1) / most;
    return (items + rows - 1) / rows;
}

QLayoutItem *EvenGrid::takeAt(int index) { return index >= 0 && index < count() ? m_items.takeAt(index) : nullptr; }

int EvenGrid::heightForWidth(int width) const
{
    const QSize least = cell();
    const int columns = columnsFor(count(), least.width(), width, spacing());
    const int rows = (count() + columns - 1) / columns;
    return rows * least.height() + std::max(0, rows - 1) * spacing();
}

QSize EvenGrid::sizeHint() const
{
    const QSize least = cell();
    return {count() * (least.width() + spacing()), least.height()};
}

QSize EvenGrid::minimumSize() const { return cell(); }

void EvenGrid::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const QSize least = cell();
    const int columns = columnsFor(count(), least.width(), rect.width(), spacing());
    const int step = (rect.width() + spacing()) / columns;
    for (int i = 0; i < count(); ++i) {
        const int x = rect.left() + i % columns * step;
        const int y = rect.top() + i / columns * (least.height() + spacing());
        m_items.at(i)->setGeometry({x, y, step - spacing(), least.height()});
    }
}

QSize EvenGrid::cell() const
{
    QSize largest;
    for (const QLayoutItem *item : m_items)
        largest = largest.expandedTo(item->minimumSize());
    return largest;
}

} // namespace knock::ui
