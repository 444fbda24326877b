// SPDX-License-Identifier: Apache-2.0
#include "ui/map/tileprovider.h"

#include "app/core/logging.h"
#include "ui/atlas/mercator.h"

#include <functional>
#include <QColor>
#include <QDir>
#include <QRunnable>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

class Response final : public QQuickImageResponse
{
public:
    [[nodiscard]] QQuickTextureFactory *textureFactory() const override
    {
        return QQuickTextureFactory::textureFactoryForImage(m_picture);
    }

    void finish(const QImage &picture)
    {
        m_picture = picture;
        Q_EMIT finished();
    }

private:
    QImage m_picture;
};

/// Reads on the provider's thread. The picture travels by a queued signal, because the response may be gone by then.
class Job final : public QObject, public QRunnable
{
    Q_OBJECT
public:
    explicit Job(std::function<QImage()> read)
        : m_read(std::move(read))
    {
    }

    void run() override { Q_EMIT done(m_read()); }

Q_SIGNALS:
    void done(const QImage &picture);

private:
    std::function<QImage()> m_read;
};

QImage neutralTile(bool dark)
{
    QImage tile(mercator::tileSize, mercator::tileSize, QImage::Format_RGB32);
    tile.fill(TileProvider::neutral(dark));
    return tile;
}

} // namespace

TileProvider::TileProvider(const QString &folder)
    : m_light(QDir(folder).filePath(u"light.mbtiles"_s), false)
    , m_dark(QDir(folder).filePath(u"dark.mbtiles"_s), true)
{
    m_reader.setMaxThreadCount(1);
}

void TileProvider::stop()
{
    m_stopped = true;
    m_reader.waitForDone();
}

QColor TileProvider::neutral(bool dark) { return dark ? QColor(0x1a, 0x1d, 0x21) : QColor(0xe6, 0xe4, 0xdf); }

QImage TileProvider::Theme::picture(TileKey key)
{
    if (!key.isValid())
        return neutralTile(dark);
    const auto found = file.picture(key);
    if (!found && !warned) {
        warned = true;
        qCWarning(lcUi).noquote() << "The" << (dark ? "dark" : "light")
                                  << "map cannot be drawn:" << found.error().detail;
    }
    return found && *found ? **found : neutralTile(dark);
}

QQuickImageResponse *TileProvider::requestImageResponse(const QString &id, const QSize &)
{
    const QStringList parts = id.split(u'/');
    Theme &theme = parts.value(0) == "dark"_L1 ? m_dark : m_light;
    bool whole = parts.size() == 4;
    const auto number = [&](qsizetype part) {
        bool ok = false;
        const int value = parts.value(part).toInt(&ok);
        whole = whole && ok;
        return value;
    };
    const TileKey asked{number(1), number(2), number(3)};
    const TileKey key = whole ? asked : TileKey{-1, 0, 0};

    auto *response = new Response;
    auto *job = new Job([this, &theme, key] { return m_stopped ? neutralTile(theme.dark) : theme.picture(key); });
    QObject::connect(job, &Job::done, response, &Response::finish, Qt::QueuedConnection);
    m_reader.start(job);
    return response;
}

} // namespace knock::ui

#include "tileprovider.moc"
