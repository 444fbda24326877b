// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/workstation/desk/desk.h"

#include <array>
#include <QAbstractListModel>

namespace knock::desk {

/// What the person at the desk should do now.
enum class Step {
    None, ///< nothing is in hand
    Answer,
    Ask, ///< to press keys
    Listen, ///< the prompt plays, or its answer window is open
    Judge, ///< confirm the knock or not
    Order, ///< as soon as the knock is confirmed; never waits for the camera
    SendLink,
    Wait, ///< for the caller to open the link
    Write, ///< to the caller, whose page is open
    Close
};

/// The one step for \a incident at \a now.
[[nodiscard]] Step nextStep(const Incident &incident, const QDateTime &now);

/// How far the incident in hand has come, from the ring to the live camera and the order.
///
/// Always the same rows in the same order, so that nothing moves on the screen.
class LadderModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class Rung { Ring, Answered, Asked, Knocked, Confirmed, LinkSent, Accepted, Opened, Located, Live, Ordered };
    Q_ENUM(Rung)
    enum class Progress { Done, Next, Ahead, Failed };
    Q_ENUM(Progress)
    enum Role {
        RungRole = Qt::UserRole,
        AtRole, ///< when it was reached; an invalid time when it was not
        ProgressRole,
        DeliveredRole ///< of Accepted: the network says that the phone has the text
    };
    Q_ENUM(Role)

    LadderModel(Desk &desk, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// The one step for the incident in hand.
    [[nodiscard]] Step nextStep() const;
    /// Time alone may change the step: asks again what it is.
    void refresh();

private:
    static constexpr size_t count = 11;
    struct Row {
        QDateTime at;
        Progress progress = Progress::Ahead;
        bool operator==(const Row &) const = default;
    };
    using Rows = std::array<Row, count>;

    [[nodiscard]] Rows rowsNow() const;

    Desk &m_desk;
    const Clock &m_clock;
    Rows m_rows;
    bool m_delivered = false;
};

} // namespace knock::desk
