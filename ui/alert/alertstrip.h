// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/alertmodel.h"
#include "ui/kit/ticker.h"

#include <deque>
#include <QFrame>
#include <QSet>

class QAction;
class QLabel;

namespace knock::ui {

class KeyButton;

/// The knock that waits to be judged, across the window: facts, and one key for each judgement.
///
/// Keeps its place when it is empty, so that nothing below it moves when an alert comes. Shows one alert: that of the
/// incident in hand, else the oldest. Never takes the focus; it announces itself instead. In a flood the rest is a
/// list, told once; what nobody has judged stays on top.
class AlertStrip final : public QFrame
{
    Q_OBJECT
public:
    struct Actions {
        QAction *confirm;
        QAction *dismiss;
        QAction *goTo;
        QAction *seen;
        QAction *list;
    };

    /// When one alert takes the place of another, keys this soon after were meant for the first.
    static constexpr std::chrono::milliseconds pauseAfterChange{400};

    /// More alerts than this in that time are a flood.
    static constexpr size_t mostOneByOne = 10;
    static constexpr std::chrono::minutes span{10};

    AlertStrip(desk::Desk &desk, Ticker &ticker, const Actions &actions, QWidget *parent = nullptr);

    /// The incident that is shown; none when the strip is empty.
    [[nodiscard]] IncidentId incident() const { return m_incident; }
    /// True while a person must still judge what is shown.
    [[nodiscard]] bool isJudgeable() const { return m_judgeable; }
    [[nodiscard]] QString text() const;
    /// There is more than what is shown.
    [[nodiscard]] bool hasMore() const { return m_model.rowCount() > 1; }
    [[nodiscard]] bool isFlooded() const { return m_came.size() > mostOneByOne; }
    [[nodiscard]] desk::AlertModel &model() { return m_model; }

    /// Confirms what is shown and takes it in hand.
    void confirm();
    void dismiss();
    /// A lost line that needs no judgement goes from the strip; it stays in the queue.
    void markRead();

Q_SIGNALS:
    void changed();
    void wasRead(knock::IncidentId incident); ///< a lost line, or coded talk
    /// The alert is on the screen.
    void painted(knock::IncidentId incident, const QString &text);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void follow();
    void count();
    void forgetOld();
    void retranslate();
    void paintColours();
    void announce(const QString &words);
    [[nodiscard]] int rowToShow() const;
    [[nodiscard]] bool isRead(int row) const;
    [[nodiscard]] bool isLost(int row) const;
    [[nodiscard]] bool isTooSoon() const;

    desk::Desk &m_desk;
    Ticker &m_ticker;
    desk::AlertModel m_model;
    QLabel *m_glyph;
    QLabel *m_text;
    QLabel *m_more;
    KeyButton *m_confirm;
    KeyButton *m_dismiss;
    KeyButton *m_goTo;
    KeyButton *m_seen;
    KeyButton *m_list;
    IncidentId m_incident;
    bool m_judgeable = false;
    QDateTime m_replacedAt; ///< when this alert took the place of another
    QSet<std::pair<IncidentId, bool>> m_read; ///< and whether the line was lost then: that is news
    std::deque<QDateTime> m_came; ///< when the alerts of the last minutes came
    bool m_unpainted = false;
};

} // namespace knock::ui
