// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/stepwords.h"

#include "app/core/language.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/languages.h"
#include "ui/kit/words.h"

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::Step;

namespace {

LinkKind kindOf(const Incident &incident) { return incident.invite ? incident.invite->kind : LinkKind::Live; }

} // namespace

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
        return write(incident, now);
    case Step::Close:
        return tr("Next: close with a reason.");
    }
    Q_UNREACHABLE_RETURN({});
}

/// What the phone has done with the text, and when it does nothing more what to try.
QString StepWords::wait(const Incident &incident, const QDateTime &now)
{
    if (incident.left && incident.left->fled)
        return tr("Wait for the caller. What you write is shown when the page opens again.");
    if (incident.inviteDelayed) {
        return tr("Text delayed: gateway %1 %2, trying again.")
            .arg(incident.inviteDelayed->gateway, Words::of(incident.inviteDelayed->why));
    }
    if (!incident.inviteAccepted)
        return tr("The text is being handed to the gateway.");
    const bool onLine = incident.line == Incident::Line::Connected;
    if (incident.fetched) {
        const QString waiting = elapsedText(*incident.fetched, now);
        return onLine ? tr("The phone loaded the page %1 ago, nobody has touched it. Say: tap the button.").arg(waiting)
                      : tr("The phone loaded the page %1 ago, nobody has touched it.").arg(waiting);
    }
    const bool isStuck = incident.inviteAccepted->addDuration(stuck) <= now;
    const QString waiting = elapsedText(*incident.inviteAccepted, now);
    QString seen = isStuck ? tr("Not opened for %1.") : tr("Waiting %1 for the caller to open the link.");
    if (incident.inviteDelivered)
        seen = tr("The phone has the text; not opened for %1.");
    else if (incident.previewed)
        seen = tr("A messenger's robot looked at the link; the caller has not opened it for %1.");
    if (!isStuck)
        return seen.arg(waiting);
    return seen.arg(waiting) + u' '
        + (onLine ? tr("Say: press 2 if you have the text. Or send it again.")
                  : tr("Send it again; do not ring back."));
}

QString StepWords::write(const Incident &incident, const QDateTime &now)
{
    if (!incident.present)
        return tr("The page is closed on the phone. Write: the line is shown when it opens again.");
    QStringList told{ofPlace(incident, now)};
    if (told.first().isEmpty())
        told = {ofCamera(incident)};
    told << ofLanguage(incident);
    told.removeAll(QString());
    return told.join(u' ');
}

/// Why there is no location of the phone's own; empty when there is, or none is asked for.
QString StepWords::ofPlace(const Incident &incident, const QDateTime &now)
{
    if (kindOf(incident) == LinkKind::Upload || desk::hasOwnFix(incident))
        return {};
    if (!incident.location) {
        const QString waiting = elapsedText(*incident.opened, now);
        return incident.line == Incident::Line::Connected
            ? tr("Opened %1 ago, location not decided: ask to tap Allow, or to press 2 if they see the page.")
                  .arg(waiting)
            : tr("Opened %1 ago, location not decided: ask to tap Allow.").arg(waiting);
    }
    switch (incident.location->decision) {
    case Decision::Granted:
        return tr("Location allowed %1 ago, no reading yet: ask to go to a window, or for the address.")
            .arg(elapsedText(incident.location->at, now));
    case Decision::Denied:
        return tr("Location denied: help is on the page. Ask for the address.");
    case Decision::Lacking:
        return tr("The phone gives no location. Ask for the address.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString StepWords::ofCamera(const Incident &incident)
{
    switch (kindOf(incident)) {
    case LinkKind::Location:
        return tr("Stay with the caller: write.");
    case LinkKind::Upload:
        return incident.files.empty() ? tr("The page is open. Ask for pictures or films, one by one.")
                                      : tr("Stay with the caller: write.");
    case LinkKind::Live:
        break;
    }
    if (incident.live) {
        return incident.camera && incident.path == PicturePath::Stills
            ? tr("Pictures come as stills: the network blocks video. Write to the caller.")
            : tr("Stay with the caller: write.");
    }
    if (!incident.cameraUse)
        return tr("Located. Camera not decided: write to the caller.");
    switch (incident.cameraUse->decision) {
    case Decision::Granted:
        return tr("Located. Camera allowed, no picture yet: write to the caller.");
    case Decision::Denied:
        return tr("Camera denied on the phone: write to the caller.");
    case Decision::Lacking:
        return tr("The phone has no camera for the page: write to the caller.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString StepWords::ofLanguage(const Incident &incident)
{
    const QString language = languageOf(incident.language);
    if (language.isEmpty() || language == Languages::ofScreen())
        return {};
    return tr("Opened in %1: use the phrase book.").arg(Languages::name(language));
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
    if (!incident.closed)
        return {};
    return incident.closed->seat.isValid() ? tr("Closed: %1.").arg(Words::of(incident.closed->reason))
                                           : tr("Closed while the service was out of reach.");
}

QString StepWords::trouble(const Incident &incident)
{
    QStringList told{troubleOfLine(incident), troubleOfPage(incident)};
    told.removeAll(QString());
    return told.join(u' ');
}

QString StepWords::troubleOfLine(const Incident &incident)
{
    if (incident.isLostAfterKnock()) {
        const QString lost = incident.codedTalk
            ? tr("Line lost after coded talk. Do not ring back: the phone may be in other hands.")
            : tr("Line lost after a knock. Do not ring back: the phone may be in other hands.");
        return incident.left ? lost : tr("%1 The link still works.").arg(lost);
    }
    if (incident.inviteFailed) {
        return tr("The text did not go out: gateway %1. Send it again, or order with what is known.")
            .arg(Words::of(*incident.inviteFailed));
    }
    if (incident.isMissed())
        return tr("Nobody answered before the line ended.");
    return {};
}

QString StepWords::troubleOfPage(const Incident &incident)
{
    if (incident.left && incident.left->fled)
        return tr("Page left by the exit button: do not text, do not ring.");
    if (incident.left)
        return tr("The caller left the page. The link still works.");
    switch (incident.face) {
    case PageFace::Plain:
        return {};
    case PageFace::Disguised:
        return tr("Disguised: write short lines, they fade after 5 seconds.");
    case PageFace::Black:
        return tr("Black screen: nothing you write is seen until the caller wakes the page.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString StepWords::past(const Incident &incident)
{
    if (!incident.earlier)
        return {};
    const QString last = incident.earlier->last.toLocalTime().toString(u"HH:mm"_s);
    if (incident.earlier->silent == 0 && incident.earlier->abandoned == 0)
        return tr("This number called before in the last 24 hours, the last time at %1.").arg(last);
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
