// SPDX-License-Identifier: Apache-2.0
#include "app/service/evidence/redact.h"

#include <cmath>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

using namespace Qt::StringLiterals;

namespace knock::evidence {

namespace {

// The kinds of things that stay: a field that is not named here is taken out, so a new one cannot slip through.
const QSet<QString> &harmless()
{
    static const QSet<QString> fields{
        u"type"_s,     u"incident"_s, u"seat"_s,  u"at"_s,          u"kind"_s,       u"decision"_s,   u"permission"_s,
        u"face"_s,     u"path"_s,     u"wish"_s,  u"reason"_s,      u"how"_s,        u"carrier"_s,    u"level"_s,
        u"prompted"_s, u"press"_s,    u"train"_s, u"afterPrompt"_s, u"windowEnds"_s, u"answer"_s,     u"expires"_s,
        u"language"_s, u"byRobot"_s,  u"fled"_s,  u"source"_s,      u"radius"_s,     u"confidence"_s, u"read"_s,
        u"author"_s,   u"order"_s,    u"why"_s,   u"category"_s,    u"priority"_s,   u"sha256"_s,     u"bytes"_s,
        u"duration"_s, u"cut"_s,      u"asked"_s, u"gateway"_s,     u"to"_s,         u"began"_s,      u"redacted"_s,
        u"held"_s,     u"what"_s,     u"roles"_s, u"silent"_s,      u"abandoned"_s,  u"last"_s,
    };
    return fields;
}

// A typed reason is among the words that people write; one of a list has a single word.
bool isOfAList(const QString &value) { return !value.contains(u' ') && value.size() < 20; }

QJsonValue without(const QString &name, const QJsonValue &value)
{
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            *it = without(it.key(), *it);
        return object;
    }
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (auto &&item : array)
            item = without(name, item);
        return array;
    }
    if (name == "latitude"_L1 || name == "longitude"_L1)
        return std::round(value.toDouble() * 100) / 100;
    const bool isKept
        = harmless().contains(name) && (!value.isString() || name != "reason"_L1 || isOfAList(value.toString()));
    return isKept ? value : QJsonValue(u"[redacted]"_s);
}

} // namespace

QByteArray redacted(const QByteArray &line)
{
    return QJsonDocument(without({}, QJsonDocument::fromJson(line).object()).toObject()).toJson(QJsonDocument::Compact);
}

} // namespace knock::evidence
