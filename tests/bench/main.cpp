// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"

#include <algorithm>
#include <cstdio>
#include <QCoreApplication>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace {

const QStringList calls{u"press_to_alert_p50"_s, u"press_to_alert_p99"_s, u"link_key_to_sms"_s, u"page_open_to_fix"_s,
                        u"camera_start_to_frame"_s};
const QStringList carriers{u"press_to_alert_event_p99"_s, u"press_to_alert_info_p99"_s, u"press_to_alert_inband_p99"_s};
const QStringList lines{u"calls_per_core"_s, u"memory_per_call"_s, u"mouth_to_ear_p95"_s};
const QStringList desks{u"queue_frame_p99_100"_s, u"queue_frame_p99_1000"_s, u"queue_frame_p99_10000"_s};
const QStringList journals{u"journal_events_per_s"_s, u"commit_p50"_s,      u"commit_p99"_s,   u"start_100k_events"_s,
                           u"event_cost_0"_s,         u"event_cost_100k"_s, u"event_cost_1m"_s};
const QStringList fanouts{u"fanout_p99_1000"_s, u"fanout_p99_5000"_s,   u"fanout_p99_10000"_s,
                          u"fanout_cpu_1000"_s, u"fanout_cpu_5000"_s,   u"fanout_cpu_10000"_s,
                          u"cpu_per_fix_100"_s, u"cpu_per_fix_10000"_s, u"memory_per_caller"_s};
const QStringList maps{u"map_pan_cpu_ms_per_frame"_s};
const QStringList phones{u"page_bytes"_s,          u"page_usable_400k"_s,    u"consent_to_fix_p95"_s,
                         u"camera_to_frame_p95"_s, u"glass_to_screen_p95"_s, u"uplink100_fps"_s,
                         u"uplink300_fps"_s,       u"uplink1000_fps"_s,      u"loss0_fps"_s,
                         u"loss1_fps"_s,           u"loss5_fps"_s,           u"loss10_fps"_s};
const QStringList starts{u"cold_start_first_paint"_s};
const QStringList costs{u"desk_idle_cpu"_s, u"desk_live_cpu"_s, u"desk_memory"_s};
// Of journeys, which are tests as well: they print these as they go.
const QStringList matrix{u"matrix_location_percent"_s, u"matrix_picture_percent"_s};
const QStringList keys{u"keys_full_silent_call"_s};
const QStringList cuts{u"resume_cuts_lost"_s};
const QStringList kills{u"kills_lost"_s};
const QStringList alerts{u"alert_to_paint_p50"_s, u"alert_to_paint_p99"_s};
// Of a program of its own, which has its peer beside it.
const QStringList tones{u"dtmf_accept_dev1.5_percent"_s,
                        u"dtmf_accept_twist_percent"_s,
                        u"dtmf_hole10_extra_percent"_s,
                        u"dtmf_latency_p50"_s,
                        u"dtmf_latency_p95"_s,
                        u"dtmf_channels_per_core"_s,
                        u"talkoff_per_hour"_s};

QStringList among(const QStringList &names, const QStringList &known)
{
    QStringList found;
    std::ranges::copy_if(names, std::back_inserter(found), [&](const QString &name) { return known.contains(name); });
    return found;
}

/// A test that passes, on no screen of this computer's own.
bool walks(const QString &journey, const QStringList &functions = {},
           const QList<std::pair<QString, QString>> &variables = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    for (const auto &[name, value] : variables)
        environment.insert(name, value);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(journey, functions);
    return process.waitForFinished(-1) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList all = calls + carriers + desks + journals + fanouts + lines + maps + phones + starts + costs
        + matrix + keys + cuts + kills + alerts + tones;
    QStringList names = QCoreApplication::arguments().mid(1);
    if (names.isEmpty())
        names = all;
    for (const QString &name : std::as_const(names)) {
        if (!all.contains(name)) {
            std::fprintf(stderr, "unknown figure %s\n", qPrintable(name));
            return 2;
        }
    }
    const QStringList heard = among(names, tones);
    const bool done = (among(names, calls).isEmpty() || knock::bench::measureCalls(names))
        && (among(names, starts).isEmpty() || knock::bench::measureStarts())
        && (among(names, costs).isEmpty() || knock::bench::measureCost())
        && (among(names, carriers).isEmpty() || knock::bench::measureCarriers())
        && (among(names, desks).isEmpty()
            || QProcess::execute(QStringLiteral(KNOCK_DESK_BENCH), among(names, desks)) == 0)
        && (among(names, lines).isEmpty()
            || QProcess::execute(QStringLiteral(KNOCK_LINES_BENCH), among(names, lines)) == 0)
        && (among(names, journals).isEmpty()
            || QProcess::execute(QStringLiteral(KNOCK_JOURNAL_BENCH), among(names, journals)) == 0)
        && (among(names, fanouts).isEmpty()
            || QProcess::execute(QStringLiteral(KNOCK_FANOUT_BENCH), among(names, fanouts)) == 0)
        && (among(names, alerts).isEmpty()
            || QProcess::execute(QStringLiteral(KNOCK_ALERT_BENCH), among(names, alerts)) == 0)
        && (among(names, maps).isEmpty() || QProcess::execute(QStringLiteral(KNOCK_MAP_BENCH), QStringList()) == 0)
        && (among(names, matrix).isEmpty() || walks(QStringLiteral(KNOCK_PHONE_MATRIX)))
        && (among(names, keys).isEmpty() || walks(QStringLiteral(KNOCK_SILENT_CALL)))
        && (among(names, cuts).isEmpty()
            || walks(QStringLiteral(KNOCK_MANY_DESKS), {u"nothingIsLostOrDoubledOverManyCuts"_s},
                     {{u"KNOCK_CUTS"_s, u"1000"_s}}))
        && (among(names, kills).isEmpty()
            || walks(QStringLiteral(KNOCK_JOURNAL_KILL), {u"losesNothingItTold"_s},
                     {{u"KNOCK_KILLS"_s, u"300"_s}, {u"QTEST_FUNCTION_TIMEOUT"_s, u"1800000"_s}}))
        && (among(names, phones).isEmpty()
            || QProcess::execute(QStringLiteral(KNOCK_PHONES_BENCH), among(names, phones)) == 0)
        && (heard.isEmpty() || QProcess::execute(QStringLiteral(KNOCK_TONES_BENCH), heard) == 0);
    return done ? 0 : 1;
}
