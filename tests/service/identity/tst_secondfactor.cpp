// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/onetimecode.h"
#include "tests/service/identity/identityhouse.h"
#include "tests/service/vault/vaultfolder.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::identity;
using namespace knock::test;
using knock::vault::Letterbox;

/// The secrets that codes are computed with: nobody who reads users.db has them.
class tst_SecondFactor final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void standsInNoFile();
    void isSealedWithoutTheKeys();
    void isSealedWhenItStoodInClear_data();
    void isSealedWhenItStoodInClear();
    void isSealedLaterWhileOthersRead();
    void isItsUsersAlone();
    void isMadeAnewForOtherKeys();

private:
    [[nodiscard]] static std::shared_ptr<const Letterbox> letterboxOf(const VaultFolder &vault)
    {
        const auto keys = vault.open();
        return std::make_shared<const Letterbox>(Letterbox::open(**keys).value());
    }
    /// The service after a restart; without a letterbox as it was before there were any.
    void start(const std::shared_ptr<const Letterbox> &letterbox)
    {
        m_service.reset();
        m_service = m_house->service({}, letterbox);
    }
    [[nodiscard]] QByteArray demandCode(const QString &user)
    {
        return secretIn(m_service->users().demandCode(user, u"root"_s, m_house->clock.now()).value());
    }
    [[nodiscard]] std::optional<Error::Kind> enter(const QString &user, const QByteArray &secret)
    {
        const QString code = QString::fromLatin1(codeOf(secret, stepAt(m_house->clock.now())));
        const auto session = signIn(*m_service, {user, IdentityHouse::password, code, u"192.0.2.1"_s, {}});
        m_house->clock.advance(std::chrono::minutes(1)); // each code is taken once
        return session ? std::nullopt : std::optional(session.error().kind);
    }
    [[nodiscard]] int filesWith(const QByteArray &bytes) const
    {
        return test::filesWith(QFileInfo(m_house->path()).path(), bytes);
    }
    /// As another program on the same machine.
    void change(const QByteArray &sql) const
    {
        auto file = UserFile::open(m_house->path());
        QVERIFY(file && file->run(sql));
    }
    void expectOtherKeys() const
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"was sealed for other keys"_s));
    }

    std::unique_ptr<VaultFolder> m_vault;
    std::unique_ptr<IdentityHouse> m_house;
    std::unique_ptr<Identity> m_service;
    std::shared_ptr<const Letterbox> m_letterbox;
};

void tst_SecondFactor::init()
{
    QTest::failOnWarning();
    m_vault = std::make_unique<VaultFolder>();
    m_house = std::make_unique<IdentityHouse>();
    m_letterbox = letterboxOf(*m_vault);
    start(m_letterbox);
    m_house->add(*m_service, u"kim"_s);
}

void tst_SecondFactor::cleanup() { m_service.reset(); }

void tst_SecondFactor::standsInNoFile()
{
    const QByteArray secret = demandCode(u"kim"_s);

    QCOMPARE(filesWith(secret), 0);
    QCOMPARE(enter(u"kim"_s, secret), std::nullopt);
    QCOMPARE(enter(u"kim"_s, "another"), Error::Kind::Refused);
    start(m_letterbox);
    QCOMPARE(enter(u"kim"_s, secret), std::nullopt);
}

void tst_SecondFactor::isSealedWithoutTheKeys()
{
    UserFile commandLine = UserFile::open(m_house->path()).value();
    const QByteArray secret
        = secretIn(Users(commandLine).demandCode(u"kim"_s, u"root"_s, m_house->clock.now()).value());

    QCOMPARE(filesWith(secret), 0);
    QCOMPARE(enter(u"kim"_s, secret), std::nullopt);
}

void tst_SecondFactor::isSealedWhenItStoodInClear_data()
{
    QTest::addColumn<QList<QByteArray>>("before");
    QTest::newRow("without keys") << QList<QByteArray>();
    QTest::newRow("schema 1") << QList<QByteArray>{"DROP TABLE letterbox", "ALTER TABLE user DROP COLUMN sealed",
                                                   "PRAGMA user_version = 1"};
}

void tst_SecondFactor::isSealedWhenItStoodInClear()
{
    QFETCH(QList<QByteArray>, before);
    change("DELETE FROM letterbox");
    start({});
    const QByteArray secret = demandCode(u"kim"_s);
    QVERIFY(filesWith(secret) > 0);
    QCOMPARE(enter(u"kim"_s, secret), std::nullopt);
    m_service.reset();
    for (const QByteArray &sql : before)
        change(sql);

    start(m_letterbox);

    QCOMPARE(filesWith(secret), 0);
    QCOMPARE(enter(u"kim"_s, secret), std::nullopt);
}

void tst_SecondFactor::isSealedLaterWhileOthersRead()
{
    change("DELETE FROM letterbox");
    start({});
    const QByteArray secret = demandCode(u"kim"_s);
    {
        UserFile reader = UserFile::open(m_house->path()).value();
        QVERIFY(reader.run("BEGIN"));
        QVERIFY(reader.run("SELECT count(*) FROM user"));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Another program reads users.db"_s));
        start(m_letterbox);
        QCOMPARE(enter(u"kim"_s, secret), std::nullopt);
    }

    start(m_letterbox);

    QCOMPARE(filesWith(secret), 0);
}

void tst_SecondFactor::isItsUsersAlone()
{
    m_house->add(*m_service, u"lee"_s);
    const QByteArray secret = demandCode(u"kim"_s);
    change(
        "UPDATE user SET (secret, sealed) = (SELECT secret, sealed FROM user WHERE name = 'kim') WHERE name = 'lee'");

    expectOtherKeys();
    QCOMPARE(enter(u"lee"_s, secret), Error::Kind::Refused);
    QCOMPARE(enter(u"kim"_s, secret), std::nullopt);
}

void tst_SecondFactor::isMadeAnewForOtherKeys()
{
    const QByteArray lost = demandCode(u"kim"_s);
    const VaultFolder others;
    start(letterboxOf(others));
    expectOtherKeys();
    QCOMPARE(enter(u"kim"_s, lost), Error::Kind::Refused);
    const auto failures = only<SignInFailed>(entriesOf(*m_service));
    QCOMPARE(failures.size(), 1);
    QCOMPARE(failures.front().why, Error::Kind::Broken); // which only the audit knows

    const QByteArray secret = demandCode(u"kim"_s);

    QCOMPARE(enter(u"kim"_s, secret), std::nullopt);
}

QTEST_GUILESS_MAIN(tst_SecondFactor)
#include "tst_secondfactor.moc"
