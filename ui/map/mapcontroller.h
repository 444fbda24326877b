// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/workstation/desk/desk.h"
#include "ui/map/fixmodel.h"
#include "ui/map/mapfacts.h"
#include "ui/map/tilemodel.h"

#include <QVariantList>

namespace knock::ui {

/// The only door between the desk and Map.qml: the QML reads what to draw and is told where to look; it reports where
/// its camera stands and what a hand did.
class MapController final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QAbstractItemModel *fixes READ fixModel CONSTANT)
    Q_PROPERTY(QAbstractItemModel *tiles READ tileModel CONSTANT)
    Q_PROPERTY(QVariantList arrows READ arrows NOTIFY arrowsChanged)
    Q_PROPERTY(bool dark READ isDark NOTIFY darkChanged)
    Q_PROPERTY(bool following READ isFollowing NOTIFY followingChanged)
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    Q_PROPERTY(QString attribution READ attribution CONSTANT)
    Q_PROPERTY(int farthestZoom READ farthestZoom CONSTANT)
    Q_PROPERTY(int closestZoom READ closestZoom CONSTANT)
public:
    MapController(desk::Desk &desk, const QString &folder, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] const FixModel &fixes() const { return m_fixes; }
    [[nodiscard]] const MapFacts &facts() const { return m_facts; }
    [[nodiscard]] bool isFollowing() const { return m_following; }
    [[nodiscard]] QString notice() const;
    void setDark(bool dark);
    /// Lets the fixes grow old.
    void tick();

    // What Map.qml calls.
    Q_INVOKABLE void setView(const QGeoCoordinate &centre, double zoom, double width, double height);
    Q_INVOKABLE void handPanned();
    Q_INVOKABLE void handZoomed() { m_moved = true; }
    Q_INVOKABLE void toggleFollowing();
    Q_INVOKABLE void showAll();
    Q_INVOKABLE void copyPlace() const;
    /// The nearest centre that still shows some of the map or a fix.
    Q_INVOKABLE QGeoCoordinate within(const QGeoCoordinate &centre) const;
    Q_INVOKABLE QVariantMap scaleBar(double latitude, double zoom) const;

Q_SIGNALS:
    void lookAt(const QGeoCoordinate &centre, double zoom);
    void changed(); ///< something that is shown
    void arrowsChanged();
    void darkChanged();
    void followingChanged();

private:
    [[nodiscard]] QAbstractItemModel *fixModel() { return &m_fixes; }
    [[nodiscard]] QAbstractItemModel *tileModel() { return &m_tiles; }
    [[nodiscard]] QVariantList arrows() const { return m_arrows; }
    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] QString attribution() const { return m_facts.attribution; }
    [[nodiscard]] int farthestZoom() const { return m_facts.firstZoom; }
    [[nodiscard]] int closestZoom() const;

    void readDesk();
    void takeFix();
    void place();
    void updateArrows();
    void setFollowing(bool following);
    [[nodiscard]] double zoomFor(const Fix &fix) const;
    [[nodiscard]] double zoomForAll() const;

    desk::Desk &m_desk;
    const Clock &m_clock;
    Result<MapFacts> m_read;
    MapFacts m_facts; ///< those of the map, or of none
    FixModel m_fixes;
    TileModel m_tiles;
    QVariantList m_arrows;
    bool m_dark = false;
    bool m_following = true;
    bool m_moved = false; ///< by hand, since the incident was chosen
    double m_zoom = 0;
    QSizeF m_size;
};

} // namespace knock::ui
