// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractItemModel>
#include <QDateTime>
#include <QMetaEnum>

namespace knock::test {

/// A value as a word: enums by name, times as hours, minutes and seconds of UTC, "-" for nothing.
inline QString asText(const QVariant &value)
{
    if (!value.isValid() || value.isNull())
        return QStringLiteral("-");
    if (value.typeId() == QMetaType::QDateTime) {
        const QDateTime at = value.toDateTime();
        return at.isValid() ? at.toUTC().toString(QStringLiteral("hh:mm:ss")) : QStringLiteral("-");
    }
    if (const QMetaObject *owner = value.metaType().metaObject();
        owner && value.metaType().flags() & QMetaType::IsEnumeration) {
        const QByteArray name = QByteArray(value.metaType().name()).split(':').last();
        const QMetaEnum words = owner->enumerator(owner->indexOfEnumerator(name.constData()));
        if (const char *word = words.valueToKey(value.toInt()))
            return QLatin1StringView(word);
    }
    return value.toString();
}

/// A model as lines of text, one a row, with the values of \a roles between spaces.
inline QString asText(const QAbstractItemModel &model, const QList<int> &roles)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList words;
        for (const int role : roles)
            words.append(asText(model.index(row, 0).data(role)));
        lines.append(words.join(u' '));
    }
    return lines.join(u'\n');
}

} // namespace knock::test
