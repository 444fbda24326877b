// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/unitnotes.h"

#include "app/workstation/desk/numbers.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/note.h"
#include "ui/kit/words.h"

#include <algorithm>
#include <array>
#include <QAccessibleAnnouncementEvent>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

constexpr std::chrono::seconds copiedFor{10};
/// The service tries no longer. The desk is not told whether there is a dispatch system at all: where none is, nothing
/// comes.
constexpr std::chrono::seconds underwayFor{30};

QString clockText(const QDateTime &at) { return at.toLocalTime().toString(u"HH:mm"_s); }

} // namespace

UnitNotes::UnitNotes(desk::Desk &desk, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_failed(new Note(this))
    , m_underway(new Note(this))
    , m_taken(new Note(this))
    , m_page(new Note(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(4);
    for (Note *note : {m_failed, m_underway, m_taken, m_page})
        column->addWidget(note);
    connect(&desk, &desk::Desk::changed, this, &UnitNotes::take);
    connect(&desk, &desk::Desk::failedAfterwards, this, [this](const OrderFailed &failed) {
        takeFailed({failed.incident, QString::number(failed.incident.value), {}, failed.why});
        follow();
    });
    connect(&desk, &desk::Desk::caughtUp, this, [this] { m_isCaughtUp = true; });
    connect(&desk, &desk::Desk::selectionChanged, this, [this] {
        m_copied = {};
        follow();
    });
    connect(&ticker, &Ticker::ticked, this, &UnitNotes::follow);
    follow();
}

void UnitNotes::share()
{
    const Incident *incident = m_desk.current();
    if (!incident || !incident->isOpen())
        return;
    if (incident->pack && m_ticker.now() < incident->pack->expires) {
        copy(incident->pack->link);
        return;
    }
    m_shared = incident->id;
    m_desk.send(SharePack{incident->id});
}

bool UnitNotes::putAway()
{
    const bool told = !m_elsewhere.empty();
    m_elsewhere.clear();
    follow();
    return told;
}

void UnitNotes::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        follow();
}

void UnitNotes::take(IncidentId incident, const Event &event)
{
    const Incident *known = m_desk.find(incident);
    const auto *failed = std::get_if<OrderFailed>(&event);
    if (failed && known && failed->order >= 1 && failed->order <= known->orders.size()) {
        const UnitOrdered &ordered = known->orders[size_t(failed->order) - 1].ordered;
        const bool isOurs = ordered.seat == m_desk.seat() || m_desk.isMine(*known) || !known->seat.isValid();
        if (isOurs || incident == m_desk.selected())
            takeFailed({incident, desk::incidentNumber(*known), ordered.unit, failed->why});
    }
    const auto *shared = std::get_if<PackShared>(&event);
    if (shared && shared->seat == m_desk.seat() && incident == std::exchange(m_shared, {}))
        copy(shared->link);
    if (failed || incident == m_desk.selected())
        follow();
}

void UnitNotes::takeFailed(const Failed &failed)
{
    if (!m_isCaughtUp)
        return;
    if (failed.incident != m_desk.selected())
        m_elsewhere.push_back(failed);
    announce(text(failed.unit, failed.why));
}

void UnitNotes::copy(const QString &link)
{
    QGuiApplication::clipboard()->setText(link);
    m_copied = m_ticker.now();
    follow();
}

void UnitNotes::follow()
{
    std::erase_if(m_elsewhere, [this](const Failed &failed) { return failed.incident == m_desk.selected(); });
    m_failed->say(Note::Tone::Alarm, Glyph::Failed, failedText());
    const Incident *incident = m_desk.current();
    m_underway->say(Note::Tone::Plain, Glyph::Order, incident ? underwayText(*incident) : QString());
    m_taken->say(Note::Tone::Plain, Glyph::Done, incident ? takenText(*incident) : QString());
    const bool isOver = incident && incident->pack && incident->pack->expires <= m_ticker.now();
    m_page->say(isOver ? Note::Tone::Warning : Note::Tone::Plain, Glyph::Link,
                incident ? pageText(*incident) : QString());
    setVisible(std::ranges::any_of(std::array{m_failed, m_underway, m_taken, m_page},
                                   [](const Note *note) { return !note->text().isEmpty(); }));
}

void UnitNotes::announce(const QString &text)
{
    QAccessibleAnnouncementEvent event(this, text);
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

QString UnitNotes::failedText() const
{
    QStringList told;
    if (const Incident *incident = m_desk.current()) {
        for (const Incident::Order &order : incident->orders) {
            if (order.failed)
                told << text(order.ordered.unit, *order.failed);
        }
    }
    for (const Failed &failed : m_elsewhere)
        told << tr("Incident %1: %2").arg(failed.number, text(failed.unit, failed.why));
    return told.join(u'\n');
}

QString UnitNotes::text(const QString &unit, Error::Kind why)
{
    const QString what = unit.isEmpty() ? tr("a unit") : unit;
    return why == Error::Kind::Expired
        ? tr("NOT KNOWN whether the dispatch system has the order: %1. Pass it on yourself.").arg(what)
        : tr("NOT PASSED ON: %1. Dispatch system: %2. Pass it on yourself.").arg(what, Words::of(why));
}

QString UnitNotes::underwayText(const Incident &incident) const
{
    const QDateTime now = m_ticker.now();
    QStringList told;
    for (const auto &[ordered, taken, failed] : incident.orders) {
        if (!taken && !failed && ordered.at <= now && now < ordered.at.addDuration(underwayFor))
            told << ordered.unit;
    }
    return told.isEmpty() ? QString() : tr("Ordered: %1. No answer of a dispatch system yet.").arg(told.join(u", "_s));
}

QString UnitNotes::takenText(const Incident &incident)
{
    QStringList told;
    for (const Incident::Order &order : incident.orders) {
        if (order.taken)
            told << u"%1 %2"_s.arg(order.ordered.unit, order.taken->toLocalTime().toString(u"HH:mm:ss"_s));
    }
    return told.isEmpty() ? QString() : tr("Dispatch system took: %1").arg(told.join(u", "_s));
}

QString UnitNotes::pageText(const Incident &incident) const
{
    if (!incident.pack)
        return {};
    const QDateTime now = m_ticker.now();
    const QString until = clockText(incident.pack->expires);
    if (incident.pack->expires <= now)
        return tr("Page for units: over since %1.").arg(until);
    const QString state = incident.packOpened
        ? tr("Page for units: opened %1 ago, until %2.").arg(elapsedText(*incident.packOpened, now), until)
        : tr("Page for units: not opened, until %1.").arg(until);
    const bool isCopied = m_copied.isValid() && m_copied <= now && now < m_copied.addDuration(copiedFor);
    return isCopied ? state + u' ' + tr("Its link is in the clipboard.") : state;
}

} // namespace knock::ui
