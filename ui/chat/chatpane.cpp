// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/chatpane.h"

#include "ui/chat/chatdelegate.h"
#include "ui/chat/phraselist.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/languages.h"
#include "ui/kit/measured.h"
#include "ui/kit/note.h"
#include "ui/kit/spokenmodel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::ChatModel;

ChatPane::ChatPane(desk::Desk &desk, Ticker &ticker, const desk::PhraseBook &book, QAction *phrases, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_book(book)
    , m_model(desk, ticker.clock(), book)
    , m_state(new Note(this))
    , m_typing(new QLabel(this))
    , m_talk(new QWidget(this))
    , m_list(new QListView(m_talk))
    , m_trouble(new Note(m_talk))
    , m_line(new QLineEdit(m_talk))
    , m_send(new QPushButton(m_talk))
    , m_phrasesButton(new KeyButton(phrases, m_talk))
    , m_phrases(new PhraseList(book, this))
{
    arrange();
    bindPhrases();
    connect(m_line, &QLineEdit::returnPressed, this, &ChatPane::send);
    connect(m_send, &QPushButton::clicked, this, &ChatPane::send);
    connect(m_line, &QLineEdit::textChanged, this, &ChatPane::checkLength);
    connect(m_line, &QLineEdit::textEdited, this, &ChatPane::tellTyping);
    connect(m_phrases, &PhraseList::chosen, this, &ChatPane::say);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &ChatPane::showLast, Qt::QueuedConnection);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ChatPane::showLast, Qt::QueuedConnection);
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this, &ChatPane::readVisible);
    connect(&desk, &desk::Desk::selectionChanged, this, &ChatPane::changeIncident);
    connect(&desk, &desk::Desk::changed, this, &ChatPane::followEvent);
    connect(&desk, &desk::Desk::typing, this, [this](IncidentId incident) {
        if (incident != m_desk.selected())
            return;
        m_writes = m_ticker.now();
        showTyping();
    });
    connect(&desk, &desk::Desk::caughtUp, this, [this] {
        checkLength();
        readVisible();
    });
    connect(&ticker, &Ticker::ticked, this, &ChatPane::showTyping);
    changeIncident(desk.selected());
    retranslate();
}

void ChatPane::arrange()
{
    m_list->setModel(new SpokenModel(m_model, &ChatDelegate::spoken, this));
    m_list->setItemDelegate(new ChatDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setFocusPolicy(Qt::TabFocus);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    keepTargetHeight({m_line, m_send});
    m_send->setFocusPolicy(Qt::TabFocus);
    m_send->setAutoDefault(true);
    m_phrasesButton->setNarrow();

    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_line, 1);
    row->addWidget(m_send);
    row->addWidget(m_phrasesButton);
    auto *talk = new QVBoxLayout(m_talk);
    talk->setContentsMargins({});
    talk->setSpacing(4);
    talk->addWidget(m_list, 1);
    talk->addWidget(m_trouble);
    talk->addLayout(row);
    auto *head = new QHBoxLayout;
    head->addWidget(m_state, 1);
    head->addWidget(m_typing, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 8);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_talk, 1);
    column->addWidget(m_phrases, 1);
}

void ChatPane::bindPhrases()
{
    const int numbered = static_cast<int>(std::min(PhraseList::numbered, m_book.phrases().size()));
    for (int i = 0; i < numbered; ++i) {
        auto *number = new QShortcut(QKeyCombination(Qt::ALT, Qt::Key(Qt::Key_1 + i)), m_talk);
        number->setContext(Qt::WidgetWithChildrenShortcut);
        number->setAutoRepeat(false);
        connect(number, &QShortcut::activated, this, [this, i] {
            if (m_line->isEnabled())
                say(m_book.phrases().at(i));
        });
    }
}

