// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/rows.h"

#include "app/core/logging.h"
#include "app/service/store/sealer.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

Form formOf(const Statement &row) { return static_cast<Form>(row.number(5)); }

} // namespace

Record Rows::written(const Statement &row)
{
    Record record;
    record.sequence = static_cast<quint64>(row.number(0));
    record.incident = IncidentId{static_cast<quint64>(row.number(1))};
    record.at = QDateTime::fromMSecsSinceEpoch(row.number(2), QTimeZone::UTC);
    record.type = QString::fromUtf8(row.bytes(3));
    record.body = row.bytes(4);
    return record;
}

Row Rows::whole(const Statement &row)
{
    return {written(row), formOf(row), std::chrono::nanoseconds(row.number(6)), row.bytes(7)};
}

bool Rows::isWhole(HashChain &chain, const Statement &row)
{
    const QByteArray before = row.bytes(9);
    return before.isEmpty() || chain.next(before, whole(row)) == row.bytes(8);
}

Result<std::optional<Record>> Rows::opened(const Statement &row)
{
    Record record = written(row);
    if (formOf(row) != Form::Sealed)
        return record;
    if (!m_sealer)
        return failure(Error::Kind::Refused, u"record %1 is sealed, and there is no key"_s.arg(record.sequence));

    // Nothing at all is written of what came after the key was destroyed.
    Result<QByteArray> body = record.body.isEmpty() ? failure(Error::Kind::Expired) : m_sealer->open(record);
    if (body) {
        record.body = *std::move(body);
        return record;
    }
    if (body.error().kind != Error::Kind::Expired)
        return failure(body.error().kind, u"record %1: %2"_s.arg(record.sequence).arg(body.error().detail));
    if (!std::exchange(m_toldExpired, true))
        qCInfo(lcStore) << "Records are left out because their keys were destroyed, the first is" << record.sequence;
    return std::nullopt;
}

} // namespace knock::store
