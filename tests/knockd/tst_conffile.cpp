// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/conffile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::keeper;

/// The file with the settings: what is read, and what is said of what is wrong, where.
class tst_ConfFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsNamesAndValues();
    void tellsWhatIsWrongWhere_data();
    void tellsWhatIsWrongWhere();
    void tellsEverythingAtOnceInTheOrderOfTheLines();
    void neverTellsASecret();
    void takesASecretFromItsOwnFile();
    void takesASecretFromTheCredentials();
    void wantsSecretsKeptToTheirOwners();
    void saysThatItCannotBeRead();

private:
    void write(const QString &name, const QByteArray &text, QFile::Permissions permissions)
    {
        const QString path = m_folder->filePath(name);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QVERIFY(QFile::setPermissions(path, permissions));
    }
    void write(const QByteArray &text) { write(u"knockd.conf"_s, text, ownerOnly); }
    [[nodiscard]] auto read(const QString &credentials = {}) const
    {
        return readConfiguration(m_folder->filePath(u"knockd.conf"_s), credentials,
                                 {{u"dataFolder"_s, u"/d"_s}, {u"resourceFolder"_s, u"/r"_s}});
    }
    /// What is wrong, without the folder.
    [[nodiscard]] QStringList wrong(const QString &credentials = {}) const
    {
        const auto configuration = read(credentials);
        QStringList told = configuration ? QStringList() : configuration.error();
        for (QString &line : told)
            line.replace(m_folder->path() + u'/', QString());
        return told;
    }

    static constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
    std::optional<QTemporaryDir> m_folder;
};

void tst_ConfFile::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
}

void tst_ConfFile::readsNamesAndValues()
{
    write("# Where calls come in\n\nwebPort = 443\n  publicHost=knock.example  \r\n\t# nothing\nknock = any x2\n"
          "turn = turns:turn.example:443?transport=tcp\nturnSecret = a=b # c\ndataFolder = /srv/\xed\x95\x9c\n");

    const auto configuration = read();

    QVERIFY2(configuration, qPrintable(wrong().join(u'\n')));
    QCOMPARE(configuration->webPort, quint16(443));
    QCOMPARE(configuration->publicHost, u"knock.example"_s);
    QCOMPARE(configuration->turnSecret, u"a=b # c"_s); // only a whole line is a comment
    QCOMPARE(configuration->dataFolder, u"/srv/한"_s);
    QCOMPARE(configuration->resourceFolder, u"/r"_s);
}

void tst_ConfFile::tellsWhatIsWrongWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("told");
    QTest::newRow("a value") << "webPort = 70000\n"_ba
                             << u"knockd.conf:1: \"webPort\" is \"70000\" and must be a port from 0 to 65535"_s;
    QTest::newRow("a word") << "\n# c\nlanguage = fr\n"_ba
                            << u"knockd.conf:3: \"language\" is \"fr\" and must be ko or en"_s;
    QTest::newRow("no value") << "webPort =\n"_ba
                              << u"knockd.conf:1: \"webPort\" is \"\" and must be a port from 0 to 65535"_s;
    QTest::newRow("a slip in a name") << "canary = 5\nwebport = 443\n"_ba
                                      << u"knockd.conf:2: \"webport\" is unknown; is \"webPort\" meant?"_s;
    QTest::newRow("another slip") << "adressPort = 1\naddres = ::1\n"_ba.mid(15)
                                  << u"knockd.conf:1: \"addres\" is unknown; is \"address\" meant?"_s;
    QTest::newRow("an unknown name") << "somethingElse = 1\n"_ba << u"knockd.conf:1: \"somethingElse\" is unknown"_s;
    QTest::newRow("no equals sign") << "webPort 443\n"_ba
                                    << u"knockd.conf:1: must be \"name = value\", or begin with #"_s;
    QTest::newRow("no name") << "= 443\n"_ba << u"knockd.conf:1: must be \"name = value\", or begin with #"_s;
    QTest::newRow("twice") << "webPort = 1\ncanary = 5\nwebPort = 2\n"_ba
                           << u"knockd.conf:3: \"webPort\" is given already, in line 1"_s;
    QTest::newRow("no UTF-8") << "canary = 5\npublicHost = a\xff\n"_ba << u"knockd.conf:2: is no text in UTF-8"_s;
    QTest::newRow("a zero byte") << QByteArray("publicHost = a\0b\n", 17) << u"knockd.conf:1: is no text in UTF-8"_s;
    QTest::newRow("half of two") << "turn = turn:turn.example\n"_ba
                                 << u"knockd.conf:1: \"turn\" is \"turn:turn.example\" and needs \"turnSecret\", too"_s;
    QTest::newRow("what is missing") << "gateway = http\n"_ba
                                     << u"knockd.conf: \"smsHttp\" is needed for the gateway http"_s;
    QTest::newRow("a file for what is no secret") << "webPort = @port\n"_ba
                                                  << u"knockd.conf:1: \"webPort\" is \"@port\" and must be a port from "
                                                     "0 to 65535"_s;
    QTest::newRow("no such file") << "cadUrl = https://cad.example/\ncadSecret = @nowhere\n"_ba
                                  << u"knockd.conf:2: cadSecret: nowhere cannot be read: No such file or directory"_s;
}