void ChatPane::focusLine()
{
    putAway();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void ChatPane::openPhrases()
{
    if (putAway())
        return;
    m_talk->hide();
    m_phrases->open(m_model.callerLanguage());
}

bool ChatPane::putAway()
{
    if (m_phrases->isHidden())
        return false;
    // The window may not be the active one, and then the application has no focus to ask for.
    QWidget *focus = window()->focusWidget();
    const bool hadFocus = focus && m_phrases->isAncestorOf(focus);
    if (hadFocus)
        focus->clearFocus();
    m_phrases->hide();
    m_talk->show();
    QMetaObject::invokeMethod(this, &ChatPane::showLast, Qt::QueuedConnection);
    if (hadFocus && m_line->isEnabled())
        m_line->setFocus(Qt::OtherFocusReason);
    return true;
}

void ChatPane::send()
{
    if (const auto said = m_model.say(m_line->text()); !said) {
        explain(said.error());
        return;
    }
    m_line->clear();
}

void ChatPane::say(const QString &phrase)
{
    const auto said = m_model.sayPhrase(phrase);
    // A phrase that nobody put into the caller's language is left open to be chosen again.
    if (said || said.error().kind == Error::Kind::Unreachable)
        putAway();
    if (!said)
        explain(said.error());
}

void ChatPane::explain(const Error &why)
{
    if (why.kind == Error::Kind::Unreachable)
        m_trouble->say(Note::Tone::Alarm, Glyph::Lost,
                       tr("Not said: the service is out of reach. The line stays here; send it when it is back."));
    else
        checkLength();
}

void ChatPane::followEvent(IncidentId incident, const Event &event)
{
    if (incident != m_desk.selected())
        return;
    const auto *sent = std::get_if<MessageSent>(&event);
    if (sent && sent->message.author == Message::Author::Caller) {
        m_writes = {};
        showTyping();
        if (!m_phrases->isHidden())
            m_phrases->tell(sent->message.text);
    }
    follow();
}

void ChatPane::follow()
{
    const Incident *incident = m_desk.current();
    const bool open = incident && incident->isOpen();
    const bool writable = open && incident->invite;
    if (!writable) {
        putAway();
        m_line->clearFocus(); // or the focus, and the next key, would go to another pane
    }
    m_line->setEnabled(writable);
    m_send->setEnabled(m_line->isEnabled());
    const auto say = [this](const QString &text) { m_state->say(Note::Tone::Plain, Glyph::Chat, text); };
    if (!incident)
        say(tr("No caller in hand"));
    else if (!open)
        say(tr("The incident is closed"));
    else if (!incident->invite)
        say(tr("No link sent yet: there is no chat without it"));
    else if (!incident->opened)
        say(tr("Not opened yet; lines wait for the caller"));
    else
        showState(*incident);
}

/// How the page is on the phone, and what that means for writing.
void ChatPane::showState(const Incident &incident)
{
    if (incident.left && incident.left->fled) {
        m_state->say(Note::Tone::Alarm, Glyph::Left,
                     tr("Left by the exit button: do not text, do not ring. Lines wait for the return"));
        return;
    }
    if (!incident.present) {
        m_state->say(Note::Tone::Warning, Glyph::Left, tr("The caller left the page; lines wait for the return"));
        return;
    }
    switch (incident.face) {
    case PageFace::Plain: {
        const QString language = Languages::of(incident.language);
        m_state->say(Note::Tone::Plain, Glyph::Chat,
                     language.isEmpty() || language == Languages::ofScreen()
                         ? tr("The caller has the page open")
                         : tr("The caller has the page open, in %1").arg(Languages::name(language)));
        return;
    }
    case PageFace::Disguised:
        m_state->say(Note::Tone::Warning, Glyph::Disguise, tr("Disguised: write short lines, they fade after 5 s"));
        return;
    case PageFace::Black:
        m_state->say(Note::Tone::Warning, Glyph::Blank, tr("Black screen: lines are not seen until the page wakes"));
        return;
    }
    Q_UNREACHABLE();
}

void ChatPane::showTyping()
{
    const bool writes = m_writes.isValid() && m_writes.addDuration(typingLasts) > m_ticker.now();
    m_typing->setText(writes ? tr("is writing…") : QString());
}

void ChatPane::showLast()
{
    m_list->scrollToBottom();
    readVisible();
}

void ChatPane::tellTyping()
{
    const Incident *incident = m_desk.current();
    const QDateTime now = m_ticker.now();
    if (!incident || !incident->present || m_line->text().isEmpty())
        return;
    if (m_toldTyping.isValid() && m_toldTyping.addDuration(typingPause) > now)
        return;
    m_toldTyping = now;
    m_desk.send(TellTyping{m_desk.selected()});
}

/// The caller is told which lines were in front of a person: the whole of them on the screen, in an active window.
void ChatPane::readVisible()
{
    const Incident *incident = m_desk.current();
    if (!incident || !incident->isOpen() || !m_list->isVisible() || !isActiveWindow() || m_desk.lostSince())
        return;
    // Who only looks on is not who the caller talks to.
    if (incident->seat.isValid() && !m_desk.isMine(*incident))
        return;
    const QRect seen = m_list->viewport()->rect();
    for (int row = m_model.rowCount() - 1; row >= 0; --row) {
        const QModelIndex line = m_model.index(row);
        const QRect rect = m_list->visualRect(m_list->model()->index(row, 0));
        if (rect.bottom() < seen.top())
            return;
        const bool isOfCaller = line.data(ChatModel::AuthorRole).value<Message::Author>() == Message::Author::Caller;
        const bool isRead
            = line.data(ChatModel::DeliveryRole).value<ChatModel::Delivery>() == ChatModel::Delivery::Read;
        const QString id = line.data(ChatModel::IdRole).toString();
        // Of a line that is higher than the list its end must be seen.
        const bool isSeen
            = rect.bottom() <= seen.bottom() && (rect.top() >= seen.top() || rect.height() > seen.height());
        if (!isOfCaller || isRead || !isSeen || m_read.contains(id))
            continue;
        m_read.insert(id);
        m_desk.send(ReadMessage{m_desk.selected(), id});
    }
}

void ChatPane::changeIncident(IncidentId incident)
{
    putAway();
    if (m_line->text().isEmpty())
        m_unsent.remove(m_incident);
    else
        m_unsent.insert(m_incident, m_line->text());
    m_unsent.removeIf([this](const auto &entry) { return !m_desk.find(entry.key()); });
    m_incident = incident;
    m_line->setText(m_unsent.value(incident));
    m_read.clear();
    m_writes = {};
    m_toldTyping = {};
    showTyping();
    follow();
}

bool ChatPane::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::WindowActivate || event->type() == QEvent::Show || event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(this, &ChatPane::readVisible, Qt::QueuedConnection);
    return done;
}

void ChatPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ChatPane::retranslate()
{
    m_model.setReader(Languages::ofScreen());
    m_list->setAccessibleName(tr("Chat with the caller"));
    m_line->setAccessibleName(tr("Line to the caller"));
    m_line->setPlaceholderText(tr("Write (Enter sends)"));
    QStringList phrases;
    for (const QString &phrase : m_book.phrases().first(std::min(PhraseList::numbered, m_book.phrases().size())))
        phrases.append(u"Alt+%1  %2"_s.arg(phrases.size() + 1).arg(m_book.text(phrase, Languages::ofScreen())));
    m_line->setToolTip(phrases.join(u'\n'));
    m_send->setText(tr("Send"));
    m_send->setAccessibleName(tr("Send the line to the caller"));
    follow();
    showTyping();
    checkLength();
    m_list->viewport()->update();
}

/// A line is never cut: what was left off might have been the floor and the door.
void ChatPane::checkLength()
{
    const qsizetype length = m_line->text().trimmed().size();
    if (length <= Message::longest) {
        m_trouble->clear();
        return;
    }
    m_trouble->say(Note::Tone::Warning, Glyph::Warning,
                   tr("%1 characters; at most %2 can be sent. Shorten the line.")
                       .arg(QLocale().toString(length), QLocale().toString(Message::longest)));
}

} // namespace knock::ui
