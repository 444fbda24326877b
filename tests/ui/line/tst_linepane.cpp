// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"
#include "ui/kit/statecolours.h"
#include "ui/line/linepane.h"
#include "ui/line/linestrip.h"

#include <QLabel>
#include <QProgressBar>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using desk::LineModel;

class tst_LinePane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void tellsHowLongItHasBeenSilent();
    void keepsHalfAMinute();
    void marksWhatWasPressedAndAsked();
    void saysWhetherSoundIsKept();
    void givesTheCallerTimeToAnswer();
    void eachLineHasItsStrip();
    void paintsLouderSoundHigher();
    void aMarkLeavesTheStripAfterHalfAMinute();

private:
    [[nodiscard]] int ink() const;
    [[nodiscard]] QStringList texts() const;
    void let(double level, std::chrono::milliseconds silence = 0ms, std::vector<LineSound::Mark> marks = {},
             quint64 id = 1)
    {
        m_house->backend.let({{id}, {level}, silence, std::move(marks)});
        m_house->clock.advance(200ms);
    }

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        ui::Ticker ticker{clock};
        LineModel model{desk, clock};
        ui::LinePane pane{desk, ticker, nullptr};
    };
    std::unique_ptr<House> m_house;
};

void tst_LinePane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    for (const quint64 id : {1U, 2U}) {
        m_house->story.ring({id});
        m_house->story.answer({id});
    }
    m_house->desk.select({1});
    m_house->pane.resize(600, 100);
    m_house->pane.show();
}

QStringList tst_LinePane::texts() const
{
    QStringList all;
    for (const QLabel *label : m_house->pane.findChildren<QLabel *>())
        all << label->text();
    return all;
}

void tst_LinePane::tellsHowLongItHasBeenSilent()
{
    QCOMPARE(texts(), QStringList({{}, u"○ no sound is kept"_s, {}, {}}));

    let(-70, 4000ms);
    QCOMPARE(texts().at(0), u"Silence 4.0 s"_s);
    let(-20, 0ms);
    QCOMPARE(m_house->pane.accessibleDescription(), u"Silence 0.0 s"_s);

    m_house->story.end({1});
    QCOMPARE(texts().at(0), QString()); // at once
}

void tst_LinePane::keepsHalfAMinute()
{
    for (int n = 0; n < 400; ++n)
        let(-30, 0ms, {LineSound::Mark::Speech});

    QVERIFY(m_house->model.current()->moments.size() <= 151);
    QVERIFY(m_house->model.current()->marks.size() <= 151);
}

void tst_LinePane::marksWhatWasPressedAndAsked()
{
    m_house->story.prompt({1});
    m_house->clock.advance(3s);
    m_house->story.listen({1});
    m_house->story.press({1}, u'5');
    let(-30, 0ms, {LineSound::Mark::Breath, LineSound::Mark::Knocking});

    QStringList words;
    for (const LineModel::Mark &mark : m_house->model.current()->marks)
        words << ui::LineStrip::wordOf(mark);
    QCOMPARE(words, QStringList({u"asked"_s, u"5"_s, u"breath?"_s, u"knocking?"_s}));
    const LineModel::Mark &prompt = m_house->model.current()->marks.front();
    QCOMPARE(prompt.until.value() - prompt.at, 3000ms);
}

void tst_LinePane::saysWhetherSoundIsKept()
{
    const QDateTime now = m_house->clock.now();

    m_house->backend.tell(RecordingBegan{{1}, u"1.wav"_s, now});
    m_house->ticker.tick();
    QCOMPARE(texts().at(1), u"● sound is being kept"_s);
    m_house->story.end({1});
    m_house->backend.tell(RecordingEnded{.incident = {1}, .file = u"1.wav"_s, .sha256 = u"00"_s, .at = now});
    m_house->ticker.tick();

    QCOMPARE(texts().at(1), u"■ sound was kept"_s);
}

void tst_LinePane::givesTheCallerTimeToAnswer()
{
    const auto *left = m_house->pane.findChild<QProgressBar *>();
    m_house->story.prompt({1});
    m_house->ticker.tick();
    QCOMPARE(texts().at(2), u"Asking…"_s);
    QVERIFY(!left->isVisible());

    m_house->story.listen({1});
    m_house->clock.advance(1s);
    m_house->ticker.tick();
    QCOMPARE(texts().at(2), u"Give time to answer"_s);
    QVERIFY(left->isVisible());
    QCOMPARE(left->value(), 3000);

    m_house->clock.advance(3s);
    m_house->ticker.tick();
    QVERIFY(!left->isVisible());
    QCOMPARE(texts().at(2), QString());

    m_house->story.prompt({1});
    m_house->story.listen({1});
    m_house->story.knock({1});
    m_house->ticker.tick();
    QVERIFY2(!left->isVisible(), "who has answered needs no more time");
}

void tst_LinePane::eachLineHasItsStrip()
{
    let(-30, 0ms, {}, 1);
    let(-40, 2000ms, {}, 2);

    QCOMPARE(texts().at(0), u"Silence 0.0 s"_s);
    m_house->desk.select({2});
    QCOMPARE(texts().at(0), u"Silence 2.0 s"_s);
    m_house->backend.tell(IncidentClosed{{2}, CloseReason::Mistake, {}, {1}, m_house->clock.now()});
    QVERIFY(!m_house->model.current());
}

/// How many pixels of the strip are not its ground.
int tst_LinePane::ink() const
{
    const QImage image = m_house->pane.findChild<ui::LineStrip *>()->grab().toImage();
    const QColor ground = ui::stateColours(m_house->pane.palette()).raised;
    int count = 0;
    for (int y = 1; y + 1 < image.height(); ++y) {
        for (int x = 1; x + 1 < image.width(); ++x)
            count += image.pixelColor(x, y) != ground ? 1 : 0;
    }
    return count;
}

void tst_LinePane::paintsLouderSoundHigher()
{
    for (int n = 0; n < 10; ++n)
        let(-50);
    const int soft = ink();
    for (int n = 0; n < 10; ++n)
        let(-10);

    QVERIFY(soft > 0);
    QVERIFY(ink() > 3 * soft);
}

void tst_LinePane::aMarkLeavesTheStripAfterHalfAMinute()
{
    m_house->story.prompt({1});
    m_house->clock.advance(3s);
    m_house->story.listen({1});
    m_house->story.press({1}, u'5');
    QVERIFY(ink() > 0);

    m_house->clock.advance(31s); // and nothing comes on the line

    QCOMPARE(ink(), 0);
}

QTEST_MAIN(tst_LinePane)
#include "tst_linepane.moc"
