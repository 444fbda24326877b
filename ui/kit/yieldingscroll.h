// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPointer>
#include <QScrollArea>

namespace knock::ui {

/// All of a widget while there is room for it, and no more room than it needs; else a part of it, which is scrolled.
///
/// What must be read is brought into sight whenever the widget or the room has become another size.
class YieldingScroll final : public QScrollArea
{
    Q_OBJECT
public:
    /// \a inSight are parts of \a content; the last one is the one that is in sight for certain.
    YieldingScroll(QWidget *content, const QList<QWidget *> &inSight, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();
    void fitSoon();

    QList<QPointer<QWidget>> m_inSight;
    int m_needed = 0; ///< height of all of it
    bool m_isFitting = false; ///< fit() is on its way
};

} // namespace knock::ui
