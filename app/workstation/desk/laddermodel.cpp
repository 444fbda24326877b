// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/laddermodel.h"

#include <algorithm>

namespace knock::desk {

namespace {

using Mark = LadderModel::Mark;
using Marks = std::vector<Mark>;
using Progress = LadderModel::Progress;
using Rung = LadderModel::Rung;
using Stage = LadderModel::Stage;

Marks marked(const std::optional<QDateTime> &at, Stage stage = Stage::Plain)
{
    return at ? Marks{{stage, *at}} : Marks();
}

/// A robot's look and a delivery count for the last text only.
Marks marksOfText(const Incident &i)
{
    if (!i.invite)
        return {};
    Marks marks{{Stage::Plain, i.invite->at}};
    for (const auto &[stage, at] : {std::pair(Stage::Accepted, i.inviteAccepted),
                                    {Stage::Previewed, i.previewed},
                                    {Stage::Delivered, i.inviteDelivered}}) {
        if (at && *at >= i.invite->at)
            marks.push_back({stage, *at});
    }
    return marks;
}

/// A page that is plain again is opened, whatever it was before.
Marks marksOfPage(const Incident &i)
{
    Marks marks = marked(i.opened);
    if (i.disguised) {
        const Mark disguise{i.face == PageFace::Black ? Stage::Black : Stage::Disguised, *i.disguised};
        marks.insert(i.face == PageFace::Plain ? marks.begin() : marks.end(), disguise);
    }
    if (i.left)
        marks.push_back({i.left->fled ? Stage::Fled : Stage::Left, i.left->at});
    return marks;
}

Marks marksOf(const std::optional<PermissionDecided> &decided)
{
    if (!decided)
        return {};
    switch (decided->decision) {
    case Decision::Granted:
        return {{Stage::Plain, decided->at}};
    case Decision::Denied:
        return {{Stage::Denied, decided->at}};
    case Decision::Lacking:
        return {{Stage::Lacking, decided->at}};
    }
    Q_UNREACHABLE_RETURN({});
}

Marks marksOfConsent(const Incident &i)
{
    if (i.location)
        return marksOf(i.location);
    // A location of the phone's own was allowed, though nobody told so.
    return hasOwnFix(i) ? marked(i.located) : Marks();
}

Marks marksOfCamera(const Incident &i)
{
    if (i.live)
        return marked(i.live, i.path == PicturePath::Stills ? Stage::Stills : Stage::Plain);
    return i.cameraUse && i.cameraUse->decision != Decision::Granted ? marksOf(i.cameraUse) : Marks();
}

Marks marksOfChat(const Incident &i)
{
    const auto line = std::ranges::find(i.chat, Message::Author::Caller, &Message::author);
    return line == i.chat.end() ? Marks() : marked(line->at);
}

/// One that failed stands there until the end, for a person must have passed it on.
Marks marksOfOrders(const Incident &i)
{
    if (i.orders.empty())
        return {};
    Marks marks = marked(i.orders.front().ordered.at);
    const auto failed = std::ranges::find_if(i.orders, [](const Incident::Order &o) { return o.failed.has_value(); });
    if (failed != i.orders.end())
        marks.push_back({Stage::Unpassed, failed->ordered.at});
    else if (std::ranges::all_of(i.orders, [](const Incident::Order &order) { return order.taken.has_value(); }))
        marks.push_back({Stage::Taken, *i.orders.back().taken});
    return marks;
}

Marks marksOf(Rung rung, const Incident &i)
{
    switch (rung) {
    case Rung::Ring:
        return marked(i.arrived);
    case Rung::Answered:
        return marked(i.answered);
    case Rung::Asked:
        return marked(i.prompted);
    case Rung::Knocked:
        return i.heard ? marked(i.heard->at) : Marks();
    case Rung::Confirmed:
        return marked(i.confirmed, i.codedTalk ? Stage::Coded : Stage::Plain);
    case Rung::Ordered:
        return marksOfOrders(i);
    case Rung::LinkSent:
        return marksOfText(i);
    case Rung::Opened:
        return marksOfPage(i);
    case Rung::Allowed:
        return marksOfConsent(i);
    case Rung::Located:
        return marked(i.located);
    case Rung::Live:
        return marksOfCamera(i);
    case Rung::Wrote:
        return marksOfChat(i);
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<Rung> rungOf(Missing missing)
{
    switch (missing) {
    case Missing::Nothing:
        return std::nullopt;
    case Missing::Consent:
        return Rung::Allowed;
    case Missing::Fix:
        return Rung::Located;
    case Missing::Picture:
        return Rung::Live;
    case Missing::Line:
        return Rung::Wrote;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

/// The rung that \a step leads to.
std::optional<Rung> rungOf(Step step, const Incident &i)
{
    switch (step) {
    case Step::Answer:
        return Rung::Answered;
    case Step::Ask:
        return i.prompted ? Rung::Knocked : Rung::Asked;
    case Step::Listen:
        return Rung::Knocked;
    case Step::Judge:
        return Rung::Confirmed;
    case Step::Order:
        return Rung::Ordered;
    case Step::SendLink:
        return Rung::LinkSent;
    case Step::Wait:
        return i.inviteAccepted ? Rung::Opened : Rung::LinkSent;
    case Step::Write:
        return rungOf(missingOf(i));
    case Step::None:
    case Step::Close:
        return std::nullopt;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

Progress progressOf(Rung rung, const Incident &i, const Marks &marks, bool isNext)
{
    const Stage stage = marks.empty() ? Stage::Plain : marks.back().stage;
    if ((rung == Rung::LinkSent && i.inviteFailed) || stage == Stage::Denied || stage == Stage::Lacking
        || stage == Stage::Unpassed)
        return Progress::Failed;
    if (stage == Stage::Left || stage == Stage::Fled)
        return Progress::Gone;
    if (isNext)
        return Progress::Next;
    return marks.empty() ? Progress::Ahead : Progress::Done;
}

Step nextStepOfHelp(const Incident &incident, const QDateTime &now)
{
    if (incident.orders.empty())
        return Step::Order;
    // Who used the exit button is neither written to nor let go of.
    if (incident.left && incident.left->fled)
        return Step::Wait;
    if (incident.opened) {
        const bool over = incident.line == Incident::Line::Ended && !incident.present;
        // Nobody is told to let go of a caller whose line was lost.
        return over && !incident.isLostAfterKnock() ? Step::Close : Step::Write;
    }
    const bool usable = incident.invite && !incident.inviteFailed && now < incident.invite->expires;
    return usable ? Step::Wait : Step::SendLink;
}

} // namespace

Step nextStep(const Incident &incident, const QDateTime &now)
{
    if (!incident.isOpen())
        return Step::None;
    if (incident.hasAlert())
        return Step::Judge;
    if (incident.line == Incident::Line::Ringing)
        return Step::Answer;
    const bool needsHelp = incident.knock == Incident::Knock::Confirmed || incident.invite || !incident.orders.empty();
    if (needsHelp)
        return nextStepOfHelp(incident, now);
    if (incident.line == Incident::Line::Ended)
        return Step::Close;
    const bool windowOpen = incident.windowEnds && now < *incident.windowEnds;
    return incident.prompting || windowOpen ? Step::Listen : Step::Ask;
}

bool hasOwnFix(const Incident &incident)
{
    return std::ranges::contains(incident.fixes, Fix::Source::Browser, &Fix::source);
}

Missing missingOf(const Incident &incident)
{
    const LinkKind kind = incident.invite ? incident.invite->kind : LinkKind::Live;
    const auto mayCome
        = [](const auto &permission) { return !permission || permission->decision == Decision::Granted; };
    if (kind != LinkKind::Upload && !incident.location && !hasOwnFix(incident))
        return Missing::Consent;
    if (kind != LinkKind::Upload && !incident.located && mayCome(incident.location))
        return Missing::Fix;
    if (kind == LinkKind::Live && !incident.live && mayCome(incident.cameraUse))
        return Missing::Picture;
    const bool hasWritten = std::ranges::contains(incident.chat, Message::Author::Caller, &Message::author);
    return hasWritten ? Missing::Nothing : Missing::Line;
}

LadderModel::LadderModel(Desk &desk, const Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_rows(rowsNow())
{
    connect(&desk, &Desk::selectionChanged, this, &LadderModel::refresh);
    connect(&desk, &Desk::changed, this, [this](IncidentId incident) {
        if (incident == m_desk.selected())
            refresh();
    });
}

int LadderModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(count); }

QVariant LadderModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(static_cast<size_t>(index.row()));
    switch (role) {
    case RungRole:
        return QVariant::fromValue(static_cast<Rung>(index.row()));
    case StageRole:
        return QVariant::fromValue(row.marks.empty() ? Stage::Plain : row.marks.back().stage);
    case AtRole:
        return row.marks.empty() ? QDateTime() : row.marks.back().at;
    case ProgressRole:
        return QVariant::fromValue(row.progress);
    case MarksRole:
        return QVariant::fromValue(row.marks);
    default:
        return {};
    }
}

Step LadderModel::nextStep() const
{
    const Incident *incident = m_desk.current();
    return incident ? desk::nextStep(*incident, m_clock.now()) : Step::None;
}

void LadderModel::refresh()
{
    Rows rows = rowsNow();
    if (rows == m_rows)
        return;
    m_rows = std::move(rows);
    Q_EMIT dataChanged(index(0), index(static_cast<int>(count) - 1));
}

LadderModel::Rows LadderModel::rowsNow() const
{
    Rows rows;
    const Incident *incident = m_desk.current();
    if (!incident)
        return rows;
    const std::optional<Rung> next = rungOf(nextStep(), *incident);
    for (size_t i = 0; i < count; ++i) {
        const auto rung = static_cast<Rung>(i);
        Row &row = rows.at(i);
        row.marks = marksOf(rung, *incident);
        row.progress = progressOf(rung, *incident, row.marks, rung == next);
    }
    return rows;
}

} // namespace knock::desk
