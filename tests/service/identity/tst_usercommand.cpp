// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/commands.h"
#include "tests/service/identity/identityhouse.h"

#include <QFile>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::identity;
using namespace knock::test;

/// The command line, beside a service that runs on the same file.
class tst_UserCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }
    void knowsItsWords();
    void tellsWhatThereIsWhenItDoesNotUnderstand_data();
    void tellsWhatThereIsWhenItDoesNotUnderstand();
    void makesAUserWhoCanSignIn();
    void makesAUserWithoutAPassword();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void changesRoles();
    void switchesTheSecondFactor();
    void unlocksAUser();
    void removesAUser();
    void listsAndRevokesSessions();
    void aNameComesBeforeANumber();
    void givesTheFirstCode();
    void neverShowsAPassword();
    void whatItDoesIsInTheAudit();

private:
    int run(const QStringList &arguments, const QString &typed = {})
    {
        QString input = typed;
        QTextStream in(&input);
        m_shown.clear();
        QTextStream out(&m_shown);
        return userCommand(arguments, QFileInfo(m_house->path()).path(), in, out, m_house->clock, IdentityHouse::cheap);
    }
    Result<Session> enterAs(const QString &user, const QString &password = IdentityHouse::password)
    {
        return signIn(*m_service, {user, password, {}, {}, u"desk 7"_s});
    }

    std::unique_ptr<IdentityHouse> m_house;
    std::unique_ptr<Identity> m_service;
    QString m_shown;
};

void tst_UserCommand::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<IdentityHouse>();
    m_service = m_house->service();
}

void tst_UserCommand::knowsItsWords()
{
    for (const QString &word : {u"user"_s, u"session"_s, u"first-code"_s})
        QVERIFY(isUserCommand(word));
    for (const QString &word : {u"verify"_s, u"--check"_s, u""_s, u"NAME"_s})
        QVERIFY(!isUserCommand(word));
}

void tst_UserCommand::tellsWhatThereIsWhenItDoesNotUnderstand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("half") << QStringList{u"user"_s};
    QTest::newRow("no name") << QStringList{u"user"_s, u"remove"_s};
    QTest::newRow("no roles") << QStringList{u"user"_s, u"add"_s, u"kim"_s};
    QTest::newRow("other option") << QStringList{u"user"_s, u"add"_s, u"kim"_s, u"--role"_s, u"auditor"_s};
    QTest::newRow("password as an argument") << QStringList{u"user"_s, u"password"_s, u"kim"_s, u"secret"_s};
}

void tst_UserCommand::tellsWhatThereIsWhenItDoesNotUnderstand()
{
    QFETCH(const QStringList, arguments);

    QCOMPARE(run(arguments), 2);
    QVERIFY(m_shown.contains("user add NAME --roles A,B"_L1));
    QVERIFY(m_shown.contains("session revoke ID|NAME"_L1));
}

void tst_UserCommand::makesAUserWhoCanSignIn()
{
    QCOMPARE(
        run({u"user"_s, u"add"_s, u"Kim"_s, u"--roles"_s, u"call-taker,supervisor"_s}, IdentityHouse::password + u'\n'),
        0);

    const auto session = enterAs(u"kim"_s);
    QVERIFY(session);
    QCOMPARE(session->roles, Roles({Role::CallTaker, Role::Supervisor}));
    QCOMPARE(run({u"user"_s, u"list"_s}), 0);
    QCOMPARE(m_shown, u"kim\tcall-taker,supervisor\n"_s);
}

void tst_UserCommand::makesAUserWithoutAPassword()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"kim"_s, u"--roles"_s, u"auditor"_s}), 0);
    QVERIFY(m_shown.contains("user password kim"_L1));
    QVERIFY(!enterAs(u"kim"_s));
    QCOMPARE(run({u"user"_s, u"list"_s}), 0);
    QCOMPARE(m_shown, u"kim\tauditor\tno password\n"_s);

    QCOMPARE(run({u"user"_s, u"password"_s, u"kim"_s}, IdentityHouse::password + u'\n'), 0);
    QVERIFY(enterAs(u"kim"_s));
}

