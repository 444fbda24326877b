// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/words.h"

#include "app/core/command.h"

#include <algorithm>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

enum class Keeping { None, GoesOn, InPart, Whole };

Keeping keepingOf(const std::vector<Incident::Recording> &recordings, bool camera)
{
    Keeping keeping = Keeping::None;
    bool isCut = false;
    for (const Incident::Recording &recording : recordings) {
        if (isOfCamera(recording.began.file) != camera)
            continue;
        isCut = isCut || (recording.ended && recording.ended->cut);
        keeping = !recording.ended ? Keeping::GoesOn : isCut ? Keeping::InPart : Keeping::Whole;
    }
    return keeping;
}

} // namespace

QString Words::of(Carrier carrier)
{
    switch (carrier) {
    case Carrier::Event:
        return tr("packet");
    case Carrier::Info:
        return tr("message");
    case Carrier::Tone:
        return tr("tone");
    }
    return {};
}

QString Words::of(const QuestionAnswered &answered)
{
    const QString time = answered.at.toLocalTime().toString(u"HH:mm:ss");
    switch (answered.answer) {
    case Answer::Yes:
        return tr("Yes (%1) %2").arg(answered.keys, time);
    case Answer::No:
        return tr("No (%1) %2").arg(answered.keys, time);
    case Answer::Unclear:
        return tr("Unclear (%1) %2").arg(answered.keys, time);
    }
    return {};
}

