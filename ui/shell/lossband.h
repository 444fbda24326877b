// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/ticker.h"

#include <QFrame>

class QLabel;

namespace knock::ui {

/// Says that the service is out of reach, since when, and what that means. There only while it is; nothing is to be
/// done with it, so it takes neither the focus nor a key.
class LossBand final : public QFrame
{
    Q_OBJECT
public:
    LossBand(desk::Desk &desk, Ticker &ticker, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void begin();
    void follow();
    void paintColours();

    desk::Desk &m_desk;
    Ticker &m_ticker;
    QLabel *m_glyph;
    QLabel *m_text;
};

} // namespace knock::ui
