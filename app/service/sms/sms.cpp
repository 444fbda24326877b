// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/sms.h"

#include "app/core/logging.h"
#include "app/service/dispatch/phonenumber.h"
#include "app/service/sms/number.h"
#include "app/service/sms/texts.h"

#include <algorithm>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

// Delivery reports may come hours later or never, so what waits for them is bounded.
constexpr size_t mostOrders = 10'000;

} // namespace

Sms::Sms(std::vector<std::unique_ptr<Gateway>> gateways, Configuration configuration, std::unique_ptr<Reports> reports)
    : m_configuration(std::move(configuration))
    , m_reports(std::move(reports))
    , m_gateways(std::move(gateways))
{
    // Queued, because a gateway may answer while perform() is still at work.
    for (const auto &owned : m_gateways) {
        const Gateway *gateway = owned.get();
        connect(
            gateway, &Gateway::accepted, this, [this, gateway](quint64 id) { accepted(id, *gateway); },
            Qt::QueuedConnection);
        connect(
            gateway, &Gateway::refused, this,
            [this, gateway](quint64 id, const Refusal &refusal) { refused(id, *gateway, refusal); },
            Qt::QueuedConnection);
        connect(
            gateway, &Gateway::delivered, this, [this, gateway](quint64 id) { delivered(id, *gateway); },
            Qt::QueuedConnection);
        connect(gateway, &Gateway::undelivered, this, &Sms::undelivered, Qt::QueuedConnection);
    }
}

Sms::~Sms() = default;

Result<> Sms::start()
{
    const Result<> started = m_reports ? m_reports->start() : Result<>();
    if (!started)
        m_troubles.insert(u"reports"_s, started.error());
    return started;
}

void Sms::perform(const dispatch::Effect &effect)
{
    if (const auto *text = std::get_if<dispatch::SendText>(&effect))
        send(*text);
    else if (const auto *revoked = std::get_if<dispatch::RevokeTokens>(&effect))
        giveUp(revoked->incident);
}

// ---- what the rules order

void Sms::send(const dispatch::SendText &text)
{
    const auto before = newestOf(text.incident);
    if (before != m_orders.end()
        && (before->second.state == State::Underway || !before->second.doublePress.hasExpired())) {
        refuse(text.incident, {Error::Kind::Refused, u"another one was ordered moments ago"_s});
        return;
    }
    if (m_gateways.empty()) {
        refuse(text.incident, {Error::Kind::Broken, u"there is no gateway"_s});
        return;
    }
    const Result<QString> number = dialled(text.number);
    if (!number) {
        refuse(text.incident, number.error());
        return;
    }
    if (text.text.isEmpty() || text.text.size() > longestText) {
        refuse(text.incident, {Error::Kind::Malformed, u"the text has %1 characters"_s.arg(text.text.size())});
        return;
    }
    if (!m_limit.admit(limited(*number), std::chrono::steady_clock::now())) {
        refuse(text.incident, {Error::Kind::Full, u"the number has had too many"_s});
        return;
    }

    // Reports speak of the newest text alone.
    if (before != m_orders.end())
        m_orders.erase(before);
    if (m_orders.size() >= mostOrders)
        m_orders.erase(m_orders.begin());
    const quint64 id = ++m_lastId;
    Order order{.text = {text.incident, *number, text.text},
                .route = Route(m_gateways.size(), m_configuration.patience),
                .since = {},
                .doublePress = QDeadlineTimer(m_configuration.doublePress)};
    order.since.start();
    m_orders.emplace(id, std::move(order));
    qCInfo(lcSms) << "Incident" << text.incident.value << "- text" << id << "to" << masked(*number);
    sendNow(id);
}

// A link that opens nothing any more must not reach the phone.
void Sms::giveUp(IncidentId incident)
{
    const auto order = newestOf(incident);
    if (order != m_orders.end() && order->second.state == State::Underway)
        end(order->second, State::Failed);
}

void Sms::sendNow(quint64 id)
{
    const auto order = underway(id);
    if (order == m_orders.end())
        return;
    const dispatch::SendText text = order->second.text;
    m_gateways[order->second.route.gateway()]->send(id, text.number, text.text);
}

