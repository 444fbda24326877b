// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/signin.h"

#include "ui/kit/measured.h"
#include "ui/kit/note.h"

#include <QAccessibleAnnouncementEvent>
#include <QApplication>
#include <QEvent>
#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QPushButton>
#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

constexpr int mostLetters = 256; // the service takes no more

QLineEdit *field(QWidget *parent, QLineEdit::EchoMode echo)
{
    auto *line = new QLineEdit(parent);
    line->setMaxLength(mostLetters);
    line->setEchoMode(echo);
    line->setContextMenuPolicy(Qt::NoContextMenu);
    return line;
}

} // namespace

SignIn::SignIn(backend::Gate &gate, desk::Desk &desk, Ticker &ticker, QMainWindow *window)
    : QWidget(window)
    , m_gate(gate)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_window(window)
    , m_touched(ticker.now())
    , m_panel(new QFrame(this))
    , m_bar(new QFrame(this))
{
    makePanel();
    makeBar();
    connect(&gate, &backend::Gate::wanted, this, &SignIn::want);
    connect(&gate, &backend::Gate::admitted, this, [this](const backend::Person &person) {
        m_name = person.user;
        enter(State::Admitted);
    });
    connect(&gate, &backend::Gate::locked, this, [this] { enter(State::Locked); });
    connect(&gate, &backend::Gate::unlocked, this, [this] { enter(State::Admitted); });
    connect(&gate, &backend::Gate::stillLocked, this, [this](Error::Kind why) {
        m_why = why;
        setBusy(false);
        m_key->setFocus();
    });
    connect(&desk, &desk::Desk::lost, this, [this] {
        if (m_state == State::Waiting || m_state == State::Outside)
            want(Error::Kind::Unreachable);
    });
    connect(&ticker, &Ticker::ticked, this, &SignIn::lockWhenIdle);
    qApp->installEventFilter(this);
    enter(State::Waiting);
}

void SignIn::makePanel()
{
    m_title = new QLabel(m_panel);
    m_userLabel = new QLabel(m_panel);
    m_passwordLabel = new QLabel(m_panel);
    m_codeLabel = new QLabel(m_panel);
    m_user = field(m_panel, QLineEdit::Normal);
    m_password = field(m_panel, QLineEdit::Password);
    m_code = field(m_panel, QLineEdit::Normal);
    m_enter = new QPushButton(m_panel);
    m_note = new Note(m_panel);
    m_userLabel->setBuddy(m_user);
    m_passwordLabel->setBuddy(m_password);
    m_codeLabel->setBuddy(m_code);

    auto *column = new QVBoxLayout(m_panel);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(12);
    column->addWidget(m_title);
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(12);
    form->addRow(m_userLabel, m_user);
    form->addRow(m_passwordLabel, m_password);
    form->addRow(m_codeLabel, m_code);
    column->addLayout(form);
    column->addWidget(m_note);
    column->addWidget(m_enter);
    m_panel->setFrameShape(QFrame::StyledPanel);
    keepTargetHeight({m_user, m_password, m_code, m_enter});

    connect(m_user, &QLineEdit::returnPressed, m_password, [this] { m_password->setFocus(); });
    connect(m_password, &QLineEdit::returnPressed, this, &SignIn::signIn);
    connect(m_code, &QLineEdit::returnPressed, this, &SignIn::signIn);
    connect(m_enter, &QPushButton::clicked, this, &SignIn::signIn);
}

