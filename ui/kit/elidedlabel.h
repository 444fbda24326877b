// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLabel>

namespace knock::ui {

/// One line of text that gives way when there is no room, and tells the whole as a tool tip.
class ElidedLabel final : public QLabel
{
public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    void setFullText(const QString &text);
    [[nodiscard]] QString fullText() const { return m_text; }
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void elide();

    QString m_text;
};

} // namespace knock::ui
