// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtPositioning
import QtLocation as Location

// The same ground by the stock plug-in, from files of this computer, and one fix on it.
Rectangle {
    id: root

    readonly property var place: QtPositioning.coordinate(35.999700, 124.616431)

    function panBy(right, down) {
        map.pan(right, down)
    }

    Location.Map {
        id: map

        anchors.fill: parent
        copyrightsVisible: false
        center: root.place
        zoomLevel: 17
        plugin: Location.Plugin {
            name: "osm"
            Location.PluginParameter { name: "osm.mapping.custom.host"; value: tiles }
            Location.PluginParameter { name: "osm.mapping.providersrepository.disabled"; value: true }
            Location.PluginParameter { name: "osm.mapping.cache.directory"; value: cache }
            Location.PluginParameter { name: "osm.mapping.cache.disk.size"; value: "0" }
            Location.PluginParameter { name: "osm.mapping.prefetching_style"; value: "NoPrefetching" }
        }
        activeMapType: supportedMapTypes[supportedMapTypes.length - 1]

        Location.MapCircle {
            center: root.place
            radius: 12
            color: "#211862c6"
            border { color: "#1862c6"; width: 2 }
        }
        Location.MapQuickItem {
            coordinate: root.place
            anchorPoint: Qt.point(6, 6)
            sourceItem: Rectangle { width: 12; height: 12; radius: 6; color: "#1862c6" }
        }
    }
}
