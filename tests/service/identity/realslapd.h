// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <csignal>
#include <QElapsedTimer>
#include <QFile>
#include <QHostAddress>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <sys/prctl.h>

namespace knock::test {

/// An OpenLDAP server on loopback with three persons and three groups. It ends with the test, also when that is killed.
class RealSlapd
{
public:
    static constexpr auto searcherDn = "cn=knock,dc=knock,dc=test";
    static constexpr auto searcherPassword = "may search";

    /// What is missing on this machine; empty when nothing is.
    [[nodiscard]] static QString missing()
    {
        for (const char *needed : {slapd, slapadd, openssl, "/usr/lib/ldap/back_mdb.so"}) {
            if (!QFile::exists(QString::fromLatin1(needed)))
                return QString::fromLatin1(needed);
        }
        return {};
    }

    RealSlapd()
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    }
    ~RealSlapd()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(RealSlapd)

    /// What went wrong; empty when all is well.
    [[nodiscard]] QByteArray start()
    {
        const QByteArray certificate = run(
            openssl,
            {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
             QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
             QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=127.0.0.1"),
             QStringLiteral("-addext"), QStringLiteral("subjectAltName=IP:127.0.0.1"), QStringLiteral("-keyout"),
             path("key.pem"), QStringLiteral("-out"), caFile()});
        if (!certificate.isEmpty())
            return certificate;
        QDir(m_folder.path()).mkdir(QStringLiteral("db"));
        write("slapd.conf", QByteArray(configuration).replace("FOLDER", m_folder.path().toUtf8()));
        write("people.ldif", people);
        const QByteArray filled
            = run(slapadd, {QStringLiteral("-f"), path("slapd.conf"), QStringLiteral("-l"), path("people.ldif")});
        if (!filled.isEmpty())
            return filled;

        findPorts();
        m_process.start(QString::fromLatin1(slapd),
                        {QStringLiteral("-d"), QStringLiteral("0"), QStringLiteral("-f"), path("slapd.conf"),
                         QStringLiteral("-h"), ldapsUrl() + u' ' + ldapUrl()});
        return waitUntilItListens();
    }

    [[nodiscard]] QString caFile() const { return path("certificate.pem"); }
    [[nodiscard]] QString ldapsUrl() const { return QStringLiteral("ldaps://127.0.0.1:%1").arg(m_ports[0]); }
    [[nodiscard]] QString ldapUrl() const { return QStringLiteral("ldap://127.0.0.1:%1").arg(m_ports[1]); }

    /// It answers nothing until it goes on, but the network does.
    void stand() const { ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP); }
    void goOn() const { ::kill(static_cast<pid_t>(m_process.processId()), SIGCONT); }

private:
    static constexpr auto slapd = "/usr/sbin/slapd";
    static constexpr auto slapadd = "/usr/sbin/slapadd";
    static constexpr auto openssl = "/usr/bin/openssl";
    static constexpr auto configuration = R"(
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile FOLDER/pid
argsfile FOLDER/args
TLSCACertificateFile FOLDER/certificate.pem
TLSCertificateFile FOLDER/certificate.pem
TLSCertificateKeyFile FOLDER/key.pem
security simple_bind=128
database mdb
maxsize 16777216
suffix "dc=knock,dc=test"
directory FOLDER/db
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=knock,dc=knock,dc=test" read by * none
)";
    static constexpr auto people = R"(dn: dc=knock,dc=test
objectClass: domain
dc: knock

dn: cn=knock,dc=knock,dc=test
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: knock
userPassword: may search

dn: ou=people,dc=knock,dc=test
objectClass: organizationalUnit
ou: people

dn: uid=kim,ou=people,dc=knock,dc=test
objectClass: inetOrgPerson
uid: kim
cn: Kim
sn: Kim
userPassword: correct horse

dn: cn=Lee\, (the *) second,ou=people,dc=knock,dc=test
objectClass: inetOrgPerson
uid: lee
cn: Lee, (the *) second
sn: Lee
userPassword: battery staple

dn: uid=park,ou=people,dc=knock,dc=test
objectClass: inetOrgPerson
uid: park
cn: Park
sn: Park
userPassword: in no group

dn: uid=choi,ou=people,dc=knock,dc=test
objectClass: inetOrgPerson
uid: choi
cn: Choi
sn: Choi

dn: ou=groups,dc=knock,dc=test
objectClass: organizationalUnit
ou: groups

dn: cn=takers,ou=groups,dc=knock,dc=test
objectClass: groupOfNames
cn: takers
member: uid=kim,ou=people,dc=knock,dc=test
member: cn=Lee\, (the *) second,ou=people,dc=knock,dc=test
member: uid=choi,ou=people,dc=knock,dc=test

dn: cn=leads,ou=groups,dc=knock,dc=test
objectClass: groupOfNames
cn: leads
member: cn=Lee\, (the *) second,ou=people,dc=knock,dc=test

dn: cn=chess,ou=groups,dc=knock,dc=test
objectClass: groupOfNames
cn: chess
member: uid=kim,ou=people,dc=knock,dc=test
member: uid=park,ou=people,dc=knock,dc=test
)";

    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    void write(const char *name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) < 0)
            qFatal("The files of slapd cannot be written.");
    }

    [[nodiscard]] static QByteArray run(const char *program, const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QString::fromLatin1(program), arguments);
        if (process.waitForFinished(20'000) && process.exitCode() == 0)
            return {};
        return QByteArray(program) + ":\n" + process.readAll();
    }

    void findPorts()
    {
        std::array<QTcpServer, 2> servers; // both at once, so that no port comes twice
        for (size_t i = 0; i < servers.size(); ++i) {
            if (!servers.at(i).listen(QHostAddress::LocalHost))
                qFatal("There is no free port.");
            m_ports.at(i) = servers.at(i).serverPort();
        }
    }

    [[nodiscard]] QByteArray waitUntilItListens()
    {
        QElapsedTimer time;
        time.start();
        while (time.elapsed() < 20'000 && m_process.state() != QProcess::NotRunning) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_ports[1]);
            if (socket.waitForConnected(100))
                return {};
            m_process.waitForFinished(20);
        }
        return "slapd does not listen:\n" + m_process.readAll();
    }

    const QTemporaryDir m_folder;
    std::array<quint16, 2> m_ports{};
    QProcess m_process;
};

} // namespace knock::test
