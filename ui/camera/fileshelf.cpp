// SPDX-License-Identifier: Apache-2.0
#include "ui/camera/fileshelf.h"

#include "ui/kit/words.h"

#include <algorithm>
#include <QEvent>
#include <QLocale>
#include <ranges>

using namespace Qt::StringLiterals;

namespace knock::ui {

FileShelf::FileShelf(QWidget *parent)
    : QListView(parent)
{
    setModel(&m_model);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::TabFocus);
    setEditTriggers(NoEditTriggers);
    setUniformItemSizes(true);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    fill();
}

void FileShelf::showFiles(const std::vector<FileKept> &files)
{
    if (files == m_files)
        return;
    m_files = files;
    fill();
}

void FileShelf::fitInto(int height)
{
    constexpr int forEach = 150; // most of it is the picture's
    m_rows = std::max(1, height / forEach);
    fit();
}

void FileShelf::fit()
{
    if (!m_files.empty())
        setFixedHeight(sizeHintForRow(0) * std::min(m_rows, m_model.rowCount()));
}

QString FileShelf::line(const FileKept &file)
{
    constexpr qsizetype shown = 12; // digits: enough to tell files apart when two people compare them
    return u"%1 %2 · %3 · %4"_s.arg(Words::of(file.kind), file.at.toLocalTime().toString(u"HH:mm:ss"_s),
                                    QLocale().formattedDataSize(qint64(file.bytes), 1, QLocale::DataSizeSIFormat),
                                    file.sha256.first(std::min(shown, file.sha256.size())));
}

void FileShelf::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        fill();
}

void FileShelf::fill()
{
    setAccessibleName(tr("Files kept"));
    m_model.clear();
    for (const FileKept &file : m_files | std::views::reverse) {
        auto *item = new QStandardItem(line(file));
        item->setToolTip(u"%1\n%2"_s.arg(file.file, file.sha256));
        m_model.appendRow(item);
    }
    if (m_files.empty() && hasFocus())
        clearFocus();
    setVisible(!m_files.empty());
    fit();
}

} // namespace knock::ui
