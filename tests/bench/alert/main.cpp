// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"
#include "tests/support/house.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLoggingCategory>
#include <QTimer>

using namespace knock;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr quint64 waiting = 100; // calls in the queue, as in a bad night
constexpr quint64 knocks = 300;

/// Waits for what \a signal says, five seconds at most; the milliseconds since \a timer was started, or none.
template <typename Sender, typename Signal>
std::optional<double> await(Sender *sender, Signal signal, const QElapsedTimer &timer)
{
    QEventLoop loop;
    std::optional<double> took;
    QObject::connect(sender, signal, &loop, [&] {
        took = double(timer.nsecsElapsed()) / 1e6;
        loop.quit();
    });
    QTimer::singleShot(5s, &loop, &QEventLoop::quit);
    loop.exec();
    return took;
}

/// The peer: one line of words in a window of its own.
class Line final : public QLabel
{
    Q_OBJECT
Q_SIGNALS:
    void painted();

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QLabel::paintEvent(event);
        Q_EMIT painted();
    }
};

/// Lets what is still to be painted of the one before be painted.
void settle()
{
    for (int round = 0; round < 3; ++round)
        QCoreApplication::processEvents();
}

std::vector<double> measureAlerts()
{
    test::House house;
    for (quint64 id = 1; id <= waiting; ++id)
        house.story.ring({id}, u"0101234%1"_s.arg(1000 + id));
    house.window.resize(1600, 900);
    house.window.show();
    settle();
    std::vector<double> took;
    for (quint64 id = waiting + 1; id <= waiting + knocks; ++id) {
        house.story.ring({id}, u"0105678%1"_s.arg(1000 + id));
        house.story.answer({id}, {7});
        house.story.press({id}, u'5');
        house.story.press({id}, u'9');
        settle();
        // One alert after the other, minutes apart.
        house.advance(3min);
        settle();
        QElapsedTimer timer;
        timer.start();
        // Told from the loop, as the service's words come.
        QTimer::singleShot(0, &house.window, [&] {
            timer.restart();
            house.backend.tell(KnockHeard{{id}, u"59"_s, 1600ms, false, house.clock.now()});
        });
        if (const auto passed = await(&house.window, &ui::MainWindow::alertPainted, timer))
            took.push_back(*passed);
        house.story.dismiss({id});
        house.story.close({id});
        settle();
    }
    return took;
}

std::vector<double> measureLines()
{
    Line line;
    line.resize(1600, 40);
    line.show();
    settle();
    std::vector<double> took;
    for (quint64 id = 0; id < knocks; ++id) {
        settle();
        QElapsedTimer timer;
        timer.start();
        QTimer::singleShot(0, &line, [&] {
            timer.restart();
            line.setText(u"Silent caller %1"_s.arg(id));
        });
        if (const auto passed = await(&line, &Line::painted, timer))
            took.push_back(*passed);
    }
    return took;
}

} // namespace

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    // The offscreen platform regrets each size that it cannot keep.
    QLoggingCategory::setFilterRules(u"default.warning=false\n*.info=false"_s);
    const QApplication application(argc, argv);
    const std::vector<double> took = measureAlerts();
    const std::vector<double> peer = measureLines();
    QStringList names = QCoreApplication::arguments().mid(1);
    if (names.isEmpty())
        names = {u"alert_to_paint_p50"_s, u"alert_to_paint_p99"_s};
    for (const QString &name : std::as_const(names)) {
        const double part = name.endsWith("p50"_L1) ? 0.5 : 0.99;
        bench::print(name, bench::quantile(took, part), u"ms"_s, took.size());
        bench::printPeer(name, bench::quantile(peer, part), u"ms"_s, u"one line in a plain Qt window, same run"_s);
    }
    return took.size() == knocks ? 0 : 1;
}

#include "main.moc"
