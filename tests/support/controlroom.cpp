// SPDX-License-Identifier: Apache-2.0
#include "tests/support/controlroom.h"

#include "app/backend/loader.h"

#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::test {

ControlRoom::ControlRoom(const QString &resources, LossyLine *line, const QVariantMap &settings)
    : m_address(line ? QString::fromLatin1(LossyLine::thereAddress) : u"127.0.0.1"_s)
    , m_own(line ? QString::fromLatin1(LossyLine::hereAddress) : u"127.0.0.1"_s)
    , m_line(line)
{
    QVariantMap all{{u"dataFolder"_s, m_folder.path()},
                    {u"resourceFolder"_s, resources},
                    {u"address"_s, m_address.toString()},
                    {u"sipPort"_s, 0},
                    {u"webPort"_s, 0},
                    {u"canary"_s, 0}};
    all.insert(settings);
    if (auto made = backend::load(u"embedded"_s, all))
        m_backend = std::move(*made);
}

ControlRoom::~ControlRoom() = default;

bool ControlRoom::open()
{
    if (!m_backend)
        return false;
    connect(m_backend.get(), &backend::Backend::event, this, [this](const Event &event) { m_events.push_back(event); });
    connect(m_backend.get(), &backend::Backend::caughtUp, this, [this] { m_caughtUp = true; });
    connect(&m_heart, &QTimer::timeout, m_backend.get(), &backend::Backend::beat);
    m_heart.start(std::chrono::seconds(10));
    if (m_line)
        m_line->there([this] { m_backend->open(); });
    else
        m_backend->open();
    return QTest::qWaitFor([this] { return m_caughtUp; }, 20s);
}

QUrl ControlRoom::invite(LinkKind kind)
{
    const size_t before = m_events.size();
    m_caller = std::make_unique<RawCaller>(static_cast<quint16>(port(u"sip"_s)),
                                           u"0101234%1"_s.arg(++m_calls, 4, 10, QChar(u'0')), m_address, m_own);
    m_caller->invite();
    const auto arrived = [this, before] {
        return std::any_of(m_events.begin() + static_cast<std::ptrdiff_t>(before), m_events.end(),
                           [this](const Event &event) {
                               const auto *call = std::get_if<CallArrived>(&event);
                               m_incident = call ? call->incident : m_incident;
                               return call != nullptr;
                           });
    };
    if (!QTest::qWaitFor(arrived, 20s))
        return {};
    ask(AnswerCall{m_incident});
    if (!comes<CallAnswered>())
        return {};
    ask(SendInvite{m_incident, kind});
    return comes<InviteSent>() ? QUrl(all<InviteSent>().front().link) : QUrl();
}

std::unique_ptr<demonstration::Phone> ControlRoom::phone(const demonstration::Handset &handset)
{
    auto phone = std::make_unique<demonstration::Phone>();
    phone->setHandset(handset);
    phone->setService(m_address);
    return phone;
}

void ControlRoom::close()
{
    if (m_caller)
        m_caller->bye();
    ask(CloseIncident{m_incident, CloseReason::TestCall, {}});
}

int ControlRoom::port(const QString &name) const
{
    QFile file(m_folder.filePath(u"endpoints.json"_s));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll())[name].toInt() : 0;
}

} // namespace knock::test
