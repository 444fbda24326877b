// SPDX-License-Identifier: Apache-2.0
#include "tests/service/evidence/casefile.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;

/// Does what README.txt of a bundle says, word for word, with a shell and openssl.
class tst_Openssl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void whatTheReadmeSaysProvesTheBundle();
    void andFindsAChange();

private:
    [[nodiscard]] std::pair<int, QString> run(const QString &script) const;

    CaseFile m_case;
    QString m_folder;
    QStringList m_steps; ///< the commands of README.txt
};

void tst_Openssl::initTestCase()
{
    for (const QString &program : {u"openssl"_s, u"tar"_s, u"sha256sum"_s, u"basenc"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable(program + u" is not installed"_s));
    }
    QVERIFY(m_case.fill());
    QVERIFY(m_case.bundle(m_case.path("bundle.tar")));
    m_folder = m_case.path("unpacked");
    QVERIFY(QDir().mkdir(m_folder));
    QCOMPARE(run(u"tar -xf ../bundle.tar"_s).first, 0);
    QFile readme(m_folder + u"/README.txt"_s);
    QVERIFY(readme.open(QIODevice::ReadOnly));
    // A step begins with its number; what is indented by five is typed.
    static const QRegularExpression step(u"^[1-6]\\. .*\\n((?:     .*\\n)+)"_s, QRegularExpression::MultilineOption);
    for (auto match = step.globalMatch(QString::fromUtf8(readme.readAll())); match.hasNext();)
        m_steps << match.next().captured(1);
    QCOMPARE(m_steps.size(), 5);
}

std::pair<int, QString> tst_Openssl::run(const QString &script) const
{
    QProcess shell;
    shell.setWorkingDirectory(m_folder);
    shell.setProcessChannelMode(QProcess::MergedChannels);
    shell.start(u"/bin/sh"_s, {u"-e"_s, u"-c"_s, script});
    shell.waitForFinished();
    return {shell.exitCode(), QString::fromUtf8(shell.readAllStandardOutput())};
}

void tst_Openssl::whatTheReadmeSaysProvesTheBundle()
{
    QVERIFY(run(m_steps.at(0)).second.startsWith(m_case.signer->fingerprint()));
    const auto [isSigned, signature] = run(m_steps.at(1));
    QVERIFY2(isSigned == 0 && signature.contains(u"Signature Verified Successfully"_s), qPrintable(signature));
    const auto [isSame, files] = run(m_steps.at(2));
    QVERIFY2(isSame == 0 && !files.contains(u"FAILED"_s), qPrintable(files));
    const auto [isWalked, chain] = run(m_steps.at(3));
    QCOMPARE(isWalked, 0);
    QFile checkpoints(m_folder + u"/chain/checkpoints.txt"_s);
    QVERIFY(checkpoints.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = checkpoints.readAll().split('\n');
    for (qsizetype i = 0; i + 4 < lines.size(); i += 5) {
        const QString expected = QString::fromLatin1(lines.at(i + 1) + ' ' + lines.at(i + 2));
        QVERIFY2(chain.contains(expected), qPrintable(expected));
    }
    const auto [isHeld, checkpoint] = run(m_steps.at(4));
    QVERIFY2(isHeld == 0 && checkpoint.contains(u"Signature Verified Successfully"_s), qPrintable(checkpoint));
}

void tst_Openssl::andFindsAChange()
{
    QFile record(m_folder + u"/record.jsonl"_s);
    QVERIFY(record.open(QIODevice::ReadWrite));
    QVERIFY(record.seek(30));
    QVERIFY(record.putChar('#'));
    record.close();

    const auto [status, said] = run(m_steps.at(2));

    QVERIFY(status != 0);
    QVERIFY2(said.contains(u"record.jsonl: FAILED"_s), qPrintable(said));
}

QTEST_GUILESS_MAIN(tst_Openssl)
#include "tst_openssl.moc"
