// SPDX-License-Identifier: Apache-2.0
#include "app/backend/loader.h"
#include "app/service/identity/commands.h"
#include "tests/backend/cable.h"
#include "tests/backend/conformance.h"
#include "tests/backend/servicecaller.h"
#include "tests/knockd/daemon.h"

#include <QCryptographicHash>
#include <QTcpServer>

using namespace Qt::StringLiterals;
using namespace knock;

/// The remote backend, loaded as the workstation loads it, and the program knockd at the other end of the cable.
class tst_Remote final : public test::BackendConformance
{
    Q_OBJECT
protected:
    void renew() override
    {
        m_caller.hangUp();
        m_cable.reset();
        const quint16 port = freePort();
        m_daemon = std::make_unique<test::Daemon>("deskPort = " + QByteArray::number(port)
                                                  + "\ndeskHost = localhost\ngateway = kannel\nkannelUrl = "
                                                  + test::nobodysUrl.toUtf8() + "\n");
        QVERIFY(QDir().mkpath(m_daemon->data({})));
        QString words = u"%1\n"_s.arg(password);
        QTextStream in(&words);
        QString said;
        QTextStream out(&said);
        const int done
            = identity::userCommand({u"user"_s, u"add"_s, u"kim"_s, u"--roles"_s, u"call-taker"_s}, m_daemon->data({}),
                                    in, out, WallClock(), {.kibibytes = 64, .passes = 1});
        QVERIFY2(done == 0, qPrintable(said));
        mend();
        m_cable = std::make_unique<test::Cable>(port);
    }

    void spoil() override
    {
        m_daemon->process.kill();
        QVERIFY(m_daemon->ends());
    }
    void mend() override { QVERIFY2(m_daemon->start(), m_daemon->log.constData()); }
    void cut() override { m_cable->cut(); }

    std::unique_ptr<backend::Backend> make() override
    {
        auto loaded = backend::load(u"remote"_s,
                                    {{u"url"_s, u"wss://localhost:%1/desk"_s.arg(m_cable->port())},
                                     {u"trust"_s, m_daemon->data(u"certificate.pem"_s)},
                                     {u"user"_s, u"kim"_s},
                                     {u"password"_s, password},
                                     {u"position"_s, u"A-12"_s}});
        if (!loaded)
            qWarning() << loaded.error().detail;
        return loaded ? *std::move(loaded) : nullptr;
    }

    void ring(const QString &number) override { m_caller.ring(m_daemon->port(u"sip"_s), number); }
    void speak(IncidentId) override { m_caller.speak(); }
    void write(IncidentId incident) override
    {
        QVERIFY(m_caller.write(*m_backend, incident, m_daemon->port(u"web"_s)));
    }
    void film(IncidentId) override { m_caller.film(); }
    void ail(IncidentId incident) override { m_backend->send(SendInvite{incident}); }

private Q_SLOTS:
    void whoSignedInIsSaid()
    {
        m_backend = make();
        QVERIFY(m_backend->gate());
        QSignalSpy admitted(m_backend->gate(), &backend::Gate::admitted);
        m_backend->open();

        QVERIFY(admitted.wait());

        QCOMPARE(admitted.front().front().value<backend::Person>(), (backend::Person{u"kim"_s, {Role::CallTaker}}));
    }

    void aLockedSeatAsksForNothingUntilThePasswordComes()
    {
        open();
        QSignalSpy locked(m_backend->gate(), &backend::Gate::locked);
        QSignalSpy stillLocked(m_backend->gate(), &backend::Gate::stillLocked);
        QSignalSpy unlocked(m_backend->gate(), &backend::Gate::unlocked);

        m_backend->gate()->lock();
        QVERIFY(locked.wait());
        ring(u"01012345678"_s);
        QTRY_COMPARE(count<CallArrived>(), 1); // a lock hides nothing
        m_backend->send(AnswerCall{first<CallArrived>().incident});
        QTRY_COMPARE(count<Refused>(), 1);
        m_backend->gate()->unlock(u"not the password"_s);
        QVERIFY(stillLocked.wait());
        QCOMPARE(unlocked.count(), 0);
        m_backend->gate()->unlock(password);

        QVERIFY(unlocked.wait());
        m_backend->send(AnswerCall{first<CallArrived>().incident});
        QTRY_COMPARE(count<CallAnswered>(), 1);
    }

    void whoSignsOutIsAskedForAgain()
    {
        open();
        QSignalSpy wanted(m_backend->gate(), &backend::Gate::wanted);
        QSignalSpy caughtUp(m_backend.get(), &backend::Backend::caughtUp);
        m_backend->gate()->signOut();
        QTRY_COMPARE(wanted.count(), 2); // at once, and by the door
        m_backend->gate()->signIn({u"kim"_s, u"not the password"_s, {}});
        QTRY_COMPARE(wanted.count(), 3);
        QCOMPARE(wanted.back().front().value<std::optional<Error::Kind>>(), Error::Kind::Refused);

        m_backend->gate()->signIn({u"kim"_s, password, {}});

        QVERIFY(caughtUp.wait(10000));
    }

    void whatWasSaidIsHeardAgain()
    {
        const IncidentId incident = openAndAnswer();
        QVERIFY(incident.isValid());
        QTRY_COMPARE(count<RecordingBegan>(), 1);
        m_backend->send(HangUp{incident});
        QTRY_COMPARE(count<RecordingEnded>(), 1);
        const auto ended = first<RecordingEnded>();
        QByteArray heard;
        quint64 size = 0;
        connect(m_backend.get(), &backend::Backend::piece, this, [&](const FilePiece &piece) {
            QCOMPARE(piece.from, quint64(heard.size()));
            heard += piece.bytes;
            size = piece.size;
            if (quint64(heard.size()) < size)
                m_backend->send(ReadFile{incident, ended.file, quint64(heard.size())});
        });

        m_backend->send(ReadFile{incident, ended.file, 0});

        QTRY_VERIFY(size > 0 && quint64(heard.size()) == size);
        const auto hash = QCryptographicHash::hash(heard, QCryptographicHash::Sha256);
        QCOMPARE(QString::fromLatin1(hash.toHex()), ended.sha256);
    }

    void oneThatCannotBeUsedIsNotLoaded()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be used"_s));

        const auto loaded = backend::load(u"remote"_s, {{u"url"_s, u"ws://localhost/desk"_s}});

        QVERIFY(!loaded);
        QCOMPARE(loaded.error().kind, Error::Kind::Malformed);
    }

private:
    static quint16 freePort()
    {
        QTcpServer server;
        return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
    }

    const QString password = u"correct horse battery"_s;
    std::unique_ptr<test::Daemon> m_daemon;
    std::unique_ptr<test::Cable> m_cable;
    test::ServiceCaller m_caller;
};

QTEST_MAIN(tst_Remote)
#include "tst_remote.moc"
