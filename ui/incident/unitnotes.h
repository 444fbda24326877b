// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/ticker.h"

#include <QWidget>

namespace knock::ui {

class Note;

/// What became of the units: orders on their way to the dispatch system, orders that it took, orders that it did not
/// take and a person must pass on, and the page for the units on their way.
///
/// A failed order of the incident in hand stays; one of another incident stays until it is put away or in hand.
class UnitNotes final : public QWidget
{
    Q_OBJECT
public:
    UnitNotes(desk::Desk &desk, Ticker &ticker, QWidget *parent);

    /// Makes a page for the units, and puts its link into the clipboard; again while there is one: only the latter.
    void share();
    /// False when there was nothing to put away.
    bool putAway();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Failed {
        IncidentId incident;
        QString number; ///< of the incident, as people say it
        QString unit; ///< empty: it is not known any more
        Error::Kind why = Error::Kind::Unreachable;
    };

    void take(IncidentId incident, const Event &event);
    void takeFailed(const Failed &failed);
    void copy(const QString &link);
    void follow();
    void announce(const QString &text);
    [[nodiscard]] QString failedText() const;
    [[nodiscard]] static QString text(const QString &unit, Error::Kind why);
    [[nodiscard]] QString underwayText(const Incident &incident) const;
    [[nodiscard]] static QString takenText(const Incident &incident);
    [[nodiscard]] QString pageText(const Incident &incident) const;

    desk::Desk &m_desk;
    Ticker &m_ticker;
    Note *m_failed;
    Note *m_underway;
    Note *m_taken;
    Note *m_page;
    std::vector<Failed> m_elsewhere;
    IncidentId m_shared; ///< whose page was asked for here
    QDateTime m_copied;
    bool m_isCaughtUp = false; ///< what is long past is no news
};

} // namespace knock::ui
