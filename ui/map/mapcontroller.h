// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/workstation/desk/desk.h"
#include "ui/atlas/addressbook.h"
#include "ui/map/disagreement.h"
#include "ui/map/fixmodel.h"
#include "ui/map/mapfacts.h"
#include "ui/map/markmodel.h"
#include "ui/map/tilemodel.h"
#include "ui/map/unitmodel.h"

#include <QVariantMap>

namespace knock::ui {

/// The only door between the desk and Map.qml: the QML reads what to draw and is told where to look; it reports where
/// its camera stands and what a hand did.
class MapController final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QAbstractItemModel *fixes READ fixModel CONSTANT)
    Q_PROPERTY(QAbstractItemModel *tiles READ tileModel CONSTANT)
    Q_PROPERTY(QAbstractItemModel *units READ unitModel CONSTANT)
    Q_PROPERTY(QAbstractItemModel *arrows READ arrowModel CONSTANT)
    Q_PROPERTY(QAbstractItemModel *times READ timeModel CONSTANT)
    Q_PROPERTY(bool dark READ isDark NOTIFY darkChanged)
    Q_PROPERTY(bool following READ isFollowing NOTIFY followingChanged)
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    Q_PROPERTY(QString warning READ warning NOTIFY changed)
    Q_PROPERTY(QList<QGeoCoordinate> gap READ gap NOTIFY changed)
    Q_PROPERTY(QGeoCoordinate measuredFrom READ measuredFrom NOTIFY changed)
    Q_PROPERTY(QGeoCoordinate found READ found NOTIFY foundChanged)
    Q_PROPERTY(double textScale READ textScale NOTIFY textScaleChanged)
    Q_PROPERTY(int language READ language NOTIFY changed)
    Q_PROPERTY(QString attribution READ attribution CONSTANT)
    Q_PROPERTY(int farthestZoom READ farthestZoom CONSTANT)
    Q_PROPERTY(int closestZoom READ closestZoom CONSTANT)
public:
    MapController(desk::Desk &desk, const QString &folder, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] const FixModel &fixes() const { return m_fixes; }
    [[nodiscard]] const MapFacts &facts() const { return m_facts; }
    [[nodiscard]] bool isFollowing() const { return m_following; }
    [[nodiscard]] QString notice() const;
    /// That the sources cannot all be right; empty when they can.
    [[nodiscard]] QString warning() const;
    void setDark(bool dark);
    /// How much larger the letters are than where nobody chose larger ones.
    void setTextScale(double scale);
    /// Says everything anew.
    void retranslate();
    [[nodiscard]] const AddressBook &addresses() const { return m_addresses; }
    /// The address next to the fix that leads; nothing for an area, whose middle is nobody's address.
    [[nodiscard]] const std::optional<AddressBook::Place> &nearest() const { return m_nearest; }
    /// Around the caller, or what is looked at.
    [[nodiscard]] std::vector<AddressBook::Place> search(const QString &words) const;
    /// Looks at \a place and marks it.
    void show(const QGeoCoordinate &place);
    void unmark();
    [[nodiscard]] bool isMeasuring() const { return measuredFrom().isValid(); }
    /// Lets the fixes grow old, and the units move.
    void tick();

    // What Map.qml calls.
    Q_INVOKABLE void setView(const QGeoCoordinate &centre, double zoom, double width, double height);
    Q_INVOKABLE void handPanned();
    Q_INVOKABLE void handZoomed() { m_moved = true; }
    Q_INVOKABLE void toggleFollowing();
    Q_INVOKABLE void showAll();
    Q_INVOKABLE void copyPlace() const;
    /// From the fix that leads to wherever one points; without a fix there is nothing to measure from.
    Q_INVOKABLE void measure(bool measuring);
    /// In words, from the caller to \a place.
    Q_INVOKABLE QString measuredTo(const QGeoCoordinate &place) const;
    /// A person decides for \a source.
    Q_INVOKABLE void promote(int source);
    /// The nearest centre that still shows some of the map or a fix.
    Q_INVOKABLE QGeoCoordinate within(const QGeoCoordinate &centre) const;
    Q_INVOKABLE QVariantMap scaleBar(double latitude, double zoom) const;

Q_SIGNALS:
    void lookAt(const QGeoCoordinate &centre, double zoom);
    void changed(); ///< something that is shown
    void darkChanged();
    void textScaleChanged();
    void followingChanged();
    void foundChanged();

private:
    [[nodiscard]] QAbstractItemModel *fixModel() { return &m_fixes; }
    [[nodiscard]] QAbstractItemModel *tileModel() { return &m_tiles; }
    [[nodiscard]] QAbstractItemModel *unitModel() { return &m_units; }
    [[nodiscard]] QAbstractItemModel *arrowModel() { return &m_arrows; }
    [[nodiscard]] QAbstractItemModel *timeModel() { return &m_times; }
    /// From one of the disagreeing places to the other.
    [[nodiscard]] QList<QGeoCoordinate> gap() const;
    [[nodiscard]] QGeoCoordinate measuredFrom() const;
    [[nodiscard]] QGeoCoordinate found() const { return m_found; }
    /// Another number with every change of the language, for what QML asks in words.
    [[nodiscard]] int language() const { return m_language; }
    [[nodiscard]] double textScale() const { return m_textScale; }
    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] QString attribution() const { return m_facts.attribution; }
    [[nodiscard]] int farthestZoom() const { return m_facts.firstZoom; }
    [[nodiscard]] int closestZoom() const;

    void readDesk();
    void readFixes();
    void takeFix();
    void place();
    void updateMarks();
    void setFollowing(bool following);
    [[nodiscard]] double zoomFor(const Fix &fix) const;
    /// For the fix that leads, and whoever contradicts it.
    [[nodiscard]] double zoomForStart() const;
    [[nodiscard]] double zoomForAll() const;

    desk::Desk &m_desk;
    const Clock &m_clock;
    Result<MapFacts> m_read;
    MapFacts m_facts; ///< those of the map, or of none
    FixModel m_fixes;
    TileModel m_tiles;
    UnitModel m_units;
    MarkModel m_arrows;
    MarkModel m_times;
    std::optional<Disagreement> m_disagreement;
    AddressBook m_addresses;
    std::optional<AddressBook::Place> m_nearest;
    QGeoCoordinate m_found; ///< an address that was looked for, or invalid
    QGeoCoordinate m_centre;
    int m_language = 0;
    bool m_dark = false;
    double m_textScale = 1;
    bool m_following = true;
    bool m_measuring = false;
    bool m_moved = false; ///< by hand, since the incident was chosen
    double m_zoom = 0;
    QSizeF m_size;
};

} // namespace knock::ui
