// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/ticker.h"

#include <QWidget>

class QFrame;
class QLabel;
class QLineEdit;
class QMainWindow;
class QPushButton;

namespace knock::ui {

class Note;

/// Who sits here. Lies over the whole window until somebody is admitted; over a locked seat everything stays in sight,
/// and only the bar at the bottom takes the mouse and the keyboard.
///
/// A seat at which nobody has touched anything for a while is locked, but never while its caller is on the line:
/// nobody who cannot speak shall wait for a password.
class SignIn final : public QWidget
{
    Q_OBJECT
public:
    enum class State { Waiting, Outside, Admitted, Locked };

    /// \a gate outlives this.
    SignIn(backend::Gate &gate, desk::Desk &desk, Ticker &ticker, QMainWindow *window);

    [[nodiscard]] State state() const { return m_state; }
    /// Nothing but the look of the window can be changed.
    [[nodiscard]] bool isShut() const { return m_state != State::Admitted; }
    /// After this much without a touch the seat is locked; none: never.
    void lockAfter(std::chrono::minutes idle) { m_idle = idle; }

Q_SIGNALS:
    void changed(); ///< the state

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void makePanel();
    void makeBar();
    void enter(State state);
    void want(const std::optional<Error::Kind> &why);
    void signIn();
    void unlock();
    void lockWhenIdle(const QDateTime &now);
    void layOut();
    void retranslate();
    void sayWhy();
    [[nodiscard]] QString wordsFor(Error::Kind why) const;
    void setBusy(bool isBusy);

    backend::Gate &m_gate;
    desk::Desk &m_desk;
    Ticker &m_ticker;
    QMainWindow *m_window;
    State m_state = State::Waiting;
    std::optional<Error::Kind> m_why; ///< what went wrong last
    bool m_isBusy = false; ///< the service has been asked
    QString m_name; ///< of who sits here
    std::chrono::minutes m_idle{5};
    QDateTime m_touched;

    QFrame *m_panel;
    QLabel *m_title;
    QLabel *m_userLabel;
    QLabel *m_passwordLabel;
    QLabel *m_codeLabel;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QLineEdit *m_code;
    QPushButton *m_enter;
    Note *m_note;

    QFrame *m_bar;
    QLabel *m_locked;
    QLineEdit *m_key;
    QPushButton *m_unlock;
    QPushButton *m_leave;
    Note *m_barNote;
};

} // namespace knock::ui
