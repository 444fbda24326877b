// SPDX-License-Identifier: Apache-2.0
#include "ui/map/fixtext.h"

#include "ui/atlas/coordinates.h"

#include <QLocale>

namespace knock::ui {

using namespace std::chrono;
using namespace Qt::StringLiterals;

seconds FixText::ageOf(const Fix &fix, const QDateTime &now)
{
    return seconds(std::max<qint64>(0, fix.at.secsTo(now)));
}

QString FixText::source(Fix::Source source)
{
    switch (source) {
    case Fix::Source::Browser:
        return tr("browser");
    case Fix::Source::Cell:
        return tr("cell");
    case Fix::Source::Sip:
        return tr("network");
    case Fix::Source::Aml:
        return tr("AML");
    case Fix::Source::Typed:
        return tr("typed");
    }
    return {};
}

QString FixText::oldWord() { return tr("old"); }

//: of the source that a person decided to believe
QString FixText::chosenWord() { return tr("chosen"); }

QString FixText::distance(Metres metres)
{
    if (metres < Metres{1000})
        return tr("%1 m").arg(qRound(metres.value));
    return tr("%1 km").arg(QLocale().toString(metres.value / 1000, 'f', metres < Metres{10'000} ? 1 : 0));
}

QString FixText::way(Metres metres, double bearing)
{
    const auto winds = std::to_array({tr("north"), tr("north-east"), tr("east"), tr("south-east"), tr("south"),
                                      tr("south-west"), tr("west"), tr("north-west")});
    const int degrees = qRound(bearing) % 360;
    //: "420 m north-east (47°)"
    return tr("%1 %2 (%3°)").arg(distance(metres), winds.at(size_t(qRound(bearing / 45)) % winds.size())).arg(degrees);
}

QString FixText::age(seconds age)
{
    if (age < 60s)
        return tr("%1 s ago").arg(age.count());
    if (age < 10min)
        return tr("%1 min %2 s ago").arg(age / 1min).arg((age % 1min).count());
    if (age < 1h)
        return tr("%1 min ago").arg(age / 1min);
    return tr("%1 h ago").arg(age / 1h);
}

QString FixText::line(const Fix &fix, const QDateTime &now)
{
    QStringList parts{source(fix.source)};
    if (fix.isArea())
        parts << tr("area ±%1").arg(distance(fix.radius));
    else if (fix.radius > Metres{0})
        parts << u"±"_s + distance(fix.radius);
    else if (fix.source != Fix::Source::Typed)
        parts << tr("radius unknown");
    if (fix.confidence)
        //: how sure a source is that the caller is within the radius
        parts << tr("%1 % sure").arg(qRound(fix.confidence->value));
    parts << age(ageOf(fix, now));
    if (isOld(fix, now))
        parts << oldWord();
    return parts.join(u" · "_s);
}

QString FixText::spoken(const Fix &fix)
{
    const QString time = QLocale().toString(fix.at.toLocalTime().time(), QLocale::ShortFormat);
    const QString place = Coordinates::decimal({fix.latitude, fix.longitude});
    if (fix.isArea())
        //: %1 is a source such as "cell", %2 a distance, %3 coordinates, %4 a time of day
        return tr("%1: an area within %2 around %3, measured at %4.")
            .arg(source(fix.source), distance(fix.radius), place, time);
    if (fix.radius <= Metres{0})
        //: %1 is a source such as "network", %2 coordinates, %3 a time of day
        return tr("%1: %2, radius unknown, measured at %3.").arg(source(fix.source), place, time);
    //: %1 is a source such as "browser", %2 a distance, %3 coordinates, %4 a time of day
    return tr("%1: within %2 of %3, measured at %4.").arg(source(fix.source), distance(fix.radius), place, time);
}

} // namespace knock::ui
