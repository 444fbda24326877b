// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/jsonat.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace knock::sms {

QString jsonAt(const QJsonDocument &json, const QString &pointer)
{
    QJsonValue value = json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object());
    const QStringList steps = pointer.split(u'/').sliced(1);
    for (QString step : steps) {
        step.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
        bool isIndex = false;
        const uint index = step.toUInt(&isIndex);
        if (value.isArray() && !isIndex)
            return {};
        value = value.isArray() ? value.toArray().at(index) : value.toObject().value(step);
    }
    return value.toVariant().toString();
}

} // namespace knock::sms
