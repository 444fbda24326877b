// SPDX-License-Identifier: Apache-2.0
#include "app/service/evidence/texts.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::evidence {

QByteArray readme(bool isRedacted)
{
    QFile file(u":/knock/evidence/readme.txt"_s);
    QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    if (isRedacted)
        text += "\nTHIS IS A REDACTED COPY: numbers, names, words, links and files are left out, and places are "
                "rounded to"
                " a kilometre.\nIts rows cannot be compared with the chain, which stands in it unchanged, so that it "
                "can be"
                " compared with the\nwhole bundle. There is no chain/rows.bin, no chain/record.key and no media/.\n";
    return text;
}

QByteArray sentence(const QByteArray &line)
{
    QJsonObject object = QJsonDocument::fromJson(line).object();
    QString text = object.take("at"_L1).toString().leftJustified(26) + object.take("type"_L1).toString();
    object.remove("incident"_L1);
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        const QJsonValue &value = it.value();
        text += u"  "_s + it.key() + u'=';
        if (value.isObject())
            text += QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
        else
            text += value.toVariant().toString();
    }
    // One line each, whatever a person has written.
    return text.replace(u'\n', u' ').toUtf8() + '\n';
}

} // namespace knock::evidence
