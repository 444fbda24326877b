// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/chatmodel.h"
#include "ui/kit/ticker.h"

#include <QHash>
#include <QSet>
#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace knock::ui {

class KeyButton;
class Note;
class PhraseList;

/// The hidden chat with the caller in hand. What is half written stays with its incident.
///
/// Alt with a digit says one of the first phrases of the book straight from the line. A digit alone never does: who
/// begins to write "119" would send a phrase into a room where every line may be seen.
class ChatPane final : public QWidget
{
    Q_OBJECT
public:
    /// The page tells of typing at most once in three seconds, and so do we.
    static constexpr std::chrono::seconds typingPause{3};
    /// How long the caller is taken to be writing after that was told.
    static constexpr std::chrono::seconds typingLasts{5};

    /// \a book outlives the pane; \a phrases is the action that opens it.
    ChatPane(desk::Desk &desk, Ticker &ticker, const desk::PhraseBook &book, QAction *phrases,
             QWidget *parent = nullptr);

    void focusLine();
    void openPhrases();
    /// Puts the phrases away; false when they were not open.
    bool putAway();

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    void bindPhrases();
    void send();
    void say(const QString &phrase);
    void explain(const Error &why);
    void follow();
    void followEvent(IncidentId incident, const Event &event);
    void showState(const Incident &incident);
    void showTyping();
    void showLast();
    void tellTyping();
    void readVisible();
    void changeIncident(IncidentId incident);
    void retranslate();
    void checkLength();

    desk::Desk &m_desk;
    Ticker &m_ticker;
    const desk::PhraseBook &m_book;
    desk::ChatModel m_model;
    Note *m_state;
    QLabel *m_typing;
    QWidget *m_talk; ///< list and line
    QListView *m_list;
    Note *m_trouble;
    QLineEdit *m_line;
    QPushButton *m_send;
    KeyButton *m_phrasesButton;
    PhraseList *m_phrases; ///< in the place of list and line
    IncidentId m_incident;
    QHash<IncidentId, QString> m_unsent;
    QSet<QString> m_read; ///< lines of the caller in hand that were told read
    QDateTime m_writes; ///< when the caller in hand was last told to be writing
    QDateTime m_toldTyping;
};

} // namespace knock::ui
