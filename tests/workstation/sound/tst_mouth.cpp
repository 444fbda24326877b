// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/mouth.h"

#include <QSignalSpy>
#include <QTest>
#include <vector>

using namespace knock;

/// What lies between the microphone and the line.
class tst_Mouth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void whatIsSaidGoesToTheCaller();
    void aMutedMicrophoneIsStillMeasured();
    void theLevelIsInDecibels_data();
    void theLevelIsInDecibels();

private:
    static QByteArray bytes(const std::vector<qint16> &samples)
    {
        return {reinterpret_cast<const char *>(samples.data()), static_cast<qsizetype>(samples.size() * 2)};
    }

    const std::shared_ptr<VoicePort> m_port = std::make_shared<VoicePort>();
};

void tst_Mouth::whatIsSaidGoesToTheCaller()
{
    sound::Mouth mouth(m_port);
    QVERIFY(mouth.open(QIODevice::WriteOnly | QIODevice::Unbuffered));

    mouth.write(bytes(std::vector<qint16>(160, 9)));

    std::vector<qint16> said(160);
    QCOMPARE(m_port->toCaller.take(said), 160U);
    QCOMPARE(said.front(), 9);
}

void tst_Mouth::aMutedMicrophoneIsStillMeasured()
{
    sound::Mouth mouth(m_port);
    QVERIFY(mouth.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    QSignalSpy level(&mouth, &sound::Mouth::level);
    mouth.setMuted(true);

    mouth.write(bytes(std::vector<qint16>(800, 9)));

    std::vector<qint16> said(160);
    QCOMPARE(m_port->toCaller.take(said), 0U);
    QCOMPARE(level.size(), 1);
}

void tst_Mouth::theLevelIsInDecibels_data()
{
    QTest::addColumn<qint16>("amplitude"); // of a square wave: 3 dB more than a sine of the same height
    QTest::addColumn<double>("level");
    QTest::newRow("the loudest") << qint16(32767) << 6.15;
    QTest::newRow("a tenth") << qint16(3277) << -13.85;
    QTest::newRow("nothing") << qint16(0) << -120.0;
}

void tst_Mouth::theLevelIsInDecibels()
{
    QFETCH(const qint16, amplitude);
    QFETCH(const double, level);
    sound::Mouth mouth(m_port);
    QVERIFY(mouth.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    QSignalSpy told(&mouth, &sound::Mouth::level);

    std::vector<qint16> samples(800, amplitude);
    for (size_t n = 0; n < samples.size(); n += 2)
        samples[n] = static_cast<qint16>(-amplitude);
    mouth.write(bytes(samples));

    QVERIFY(std::abs(told.at(0).at(0).value<Dbm0>().value - level) < 0.1);
}

QTEST_GUILESS_MAIN(tst_Mouth)
#include "tst_mouth.moc"
