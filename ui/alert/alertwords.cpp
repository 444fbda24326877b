// SPDX-License-Identifier: Apache-2.0
#include "ui/alert/alertwords.h"

#include "app/workstation/desk/alertmodel.h"
#include "ui/kit/words.h"

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::AlertModel;

QString AlertWords::of(const QModelIndex &alert)
{
    const QString number = Words::number(alert.data(AlertModel::NumberRole).toString());
    const bool isLost = alert.data(AlertModel::LostRole).toBool();
    QStringList facts;
    const QVariant marked = alert.data(AlertModel::MarkedRole);
    if (marked.isValid()) {
        const auto mark = marked.value<CodedTalkMarked>();
        facts << tr("marked by seat %1 at %2").arg(mark.seat.value).arg(mark.at.toLocalTime().toString(u"HH:mm:ss"_s));
    }
    const QVariant digits = alert.data(AlertModel::DigitsRole);
    if (digits.isValid()) {
        const std::chrono::milliseconds after(alert.data(AlertModel::AfterPromptRole).toLongLong());
        facts << Words::knock(digits.toString(), after, alert.data(AlertModel::TrainRole).toBool());
    }
    const QString told = facts.join(", "_L1);
    if (isLost)
        return (marked.isValid() ? tr("Line lost after coded talk - %1 - %2") : tr("Line lost after knock - %1 - %2"))
            .arg(number, told);
    return (marked.isValid() ? tr("Coded talk %1 - %2") : tr("Silent caller %1 - %2")).arg(number, told);
}

Glyph AlertWords::glyph(const QModelIndex &alert)
{
    if (!alert.data(AlertModel::JudgedRole).toBool())
        return Glyph::Alert;
    return alert.data(AlertModel::LostRole).toBool() ? Glyph::Lost : Glyph::Chat;
}

} // namespace knock::ui
