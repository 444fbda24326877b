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
    Wait, ///< for the caller to open the link, or to come back to it
    Write, ///< to the caller, whose page is open
    Close
};

/// The one step for \a incident at \a now.
[[nodiscard]] Step nextStep(const Incident &incident, const QDateTime &now);

/// The first thing that an opened page has not brought yet and still may.
enum class Missing {
    Nothing,
    Consent, ///< to the phone's own location
    Fix,
    Picture,
    Line ///< of the caller
};
[[nodiscard]] Missing missingOf(const Incident &incident);
/// The phone itself said where it is.
[[nodiscard]] bool hasOwnFix(const Incident &incident);

/// How far the incident in hand has come, from the ring to the caller's first line.
///
/// Always the same rows in the same order, so that nothing moves on the screen. What may come or not, or come and go,
/// is no row: it stands as a step beside the rung it belongs to.
class LadderModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class Rung {
        Ring,
        Answered,
        Asked,
        Knocked,
        Confirmed,
        Ordered,
        LinkSent,
        Opened,
        Allowed,
        Located,
        Live,
        Wrote
    };
    Q_ENUM(Rung)
    /// How a rung stands.
    enum class Stage {
        Plain, ///< as its name says
        Accepted, ///< of LinkSent: by the gateway
        Previewed, ///< of LinkSent: by a robot
        Delivered, ///< of LinkSent: the network says that the phone has it
        Disguised, ///< of Opened
        Black, ///< of Opened
        Left, ///< of Opened
        Fled, ///< of Opened: by the button that leaves at once
        Denied, ///< of Allowed and Live
        Lacking, ///< of Allowed and Live: the phone has no such thing
        Stills, ///< of Live: no stream gets through
        Coded, ///< of Confirmed: a person marked coded talk
        Taken, ///< of Ordered: by the dispatch system, each of them
        Unpassed ///< of Ordered: the dispatch system did not take one
    };
    Q_ENUM(Stage)
    enum class Progress {
        Done,
        Next,
        Ahead,
        Failed,
        Gone ///< it was reached, and is over
    };
    Q_ENUM(Progress)
    /// One thing that became true of a rung.
    struct Mark {
        Stage stage = Stage::Plain;
        QDateTime at;
        bool operator==(const Mark &) const = default;
    };
    enum Role {
        RungRole = Qt::UserRole,
        StageRole,
        AtRole, ///< when that stage was reached; an invalid time when none was
        ProgressRole,
        MarksRole ///< std::vector<Mark>: everything that became true of the rung
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
    static constexpr size_t count = 12;
    struct Row {
        std::vector<Mark> marks; ///< the last one is how the rung stands
        Progress progress = Progress::Ahead;
        bool operator==(const Row &) const = default;
    };
    using Rows = std::array<Row, count>;

    [[nodiscard]] Rows rowsNow() const;

    Desk &m_desk;
    const Clock &m_clock;
    Rows m_rows;
};

} // namespace knock::desk
