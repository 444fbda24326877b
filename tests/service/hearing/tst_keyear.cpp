// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/keyear.h"

#include "tests/service/hearing/sounds.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::hearing;

Q_DECLARE_METATYPE(knock::hearing::KeyEar::Kind)

/// What every detector of keys must do that an agency may choose.
class tst_KeyEar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void tellsEachPressAndItsEnd_data() { kinds(); }
    void tellsEachPressAndItsEnd();
    void hearsTheSameKeyTwice_data() { kinds(); }
    void hearsTheSameKeyTwice();
    void hearsNothingOnAnIdleLine_data() { kinds(); }
    void hearsNothingOnAnIdleLine();

private:
    static void kinds()
    {
        QTest::addColumn<KeyEar::Kind>("kind");
        QTest::newRow("own") << KeyEar::Kind::Own;
        QTest::newRow("spandsp") << KeyEar::Kind::Spandsp;
    }

    [[nodiscard]] static std::vector<KeyTone> changes(KeyEar::Kind kind, const sounds::Samples &line)
    {
        const std::vector<qint16> samples(line.begin(), line.end());
        const std::unique_ptr<KeyEar> ear = KeyEar::make(kind);
        std::vector<KeyTone> heard;
        constexpr size_t packet = 160;
        for (size_t at = 0; at < samples.size(); at += packet) {
            const std::span part(samples.data() + at, std::min(packet, samples.size() - at));
            ear->take(part, [&](const KeyTone &tone) { heard.push_back(tone); });
        }
        return heard;
    }
};

#define SKIP_IF_ABSENT(kind)                                                                                           \
    if (!KeyEar::exists(kind))                                                                                         \
    QSKIP("this build has no such detector: libspandsp-dev was not installed")

void tst_KeyEar::tellsEachPressAndItsEnd()
{
    QFETCH(const KeyEar::Kind, kind);
    SKIP_IF_ABSENT(kind);
    const sounds::Sound sound = sounds::play({.count = 16, .on = 80, .off = 80}, 3);

    const std::vector<KeyTone> heard = changes(kind, sound.samples);

    QCOMPARE(heard.size(), 2 * sound.keys.size());
    for (size_t n = 0; n < sound.keys.size(); ++n) {
        const KeyTone &press = heard[2 * n];
        const KeyTone &release = heard[2 * n + 1];
        QCOMPARE(press.change, KeyTone::Change::Pressed);
        QCOMPARE(press.key, sound.keys[n].key);
        QCOMPARE_LE(std::abs(press.onset - sound.keys[n].begin), sampleRate * 20 / 1000);
        QCOMPARE_LE(std::abs(press.level + 7), 1.5); // two tones of -10 dBm0
        QCOMPARE(release.change, KeyTone::Change::Released);
        QCOMPARE(release.key, press.key);
        QCOMPARE_LE(std::abs(release.end - sound.keys[n].end), sampleRate * 20 / 1000);
    }
}

void tst_KeyEar::hearsTheSameKeyTwice()
{
    QFETCH(const KeyEar::Kind, kind);
    SKIP_IF_ABSENT(kind);

    const std::vector<KeyTone> heard = changes(kind, sounds::play({.count = 2, .keys = "5"}, 4).samples);

    QCOMPARE(std::ranges::count(heard, KeyTone::Change::Pressed, &KeyTone::change), 2);
}

void tst_KeyEar::hearsNothingOnAnIdleLine()
{
    QFETCH(const KeyEar::Kind, kind);
    SKIP_IF_ABSENT(kind);

    QVERIFY(changes(kind, sounds::whiteNoise(60 * sampleRate, 50, 5)).empty());
}

QTEST_GUILESS_MAIN(tst_KeyEar)
#include "tst_keyear.moc"
