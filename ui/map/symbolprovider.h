// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QQuickImageProvider>

namespace knock::ui {

/// Draws "image://symbols/<name>" from the compiled-in SVG files at the size that is asked for.
class SymbolProvider final : public QQuickImageProvider
{
public:
    SymbolProvider();

    QImage requestImage(const QString &id, QSize *size, const QSize &requestedSize) override;
};

} // namespace knock::ui
