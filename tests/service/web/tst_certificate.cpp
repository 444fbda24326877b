// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/certificate.h"
#include "tests/support/manualclock.h"

#include <csignal>
#include <QFile>
#include <QHostAddress>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using knock::Error;
using knock::test::ManualClock;
using knock::web::ensureCertificate;

class tst_Certificate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void isMadeWhereThereIsNone();
    void keepsItsKeyToTheOwner();
    void isKeptWhileItIsGood();
    void isMadeAgainWhenItRunsOut();
    void isMadeAgainForAnotherName();
    void takesAKeyThatIsThere();
    void leavesBrokenFilesAlone();
    void refusesNamesThatAreNone();
    void saysThatTheFolderCannotBeMade();
    void saysThatTheDiskIsFull();

private:
    QString file() const { return m_folder->filePath(u"a/certificate.pem"_s); }
    QString key() const { return m_folder->filePath(u"a/key.pem"_s); }
    QSslCertificate certificate() const { return QSslCertificate::fromPath(file()).value(0); }
    static QByteArray bytes(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    ManualClock m_clock;
};

void tst_Certificate::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = {};
}

void tst_Certificate::isMadeWhereThereIsNone()
{
    const auto made = ensureCertificate(file(), key(), {u"desk.example"_s, u"192.0.2.7"_s}, m_clock);

    QVERIFY(made);
    const auto names = certificate().subjectAlternativeNames();
    QCOMPARE(names.values(QSsl::DnsEntry), QStringList({u"desk.example"_s, u"localhost"_s}));
    QCOMPARE(names.values(QSsl::IpAddressEntry).size(), 3);
    QCOMPARE(certificate().effectiveDate(), m_clock.now().addSecs(-3600));
    QCOMPARE(certificate().expiryDate(), m_clock.now().addSecs(-3600).addDays(825));
    QCOMPARE(certificate().subjectInfo(QSslCertificate::CommonName), QStringList(u"localhost"_s));
    QCOMPARE(QSslKey(bytes(key()), QSsl::Ec).length(), 256);
}

void tst_Certificate::keepsItsKeyToTheOwner()
{
    QVERIFY(ensureCertificate(file(), key(), {}, m_clock));

    const auto permissions = QFile::permissions(key());
    QVERIFY(!(permissions & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)));
    QVERIFY(permissions & QFile::ReadOwner);
}

void tst_Certificate::isKeptWhileItIsGood()
{
    QVERIFY(ensureCertificate(file(), key(), {u"desk.example"_s}, m_clock));
    const QByteArray before = bytes(file());
    m_clock.advance(std::chrono::days(700));

    QVERIFY(ensureCertificate(file(), key(), {u"desk.example"_s}, m_clock));

    QCOMPARE(bytes(file()), before);
}

void tst_Certificate::isMadeAgainWhenItRunsOut()
{
    QVERIFY(ensureCertificate(file(), key(), {}, m_clock));
    m_clock.advance(std::chrono::days(826));

    QVERIFY(ensureCertificate(file(), key(), {}, m_clock));

    QCOMPARE(certificate().effectiveDate(), m_clock.now().addSecs(-3600));
}

void tst_Certificate::isMadeAgainForAnotherName()
{
    QVERIFY(ensureCertificate(file(), key(), {}, m_clock));

    QVERIFY(ensureCertificate(file(), key(), {u"new.example"_s}, m_clock));

    QVERIFY(certificate().subjectAlternativeNames().values(QSsl::DnsEntry).contains(u"new.example"_s));
}

void tst_Certificate::takesAKeyThatIsThere()
{
    QVERIFY(ensureCertificate(file(), key(), {}, m_clock));
    const QByteArray before = bytes(key());
    QVERIFY(QFile::remove(file()));

    QVERIFY(ensureCertificate(file(), key(), {}, m_clock));

    QCOMPARE(bytes(key()), before);
    QVERIFY(!certificate().isNull());
}

void tst_Certificate::leavesBrokenFilesAlone()
{
    QVERIFY(ensureCertificate(file(), key(), {}, m_clock));
    write(file(), "no certificate");

    const auto made = ensureCertificate(file(), key(), {}, m_clock);

    QCOMPARE(made.error().kind, Error::Kind::Malformed);
    QCOMPARE(bytes(file()), "no certificate");
}

void tst_Certificate::refusesNamesThatAreNone()
{
    QCOMPARE(ensureCertificate(file(), key(), {u"two words"_s}, m_clock).error().kind, Error::Kind::Malformed);
}

void tst_Certificate::saysThatTheFolderCannotBeMade()
{
    write(m_folder->filePath(u"a"_s), "a file where a folder should be");

    QCOMPARE(ensureCertificate(file(), key(), {}, m_clock).error().kind, Error::Kind::Broken);
}

void tst_Certificate::saysThatTheDiskIsFull()
{
    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit none{0, before.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &none);

    const auto made = ensureCertificate(file(), key(), {}, m_clock);

    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!made);
    QCOMPARE(made.error().kind, Error::Kind::Broken);
    QVERIFY(!QFile::exists(key()));
    QVERIFY(!QFile::exists(key() + u".new"_s));
}

QTEST_GUILESS_MAIN(tst_Certificate)
#include "tst_certificate.moc"
