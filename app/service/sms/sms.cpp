// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/sms.h"

#include "app/core/logging.h"
#include "app/service/sms/number.h"
#include "app/service/sms/texts.h"

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

// Delivery reports may come hours later or never, so what waits for them is bounded.
constexpr size_t mostSent = 10'000;

} // namespace

Sms::Sms(std::unique_ptr<Gateway> gateway, std::chrono::milliseconds doublePress)
    : m_gateway(std::move(gateway))
    , m_doublePress(doublePress)
{
    // Queued, because a gateway may answer while perform() is still at work.
    connect(m_gateway.get(), &Gateway::accepted, this, &Sms::accepted, Qt::QueuedConnection);
    connect(m_gateway.get(), &Gateway::delivered, this, &Sms::delivered, Qt::QueuedConnection);
    connect(m_gateway.get(), &Gateway::failed, this, &Sms::failed, Qt::QueuedConnection);
}

Sms::~Sms() = default;

Result<> Sms::start() { return m_gateway->start(); }

void Sms::perform(const dispatch::Effect &effect)
{
    if (const auto *text = std::get_if<dispatch::SendText>(&effect))
        send(*text);
}

void Sms::send(const dispatch::SendText &text)
{
    if (isDoublePress(text.incident)) {
        qCWarning(lcSms) << "Dropping a second text within moments for incident" << text.incident.value;
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

    const quint64 id = ++m_lastId;
    m_sent.emplace(id, text.incident);
    if (m_sent.size() > mostSent)
        m_sent.erase(m_sent.begin());
    m_recent.insert(text.incident, QDeadlineTimer(m_doublePress));
    qCInfo(lcSms) << "Incident" << text.incident.value << "- text" << id << "to" << masked(*number) << "by"
                  << m_gateway->name();
    m_gateway->send(id, *number, text.text);
}

bool Sms::isDoublePress(IncidentId incident)
{
    m_recent.removeIf([](const auto &entry) { return entry.value().hasExpired(); });
    return m_recent.contains(incident);
}

void Sms::refuse(IncidentId incident, const Error &why)
{
    qCWarning(lcSms) << "Incident" << incident.value << "- no text sent:" << why.detail;
    // Queued as the gateway's answers are, so that the rules always hear of it after they have ordered it.
    QMetaObject::invokeMethod(
        this, [this, incident, why] { Q_EMIT input(dispatch::TextFailed{incident, why}); }, Qt::QueuedConnection);
}

void Sms::accepted(quint64 id)
{
    const auto sent = m_sent.find(id);
    if (sent == m_sent.end())
        return;
    qCInfo(lcSms) << "Text" << id << "was accepted";
    fares({});
    Q_EMIT input(dispatch::TextAccepted{sent->second, m_gateway->name()});
}

void Sms::delivered(quint64 id)
{
    const auto sent = m_sent.find(id);
    if (sent == m_sent.end())
        return;
    const IncidentId incident = sent->second;
    m_sent.erase(sent);
    qCInfo(lcSms) << "Text" << id << "was delivered";
    Q_EMIT input(dispatch::TextDelivered{incident});
}

void Sms::failed(quint64 id, const Error &why)
{
    const auto sent = m_sent.find(id);
    if (sent == m_sent.end())
        return;
    const IncidentId incident = sent->second;
    m_sent.erase(sent);
    // Trying again at once is no double press then.
    m_recent.remove(incident);
    qCWarning(lcSms) << "Text" << id << "failed:" << why.detail;
    fares(std::unexpected(why));
    Q_EMIT input(dispatch::TextFailed{incident, why});
}

void Sms::fares(const Result<> &how)
{
    if (!how)
        Q_EMIT health({Health::Part::TextGateway, false, how.error()});
    else if (!m_well)
        Q_EMIT health({Health::Part::TextGateway, true, {}});
    m_well = how.has_value();
}

} // namespace knock::sms
