// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/letterbox.h"
#include "tests/service/vault/vaultfolder.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

class tst_Letterbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void givesBackWhatWasPutIn_data();
    void givesBackWhatWasPutIn();
    void sealsNothingAlikeTwice();
    void staysTheSameAfterARestart();
    void isAnothersBox();
    void keepsToWhatItBelongsTo();
    void findsEveryChangedBit();
    void refusesWhatIsNoKey();
};

void tst_Letterbox::givesBackWhatWasPutIn_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a secret") << QByteArray::fromHex("3132333435363738393031323334353637383930");
    QTest::newRow("much") << QByteArray(100'000, 'x');
}

void tst_Letterbox::givesBackWhatWasPutIn()
{
    QFETCH(QByteArray, bytes);
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const Letterbox box = Letterbox::open(*keys).value();

    const QByteArray sealed = Letterbox::seal(box.publicKey(), bytes, "user 1").value();

    QVERIFY(!sealed.contains(bytes));
    QCOMPARE(box.unseal(sealed, "user 1").value(), bytes);
}

void tst_Letterbox::sealsNothingAlikeTwice()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QByteArray publicKey = Letterbox::open(*keys)->publicKey();

    QVERIFY(Letterbox::seal(publicKey, "secret", "user 1").value()
            != Letterbox::seal(publicKey, "secret", "user 1").value());
}

void tst_Letterbox::staysTheSameAfterARestart()
{
    const VaultFolder folder;
    const QByteArray sealed = [&] {
        const auto keys = folder.open().value();
        return Letterbox::seal(Letterbox::open(*keys)->publicKey(), "secret", "user 1").value();
    }();

    const auto keys = folder.open().value();

    QCOMPARE(Letterbox::open(*keys)->unseal(sealed, "user 1").value(), "secret");
}

void tst_Letterbox::isAnothersBox()
{
    const VaultFolder folder;
    const VaultFolder stranger;
    const auto keys = folder.open().value();
    const auto others = stranger.open().value();
    const QByteArray sealed = Letterbox::seal(Letterbox::open(*keys)->publicKey(), "secret", "user 1").value();

    QCOMPARE(Letterbox::open(*others)->unseal(sealed, "user 1").error().kind, Error::Kind::Broken);
}

void tst_Letterbox::keepsToWhatItBelongsTo()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const Letterbox box = Letterbox::open(*keys).value();
    const QByteArray sealed = Letterbox::seal(box.publicKey(), "secret", "user 1").value();

    QCOMPARE(box.unseal(sealed, "user 2").error().kind, Error::Kind::Broken);
}

void tst_Letterbox::findsEveryChangedBit()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const Letterbox box = Letterbox::open(*keys).value();
    const QByteArray sealed = Letterbox::seal(box.publicKey(), "secret", "user 1").value();

    // The last bit of an X25519 key is masked away (RFC 7748, 5), but is part of what HPKE makes its key of.
    for (qsizetype bit = 0; bit < sealed.size() * 8; ++bit) {
        QByteArray changed = sealed;
        changed[bit / 8] = char(changed.at(bit / 8) ^ (1 << (bit % 8)));
        QVERIFY2(!box.unseal(changed, "user 1"), qPrintable(QString::number(bit)));
    }
    for (qsizetype size = 0; size < sealed.size(); ++size)
        QVERIFY(!box.unseal(sealed.first(size), "user 1"));
}

void tst_Letterbox::refusesWhatIsNoKey()
{
    QCOMPARE(Letterbox::seal("short", "secret", "user 1").error().kind, Error::Kind::Malformed);
    QCOMPARE(Letterbox::seal({}, "secret", "user 1").error().kind, Error::Kind::Malformed);
    QCOMPARE(Letterbox::seal(QByteArray(32, '\0'), "secret", "user 1").error().kind, Error::Kind::Malformed);
}

QTEST_GUILESS_MAIN(tst_Letterbox)
#include "tst_letterbox.moc"
