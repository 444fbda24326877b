// SPDX-License-Identifier: Apache-2.0
#include "tests/service/vault/vaultfolder.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

/// A master key that a PKCS#11 token wraps: softhsm2 plays the token.
class tst_Token : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void opensWhatTheTokenWrapped();
    void keepsNothingInClear();
    void refusesAWrongPin();
    void refusesAnotherKeyPair();
    void refusesAKeyPairThatIsNotThere();
    void refusesATokenThatIsNotThere();
    void refusesASmallKeyPair();
    void refusesAChangedFile();
    void isNotMadeUnlessAskedTo();

private:
    bool run(const QString &program, const QStringList &arguments);
    bool addKeyPair(const QString &label, const QString &id, int bits);
    Token token(const QString &label) const { return {m_module, u"pkcs11:token=knock;object="_s + label, "1234"}; }

    QTemporaryDir m_folder;
    QString m_module;
};

bool tst_Token::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    const bool ended = process.waitForFinished() && process.exitCode() == 0;
    if (!ended)
        qInfo("%s: %s", qPrintable(program), process.readAllStandardError().constData());
    return ended;
}

bool tst_Token::addKeyPair(const QString &label, const QString &id, int bits)
{
    const QString pem = m_folder.filePath(label);
    return run(u"openssl"_s,
               {u"genpkey"_s, u"-quiet"_s, u"-algorithm"_s, u"RSA"_s, u"-pkeyopt"_s, u"rsa_keygen_bits:%1"_s.arg(bits),
                u"-out"_s, pem})
        && run(u"softhsm2-util"_s,
               {u"--import"_s, pem, u"--token"_s, u"knock"_s, u"--label"_s, label, u"--id"_s, id, u"--pin"_s,
                u"1234"_s});
}

void tst_Token::initTestCase()
{
    for (const QString &path : {u"/usr/lib/softhsm/libsofthsm2.so"_s, u"/usr/lib64/pkcs11/libsofthsm2.so"_s}) {
        if (QFileInfo::exists(path))
            m_module = path;
    }
    for (const QString &program : {u"softhsm2-util"_s, u"openssl"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty() || m_module.isEmpty())
            QSKIP("softhsm2 or openssl is absent");
    }

    const QString configuration = m_folder.filePath(u"softhsm2.conf"_s);
    QVERIFY(QDir(m_folder.path()).mkdir(u"tokens"_s));
    QVERIFY(overwrite(configuration, "directories.tokendir = " + m_folder.filePath(u"tokens"_s).toLocal8Bit() + '\n'));
    qputenv("SOFTHSM2_CONF", configuration.toLocal8Bit());
    QVERIFY(run(u"softhsm2-util"_s,
                {u"--init-token"_s, u"--free"_s, u"--label"_s, u"knock"_s, u"--so-pin"_s, u"87654321"_s, u"--pin"_s,
                 u"1234"_s}));
    QVERIFY(addKeyPair(u"master"_s, u"01"_s, 2048));
    QVERIFY(addKeyPair(u"other"_s, u"02"_s, 2048));
    QVERIFY(addKeyPair(u"small"_s, u"03"_s, 1024));

    const auto made = masterFromToken(m_folder.filePath(u"probe"_s), token(u"master"_s), Missing::Make);
    if (!made && made.error().detail.contains(u"provider does not start"_s))
        QSKIP("the OpenSSL provider pkcs11 is absent");
}

void tst_Token::init() { QTest::failOnWarning(); }

void tst_Token::opensWhatTheTokenWrapped()
{
    const VaultFolder folder;
    const OpenMaster open
        = [this](const QString &path, Missing missing) { return masterFromToken(path, token(u"master"_s), missing); };
    auto keys = openKeys(folder.keysPath(), folder.masterPath(), open, Missing::Make).value();
    const QByteArray key = bytesOf(keys->key({1}, Keep::Record).value());
    keys.reset();

    keys = openKeys(folder.keysPath(), folder.masterPath(), open, Missing::Refuse).value();

    QCOMPARE(bytesOf(keys->find({1}, Keep::Record).value()), key);
    QVERIFY(rotate(*keys, folder.masterPath(), masterFromFile));
    QCOMPARE(bytesOf(keys->find({1}, Keep::Record).value()), key);
}

void tst_Token::keepsNothingInClear()
{
    const VaultFolder folder;

    const QByteArray made
        = bytesOf(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Make).value().secret);

    QCOMPARE(folder.filesWith(made), 0);
    QCOMPARE(folder.filesWith(made.toHex()), 0);
    QCOMPARE(bytesOf(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Refuse).value().secret), made);
}

void tst_Token::refusesAWrongPin()
{
    const VaultFolder folder;
    QVERIFY(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Make));
    Token wrong = token(u"master"_s);
    wrong.pin = "4321";

    QCOMPARE(masterFromToken(folder.masterPath(), wrong, Missing::Refuse).error().kind, Error::Kind::Unreachable);
    QVERIFY(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Refuse));
}

void tst_Token::refusesAnotherKeyPair()
{
    const VaultFolder folder;
    QVERIFY(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Make));

    QCOMPARE(masterFromToken(folder.masterPath(), token(u"other"_s), Missing::Refuse).error().kind,
             Error::Kind::Broken);
}

void tst_Token::refusesAKeyPairThatIsNotThere()
{
    const VaultFolder folder;

    QCOMPARE(masterFromToken(folder.masterPath(), token(u"absent"_s), Missing::Make).error().kind,
             Error::Kind::Unreachable);
    Token unnamed = token(u"master"_s);
    unnamed.object = u"pkcs11:object=master?pin-value=1234"_s;
    QCOMPARE(masterFromToken(folder.masterPath(), unnamed, Missing::Make).error().kind, Error::Kind::Malformed);
    QVERIFY(!QFileInfo::exists(folder.masterPath()));
}

void tst_Token::refusesATokenThatIsNotThere()
{
    const VaultFolder folder;
    Token absent = token(u"master"_s);
    absent.module = folder.path(u"absent.so"_s);

    QCOMPARE(masterFromToken(folder.masterPath(), absent, Missing::Make).error().kind, Error::Kind::Unreachable);
    QVERIFY(!QFileInfo::exists(folder.masterPath()));
}

void tst_Token::refusesASmallKeyPair()
{
    const VaultFolder folder;

    QCOMPARE(masterFromToken(folder.masterPath(), token(u"small"_s), Missing::Make).error().kind, Error::Kind::Refused);
}

void tst_Token::refusesAChangedFile()
{
    const VaultFolder folder;
    QVERIFY(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Make));
    QByteArray bytes = contentsOf(folder.masterPath());
    bytes[60] = bytes.at(60) == '0' ? '1' : '0';
    QVERIFY(overwrite(folder.masterPath(), bytes));

    QCOMPARE(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Make).error().kind, Error::Kind::Broken);
    QVERIFY(overwrite(folder.masterPath(), QByteArray(32, 'x')));
    QCOMPARE(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Make).error().kind,
             Error::Kind::Malformed);
}

void tst_Token::isNotMadeUnlessAskedTo()
{
    const VaultFolder folder;

    QCOMPARE(masterFromToken(folder.masterPath(), token(u"master"_s), Missing::Refuse).error().kind,
             Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(tst_Token)
#include "tst_token.moc"
