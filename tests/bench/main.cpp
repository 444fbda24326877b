// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"

#include <cstdio>
#include <QCoreApplication>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList calls{u"press_to_alert_p50"_s, u"press_to_alert_p99"_s, u"link_key_to_sms"_s,
                            u"page_open_to_fix"_s, u"camera_start_to_frame"_s};
    const QString start = u"cold_start_first_paint"_s;
    QStringList names = QCoreApplication::arguments().mid(1);
    if (names.isEmpty())
        names = calls + QStringList{start};
    for (const QString &name : std::as_const(names)) {
        if (!calls.contains(name) && name != start) {
            std::fprintf(stderr, "unknown figure %s\n", qPrintable(name));
            return 2;
        }
    }
    const bool anyCall = std::ranges::any_of(names, [&](const QString &name) { return calls.contains(name); });
    const bool done
        = (!anyCall || knock::bench::measureCalls(names)) && (!names.contains(start) || knock::bench::measureStarts());
    return done ? 0 : 1;
}
