// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/ticker.h"
#include "ui/shell/actions.h"

#include <QWidget>

namespace knock::ui {

class Note;

/// What the service or the window has to say about the last wish, below the incident: that it was refused, that it put
/// another caller on hold, or that the window would be closed on a caller. It stays until the next wish.
class Notices final : public QWidget
{
    Q_OBJECT
public:
    /// How long a second close is taken as meant.
    static constexpr std::chrono::seconds closing{10};

    /// \a takeUp takes up a call on hold.
    Notices(desk::Desk &desk, Ticker &ticker, const QAction *takeUp, QWidget *parent = nullptr);

    /// False when a caller is on the line and nobody has been told so in the last seconds: they are told now.
    bool mayClose();
    /// The settings gave \a rows keys that they cannot have.
    void tellKeys(std::vector<ActionId> rows);
    /// False when there was nothing to put away.
    bool putAway();

protected:
    void changeEvent(QEvent *event) override;

private:
    void take(const Event &event);
    void takeWish(const Command &command);
    void refuse(const Refused &refusal);
    void showText();
    [[nodiscard]] QString text() const;
    [[nodiscard]] QString refusal() const;

    desk::Desk &m_desk;
    Ticker &m_ticker;
    const QAction *m_takeUp;
    Note *m_note;
    std::vector<ActionId> m_keyless; ///< did not get the keys that the settings gave them
    std::optional<Refused> m_refused;
    bool m_isLost = false; ///< refused for the service was out of reach
    IncidentId m_returned; ///< taken back from this seat, which seemed to be gone
    IncidentId m_held; ///< by answering another call
    bool m_answers = false; ///< the last wish was to answer a call
    QDateTime m_closeAsked;
};

} // namespace knock::ui