// Queued as the gateway's answers are, so that the rules always hear of it after they have ordered it.
void Sms::refuse(IncidentId incident, const Error &why)
{
    QMetaObject::invokeMethod(
        this, [this, incident, why] { Q_EMIT input(dispatch::TextFailed{incident, why}); }, Qt::QueuedConnection);
}

// ---- what the gateways say

void Sms::accepted(quint64 id, const Gateway &gateway)
{
    fares(gateway.name(), {});
    if (const auto order = underway(id); order != m_orders.end())
        take(order->second, gateway);
}

void Sms::take(Order &order, const Gateway &gateway)
{
    qCInfo(lcSms) << "Incident" << order.text.incident.value << "- the text was taken by" << gateway.name();
    end(order, State::Taken);
    Q_EMIT input(dispatch::TextAccepted{order.text.incident, gateway.name()});
}

void Sms::refused(quint64 id, const Gateway &gateway, const Refusal &refusal)
{
    // A gateway that does not like this one text is well.
    if (refusal.why.kind != Error::Kind::Malformed)
        fares(gateway.name(), std::unexpected(refusal.why));
    const auto found = underway(id);
    if (found == m_orders.end())
        return;
    Order &order = found->second;
    const IncidentId incident = order.text.incident;
    const auto wait
        = order.route.next(refusal, gateway.isRepeatable(), std::chrono::milliseconds(order.since.elapsed()));
    if (wait) {
        const QString next = m_gateways[order.route.gateway()]->name();
        if (order.route.isPerhapsTaken() && next != gateway.name())
            qCWarning(lcSms) << "Text" << id << "may arrive twice:" << next << "tries what" << gateway.name()
                             << "did not answer";
        QTimer::singleShot(*wait, this, [this, id] { sendNow(id); });
        Q_EMIT input(dispatch::TextDelayed{incident, gateway.name(), refusal.why});
        return;
    }

    const bool isPerhapsTaken = order.route.isPerhapsTaken();
    if (!isPerhapsTaken)
        m_limit.giveBack(limited(order.text.number));
    // Ordering it again at once is no double press then.
    order.doublePress = {};
    end(order, State::Failed);
    const Error::Kind kind = isPerhapsTaken ? Error::Kind::Expired : refusal.why.kind;
    Q_EMIT input(dispatch::TextFailed{incident, {kind, refusal.why.detail}});
}

// It may come before the gateway's own answer, or be the only answer there is.
void Sms::delivered(quint64 id, const Gateway &gateway)
{
    const auto found = m_orders.find(id);
    if (found == m_orders.end() || found->second.state == State::Delivered)
        return;
    Order &order = found->second;
    if (order.state != State::Taken)
        take(order, gateway);
    order.state = State::Delivered;
    Q_EMIT input(dispatch::TextDelivered{order.text.incident});
}

void Sms::undelivered(quint64 id)
{
    const auto found = m_orders.find(id);
    if (found == m_orders.end() || found->second.state != State::Taken)
        return;
    Order &order = found->second;
    order.state = State::Undelivered;
    order.doublePress = {};
    Q_EMIT input(
        dispatch::TextFailed{order.text.incident, {Error::Kind::Unreachable, u"the network cannot deliver it"_s}});
}

Sms::Orders::iterator Sms::newestOf(IncidentId incident)
{
    return std::ranges::find(m_orders, incident, [](const auto &order) { return order.second.text.incident; });
}

Sms::Orders::iterator Sms::underway(quint64 id)
{
    const auto order = m_orders.find(id);
    return order != m_orders.end() && order->second.state == State::Underway ? order : m_orders.end();
}

void Sms::end(Order &order, State state)
{
    order.state = state;
    order.text.number.clear();
    order.text.text.clear();
}

QString Sms::limited(const QString &number) const
{
    const QString comparable = dispatch::comparable(number, m_configuration.countryCode);
    return comparable.isEmpty() ? number : comparable;
}

void Sms::fares(const QString &part, const Result<> &how)
{
    const QMap<QString, Error> before = m_troubles;
    if (how)
        m_troubles.remove(part);
    else
        m_troubles.insert(part, {how.error().kind, part + u": "_s + how.error().detail});
    if (m_troubles != before)
        Q_EMIT health(
            {Health::Part::TextGateway, m_troubles.isEmpty(), m_troubles.isEmpty() ? Error() : m_troubles.last()});
}

} // namespace knock::sms