void tst_ConfFile::tellsWhatIsWrongWhere()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, told);
    write(text);

    QCOMPARE(wrong(), QStringList{told});
}

void tst_ConfFile::tellsEverythingAtOnceInTheOrderOfTheLines()
{
    write("sipPort = x\nnothing\naddress = here\nstopPatience = 3601\nsipPort = 5\namlPort = 1\n");

    QCOMPARE(wrong(),
             (QStringList{u"knockd.conf:1: \"sipPort\" is \"x\" and must be a port from 0 to 65535"_s,
                          u"knockd.conf:2: must be \"name = value\", or begin with #"_s,
                          u"knockd.conf:3: \"address\" is \"here\" and must be an IP address"_s,
                          u"knockd.conf:4: \"stopPatience\" is \"3601\" and must be seconds from 0 to 3600"_s,
                          u"knockd.conf:5: \"sipPort\" is given already, in line 1"_s,
                          u"knockd.conf:6: \"amlPort\" is \"1\" and needs \"amlKey\" or \"amlSmsSecret\", too"_s}));
}

void tst_ConfFile::neverTellsASecret()
{
    write("cadUrl = https://cad.example/\ncadSecret = hush!\nreportSecret = hush!hush!hush!hush!\n");

    const QStringList told = wrong();

    QCOMPARE(told.size(), 2);
    QVERIFY(told[0].startsWith("knockd.conf:2: \"cadSecret\" must be 16 to 100"_L1));
    QVERIFY(!told.join(u' ').contains("hush"_L1));
}

void tst_ConfFile::takesASecretFromItsOwnFile()
{
    write("cadUrl = https://cad.example/\ncadSecret = @cad.secret\nkannelPassword = @" + m_folder->path().toUtf8()
          + "/kannel\n");
    write(u"cad.secret"_s, "0123456789abcdef\n", ownerOnly);
    write(u"kannel"_s, "a word", ownerOnly | QFile::ReadGroup);

    const auto configuration = read();

    QVERIFY2(configuration, qPrintable(wrong().join(u'\n')));
    QCOMPARE(configuration->cadSecret, u"0123456789abcdef"_s);
    QCOMPARE(configuration->kannelPassword, u"a word"_s);

    write(u"kannel"_s, "two\nlines\n", ownerOnly);
    QCOMPARE(wrong(), QStringList{u"knockd.conf:3: kannelPassword: kannel must hold one line"_s});
    write(u"kannel"_s, "\n", ownerOnly);
    QCOMPARE(wrong(), QStringList{u"knockd.conf:3: kannelPassword: kannel must hold one line"_s});
    write(u"kannel"_s, QByteArray(5000, 'a'), ownerOnly);
    QCOMPARE(wrong(), QStringList{u"knockd.conf:3: kannelPassword: kannel is longer than 4096 bytes"_s});
}

void tst_ConfFile::takesASecretFromTheCredentials()
{
    write("amlKey = @amlKey\nkannelPassword = @kannel\n");
    write(u"kannel"_s, "beside the file", ownerOnly);
    QVERIFY(QDir(m_folder->path()).mkdir(u"credentials"_s));
    write(u"credentials/amlKey"_s, "from systemd", QFile::ReadOwner);

    const auto configuration = read(m_folder->filePath(u"credentials"_s));

    QVERIFY(configuration);
    QCOMPARE(configuration->amlKey, u"from systemd"_s);
    QCOMPARE(configuration->kannelPassword, u"beside the file"_s);
}

void tst_ConfFile::wantsSecretsKeptToTheirOwners()
{
    const QFile::Permissions everybody = ownerOnly | QFile::ReadGroup | QFile::ReadOther;
    write(u"knockd.conf"_s, "webPort = 443\nkannelPassword = word\n", everybody);
    QCOMPARE(wrong(),
             QStringList{u"knockd.conf:2: \"kannelPassword\" is a secret, and everybody can read this file"_s});

    write(u"knockd.conf"_s, "webPort = 443\nkannelPassword = @kannel\n", everybody);
    write(u"kannel"_s, "word", everybody);
    QCOMPARE(wrong(), QStringList{u"knockd.conf:2: kannelPassword: kannel can be read by everybody"_s});

    write(u"kannel"_s, "word", ownerOnly);
    QVERIFY(read());
    write(u"knockd.conf"_s, "webPort = 443\n", everybody);
    QVERIFY(read());
}

void tst_ConfFile::saysThatItCannotBeRead()
{
    QCOMPARE(wrong(), QStringList{u"knockd.conf: cannot be read: No such file or directory"_s});
    QVERIFY(QDir(m_folder->path()).mkdir(u"knockd.conf"_s));
    QCOMPARE(wrong(), QStringList{u"knockd.conf: is no file"_s});
    QVERIFY(QDir(m_folder->path()).rmdir(u"knockd.conf"_s));
    write(QByteArray(70'000, '#'));
    QCOMPARE(wrong(), QStringList{u"knockd.conf: is longer than 65536 bytes"_s});
}

QTEST_GUILESS_MAIN(tst_ConfFile)
#include "tst_conffile.moc"