void tst_UserCommand::tellsWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("told");
    const QStringList add{u"user"_s, u"add"_s};
    const QStringList roles{u"--roles"_s, u"auditor"_s};
    QTest::newRow("role") << add + QStringList{u"lee"_s, u"--roles"_s, u"boss"_s} << QString()
                          << u"Not done: \"boss\" is no role; there are call-taker,"_s;
    QTest::newRow("name") << add + QStringList{u"lee kim"_s} + roles << QString() << u"Not done: a user's name has"_s;
    QTest::newRow("taken") << add + QStringList{u"KIM"_s} + roles << QString()
                           << u"Not done: there is a user \"kim\" already."_s;
    QTest::newRow("short") << add + QStringList{u"lee"_s} + roles << u"short"_s
                           << u"Not done: a password has at least 12 characters."_s;
    QTest::newRow("no password") << QStringList{u"user"_s, u"password"_s, u"kim"_s} << QString()
                                 << u"Not done: a password has 1 to 256 bytes."_s;
    QTest::newRow("nobody") << QStringList{u"user"_s, u"remove"_s, u"lee"_s} << QString()
                            << u"Not done: there is no user \"lee\"."_s;
    QTest::newRow("neither") << QStringList{u"user"_s, u"second-factor"_s, u"kim"_s, u"yes"_s} << QString()
                             << u"Not done: second-factor is on or off."_s;
    QTest::newRow("no session") << QStringList{u"session"_s, u"revoke"_s, u"kim"_s} << QString()
                                << u"Not done: \"kim\" has no session."_s;
    QTest::newRow("no session of that number")
        << QStringList{u"session"_s, u"revoke"_s, u"77"_s} << QString() << u"Not done: there is no session 77."_s;
    QTest::newRow("first code") << QStringList{u"first-code"_s} << QString() << u"Not done: there are users already."_s;
}

void tst_UserCommand::tellsWhatIsWrong()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, typed);
    QFETCH(const QString, told);
    m_house->add(*m_service, u"kim"_s);

    QCOMPARE(run(arguments, typed), 1);

    QVERIFY2(m_shown.contains(told), qPrintable(m_shown));
    QCOMPARE(m_service->users().list()->size(), 1UZ);
}

void tst_UserCommand::changesRoles()
{
    m_house->add(*m_service, u"kim"_s);
    const auto session = enterAs(u"kim"_s);

    QCOMPARE(run({u"user"_s, u"roles"_s, u"kim"_s, u"auditor"_s}), 0);

    QCOMPARE(m_service->check(session->token)->roles, Roles{Role::Auditor});
}

void tst_UserCommand::switchesTheSecondFactor()
{
    m_house->add(*m_service, u"kim"_s);

    QCOMPARE(run({u"user"_s, u"second-factor"_s, u"kim"_s, u"on"_s}), 0);
    QVERIFY(m_shown.contains("otpauth://totp/Knock:kim?secret="_L1));
    QVERIFY(!enterAs(u"kim"_s));
    QCOMPARE(run({u"user"_s, u"list"_s}), 0);
    QVERIFY(m_shown.contains("second factor"_L1));

    QCOMPARE(run({u"user"_s, u"second-factor"_s, u"kim"_s, u"off"_s}), 0);
    QVERIFY(enterAs(u"kim"_s));
}

void tst_UserCommand::unlocksAUser()
{
    m_house->add(*m_service, u"kim"_s);
    for (int i = 0; i < 5; ++i)
        QVERIFY(!signIn(*m_service, {u"kim"_s, u"wrong"_s, {}, u"elsewhere"_s, {}}));
    QVERIFY(!enterAs(u"kim"_s));
    QCOMPARE(run({u"user"_s, u"list"_s}), 0);
    QVERIFY(m_shown.contains("waits until 2026-01-02T03:41:00Z"_L1));

    QCOMPARE(run({u"user"_s, u"unlock"_s, u"kim"_s}), 0);

    QVERIFY(enterAs(u"kim"_s));
}

