// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/signer.h"
#include "tests/service/vault/vaultfolder.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

class tst_Signer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signsWhatOnlyItCanSign();
    void findsEveryChangedBit();
    void staysTheSameAfterARestart();
    void refusesWhatIsNoKey();
    void isUnderstoodByOpensslAlone();
};

void tst_Signer::init() { QTest::failOnWarning(); }

void tst_Signer::signsWhatOnlyItCanSign()
{
    const VaultFolder folder;
    const VaultFolder stranger;
    const auto keys = folder.open().value();
    const auto others = stranger.open().value();
    const Signer signer = Signer::open(*keys).value();
    const Signer other = Signer::open(*others).value();

    const QByteArray signature = signer.sign("sequence 1000").value();

    QCOMPARE(signature.size(), 64);
    QVERIFY(Signer::verify(signer.publicPem(), "sequence 1000", signature));
    QCOMPARE(Signer::verify(other.publicPem(), "sequence 1000", signature).error().kind, Error::Kind::Broken);
    QVERIFY(other.fingerprint() != signer.fingerprint());
}

void tst_Signer::findsEveryChangedBit()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const Signer signer = Signer::open(*keys).value();
    const QByteArray bytes = "head 1";
    const QByteArray signature = signer.sign(bytes).value();

    for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
        QByteArray changed = bytes;
        changed[bit / 8] = char(changed.at(bit / 8) ^ (1 << (bit % 8)));
        QVERIFY(!Signer::verify(signer.publicPem(), changed, signature));
    }
    for (qsizetype bit = 0; bit < signature.size() * 8; ++bit) {
        QByteArray changed = signature;
        changed[bit / 8] = char(changed.at(bit / 8) ^ (1 << (bit % 8)));
        QVERIFY(!Signer::verify(signer.publicPem(), bytes, changed));
    }
    QVERIFY(!Signer::verify(signer.publicPem(), bytes, signature.first(63)));
    QVERIFY(!Signer::verify(signer.publicPem(), bytes, {}));
}

void tst_Signer::staysTheSameAfterARestart()
{
    const VaultFolder folder;
    const QByteArray before = Signer::open(*folder.open().value()).value().publicPem();

    const QByteArray after = Signer::open(*folder.open().value()).value().publicPem();

    QCOMPARE(after, before);
    QVERIFY(after.startsWith("-----BEGIN PUBLIC KEY-----\n"));
}

void tst_Signer::refusesWhatIsNoKey()
{
    QCOMPARE(Signer::verify("not a key", "bytes", QByteArray(64, 'x')).error().kind, Error::Kind::Malformed);
    QCOMPARE(Signer::verify({}, "bytes", QByteArray(64, 'x')).error().kind, Error::Kind::Malformed);
}

void tst_Signer::isUnderstoodByOpensslAlone()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        QSKIP("the program openssl is absent");
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const Signer signer = Signer::open(*keys).value();
    QVERIFY(overwrite(folder.path(u"bytes"_s), "sequence 1000"));
    QVERIFY(overwrite(folder.path(u"signature"_s), signer.sign("sequence 1000").value()));
    QVERIFY(overwrite(folder.path(u"key.pem"_s), signer.publicPem()));
    const auto openssl = [&](const QStringList &arguments) {
        QProcess process;
        process.setWorkingDirectory(folder.folder.path());
        process.start(u"openssl"_s, arguments);
        process.waitForFinished();
        return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
    };

    const QByteArray said = openssl({u"pkeyutl"_s, u"-verify"_s, u"-rawin"_s, u"-pubin"_s, u"-inkey"_s, u"key.pem"_s,
                                     u"-in"_s, u"bytes"_s, u"-sigfile"_s, u"signature"_s});
    const QByteArray der = openssl({u"pkey"_s, u"-pubin"_s, u"-in"_s, u"key.pem"_s, u"-outform"_s, u"DER"_s});

    QVERIFY2(said.contains("Verified Successfully"), said.constData());
    QCOMPARE(QString::fromLatin1(QCryptographicHash::hash(der, QCryptographicHash::Sha256).toHex()),
             signer.fingerprint());
}

QTEST_GUILESS_MAIN(tst_Signer)
#include "tst_signer.moc"
