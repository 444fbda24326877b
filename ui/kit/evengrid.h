// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLayout>

namespace knock::ui {

/// Lays its widgets out in columns of one width, in as few rows as the width allows.
class EvenGrid final : public QLayout
{
    Q_OBJECT
public:
    explicit EvenGrid(QWidget *parent = nullptr);
    ~EvenGrid() override;

    /// How many columns \a items of at least \a least pixels make in \a width, rows being filled evenly.
    [[nodiscard]] static int columnsFor(int items, int least, int width, int spacing);

    void addItem(QLayoutItem *item) override { m_items.append(item); }
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    [[nodiscard]] QSize cell() const;

    QList<QLayoutItem *> m_items;
};

} // namespace knock::ui
