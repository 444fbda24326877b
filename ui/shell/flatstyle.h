// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProxyStyle>

namespace knock::ui {

/// Fusion without its gradients: what is written on a button keeps the contrast that its colours were chosen for, and
/// fields have an edge that is seen in a dim room.
class FlatStyle final : public QProxyStyle
{
    Q_OBJECT
public:
    FlatStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
};

} // namespace knock::ui
