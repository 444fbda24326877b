// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/lines/lines.h"

#include <cstdio>
#include <QGuiApplication>
#include <QLoggingCategory>
#include <QStringList>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    const QGuiApplication application(argc, argv);
    QLoggingCategory::setFilterRules(u"*.info=false"_s); // a line for each of hundreds of calls
    const QStringList load{u"calls_per_core"_s, u"memory_per_call"_s};
    const QStringList voice{u"mouth_to_ear_p95"_s};
    const QStringList names = QCoreApplication::arguments().mid(1);
    const auto wants = [&names](const QStringList &any) {
        return names.isEmpty() || std::ranges::any_of(any, [&](const QString &name) { return names.contains(name); });
    };
    const bool done = (!wants(voice) || knock::bench::measureVoice()) && (!wants(load) || knock::bench::measureLoad());
    return done ? 0 : 1;
}
