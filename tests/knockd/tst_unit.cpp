// SPDX-License-Identifier: Apache-2.0
#include "app/service/configuration.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// What is installed beside the program: its unit, and the settings to begin with.
class tst_Unit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isAUnitThatSystemdTakes();
    void isHardened();
    void showsEverySettingOnce();
    void isGoodAsItIsInstalled();
    void isGoodWithEveryExample();

private:
    [[nodiscard]] static QByteArray read(const QString &name)
    {
        QFile file(QStringLiteral(KNOCK_SOURCE_DIR "/installer/linux/") + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// The unit with the program as it was built.
    [[nodiscard]] QString unit() const
    {
        QByteArray text = read(u"knockd.service"_s);
        text.replace("/usr/bin/knockd", KNOCKD);
        QFile file(m_folder.filePath(u"knockd.service"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) < 0)
            return {};
        return file.fileName();
    }
    /// The exit code and all that was said.
    [[nodiscard]] static std::pair<int, QByteArray> run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        process.waitForFinished();
        return {process.exitCode(), process.readAll()};
    }
    [[nodiscard]] std::pair<int, QByteArray> check(const QByteArray &settings) const
    {
        QFile file(m_folder.filePath(u"knockd.conf"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(settings) < 0)
            return {};
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.close();
        return run(QStringLiteral(KNOCKD), {u"--config"_s, file.fileName(), u"--check"_s});
    }

    QTemporaryDir m_folder;
};

void tst_Unit::isAUnitThatSystemdTakes()
{
    if (QStandardPaths::findExecutable(u"systemd-analyze"_s).isEmpty())
        QSKIP("systemd-analyze is not installed");

    const auto [code, said]
        = run(u"systemd-analyze"_s, {u"verify"_s, u"--man=no"_s, u"--recursive-errors=no"_s, unit()});

    QVERIFY2(code == 0 && !said.contains("knockd.service:"), said.constData());
}

void tst_Unit::isHardened()
{
    if (QStandardPaths::findExecutable(u"systemd-analyze"_s).isEmpty())
        QSKIP("systemd-analyze is not installed");

    const auto [code, said] = run(u"systemd-analyze"_s, {u"security"_s, u"--offline=yes"_s, u"--no-pager"_s, unit()});

    static const QRegularExpression level(u"Overall exposure level for knockd.service: ([0-9.]+)"_s);
    const auto match = level.match(QString::fromUtf8(said));
    QVERIFY2(match.hasMatch(), said.constData());
    qInfo("exposure %s", qPrintable(match.captured(1)));
    QVERIFY2(match.captured(1).toDouble() < 2.5, said.constData());
}

void tst_Unit::showsEverySettingOnce()
{
    static const QRegularExpression example(u"^#([A-Za-z0-9]+) = "_s, QRegularExpression::MultilineOption);
    const QString text = QString::fromUtf8(read(u"knockd.conf"_s));
    QStringList shown;
    for (const auto &match : example.globalMatch(text))
        shown << match.captured(1);
    QStringList all = knock::service::Configuration::names();
    shown.sort();
    all.sort();

    QCOMPARE(shown, all);
}

void tst_Unit::isGoodAsItIsInstalled()
{
    const auto [code, said] = check(read(u"knockd.conf"_s));

    QVERIFY2(code == 0, said.constData());
    QVERIFY2(said.contains("127.0.0.1:8443"), said.constData());
}

void tst_Unit::isGoodWithEveryExample()
{
    QByteArray text = read(u"knockd.conf"_s);
    for (const QString &name : knock::service::Configuration::names()) {
        if (name == "masterPassphrase"_L1) // or a token
            continue;
        text.replace("\n#" + name.toUtf8() + " = ", "\n" + name.toUtf8() + " = ");
        if (!knock::service::Configuration::isSecret(name))
            continue;
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("0123456789abcdef0123456789abcdef\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    text.replace("/usr/share/knock/resources", KNOCK_SOURCE_DIR "/resources");

    const auto [code, said] = check(text);

    QVERIFY2(code == 0, said.constData());
    QVERIFY2(said.contains("127.0.0.1:9443"), said.constData());
}

QTEST_GUILESS_MAIN(tst_Unit)
#include "tst_unit.moc"
