// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/prompt.h"
#include "tests/service/telephony/wav.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::telephony;
using knock::test::chirp;
using knock::test::wav;
using knock::test::WavForm;

class tst_Prompt : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isReadFromWav();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
    void isNotFound();
    void shipsInThisForm_data();
    void shipsInThisForm();

private:
    QString written(const QByteArray &content);

    QTemporaryDir m_folder;
};

QString tst_Prompt::written(const QByteArray &content)
{
    QFile file(m_folder.filePath(u"prompt.wav"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        return {};
    }
    return file.fileName();
}

void tst_Prompt::isReadFromWav()
{
    const std::vector<qint16> samples = chirp(1000);

    const Result<Prompt> prompt = Prompt::read(written(wav(samples)));

    QVERIFY(prompt);
    QCOMPARE(prompt->samples().size(), 1000U);
    QCOMPARE(prompt->samples()[700], samples[700]);
}

void tst_Prompt::refusesOtherFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    const std::vector<qint16> samples = chirp(100);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << "no sound at all"_ba;
    QTest::newRow("stereo") << wav(samples, {.channels = 2});
    QTest::newRow("16 kHz") << wav(samples, {.rate = 16'000});
    QTest::newRow("8 bit") << wav(samples, {.bits = 8});
    QTest::newRow("float") << wav(samples, {.code = 3});
    QTest::newRow("head alone") << wav(samples).first(12);
    QTest::newRow("no data") << wav(samples).first(44);
    QTest::newRow("too long") << wav(std::vector<qint16>(61 * 8000));
    QTest::newRow("chunk longer than the file") << "RIFF\0\0\0\0WAVEjunk\xff\xff\xff\xff"_ba;
}

void tst_Prompt::refusesOtherFiles()
{
    QFETCH(QByteArray, content);

    const Result<Prompt> prompt = Prompt::read(written(content));

    QVERIFY(!prompt);
    QCOMPARE(prompt.error().kind, Error::Kind::Malformed);
}

void tst_Prompt::isNotFound()
{
    const Result<Prompt> prompt = Prompt::read(m_folder.filePath(u"nowhere.wav"_s));

    QVERIFY(!prompt);
    QCOMPARE(prompt.error().kind, Error::Kind::NotFound);
}

void tst_Prompt::shipsInThisForm_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("Korean") << u"ko"_s;
    QTest::newRow("English") << u"en"_s;
}

void tst_Prompt::shipsInThisForm()
{
    QFETCH(QString, language);

    const auto prompt = Prompt::read(QStringLiteral(KNOCK_PROMPTS "/ask-to-press.%1.wav").arg(language));

    QVERIFY(prompt);
    QVERIFY(prompt->samples().size() >= 3U * 8000);
    QVERIFY(prompt->samples().size() <= 6U * 8000);
}

QTEST_GUILESS_MAIN(tst_Prompt)
#include "tst_prompt.moc"
