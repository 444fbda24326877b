// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/workstation/desk/desk.h"
#include "app/workstation/desk/phrasebook.h"

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
        Delivered, ///< it reached the other side
        Read, ///< it was in front of the person there
        Pending, ///< on its way to the service
        Refused ///< the service would not have it; kept here so that the words are not lost
    };
    Q_ENUM(Delivery)
    enum Role {
        IdRole = Qt::UserRole,
        AuthorRole, ///< Message::Author
        TextRole, ///< as it was said
        MeaningRole, ///< of a phrase in another language: the same in the reader's; else empty
        DraftedRole, ///< a phrase in words that nobody whose language it is has read
        AtRole,
        DeliveryRole
    };
    Q_ENUM(Role)

    /// \a book outlives the model.
    ChatModel(Desk &desk, const Clock &clock, const PhraseBook &book, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// The language of the book which the person at the desk reads.
    void setReader(const QString &language);
    /// The language of the book in which the caller in hand is spoken to: that of the open page, else of the text with
    /// the link, else the reader's own.
    [[nodiscard]] QString callerLanguage() const;

    /// Says one line to the caller of the incident in hand. Fails with Full when it is too long, Malformed when it is
    /// blank, NotFound when nothing is in hand, Unreachable while the service is.
    Result<> say(const QString &text) { return say(text, {}); }
    /// Says a phrase of the book in the caller's language.
    Result<> sayPhrase(const QString &phrase) { return say(m_book.text(phrase, callerLanguage()), phrase); }

private:
    struct Draft {
        Message message;
        Delivery delivery = Delivery::Pending;
    };

    Result<> say(const QString &text, const QString &phrase);
    void take(IncidentId incident, const Event &event);
    void takeSent(IncidentId incident, const Message &message);
    void takeSeen(const MessageSeen &seen);
    void sayAgain();
    void takeRefusal(const Refused &refusal);
    void reload();
    [[nodiscard]] QString meaningOf(const Message &message) const;
    [[nodiscard]] bool isDrafted(const Message &message) const;
    [[nodiscard]] const std::vector<Message> &messages() const;
    [[nodiscard]] const std::vector<Draft> &drafts() const;

    Desk &m_desk;
    const Clock &m_clock;
    const PhraseBook &m_book;
    QString m_reader;
    int m_shown = 0; ///< how many of the incident's own messages have a row
    QHash<IncidentId, std::vector<Draft>> m_drafts; ///< rows after those
};

} // namespace knock::desk
