// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/workstation/desk/desk.h"

#include <QAbstractListModel>
#include <QHash>

namespace knock::desk {

/// The hidden chat of the incident in hand, with this desk's own lines from the moment they are sent.
class ChatModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class Delivery {
        Sent, ///< true, and in the journal
        Pending, ///< on its way to the service
        Refused ///< the service would not have it; kept here so that the words are not lost
    };
    Q_ENUM(Delivery)
    enum Role {
        IdRole = Qt::UserRole,
        AuthorRole, ///< Message::Author
        TextRole,
        AtRole,
        DeliveryRole
    };
    Q_ENUM(Role)

    ChatModel(Desk &desk, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// Says one line to the caller of the incident in hand. Fails with Full when it is too long, Malformed when it is
    /// blank, NotFound when nothing is in hand.
    Result<> say(const QString &text);

private:
    struct Draft {
        Message message;
        Delivery delivery = Delivery::Pending;
    };

    void take(IncidentId incident, const Event &event);
    void takeRefusal(const Refused &refusal);
    void reload();
    [[nodiscard]] const std::vector<Message> &messages() const;
    [[nodiscard]] const std::vector<Draft> &drafts() const;

    Desk &m_desk;
    const Clock &m_clock;
    int m_shown = 0; ///< how many of the incident's own messages have a row
    QHash<IncidentId, std::vector<Draft>> m_drafts; ///< rows after those
};

} // namespace knock::desk
