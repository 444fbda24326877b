// SPDX-License-Identifier: Apache-2.0
#include "tests/service/telephony/telephonefixture.h"

#include <QNetworkDatagram>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::SipPeer;

namespace {

/// Stands between the service and itself, and may change or drop (by making it empty) what is said.
class Between : public QObject
{
public:
    explicit Between(std::function<QByteArray(QByteArray)> change)
        : m_change(std::move(change))
    {
        m_socket.bind(QHostAddress::LocalHost);
        connect(&m_socket, &QUdpSocket::readyRead, this, &Between::pass);
    }
    [[nodiscard]] quint16 port() const { return m_socket.localPort(); }

    int invites = 0;

private:
    void pass()
    {
        while (m_socket.hasPendingDatagrams()) {
            const QNetworkDatagram datagram = m_socket.receiveDatagram();
            QByteArray said = datagram.data();
            invites += said.startsWith("INVITE") ? 1 : 0;
            const auto service = quint16(datagram.senderPort());
            if (said.startsWith("SIP/2.0 200") && said.contains("INVITE")) { // that what follows comes here too
                const qsizetype contact = said.indexOf("Contact: ");
                const QByteArray itself = "127.0.0.1:" + QByteArray::number(service);
                said.replace(said.indexOf(itself, contact), itself.size(), "127.0.0.1:" + QByteArray::number(port()));
            }
            said = m_change(said);
            if (!said.isEmpty()) {
                m_socket.writeDatagram(said, QHostAddress::LocalHost, service);
            }
        }
    }

    QUdpSocket m_socket;
    const std::function<QByteArray(QByteArray)> m_change;
};

} // namespace

/// The service calls itself and listens whether it hears.
class tst_Canary : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void cleanup();

    void hearsItself();
    void isSilentUnlessAsked();
    void takesNobodysPlace();
    void saysItOnce();
    void missesACarrier_data();
    void missesACarrier();
    void isWellAgain();
    void isNotAnswered();
    void isRefused();
    void isNoCallForOthers();

private:
    void listen(telephony::Configuration configuration)
    {
        m_health.reset();
        configuration.port = 0;
        configuration.canary = configuration.canary > 0ms ? configuration.canary : 1h;
        end();
        m_telephony.emplace(configuration);
        m_seat.emplace(*m_telephony);
        m_health.emplace(&*m_telephony, &Adapter::health);
        QVERIFY(m_telephony->start());
    }
    [[nodiscard]] Health told(qsizetype at = 0)
    {
        const bool isTold = QTest::qWaitFor([&] { return m_health->size() > at; }, 20'000);
        return isTold ? m_health->at(at).front().value<Health>() : Health{};
    }
    void expectIll(const QString &why)
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^The service does not hear itself: .*"_s + why));
    }
    [[nodiscard]] bool isIll(const QString &why, qsizetype at = 0)
    {
        const Health health = told(at);
        const bool isSo = health.part == Health::Part::Canary && !health.well && health.why.detail.contains(why);
        if (!isSo) {
            qInfo() << health.well << health.why.detail;
        }
        return isSo;
    }

    std::optional<QSignalSpy> m_health;
};

void tst_Canary::cleanup()
{
    m_health.reset();
    end();
}

void tst_Canary::hearsItself()
{
    listen({});

    QCOMPARE(told(), (Health{.part = Health::Part::Canary, .well = true, .why = {}}));
    QVERIFY(m_seat->inputs.empty());
}

void tst_Canary::isSilentUnlessAsked()
{
    Between between([](QByteArray said) { return said; });
    begin({.port = 0, .canaryPort = between.port()});
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    QCOMPARE(between.invites, 0);
}

void tst_Canary::takesNobodysPlace()
{
    Between between([](QByteArray said) { return said; });
    listen({.mostLines = 1, .canary = 50ms, .canaryPort = between.port()});
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    const int before = between.invites;

    QTRY_VERIFY_WITH_TIMEOUT(between.invites >= before + 3, 20'000);

    QCOMPARE(m_health->size(), 1);
    QVERIFY(told().well);
    QCOMPARE(m_seat->inputs.size(), 1);
    peer.press(5);
    QVERIFY(m_seat->wait<Pressed>());
}

void tst_Canary::saysItOnce()
{
    Between between([](QByteArray said) { return said; });
    listen({.canary = 50ms, .canaryPort = between.port()});

    QTRY_VERIFY_WITH_TIMEOUT(between.invites >= 4, 20'000);

    QCOMPARE(m_health->size(), 1);
}

void tst_Canary::missesACarrier_data()
{
    using Change = std::function<QByteArray(QByteArray)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("why");
    QTest::newRow("INFO is lost") << Change([](QByteArray said) {
        return said.startsWith("INFO") ? QByteArray() : said;
    }) << u"not heard by INFO"_s;
    QTest::newRow("INFO is changed") << Change([](QByteArray said) { return said.replace("Signal=6", "Signal=7"); })
                                     << u"not heard by INFO"_s;
    // To a port where nobody listens.
    QTest::newRow("sound is lost") << Change([](QByteArray said) {
        static const QRegularExpression audio(u"m=audio \\d+"_s);
        return said.startsWith("SIP/2.0 200") ? QString::fromLatin1(said).replace(audio, u"m=audio 9"_s).toLatin1()
                                              : said;
    }) << u"not heard by tone, by telephone-event"_s;
    QTest::newRow("packets are not agreed on")
        << Change([](QByteArray said) { return said.replace("telephone-event/", "telephone-faxes/"); })
        << u"not heard by telephone-event"_s;
}

void tst_Canary::missesACarrier()
{
    QFETCH(const std::function<QByteArray(QByteArray)>, change);
    QFETCH(const QString, why);
    Between between(change);
    expectIll(why);

    listen({.canaryPort = between.port()});

    QVERIFY(isIll(why));
    QVERIFY(m_seat->inputs.empty());
}

void tst_Canary::isWellAgain()
{
    bool isDeaf = true;
    Between between([&](QByteArray said) { return isDeaf && said.startsWith("INFO") ? QByteArray() : said; });
    expectIll(u"by INFO"_s);
    listen({.canary = 50ms, .canaryPort = between.port()});
    QVERIFY(isIll(u"by INFO"_s));

    isDeaf = false;

    QVERIFY(told(1).well);
}

void tst_Canary::isNotAnswered()
{
    Between between([](QByteArray) { return QByteArray(); });
    expectIll(u"not answered"_s);

    listen({.canaryPort = between.port()});

    QVERIFY(isIll(u"not answered"_s));
}

void tst_Canary::isRefused()
{
    Between between([](QByteArray said) { return said.replace("SIP/2.0 200 OK", "SIP/2.0 488 No"); });
    expectIll(u"does not last"_s);

    listen({.canaryPort = between.port()});

    QVERIFY(isIll(u"does not last"_s));
}

// Whoever has seen one of its calls cannot make another.
void tst_Canary::isNoCallForOthers()
{
    QByteArray seen;
    Between between([&](QByteArray said) {
        if (said.startsWith("INVITE") && seen.isEmpty()) {
            seen = said;
        }
        return said;
    });
    listen({.canaryPort = between.port()});
    QVERIFY(told().well);

    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    peer.sendRaw(seen.replace("Call-ID: ", "Call-ID: x").replace("branch=z9hG4bK", "branch=z9hG4bKx"));

    QVERIFY(m_seat->wait<Rang>());
}

QTEST_GUILESS_MAIN(tst_Canary)
#include "tst_canary.moc"
