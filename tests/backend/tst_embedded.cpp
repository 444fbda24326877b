// SPDX-License-Identifier: Apache-2.0
#include "app/backend/loader.h"
#include "tests/backend/conformance.h"
#include "tests/backend/servicecaller.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace knock;

/// The embedded backend, loaded as the workstation loads it, called by SIP over the loopback.
class tst_Embedded final : public test::BackendConformance
{
    Q_OBJECT
protected:
    void renew() override
    {
        m_caller.hangUp();
        m_store = std::make_unique<QTemporaryDir>();
    }

    /// Where the journal would be, there is a folder.
    void spoil() override { QVERIFY(QDir(m_store->path()).mkdir(u"journal.db"_s)); }
    void mend() override { QVERIFY(QDir(m_store->path()).rmdir(u"journal.db"_s)); }

    std::unique_ptr<backend::Backend> make() override
    {
        auto loaded = backend::load(u"embedded"_s,
                                    {{u"dataFolder"_s, m_store->path()},
                                     {u"resourceFolder"_s, QStringLiteral(KNOCK_RESOURCES)},
                                     {u"sipPort"_s, 0},
                                     {u"webPort"_s, 0},
                                     {u"gateway"_s, u"kannel"_s},
                                     {u"kannelUrl"_s, test::nobodysUrl}});
        if (!loaded)
            qWarning() << loaded.error().detail;
        return loaded ? *std::move(loaded) : nullptr;
    }

    void ring(const QString &number) override { m_caller.ring(endpoint(u"sip"_s), number); }
    void speak(IncidentId) override { m_caller.speak(); }
    void write(IncidentId incident) override { QVERIFY(m_caller.write(*m_backend, incident, endpoint(u"web"_s))); }
    void film(IncidentId) override { m_caller.film(); }
    void ail(IncidentId incident) override { m_backend->send(SendInvite{incident}); }

    quint16 endpoint(const QString &name) const { return test::endpoint(m_store->path(), name); }

private Q_SLOTS:
    void aServiceThatStandsStillIsLostUntilItAnswers()
    {
        open();
        QSignalSpy lost(m_backend.get(), &backend::Backend::lost);
        QSignalSpy startingOver(m_backend.get(), &backend::Backend::startingOver);
        QSignalSpy caughtUp(m_backend.get(), &backend::Backend::caughtUp);

        for (int i = 0; i < 5; ++i)
            m_backend->beat(); // the answers wait for this thread

        QCOMPARE(lost.count(), 1);
        QTRY_COMPARE(caughtUp.count(), 1);
        QCOMPARE(startingOver.count(), 0);
        m_backend->beat();
        QCOMPARE(lost.count(), 1);
    }

private:
    std::unique_ptr<QTemporaryDir> m_store;
    test::ServiceCaller m_caller;
};

QTEST_MAIN(tst_Embedded)
#include "tst_embedded.moc"
