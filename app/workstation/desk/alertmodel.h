// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"

#include <QAbstractListModel>

namespace knock::desk {

/// Knocks nobody judged yet, lines lost after a knock, and coded talk until a unit is ordered; the oldest first.
class AlertModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IncidentRole = Qt::UserRole,
        NumberRole, ///< always masked: the strip is seen by the whole room
        DigitsRole, ///< invalid: no knock was heard
        AfterPromptRole, ///< milliseconds; negative: during the prompt
        TrainRole, ///< more presses than an answer needs
        PressesRole, ///< std::vector<Press>: the last ones, with what brought them
        AtRole,
        MarkedRole, ///< CodedTalkMarked, by a person; or invalid
        JudgedRole, ///< a person confirmed it
        LostRole ///< the line went away
    };
    Q_ENUM(Role)

    explicit AlertModel(Desk &desk, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// -1 when the incident gives no alarm.
    [[nodiscard]] int rowOf(IncidentId incident) const;

private:
    struct Row {
        IncidentId incident;
        QString number;
        std::optional<KnockHeard> heard;
        std::optional<CodedTalkMarked> marked;
        std::vector<Press> presses;
        bool judged = false;
        bool lost = false;
        bool operator==(const Row &) const = default;
    };

    void take(IncidentId incident);

    Desk &m_desk;
    std::vector<Row> m_rows; ///< in the order in which they became alerts
};

} // namespace knock::desk
