// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"

#include <QListView>
#include <QStandardItemModel>

namespace knock::ui {

/// What the phone sent to be kept, the newest first. Hidden while there is nothing.
class FileShelf final : public QListView
{
    Q_OBJECT
public:
    explicit FileShelf(QWidget *parent);

    void showFiles(const std::vector<FileKept> &files);
    /// How much of a pane \a height pixels high it may take: what does not fit is scrolled to.
    void fitInto(int height);
    /// "Snapshot 12:40:31 · 1.2 MB · 3f2a91c04d7e": kind, time, size, and how the hash begins.
    [[nodiscard]] static QString line(const FileKept &file);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void fit();

    std::vector<FileKept> m_files;
    QStandardItemModel m_model;
    int m_rows = 1; ///< that are seen at once
};

} // namespace knock::ui
