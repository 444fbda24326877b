// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/laddermodel.h"
#include "ui/kit/ticker.h"

#include <QWidget>

class QAction;
class QLabel;

namespace knock::ui {

class CloseEditor;
class EarlierCalls;
class ElapsedLabel;
class KeyButton;
class LadderView;
class LinkEditor;
class Note;
class OrderEditor;
class PhoneSlip;
class UnitNotes;
class WordEditor;

/// The incident in hand: who, since when, how far, and the one next step.
///
/// The buttons never change their places; the next step is the one that is highlighted.
class IncidentPane final : public QWidget
{
    Q_OBJECT
public:
    struct Actions {
        QAction *order;
        QAction *answer;
        QAction *ask;
        QAction *sendLink;
        QAction *chat;
        QAction *hangUp;
        QAction *close;
        QAction *reopen;
        QAction *earlierCall;
    };

    IncidentPane(desk::Desk &desk, Ticker &ticker, const Actions &actions, const QStringList &units,
                 QWidget *parent = nullptr);

    void openOrder();
    void openClose();
    void openPassOn();
    void openCallBack();
    void openLink();
    void sharePack();
    /// Puts an open editor away without losing what is in it; false when none was open.
    bool putAway();
    /// What must be read even where there is no room for all, the next step last.
    [[nodiscard]] QList<QWidget *> inSight() const;
    [[nodiscard]] desk::Step step() const { return m_ladder.nextStep(); }

protected:
    void changeEvent(QEvent *event) override;

private:
    void followEvent(IncidentId incident);
    void follow();
    void showHead(const Incident &incident);
    void showWork(const Incident &incident);
    void showRest(const QString &closed);
    void showPast(const Incident *incident);
    void changeIncident();
    void highlight(desk::Step step);
    void passOn(const QString &to);
    [[nodiscard]] std::array<QWidget *, 5> editors() const;
    void leaveAll();
    void nameEditors(bool isUnsafe);
    void leave(QWidget *editor);

    desk::Desk &m_desk;
    Ticker &m_ticker;
    desk::LadderModel m_ladder;
    QLabel *m_incident;
    QLabel *m_number;
    QLabel *m_line;
    ElapsedLabel *m_clock;
    LadderView *m_ladderView;
    QList<KeyButton *> m_buttons;
    Note *m_next;
    Note *m_trouble;
    KeyButton *m_reopen;
    Note *m_past;
    EarlierCalls *m_earlier;
    OrderEditor *m_order;
    CloseEditor *m_close;
    WordEditor *m_passOn;
    WordEditor *m_callBack;
    LinkEditor *m_link;
    PhoneSlip *m_phone;
    UnitNotes *m_units;
    Actions m_actions;
    IncidentId m_waiting; ///< the call that waits longest
};

} // namespace knock::ui
