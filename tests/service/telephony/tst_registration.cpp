// SPDX-License-Identifier: Apache-2.0
#include "tests/service/telephony/telephonefixture.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using knock::test::SipPeer;

namespace {

QByteArray md5(const QByteArray &text) { return QCryptographicHash::hash(text, QCryptographicHash::Md5).toHex(); }

QByteArray valueOf(const QString &name, const QByteArray &text)
{
    return QRegularExpression(name + u"=\"?([^\",\\s]+)"_s).match(QString::fromLatin1(text)).captured(1).toLatin1();
}

/// RFC 7616, 3.4, as a registrar reckons it.
bool isProven(const QByteArray &request, const QByteArray &user, const QByteArray &password)
{
    const QByteArray proof = request.sliced(request.indexOf("Authorization: Digest"));
    const QByteArray method = request.left(request.indexOf(' '));
    const QByteArray first = md5(user + ":" + valueOf(u"realm"_s, proof) + ":" + password);
    const QByteArray second = md5(method + ":" + valueOf(u"uri"_s, proof));
    return valueOf(u"response"_s, proof)
        == md5(first + ":" + valueOf(u"nonce"_s, proof) + ":" + valueOf(u"nc"_s, proof) + ":"
               + valueOf(u"cnonce"_s, proof) + ":auth:" + second);
}

const QByteArray challenge = "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\", qop=\"auth\", algorithm=MD5\r\n";

} // namespace

/// The service tells a trunk where it is. The trunk is written by hand.
class tst_Registration : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void tellsWhereWeAre();
    void provesWhoWeAre();
    void isToldAgainBeforeItIsForgotten();
    void saysThatWeGo();
    void aRefusalIsIll_data();
    void aRefusalIsIll();
    void isTriedAgain();
    void isSilentUnlessAsked();

private:
    void begin(telephony::Configuration configuration = {})
    {
        m_health.reset();
        end();
        m_trunk.emplace(SipPeer::Transport::Udp, quint16(0));
        configuration.port = 0;
        configuration.registrationPause = 50ms;
        configuration.trunk = {.host = u"127.0.0.1:%1"_s.arg(m_trunk->port()),
                               .user = u"knock"_s,
                               .password = u"secret"_s,
                               .registers = configuration.trunk.registers};
        m_telephony.emplace(configuration);
        m_health.emplace(&*m_telephony, &dispatch::Adapter::health);
        QVERIFY(m_telephony->start());
        m_trunk->setTarget(m_telephony->port());
    }
    /// As a registrar does: the contact comes back with the time it is kept.
    void accept(const QByteArray &request, const QByteArray &seconds = "300")
    {
        const qsizetype contact = request.indexOf("Contact: ");
        const QByteArray address = request.sliced(contact, request.indexOf(';', contact) - contact);
        m_trunk->respond(request, "200 OK", {.headers = address + ";expires=" + seconds + "\r\n", .contact = false});
    }
    [[nodiscard]] Health told(qsizetype at) const { return m_health->at(at).front().value<Health>(); }

    std::optional<SipPeer> m_trunk;
    std::optional<QSignalSpy> m_health;
};

void tst_Registration::init()
{
    QTest::failOnWarning();
    begin({.trunk = {.registers = true}});
}

void tst_Registration::cleanup()
{
    m_health.reset();
    end();
}

void tst_Registration::tellsWhereWeAre()
{
    const QByteArray request = m_trunk->wait("REGISTER");

    QVERIFY2(request.startsWith("REGISTER sip:127.0.0.1:" + QByteArray::number(m_trunk->port()) + " SIP/2.0\r\n"),
             request.constData());
    QVERIFY(request.contains("\r\nTo: <sip:knock@127.0.0.1:"));
    QVERIFY(
        request.contains("\r\nContact: <sip:112@127.0.0.1:" + QByteArray::number(m_telephony->port()) + ">;expires="));
    QVERIFY(!request.contains("Authorization"));
}

void tst_Registration::provesWhoWeAre()
{
    m_trunk->respond(m_trunk->wait("REGISTER"), "401 Unauthorized", {.headers = challenge});

    const QByteArray again = m_trunk->wait("REGISTER");

    QVERIFY2(isProven(again, "knock", "secret"), again.constData());
    QVERIFY(!again.contains("secret"));
    accept(again);
    QVERIFY(m_health->isEmpty());
}

void tst_Registration::isToldAgainBeforeItIsForgotten()
{
    accept(m_trunk->wait("REGISTER"), "1");

    const QByteArray again = m_trunk->wait("REGISTER", 3'000);

    QVERIFY(!again.isEmpty());
    accept(again);
}

void tst_Registration::saysThatWeGo()
{
    accept(m_trunk->wait("REGISTER"));
    m_trunk->request("OPTIONS"); // the answer has come when this is answered
    QVERIFY(!m_trunk->wait("SIP/2.0 200").isEmpty());

    m_health.reset();
    end();

    QVERIFY(m_trunk->wait("REGISTER").contains(";expires=0"));
}

void tst_Registration::aRefusalIsIll_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("why");
    QTest::newRow("forbidden") << "403 Forbidden"_ba << u"refuses the registration: 403"_s;
    QTest::newRow("unknown") << "404 Not Found"_ba << u"refuses the registration: 404"_s;
    QTest::newRow("broken") << "500 Server Error"_ba << u"refuses the registration: 500"_s;
    QTest::newRow("wrong word") << "401 Unauthorized"_ba << u"refuses the registration: 401"_s;
}

void tst_Registration::aRefusalIsIll()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const QString, why);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Nobody can call by the trunk: .*"_s + why));

    // Several challenges: it does not try for ever.
    for (int n = 0; n < 40 && m_health->isEmpty(); ++n) {
        const QByteArray request = m_trunk->wait("REGISTER", 200);
        if (!request.isEmpty()) {
            m_trunk->respond(request, answer, {.headers = challenge});
        }
    }

    QTRY_COMPARE(m_health->size(), 1);
    QCOMPARE(told(0).part, Health::Part::Telephony);
    QVERIFY(!told(0).well);
    QVERIFY2(told(0).why.detail.contains(why), qPrintable(told(0).why.detail));
}

void tst_Registration::isTriedAgain()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Nobody can call by the trunk: "_s));
    m_trunk->respond(m_trunk->wait("REGISTER"), "503 Service Unavailable");
    QTRY_COMPARE(m_health->size(), 1);

    accept(m_trunk->wait("REGISTER"));

    QTRY_COMPARE(m_health->size(), 2);
    QVERIFY(told(1).well);
    QCOMPARE(told(1).part, Health::Part::Telephony);
}

void tst_Registration::isSilentUnlessAsked()
{
    begin();

    m_trunk->request("OPTIONS");

    QVERIFY(!m_trunk->wait("SIP/2.0 200").isEmpty());
    QVERIFY(!m_trunk->hasReceived("REGISTER"));
}

QTEST_GUILESS_MAIN(tst_Registration)
#include "tst_registration.moc"
