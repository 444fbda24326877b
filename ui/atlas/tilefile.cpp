// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/tilefile.h"

#include "ui/atlas/mercator.h"

#include <QBuffer>
#include <QImageReader>

#include <sqlite3.h>

namespace knock::ui {

using namespace Qt::StringLiterals;
using mercator::tileSize;

namespace {

constexpr int deepestZoom = 24;
constexpr int widestPicture = 1024;

Result<QImage> decode(const QByteArray &bytes)
{
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer);
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > widestPicture || size.height() > widestPicture)
        return failure(Error::Kind::Malformed, u"a tile that is no picture"_s);
    const QImage image = reader.read();
    if (image.isNull())
        return failure(Error::Kind::Malformed, u"a broken picture"_s);
    return image.convertToFormat(QImage::Format_RGB32);
}

/// The part of a parent's picture that the tile covers, as large as a tile.
QImage cut(const QImage &parent, TileKey key, int levels)
{
    const int parts = 1 << levels;
    const QSize size = parent.size() / parts;
    const QPoint corner((key.column % parts) * size.width(), (key.row % parts) * size.height());
    return parent.copy(QRect(corner, size)).scaled(tileSize, tileSize, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

} // namespace

bool TileKey::isValid() const
{
    return zoom >= 0 && zoom <= deepestZoom && column >= 0 && column < (1 << zoom) && row >= 0 && row < (1 << zoom);
}

TileFile::TileFile(QString path)
    : m_path(std::move(path))
{
}

Result<> TileFile::open()
{
    if (m_broken)
        return std::unexpected(*m_broken);
    if (m_query)
        return {};
    auto file = SqliteFile::open(m_path);
    auto query = file.and_then([](const SqliteFile &opened) {
        return opened.prepare("SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?");
    });
    if (!query) {
        m_broken = query.error();
        return std::unexpected(*m_broken);
    }
    m_file = std::move(*file);
    m_query = std::move(*query);
    return {};
}

Result<std::optional<QByteArray>> TileFile::bytes(TileKey key)
{
    sqlite3_stmt *query = m_query.get();
    sqlite3_bind_int(query, 1, key.zoom);
    sqlite3_bind_int(query, 2, key.column);
    // MBTiles counts rows from the south.
    sqlite3_bind_int(query, 3, (1 << key.zoom) - 1 - key.row);
    std::optional<QByteArray> found;
    const int step = sqlite3_step(query);
    if (step == SQLITE_ROW) {
        const void *data = sqlite3_column_blob(query, 0);
        found = QByteArray(static_cast<const char *>(data), sqlite3_column_bytes(query, 0));
    }
    sqlite3_reset(query);
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        return failure(Error::Kind::Broken, QString::fromUtf8(sqlite3_errstr(step)));
    return found;
}

Result<std::optional<QImage>> TileFile::picture(TileKey key)
{
    if (const auto opened = open(); !opened)
        return std::unexpected(opened.error());
    for (int levels = 0; levels <= std::min(mostOverzoom, key.zoom); ++levels) {
        const auto found = bytes({key.zoom - levels, key.column >> levels, key.row >> levels});
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            continue;
        const auto image = decode(**found);
        if (!image)
            return std::unexpected(image.error());
        return levels == 0 ? *image : cut(*image, key, levels);
    }
    return std::nullopt;
}

} // namespace knock::ui
