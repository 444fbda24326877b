// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/chatmodel.h"

#include <algorithm>

#include <QUuid>

using namespace Qt::StringLiterals;

namespace knock::desk {

ChatModel::ChatModel(Desk &desk, const Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
    , m_clock(clock)
{
    connect(&desk, &Desk::changed, this, &ChatModel::take);
    connect(&desk, &Desk::refused, this, &ChatModel::takeRefusal);
    connect(&desk, &Desk::selectionChanged, this, &ChatModel::reload);
    reload();
}

int ChatModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_shown + static_cast<int>(drafts().size());
}

QVariant ChatModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool draft = index.row() >= m_shown;
    const auto row = static_cast<size_t>(draft ? index.row() - m_shown : index.row());
    const Message &message = draft ? drafts().at(row).message : messages().at(row);
    switch (role) {
    case IdRole:
        return message.id;
    case AuthorRole:
        return QVariant::fromValue(message.author);
    case Qt::DisplayRole:
    case TextRole:
        return message.text;
    case AtRole:
        return message.at;
    case DeliveryRole:
        return QVariant::fromValue(draft ? drafts().at(row).delivery : Delivery::Sent);
    default:
        return {};
    }
}

Result<> ChatModel::say(const QString &text)
{
    if (!m_desk.current())
        return failure(Error::Kind::NotFound, u"no incident in hand"_s);
    const QString line = text.trimmed();
    if (line.isEmpty())
        return failure(Error::Kind::Malformed, u"a blank line"_s);
    if (line.size() > Message::longest)
        return failure(Error::Kind::Full, u"a line of %1 characters"_s.arg(line.size()));

    const IncidentId incident = m_desk.selected();
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    beginInsertRows({}, rowCount(), rowCount());
    m_drafts[incident].push_back({{id, Message::Author::Operator, line, m_clock.now()}, Delivery::Pending});
    endInsertRows();
    m_desk.send(SendMessage{incident, id, line});
    return {};
}

void ChatModel::take(IncidentId incident, const Event &event)
{
    if (std::holds_alternative<IncidentClosed>(event) && incident != m_desk.selected())
        m_drafts.remove(incident);
    const auto *said = std::get_if<MessageSent>(&event);
    if (!said)
        return;

    const bool shown = incident == m_desk.selected();
    if (const auto mine = m_drafts.find(incident); mine != m_drafts.end()) {
        const auto draft = std::ranges::find(*mine, said->message.id, [](const Draft &d) { return d.message.id; });
        if (draft != mine->end()) {
            const int row = m_shown + static_cast<int>(draft - mine->begin());
            if (shown)
                beginRemoveRows({}, row, row);
            mine->erase(draft);
            if (shown)
                endRemoveRows();
        }
    }
    if (!shown)
        return;
    beginInsertRows({}, m_shown, m_shown);
    ++m_shown;
    endInsertRows();
}

/// Lines are answered in the order in which they were sent, so a refusal means the oldest that is still on its way.
void ChatModel::takeRefusal(const Refused &refusal)
{
    const auto mine = m_drafts.find(refusal.incident);
    if (refusal.asked != SendMessage::name || mine == m_drafts.end())
        return;
    const auto draft = std::ranges::find(*mine, Delivery::Pending, &Draft::delivery);
    if (draft == mine->end())
        return;
    draft->delivery = Delivery::Refused;
    if (refusal.incident != m_desk.selected())
        return;
    const QModelIndex changed = index(m_shown + static_cast<int>(draft - mine->begin()));
    Q_EMIT dataChanged(changed, changed);
}

void ChatModel::reload()
{
    beginResetModel();
    m_shown = static_cast<int>(messages().size());
    m_drafts.removeIf([this](const auto &entry) { return !m_desk.find(entry.key()); });
    endResetModel();
}

const std::vector<Message> &ChatModel::messages() const
{
    static const std::vector<Message> none;
    const Incident *incident = m_desk.current();
    return incident ? incident->chat : none;
}

const std::vector<ChatModel::Draft> &ChatModel::drafts() const
{
    static const std::vector<Draft> none;
    const auto mine = m_drafts.constFind(m_desk.selected());
    return mine == m_drafts.constEnd() ? none : *mine;
}

} // namespace knock::desk
