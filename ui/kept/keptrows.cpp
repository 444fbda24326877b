// SPDX-License-Identifier: Apache-2.0
#include "ui/kept/keptrows.h"

#include "ui/kit/elapsedlabel.h"
#include "ui/kit/words.h"

#include <algorithm>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

QString timeOf(const QDateTime &at) { return at.toLocalTime().toString(u"HH:mm:ss"_s); }

} // namespace

std::vector<KeptRow> KeptRows::of(const Incident &incident)
{
    std::vector<KeptRow> rows;
    for (const Incident::Recording &recording : incident.recordings)
        rows.push_back(of(recording));
    for (const FileKept &file : incident.files)
        rows.push_back(of(file));
    std::ranges::stable_sort(rows, std::ranges::greater(), &KeptRow::at);
    return rows;
}

KeptRow KeptRows::of(const Incident::Recording &recording)
{
    const auto &[began, ended] = recording;
    const bool isCamera = isOfCamera(began.file);
    const QString what = u"%1 %2 · "_s.arg(isCamera ? tr("Camera") : tr("Sound"), timeOf(began.at));
    QString words = what + (ended ? elapsedText(ended->duration) : tr("● still being kept"));
    if (ended && ended->cut)
        words += u" · "_s + tr("▲ not whole");
    return {isCamera ? KeptRow::Kind::Camera : KeptRow::Kind::Sound, began.file, began.at, words};
}

KeptRow KeptRows::of(const FileKept &file)
{
    const auto kind = file.kind == FileKind::Film ? KeptRow::Kind::Film : KeptRow::Kind::Picture;
    const QString size = QLocale().formattedDataSize(qint64(file.bytes), 1, QLocale::DataSizeSIFormat);
    return {kind, file.file, file.at, u"%1 %2 · %3"_s.arg(Words::of(file.kind), timeOf(file.at), size)};
}

} // namespace knock::ui
