// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/filedoor.h"

#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::caller {

std::optional<PieceAddress> readPieceAddress(const QByteArray &target)
{
    static const QRegularExpression form(
        u"\\A/caller/file/([A-Za-z0-9_-]{22})\\?id=([A-Za-z0-9-]{1,64})&kind=(photo|film|snapshot)"
        "&at=([0-9]{1,12})&of=([0-9]{1,12})\\z"_s);
    static const QHash<QString, FileKind> kinds{
        {u"photo"_s, FileKind::Photo}, {u"film"_s, FileKind::Film}, {u"snapshot"_s, FileKind::Snapshot}};
    const auto match = form.match(QString::fromLatin1(target));
    const quint64 of = match.captured(5).toULongLong();
    if (!match.hasMatch() || of == 0)
        return std::nullopt;
    return PieceAddress{match.captured(1).toLatin1(), match.captured(2), kinds.value(match.captured(3)),
                        match.captured(4).toULongLong(), of};
}

} // namespace knock::caller
