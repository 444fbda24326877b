// SPDX-License-Identifier: Apache-2.0
#include "ui/queue/queuewords.h"

#include "app/workstation/desk/numbers.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::ui {

using desk::QueueModel;

QueueLook QueueWords::look(QueueModel::State state, std::chrono::seconds age)
{
    switch (state) {
    case QueueModel::State::Alert:
        return {tr("Knock heard"), Glyph::Alert, &StateColours::alarm};
    case QueueModel::State::LostAfterKnock:
        return {tr("Lost after knock"), Glyph::Lost, &StateColours::alarm};
    case QueueModel::State::Ringing:
        if (age >= 20s)
            return {tr("Over 20 s"), Glyph::Late, &StateColours::alarm};
        if (age >= 15s)
            return {tr("Over 15 s"), Glyph::Late, &StateColours::warning};
        if (age >= 10s)
            return {tr("Answer soon"), Glyph::Ringing, &StateColours::warning};
        return {tr("Ringing"), Glyph::Ringing, &StateColours::text};
    case QueueModel::State::Held:
        return {tr("Held"), Glyph::Late, &StateColours::warning};
    case QueueModel::State::Mine:
        return {tr("Yours"), Glyph::Mine, &StateColours::good};
    case QueueModel::State::AfterCall:
        return {tr("Yours, line ended"), Glyph::AfterCall, &StateColours::text};
    case QueueModel::State::Others:
        return {tr("Another seat"), Glyph::Others, &StateColours::muted};
    case QueueModel::State::Missed:
        return {tr("Missed"), Glyph::Missed, &StateColours::warning};
    case QueueModel::State::Closed:
        return {tr("Closed"), Glyph::Closed, &StateColours::muted};
    }
    Q_UNREACHABLE_RETURN({});
}

QueueLook QueueWords::look(const QModelIndex &row, const QDateTime &now)
{
    const auto state = row.data(QueueModel::StateRole).value<QueueModel::State>();
    const QDateTime arrived = row.data(QueueModel::ArrivedRole).toDateTime();
    return look(state, std::chrono::seconds(arrived.msecsTo(now) / 1000));
}

QStringList QueueWords::facts(const QModelIndex &row)
{
    const int presses = row.data(QueueModel::PressesRole).toInt();
    const QVariant place = row.data(QueueModel::SourceRole);
    const QString source = place.isValid() ? Words::brief(place.value<Fix::Source>()) : QString();
    QStringList whole{row.data(QueueModel::SilentBeforeRole).toBool() ? tr("silent before") : QString(),
                      presses > 0 ? Words::presses(presses) : QString(), source};
    whole.removeAll(QString());
    const QString brief = presses > 0 ? tr("%1× %2").arg(presses).arg(source).trimmed() : source;
    return {whole.join(u" · "_s), brief, source};
}

bool QueueWords::matches(const QStringList &words, const Incident &incident, QueueModel::State state,
                         const QString &number)
{
    QStringList said{desk::incidentNumber(incident), Words::number(number), QString(number).remove(u'-'),
                     look(state, 0s).word};
    if (!incident.fixes.empty())
        said += {Words::of(incident.fixes.back().source), Words::brief(incident.fixes.back().source)};
    return std::ranges::all_of(words, [&](const QString &word) {
        const bool isNumber = !incident.number.isEmpty() && QString(word).remove(u'-') == incident.number;
        const auto holds = [&word](const QString &part) { return part.contains(word, Qt::CaseInsensitive); };
        return isNumber || std::ranges::any_of(said, holds);
    });
}

QString QueueWords::spoken(const QModelIndex &row, const QDateTime &now)
{
    const QDateTime arrived = row.data(QueueModel::ArrivedRole).toDateTime();
    QStringList parts{look(row, now).word, Words::number(row.data(QueueModel::NumberRole).toString()),
                      elapsedText(arrived, now)};
    if (const QString more = facts(row).first(); !more.isEmpty())
        parts.append(more);
    return parts.join(", "_L1);
}

} // namespace knock::ui
