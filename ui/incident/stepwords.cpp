// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/stepwords.h"

#include "ui/kit/elapsedlabel.h"
#include "ui/kit/words.h"

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::Step;

QString StepWords::next(Step step, const Incident &incident, const QDateTime &now)
{
    switch (step) {
    case Step::None:
        return {};
    case Step::Answer:
        return tr("Next: answer the call.");
    case Step::Ask:
        return incident.prompted ? tr("No presses yet. Next: ask again, and listen for taps and breath.")
                                 : tr("Next: if the caller does not speak, ask to press keys.");
    case Step::Listen:
        return listen(incident, now);
    case Step::Judge:
        return tr("Next: judge the knock, in the strip at the top.");
    case Step::Order:
        return tr("Next: order a unit. It need not wait for the link or the camera.");
    case Step::SendLink:
        return incident.invite ? tr("Next: send the link again.") : tr("Next: send the link.");
    case Step::Wait:
        return wait(incident, now);
    case Step::Write:
        if (!incident.present)
            return tr("The page is closed on the phone. Write: the line is shown when it opens again.");
        if (!incident.located)
            return tr("The page is open. No location yet: write, and ask to allow it.");
        if (!incident.live)
            return tr("Located. No camera yet: write to the caller.");
        return tr("Stay with the caller: write.");
    case Step::Close:
        return tr("Next: close with a reason.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString StepWords::wait(const Incident &incident, const QDateTime &now)
{
    if (!incident.inviteAccepted)
        return tr("The text is being handed to the gateway.");
    const QDateTime since = *incident.inviteAccepted;
    const QString waiting = elapsedText(since, now);
    if (since.addDuration(stuck) > now)
        return tr("Waiting %1 for the caller to open the link.").arg(waiting);
    if (incident.line == Incident::Line::Connected)
        return tr("Not opened for %1. Say: press 2 if you have the text. Or send it again.").arg(waiting);
    return tr("Not opened for %1. Send it again; do not ring back.").arg(waiting);
}

QString StepWords::listen(const Incident &incident, const QDateTime &now)
{
    if (incident.prompting || !incident.windowEnds)
        return tr("The request to press keys is being played. Listen.");
    const qint64 left = (now.msecsTo(*incident.windowEnds) + 999) / 1000;
    return tr("Listen: %1 s left to press keys.").arg(left);
}

QString StepWords::closed(const Incident &incident)
{
    return incident.closed ? tr("Closed: %1.").arg(Words::of(incident.closed->reason)) : QString();
}

QString StepWords::trouble(const Incident &incident)
{
    if (incident.isLostAfterKnock())
        return tr("Line lost after a knock. Do not ring back: the phone may be in other hands. The link still works.");
    if (incident.inviteFailed) {
        return tr("The text did not go out: gateway %1. Send it again, or order with what is known.")
            .arg(Words::of(*incident.inviteFailed));
    }
    if (incident.isMissed())
        return tr("Nobody answered before the line ended.");
    if (incident.opened && !incident.present)
        return tr("The caller left the page. The link still works.");
    return {};
}

QString StepWords::past(const Incident &incident)
{
    if (!incident.earlier)
        return {};
    const QString last = incident.earlier->last.toLocalTime().toString(u"HH:mm"_s);
    if (incident.earlier->silent == 0)
        return tr("Calls this number gave up in the last 24 hours: %1, the last at %2.")
            .arg(incident.earlier->abandoned)
            .arg(last);
    return tr("Silent calls of this number in the last 24 hours: %1, the last at %2. Do not ring back.")
        .arg(incident.earlier->silent)
        .arg(last);
}

QString StepWords::line(const Incident &incident, bool mine)
{
    switch (incident.line) {
    case Incident::Line::Ringing:
        return tr("ringing");
    case Incident::Line::CallingBack:
        return mine ? tr("you are calling back") : tr("another seat is calling back");
    case Incident::Line::Connected:
        if (incident.transfer)
            return tr("being passed on to %1").arg(incident.transfer->number);
        if (incident.held)
            return mine ? tr("held by you") : tr("held by seat %1").arg(incident.seat.value);
        return mine ? tr("on the line with you") : tr("on the line with another seat");
    case Incident::Line::Ended:
        return incident.lineEnd ? Words::of(*incident.lineEnd) : tr("line ended");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace knock::ui