void tst_UserCommand::removesAUser()
{
    m_house->add(*m_service, u"kim"_s);
    const auto session = enterAs(u"kim"_s);

    QCOMPARE(run({u"user"_s, u"remove"_s, u"kim"_s}), 0);

    QVERIFY(!m_service->check(session->token));
    QVERIFY(!enterAs(u"kim"_s));
}

void tst_UserCommand::listsAndRevokesSessions()
{
    m_house->add(*m_service, u"kim"_s);
    const auto first = enterAs(u"kim"_s);
    const auto second = enterAs(u"kim"_s);
    const auto third = enterAs(u"kim"_s);
    QVERIFY(m_service->lock(second->token));

    QCOMPARE(run({u"session"_s, u"list"_s}), 0);
    QCOMPARE(m_shown.count(u'\n'), 3);
    QVERIFY(m_shown.startsWith(u"%1\tseat 1\tkim\tcall-taker\tdesk 7\tsince 2026-01-02T03:40:00Z"_s.arg(first->id)));
    QCOMPARE(m_shown.count("locked"_L1), 1);

    QCOMPARE(run({u"session"_s, u"revoke"_s, QString::number(second->id)}), 0);
    QVERIFY(!m_service->check(second->token));
    QVERIFY(m_service->check(first->token));
    QCOMPARE(run({u"session"_s, u"revoke"_s, u"kim"_s}), 0);
    QVERIFY(m_shown.contains("Sessions ended: 2"_L1));
    QVERIFY(!m_service->check(first->token));
    QVERIFY(!m_service->check(third->token));
}

void tst_UserCommand::aNameComesBeforeANumber()
{
    m_house->add(*m_service, u"kim"_s);
    const auto one = enterAs(u"kim"_s);
    m_house->add(*m_service, QString::number(one->id));
    const auto other = enterAs(QString::number(one->id));

    QCOMPARE(run({u"session"_s, u"revoke"_s, QString::number(one->id)}), 0);

    QVERIFY(m_service->check(one->token));
    QVERIFY(!m_service->check(other->token));
}

void tst_UserCommand::givesTheFirstCode()
{
    QCOMPARE(run({u"first-code"_s}), 0);
    const QString code = m_shown.trimmed().section(u'\n', -1);

    const auto session = answerTo(*m_service, [&](quint64 ticket) {
        m_service->redeem(ticket, {code, u"kim"_s, IdentityHouse::password, {}, {}});
    });

    QVERIFY(session);
    QCOMPARE(session->roles, Roles{Role::Administrator});
}

void tst_UserCommand::neverShowsAPassword()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"kim"_s, u"--roles"_s, u"auditor"_s}, IdentityHouse::password), 0);
    QVERIFY(!m_shown.contains(IdentityHouse::password));
    QCOMPARE(run({u"user"_s, u"password"_s, u"kim"_s}, u"tiny secret"_s), 1);
    QVERIFY(!m_shown.contains("tiny"_L1));
}

void tst_UserCommand::whatItDoesIsInTheAudit()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"kim"_s, u"--roles"_s, u"auditor"_s}, IdentityHouse::password), 0);

    const auto told = only<UserChanged>(entriesOf(*m_service));

    QCOMPARE(told.size(), 1UZ);
    QCOMPARE(told.front().user, u"kim"_s);
    QCOMPARE(told.front().what, u"added"_s);
    QVERIFY(told.front().by.endsWith(" (command line)"_L1));
}

QTEST_GUILESS_MAIN(tst_UserCommand)
#include "tst_usercommand.moc"
