// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"
#include "tests/support/story.h"
#include "ui/queue/queuepane.h"

#include <ctime>
#include <QAction>
#include <QApplication>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::test;

namespace {

constexpr int framesASecond = 60;
constexpr int changesASecond = 1000;

/// What the calling thread has worked, however busy the machine is with others.
double worked()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// A queue of as many calls as it began with, however much happens to them: each five changes one call comes and one
/// goes, and rows change their place.
class Queue
{
public:
    explicit Queue(quint64 rows)
        : m_next(rows + 1)
    {
        for (quint64 id = 1; id <= rows; ++id)
            m_story.ring({id});
        m_pane.resize(260, 800);
        m_pane.show();
    }

    [[nodiscard]] bool isShown() { return QTest::qWaitForWindowExposed(&m_pane); }

    void change()
    {
        switch (m_changes++ % 5) {
        case 0:
            return m_story.ring({m_next++});
        case 1:
            return m_story.press({m_next - 2}, u'1');
        case 2:
            return m_story.answer({m_oldest}, {7});
        case 3:
            return m_story.locate({m_oldest});
        default:
            return m_story.close({m_oldest++});
        }
    }

    void tick()
    {
        m_clock.advance(1s);
        m_ticker.tick();
    }

    /// A pointer that comes holds the order, and lets it go when it leaves.
    void hand(bool comes)
    {
        QEvent event(comes ? QEvent::Enter : QEvent::Leave);
        QCoreApplication::sendEvent(m_list->viewport(), &event);
    }

    void draw()
    {
        QCoreApplication::processEvents();
        m_list->viewport()->repaint();
    }

private:
    FakeBackend m_backend;
    ManualClock m_clock;
    desk::Desk m_desk{m_backend};
    Story m_story{m_backend, m_clock};
    ui::Ticker m_ticker{m_clock};
    QAction m_shelf;
    QAction m_all;
    ui::QueuePane m_pane{m_desk, m_ticker, &m_shelf, &m_all};
    QListView *m_list = m_pane.findChild<QListView *>();
    quint64 m_next;
    quint64 m_oldest = 1;
    quint64 m_changes = 0;
};

/// Ten seconds with 1,000 changes in each; a hand is on the queue for two seconds in five.
bool measure(const QString &figure, quint64 rows)
{
    constexpr int frames = 10 * framesASecond;
    Queue queue(rows);
    if (!queue.isShown())
        return false;
    queue.draw();
    std::vector<double> costs;
    int changes = 0;
    for (int frame = 1; frame <= frames; ++frame) {
        const double before = worked();
        for (; changes < frame * changesASecond / framesASecond; ++changes)
            queue.change();
        if (frame % framesASecond == 0)
            queue.tick();
        if (frame % (5 * framesASecond) == 2 * framesASecond)
            queue.hand(true);
        if (frame % (5 * framesASecond) == 4 * framesASecond)
            queue.hand(false);
        queue.draw();
        costs.push_back(worked() - before);
    }
    knock::bench::print(figure, knock::bench::quantile(costs, 0.99), u"ms"_s, costs.size());
    knock::bench::printPeer(figure, 1000.0 / framesASecond, u"ms"_s, u"the time of a frame"_s);
    return true;
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const QStringList names = QCoreApplication::arguments().mid(1);
    bool done = true;
    for (const quint64 rows : {100U, 1'000U, 10'000U}) {
        const QString figure = u"queue_frame_p99_%1"_s.arg(rows);
        if (names.isEmpty() || names.contains(figure))
            done = measure(figure, rows) && done;
    }
    return done ? 0 : 1;
}
