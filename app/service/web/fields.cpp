// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/fields.h"

namespace knock::web {

QHash<QByteArray, QByteArray> fieldsOf(QByteArrayView form)
{
    QHash<QByteArray, QByteArray> fields;
    for (QByteArray field : form.toByteArray().replace('+', ' ').split('&')) {
        const qsizetype equals = field.indexOf('=');
        if (equals > 0 && !fields.contains(field.first(equals)))
            fields.insert(field.first(equals), QByteArray::fromPercentEncoding(field.sliced(equals + 1)));
    }
    return fields;
}

} // namespace knock::web