QString Words::of(LineEnd how)
{
    switch (how) {
    case LineEnd::Cancelled:
        return tr("caller gave up");
    case LineEnd::HungUp:
        return tr("caller hung up");
    case LineEnd::Released:
        return tr("released by the desk");
    case LineEnd::Lost:
        return tr("line lost");
    case LineEnd::Transferred:
        return tr("passed on");
    case LineEnd::Unreached:
        return tr("called back, no answer");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::of(CloseReason reason)
{
    switch (reason) {
    case CloseReason::HelpSent:
        return tr("Help sent");
    case CloseReason::Mistake:
        return tr("Called by mistake");
    case CloseReason::TestCall:
        return tr("Test call");
    case CloseReason::NoNeed:
        return tr("No help needed");
    case CloseReason::HandedOver:
        return tr("Handed over");
    case CloseReason::Other:
        return tr("Other");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::of(Fix::Source source)
{
    switch (source) {
    case Fix::Source::Browser:
        return tr("phone's own location");
    case Fix::Source::Cell:
        return tr("mobile cell");
    case Fix::Source::Sip:
        return tr("from the network");
    case Fix::Source::Aml:
        return tr("AML");
    case Fix::Source::Typed:
        return tr("typed");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::brief(Fix::Source source)
{
    switch (source) {
    case Fix::Source::Browser:
        return tr("phone");
    case Fix::Source::Cell:
        return tr("cell");
    case Fix::Source::Sip:
        return tr("network");
    case Fix::Source::Aml:
        return tr("AML");
    case Fix::Source::Typed:
        return tr("typed");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::of(LinkKind kind)
{
    switch (kind) {
    case LinkKind::Live:
        return tr("Location, camera, chat");
    case LinkKind::Location:
        return tr("Location and chat");
    case LinkKind::Upload:
        return tr("Pictures and films");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::of(CameraWish wish)
{
    switch (wish) {
    case CameraWish::Back:
        return tr("back camera");
    case CameraWish::Front:
        return tr("front camera");
    case CameraWish::Off:
        return tr("camera off");
    case CameraWish::Snapshot:
        return tr("snapshot");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::of(FileKind kind)
{
    switch (kind) {
    case FileKind::Snapshot:
        return tr("Snapshot");
    case FileKind::Photo:
        return tr("Photo");
    case FileKind::Film:
        return tr("Film");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::of(const SmsLength &length)
{
    const QString alphabet = length.alphabet == SmsLength::Gsm7 ? tr("7-bit") : tr("UCS-2");
    const QString used = tr("%1 of %2 characters (%3)").arg(length.units).arg(length.units + length.left).arg(alphabet);
    return length.parts == 1 ? tr("%1, 1 part").arg(used) : tr("%1, %2 parts").arg(used).arg(length.parts);
}

QString Words::of(Health::Part part)
{
    switch (part) {
    case Health::Part::Journal:
        return tr("Journal");
    case Health::Part::Telephony:
        return tr("Telephone");
    case Health::Part::CallerPage:
        return tr("Caller's page");
    case Health::Part::TextGateway:
        return tr("Text gateway");
    case Health::Part::Media:
        return tr("Camera");
    case Health::Part::PhoneLocation:
        return tr("Phones' locations");
    case Health::Part::Recording:
        return tr("Recording");
    case Health::Part::Canary:
        return tr("Test knock");
    case Health::Part::Cad:
        return tr("Dispatch system");
    case Health::Part::UnitPage:
        return tr("Page for units");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::of(Error::Kind why)
{
    switch (why) {
    case Error::Kind::Refused:
        return tr("refused");
    case Error::Kind::NotFound:
        return tr("not found");
    case Error::Kind::Unreachable:
        return tr("not reachable");
    case Error::Kind::Malformed:
        return tr("not understood");
    case Error::Kind::Expired:
        return tr("too late");
    case Error::Kind::Full:
        return tr("full");
    case Error::Kind::Broken:
        return tr("out of order");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::of(const Refused &refused)
{
    const QString &asked = refused.asked;
    const Error::Kind why = refused.why.kind;
    if (asked == AnswerCall::name)
        return tr("Not answered: the call no longer rings. Another seat took it, or the caller gave up.");
    if (asked == HoldCall::name)
        return tr("Not held: the call is not on this seat's line.");
    if (asked == ResumeCall::name)
        return tr("Not taken up: another seat was quicker, or the caller has left.");
    if (asked == HandOverCall::name)
        return tr("Not handed over: give the number of another seat, and only a call of your own.");
    if (asked == TransferCall::name && why == Error::Kind::Malformed)
        return tr("Not passed on: that is no telephone number.");
    if (asked == TransferCall::name)
        return tr("Not passed on: nobody is on the line, or it is being passed on already.");
    if (asked == CallBack::name && why == Error::Kind::Refused)
        return tr("Not called back: ringing may give the caller away. A supervisor's reason must be typed.");
    if (asked == CallBack::name && why == Error::Kind::NotFound)
        return tr("Not called back: the number is withheld.");
    if (asked == CallBack::name)
        return tr("Not called back: the line is in use, or somebody else is calling back.");
    if (asked == AskToPress::name)
        return tr("Not asked: nobody is on the line any more.");
    if (asked == ConfirmSilentCall::name)
        return tr("Not confirmed: no knock was heard. Ask to press keys first.");
    if (asked == MarkCodedTalk::name && why == Error::Kind::Expired)
        return tr("Not marked: it is a silent call already. Order a unit.");
    if (asked == MarkCodedTalk::name)
        return tr("Not marked: nobody has spoken with the caller. Answer the call first.");
    if (asked == DismissKnock::name)
        return tr("Nothing to judge: the knock has been judged already.");
    if (asked == SendInvite::name && why == Error::Kind::NotFound)
        return tr("No link sent: the caller's number is withheld. Order a unit with what is known.");
    if (asked == SendInvite::name && why == Error::Kind::Refused)
        return tr("No link sent: one has just been sent, or the call is not answered. Wait five seconds.");
    if (asked == SendInvite::name)
        return tr("No link sent: the text gateway is %1. Try again.").arg(of(why));
    if (asked == SendMessage::name && why == Error::Kind::Malformed)
        return tr("Not said: the line is empty or too long. Shorten it and send it again.");
    if (asked == SendMessage::name)
        return tr("Not said: the caller has no link yet. Send the link first.");
    if (asked == AskCamera::name)
        return tr("Not asked: no page is open on the phone. Write: the line is shown when it opens again.");
    if (asked == OrderUnit::name)
        return tr("NOT ORDERED: %1. Name a unit and order again, or order by radio.").arg(of(why));
    if (asked == WriteNote::name)
        return tr("NOT KEPT: the note is %1. Write it again.").arg(of(why));
    if (asked == Classify::name)
        return tr("Not judged: %1. Judge it again.").arg(of(why));
    if (asked == HangUp::name && why == Error::Kind::Refused)
        return tr(
            "Not hung up: the caller was just asked to press keys. Give 4 seconds to answer, or close with a note.");
    if (asked == HangUp::name)
        return tr("Nothing to hang up: the line has ended already.");
    if (asked == CloseIncident::name && why == Error::Kind::Refused)
        return tr("Not closed: the caller was just asked to press keys, or is on the line with another seat. Wait, or "
                  "type a note.");
    if (asked == CloseIncident::name)
        return tr("Not closed: %1. Shorten the note, or try again.").arg(of(why));
    if (asked == SharePack::name && why == Error::Kind::Unreachable)
        return tr("No page for units: this service shows none.");
    if (asked == EndPack::name)
        return tr("Nothing to end: the page for units is over.");
    if (asked == ReopenIncident::name && why == Error::Kind::Refused)
        return tr("It is open already: another seat was quicker.");
    if ((asked == ReopenIncident::name || asked == LookUp::name) && why == Error::Kind::NotFound)
        return tr("Not found: the journal here has no such call.");
    if (asked == LookUp::name && why == Error::Kind::Full)
        return tr("Not shown: too many calls are being looked up, or this one was too long. Try again.");
    if (asked == ReadFile::name)
        return unread(why);
    return tr("Not done: %1. Try again.").arg(of(why));
}

QString Words::unread(Error::Kind why)
{
    switch (why) {
    case Error::Kind::NotFound:
        return tr("Not shown: the file is not kept any more.");
    case Error::Kind::Expired:
        return tr("Not shown: the time of keeping is over, and what was kept cannot be read any more.");
    case Error::Kind::Broken:
        return tr("NOT SHOWN: the file is not what was kept, it was changed on the disk. Tell an administrator.");
    case Error::Kind::Full:
        return tr("Not shown: the file is too large for this desk, or too many are being read. Try again later.");
    case Error::Kind::Unreachable:
        return tr("Not shown: the service is out of reach. Ask again when it is back.");
    case Error::Kind::Refused:
    case Error::Kind::Malformed:
        return tr("Not shown: %1. Try again.").arg(of(why));
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::presses(qsizetype count) { return count == 1 ? tr("1 press") : tr("%1 presses").arg(count); }

QString Words::kept(const std::vector<Incident::Recording> &recordings)
{
    switch (keepingOf(recordings, false)) {
    case Keeping::None:
        return tr("○ no sound is kept");
    case Keeping::GoesOn:
        return tr("● sound is being kept");
    case Keeping::InPart:
        return tr("▲ sound was kept only in part");
    case Keeping::Whole:
        return tr("■ sound was kept");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::keptOfCamera(const std::vector<Incident::Recording> &recordings)
{
    switch (keepingOf(recordings, true)) {
    case Keeping::None:
        return tr("○ no camera is kept");
    case Keeping::GoesOn:
        return tr("● camera is being kept");
    case Keeping::InPart:
        return tr("▲ camera was kept only in part");
    case Keeping::Whole:
        return tr("■ camera was kept");
    }
    Q_UNREACHABLE_RETURN({});
}

QString Words::knock(const QString &digits, std::chrono::milliseconds afterPrompt, bool train)
{
    constexpr qsizetype most = 12; // a caller who leans on the keys must not push the rest out of sight
    QStringList keys;
    for (const QChar digit : digits.first(std::min(most, digits.size())))
        keys.append(digit);
    if (digits.size() > most)
        keys.append(u"…"_s);
    const QString facts = u"%1 (%2)"_s.arg(presses(digits.size()), keys.join(", "_L1));
    const double seconds = static_cast<double>(afterPrompt.count()) / 1000;
    const QString when = afterPrompt.count() < 0
        ? tr("%1, during the prompt").arg(facts)
        : tr("%1, %2 s after the prompt").arg(facts, QLocale().toString(seconds, 'f', 1));
    return train ? tr("%1, as many as a phone in a pocket makes").arg(when) : when;
}

QString Words::press(const Press &press)
{
    QStringList carriers;
    for (const Carrier carrier : press.carriers)
        carriers.append(of(carrier));
    const QString key = tr("%1 by %2").arg(press.key).arg(carriers.join(tr(" and ")));
    const QString level = press.level ? u", %1 dBm0"_s.arg(QLocale().toString(press.level->value, 'f', 0)) : QString();
    return key + level + u", "_s + press.at.toLocalTime().toString(u"HH:mm:ss");
}

QString Words::number(const QString &shown) { return shown.isEmpty() ? tr("number withheld") : shown; }

} // namespace knock::ui
