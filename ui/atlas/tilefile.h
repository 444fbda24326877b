// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/atlas/sqlitefile.h"

#include <optional>
#include <QImage>

namespace knock::ui {

/// One tile of a map: zoom level, and column and row counted from the north-west.
struct TileKey {
    int zoom = 0;
    int column = 0;
    int row = 0;
    bool operator==(const TileKey &) const = default;

    [[nodiscard]] bool isValid() const;
};

/// An MBTiles file, read only. The file is opened by the first question, on the thread that asks it.
class TileFile
{
public:
    /// So many zoom levels a picture is blown up by, where the file ends.
    static constexpr int mostOverzoom = 4;

    explicit TileFile(QString path);

    /// The picture of a tile, cut from that of a parent where the file has none; nothing where it has no parent either.
    [[nodiscard]] Result<std::optional<QImage>> picture(TileKey key);

private:
    Result<> open();
    Result<std::optional<QByteArray>> bytes(TileKey key);

    QString m_path;
    std::optional<SqliteFile> m_file;
    SqliteFile::Statement m_query;
    std::optional<Error> m_broken;
};

} // namespace knock::ui
