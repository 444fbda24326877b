// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/atlas/tilefile.h"

#include <atomic>
#include <QQuickAsyncImageProvider>
#include <QThreadPool>

namespace knock::ui {

/// Pictures for "image://tiles/<light|dark>/<zoom>/<column>/<row>".
///
/// Where the map has nothing, or is broken or absent, comes a neutral tile; the log says so once for each file.
class TileProvider final : public QQuickAsyncImageProvider
{
public:
    /// \a folder holds light.mbtiles and dark.mbtiles.
    explicit TileProvider(const QString &folder);

    QQuickImageResponse *requestImageResponse(const QString &id, const QSize &requestedSize) override;

    /// Ends the reading; what is still asked for gets a neutral tile. To be called before the engine goes: it leaves
    /// behind a provider with open answers, whose thread would outlive the application.
    void stop();

    /// What is shown where the map has nothing.
    [[nodiscard]] static QColor neutral(bool dark);

private:
    struct Theme {
        explicit Theme(const QString &path, bool isDark)
            : file(path)
            , dark(isDark)
        {
        }

        [[nodiscard]] QImage picture(TileKey key);

        TileFile file;
        bool dark;
        bool warned = false;
    };

    Theme m_light;
    Theme m_dark;
    std::atomic<bool> m_stopped = false;
    // One thread, for it alone touches the files. The last member, so that the work ends before the files go.
    QThreadPool m_reader;
};

} // namespace knock::ui