void SignIn::makeBar()
{
    m_locked = new QLabel(m_bar);
    m_key = field(m_bar, QLineEdit::Password);
    m_unlock = new QPushButton(m_bar);
    m_leave = new QPushButton(m_bar);
    m_barNote = new Note(m_bar);
    m_locked->setTextFormat(Qt::PlainText);

    auto *column = new QVBoxLayout(m_bar);
    column->setContentsMargins(12, 8, 12, 8);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_locked);
    row->addWidget(m_key, 1);
    row->addWidget(m_unlock);
    row->addWidget(m_leave);
    column->addLayout(row);
    column->addWidget(m_barNote);
    m_bar->setFrameShape(QFrame::StyledPanel);
    m_bar->setAutoFillBackground(true);
    keepTargetHeight({m_key, m_unlock, m_leave});

    connect(m_key, &QLineEdit::returnPressed, this, &SignIn::unlock);
    connect(m_unlock, &QPushButton::clicked, this, &SignIn::unlock);
    connect(m_leave, &QPushButton::clicked, &m_gate, &backend::Gate::signOut);
}

/// What was typed is gone whenever somebody comes or goes.
void SignIn::enter(State state)
{
    m_state = state;
    m_why.reset();
    m_isBusy = false;
    for (QLineEdit *line : {m_password, m_code, m_key})
        line->clear();
    m_touched = m_ticker.now();
    setAutoFillBackground(state != State::Locked);
    m_panel->setVisible(state != State::Locked);
    m_bar->setVisible(state == State::Locked);
    setVisible(isShut());
    retranslate();
    Q_EMIT changed();
    if (state == State::Locked)
        m_key->setFocus();
    else if (state == State::Outside)
        (m_user->text().isEmpty() ? m_user : m_password)->setFocus();
}

void SignIn::want(const std::optional<Error::Kind> &why)
{
    const bool isUnheard = why == Error::Kind::Unreachable && m_state == State::Waiting;
    if (!isUnheard && m_state != State::Outside)
        enter(State::Outside);
    m_why = why;
    if (why != Error::Kind::Unreachable) {
        m_password->clear();
        m_code->clear();
    }
    setBusy(false);
    if (m_state == State::Outside)
        (m_user->text().isEmpty() ? m_user : m_password)->setFocus();
}

void SignIn::signIn()
{
    if (m_isBusy || m_state != State::Outside)
        return;
    for (QLineEdit *line : {m_user, m_password}) {
        if (line->text().isEmpty())
            return line->setFocus();
    }
    m_why.reset();
    setBusy(true);
    m_gate.signIn({m_user->text().trimmed(), m_password->text(), m_code->text().simplified().remove(u' ')});
}

void SignIn::unlock()
{
    if (m_isBusy || m_key->text().isEmpty())
        return;
    m_why.reset();
    const QString password = m_key->text();
    m_key->clear();
    setBusy(true);
    m_gate.unlock(password);
}

void SignIn::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    sayWhy();
    layOut();
}

void SignIn::lockWhenIdle(const QDateTime &now)
{
    if (m_state != State::Admitted || m_idle.count() <= 0 || now < m_touched.addDuration(m_idle))
        return;
    const bool isOnTheLine = std::ranges::any_of(m_desk.incidents(), [this](const auto &entry) {
        const Incident &incident = entry.second;
        return m_desk.isMine(incident) && incident.line == Incident::Line::Connected && !incident.held;
    });
    if (!isOnTheLine)
        m_gate.lock();
}

bool SignIn::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
        m_touched = m_ticker.now();
        break;
    case QEvent::Resize:
        if (watched == m_window)
            layOut();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

/// Tab goes round in here: what lies behind cannot be used.
bool SignIn::focusNextPrevChild(bool next)
{
    const QList<QWidget *> all = m_state == State::Locked ? QList<QWidget *>{m_key, m_unlock, m_leave}
                                                          : QList<QWidget *>{m_user, m_password, m_code, m_enter};
    const qsizetype now = all.indexOf(QApplication::focusWidget());
    const qsizetype step = next ? 1 : all.size() - 1;
    all[(std::max<qsizetype>(now, 0) + step) % all.size()]->setFocus(next ? Qt::TabFocusReason
                                                                          : Qt::BacktabFocusReason);
    return true;
}

void SignIn::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange)
        retranslate();
}

