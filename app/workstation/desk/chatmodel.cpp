// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/chatmodel.h"

#include <algorithm>
#include <QUuid>
#include <ranges>

using namespace Qt::StringLiterals;

namespace knock::desk {

namespace {

ChatModel::Delivery deliveryOf(const Message &message)
{
    if (message.read)
        return ChatModel::Delivery::Read;
    return message.delivered ? ChatModel::Delivery::Delivered : ChatModel::Delivery::Sent;
}

} // namespace

ChatModel::ChatModel(Desk &desk, const Clock &clock, const PhraseBook &book, QObject *parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_book(book)
{
    connect(&desk, &Desk::changed, this, &ChatModel::take);
    connect(&desk, &Desk::refused, this, &ChatModel::takeRefusal);
    connect(&desk, &Desk::selectionChanged, this, &ChatModel::reload);
    connect(&desk, &Desk::caughtUp, this, &ChatModel::sayAgain);
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
    case MeaningRole:
        return meaningOf(message);
    case DraftedRole:
        return isDrafted(message);
    case AtRole:
        return message.at;
    case DeliveryRole:
        return QVariant::fromValue(draft ? drafts().at(row).delivery : deliveryOf(message));
    default:
        return {};
    }
}

void ChatModel::setReader(const QString &language)
{
    if (language == m_reader)
        return;
    m_reader = language;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

QString ChatModel::callerLanguage() const
{
    const Incident *incident = m_desk.current();
    const QString ofPage = incident ? m_book.languageFor(incident->language) : QString();
    if (!ofPage.isEmpty())
        return ofPage;
    const QString ofText = incident && incident->invite ? m_book.languageFor(incident->invite->language) : QString();
    return ofText.isEmpty() ? m_reader : ofText;
}

Result<> ChatModel::say(const QString &text, const QString &phrase)
{
    if (!m_desk.current())
        return failure(Error::Kind::NotFound, u"no incident in hand"_s);
    const QString line = text.trimmed();
    if (line.isEmpty())
        return failure(Error::Kind::Malformed, u"a blank line"_s);
    if (line.size() > Message::longest)
        return failure(Error::Kind::Full, u"a line of %1 characters"_s.arg(line.size()));

    if (m_desk.lostSince())
        return failure(Error::Kind::Unreachable, u"the service is out of reach"_s);

    const IncidentId incident = m_desk.selected();
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    beginInsertRows({}, rowCount(), rowCount());
    m_drafts[incident].push_back({{id, Message::Author::Operator, line, m_clock.now(), phrase}, Delivery::Pending});
    endInsertRows();
    m_desk.send(SendMessage{incident, id, line, phrase});
    return {};
}

void ChatModel::take(IncidentId incident, const Event &event)
{
    if (std::holds_alternative<IncidentClosed>(event) && incident != m_desk.selected())
        m_drafts.remove(incident);
    if (const auto *said = std::get_if<MessageSent>(&event))
        takeSent(incident, said->message);
    const auto *seen = std::get_if<MessageSeen>(&event);
    if (seen && incident == m_desk.selected())
        takeSeen(*seen);
}

void ChatModel::takeSent(IncidentId incident, const Message &message)
{
    const bool shown = incident == m_desk.selected();
    if (const auto mine = m_drafts.find(incident); mine != m_drafts.end()) {
        const auto draft = std::ranges::find(*mine, message.id, [](const Draft &d) { return d.message.id; });
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

void ChatModel::takeSeen(const MessageSeen &seen)
{
    const auto latest = messages() | std::views::reverse;
    const auto line = std::ranges::find(latest, seen.message, &Message::id);
    if (line == latest.end())
        return;
    const QModelIndex changed = index(m_shown - 1 - static_cast<int>(line - latest.begin()));
    Q_EMIT dataChanged(changed, changed);
}

/// Whether a line reached the service before it was lost is not known; its id keeps it from being said twice.
void ChatModel::sayAgain()
{
    std::vector<SendMessage> lines;
    for (const auto &[incident, drafts] : m_drafts.asKeyValueRange()) {
        for (const Draft &draft : drafts) {
            const Message &line = draft.message;
            if (draft.delivery == Delivery::Pending)
                lines.push_back({incident, line.id, line.text, line.phrase});
        }
    }
    for (const SendMessage &line : lines)
        m_desk.send(line);
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

QString ChatModel::meaningOf(const Message &message) const
{
    const QString meaning = message.phrase.isEmpty() ? QString() : m_book.text(message.phrase, m_reader);
    return meaning == message.text ? QString() : meaning;
}

bool ChatModel::isDrafted(const Message &message) const
{
    return !m_book.text(message.phrase, m_reader).isEmpty()
        && (m_book.isDrafted(m_reader) || m_book.isDrafted(callerLanguage()));
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
