// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/desks.h"
#include "app/service/store/sqljournal.h"
#include "tests/service/door/fakesignin.h"
#include "tests/service/door/testdesk.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

namespace knock::test {

/// A door with the whole service behind it, but for the outside.
class DoorHouse
{
public:
    DoorHouse()
    {
        people.add(QStringLiteral("kim"), {Role::CallTaker});
        people.add(QStringLiteral("lee"), {Role::Supervisor});
        people.add(QStringLiteral("han"), {Role::Trainer});
        people.add(QStringLiteral("seo"), {Role::Administrator});
        people.add(QStringLiteral("ahn"), {Role::Auditor});
        configuration.web.certificateFile = m_folder.filePath(QStringLiteral("certificate.pem"));
        configuration.web.keyFile = m_folder.filePath(QStringLiteral("key.pem"));
        configuration.journal = m_folder.filePath(QStringLiteral("journal.db"));
    }

    [[nodiscard]] Result<> open()
    {
        auto opened = std::make_unique<store::SqlJournal>();
        if (const auto found = opened->open(configuration.journal); !found)
            return std::unexpected(found.error());
        service = std::make_unique<service::Service>(clock, dispatch::Rules(), std::move(opened));
        auto in = std::make_unique<FakeSignIn>(people);
        signIn = in.get();
        auto made = std::make_unique<door::Door>(configuration, std::move(in), clock);
        door = made.get();
        service::join(*service, *made);
        if (const auto started = made->start(); !started)
            return started;
        service->add(std::move(made));
        QObject::connect(service.get(), &service::Service::event, service.get(),
                         [this](const Event &, quint64 sequence) { told.push_back(sequence); });
        told.clear();
        return service->resume();
    }
    /// Ends, and begins anew with the same journal and the same people.
    [[nodiscard]] Result<> restart()
    {
        service.reset();
        return open();
    }

    [[nodiscard]] std::unique_ptr<TestDesk> desk() const { return std::make_unique<TestDesk>(door->port()); }

    /// The next desk that breaks the rules has a line in the log.
    static void expectComplaint() { QTest::ignoreMessage(QtWarningMsg, "Dropped a desk that breaks the rules: 1"); }

    /// A call comes in.
    IncidentId call()
    {
        const size_t before = told.size();
        service->take(dispatch::Rang{{++m_calls}, QStringLiteral("01012345678")});
        return waitFor([&] { return told.size() > before; }) ? IncidentId{m_calls} : IncidentId();
    }
    void write(IncidentId incident, const QString &text)
    {
        service->take(dispatch::Asked{{1}, WriteNote{incident, text}});
    }
    /// Waits until so many events were told since the start.
    [[nodiscard]] bool tells(size_t events)
    {
        return waitFor([&] { return told.size() >= events; }, std::chrono::seconds(30));
    }

    WallClock clock;
    People people;
    door::Configuration configuration;
    std::unique_ptr<service::Service> service;
    door::Door *door = nullptr;
    FakeSignIn *signIn = nullptr;
    std::vector<quint64> told; ///< sequences, since the start

private:
    QTemporaryDir m_folder;
    quint64 m_calls = 0;
};

} // namespace knock::test