void SignIn::layOut()
{
    setGeometry(m_window->rect());
    const int widest = fontMetrics().averageCharWidth() * 60;
    const int width = std::min(widest, this->width());
    const int wanted = m_panel->layout()->hasHeightForWidth() ? m_panel->layout()->totalHeightForWidth(width)
                                                              : m_panel->sizeHint().height();
    QRect panel(0, 0, width, std::min(wanted, height()));
    panel.moveCenter(rect().center());
    m_panel->setGeometry(panel);
    const int height = m_bar->layout()->hasHeightForWidth() ? m_bar->layout()->totalHeightForWidth(this->width())
                                                            : m_bar->sizeHint().height();
    m_bar->setGeometry(0, m_window->height() - m_window->statusBar()->height() - height, this->width(), height);
    raise();
}

void SignIn::retranslate()
{
    setAccessibleName(m_state == State::Locked ? tr("Locked seat") : tr("Sign-in"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    m_title->setFont(large);
    m_title->setText(tr("Sign in to Knock"));
    m_userLabel->setText(tr("&User"));
    m_passwordLabel->setText(tr("&Password"));
    m_codeLabel->setText(tr("&Code"));
    m_user->setAccessibleName(tr("User"));
    m_password->setAccessibleName(tr("Password"));
    m_code->setAccessibleName(tr("Code of the second factor"));
    m_code->setPlaceholderText(tr("Six digits, if you have a second factor"));
    m_enter->setText(tr("Sign in"));
    m_locked->setText(tr("This seat is locked. %1:").arg(m_name));
    m_key->setAccessibleName(tr("Password of %1").arg(m_name));
    m_key->setPlaceholderText(tr("Password"));
    m_unlock->setText(tr("Unlock"));
    m_leave->setText(tr("Sign out"));
    sayWhy();
    layOut();
}

void SignIn::sayWhy()
{
    const bool isOpen = m_state == State::Outside && !m_isBusy;
    for (QWidget *control : QList<QWidget *>{m_user, m_password, m_code})
        control->setEnabled(m_state == State::Outside);
    m_enter->setEnabled(isOpen);
    m_unlock->setEnabled(!m_isBusy);
    Note *note = m_state == State::Locked ? m_barNote : m_note;
    if (m_why) {
        const bool isGentle = m_why == Error::Kind::Expired;
        note->say(isGentle ? Note::Tone::Plain : Note::Tone::Warning, isGentle ? Glyph::Ahead : Glyph::Failed,
                  wordsFor(*m_why));
        QAccessibleAnnouncementEvent announcement(note, note->text());
        QAccessible::updateAccessibility(&announcement);
    } else if (m_isBusy) {
        note->say(Note::Tone::Plain, Glyph::Ahead, tr("The service is being asked…"));
    } else if (m_state == State::Waiting) {
        note->say(Note::Tone::Plain, Glyph::Ahead, tr("Waiting for the service…"));
    } else if (m_state == State::Locked) {
        note->say(Note::Tone::Plain, Glyph::Ahead, tr("Calls and alerts go on. Only your password opens the seat."));
    } else {
        note->clear();
    }
}

QString SignIn::wordsFor(Error::Kind why) const
{
    switch (why) {
    case Error::Kind::Refused:
        return m_state == State::Locked ? tr("The password is wrong. Try again.")
                                        : tr("User, password or code is wrong. Try again.");
    case Error::Kind::Full:
        return tr("Too many attempts. Wait a few minutes, or ask an administrator.");
    case Error::Kind::Expired:
        return tr("Your session is over. Sign in again.");
    case Error::Kind::Unreachable:
        return tr("The service is out of reach. The desk goes on trying by itself.");
    case Error::Kind::NotFound:
    case Error::Kind::Malformed:
    case Error::Kind::Broken:
        break;
    }
    return tr("The service cannot let anybody in now. Ask an administrator.");
}

} // namespace knock::ui
