// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtPositioning
import QtLocation as Location

// The map: tiles below, fixes above. `controller` (mapcontroller.h) is set from outside and is all it knows.
Rectangle {
    id: root

    readonly property color ink: controller.dark ? "#e6e9ec" : "#23272d"
    readonly property color panel: controller.dark ? "#e01d2126" : "#e8ffffff"
    // In the order of Fix::Source. Badges carry white signs in both themes; lines must stand out from the ground.
    readonly property var badgeColours: ["#1862c6", "#a34d00", "#6b36b3", "#0b6f6a", "#4d5662"]
    readonly property var sourceColours: controller.dark
        ? ["#5aa2ff", "#ffa552", "#b990f5", "#3cc4bb", "#aeb8c4"]
        : badgeColours
    readonly property color warning: controller.dark ? "#ffb454" : "#8a4b00"
    property bool moving: false
    readonly property bool measuring: controller.measuredFrom.isValid
    // Where one points: the mouse while it is over the map, otherwise the middle, under which the keys move the map.
    readonly property point pointed: hand.hovered ? hand.point.position : Qt.point(width / 2, height / 2)
    readonly property geoCoordinate pointedAt: (map.center, map.zoomLevel, map.toCoordinate(pointed, false))
    readonly property string measured: measuring ? (controller.language, controller.measuredTo(pointedAt)) : ""

    color: controller.dark ? "#1a1d21" : "#e6e4df"
    focus: true

    function report() {
        if (!moving)
            controller.setView(map.center, map.zoomLevel, width, height)
    }

    function moveTo(centre, zoom) {
        moving = true
        map.zoomLevel = zoom
        map.center = centre
        moving = false
        report()
    }

    function panBy(right, down) {
        moving = true
        map.pan(right, down)
        map.center = controller.within(map.center)
        moving = false
        controller.handPanned()
        report()
    }

    // Whole levels only, because between them the letters on the tiles blur.
    function zoomBy(levels, at) {
        const zoom = Math.max(map.minimumZoomLevel, Math.min(map.maximumZoomLevel, Math.round(map.zoomLevel) + levels))
        const place = map.toCoordinate(at, false)
        moving = true
        map.zoomLevel = zoom
        if (!controller.following)
            map.alignCoordinateToPoint(place, at)
        moving = false
        controller.handZoomed()
        report()
    }

    onWidthChanged: report()
    onHeightChanged: report()
    Component.onCompleted: report()

    Keys.onPressed: event => {
        const step = Math.min(width, height) / 6
        const middle = Qt.point(width / 2, height / 2)
        event.accepted = true
        if (event.matches(StandardKey.Copy))
            controller.copyPlace()
        else if (event.key === Qt.Key_Left)
            panBy(-step, 0)
        else if (event.key === Qt.Key_Right)
            panBy(step, 0)
        else if (event.key === Qt.Key_Up)
            panBy(0, -step)
        else if (event.key === Qt.Key_Down)
            panBy(0, step)
        else if (event.key === Qt.Key_Plus || event.key === Qt.Key_Equal)
            zoomBy(1, middle)
        else if (event.key === Qt.Key_Minus)
            zoomBy(-1, middle)
        else if (event.key === Qt.Key_Home)
            controller.showAll()
        else if (event.key === Qt.Key_M)
            controller.measure(!root.measuring)
        else if (event.key === Qt.Key_Escape && root.measuring)
            controller.measure(false)
        else
            event.accepted = false
    }

    Connections {
        target: controller
        function onLookAt(centre, zoom) {
            root.moveTo(centre, zoom)
        }
    }

    TileLayer {
        anchors.fill: parent
        tiles: controller.tiles
        dark: controller.dark
    }

    Location.Map {
        id: map

        property geoCoordinate pinched

        anchors.fill: parent
        color: "transparent"
        copyrightsVisible: false
        minimumZoomLevel: controller.farthestZoom
        maximumZoomLevel: controller.closestZoom
        // This plugin draws items and nothing else: it has no way to ask a server for a tile.
        plugin: Location.Plugin { name: "itemsoverlay" }
        onCenterChanged: root.report()
        onZoomLevelChanged: root.report()

        Location.MapItemView {
            model: controller.units
            delegate: UnitChip {
                panel: root.panel; ink: root.ink
            }
        }
        Location.MapItemView {
            model: controller.fixes
            delegate: Location.MapCircle {
                required property int index
                required property bool present
                required property geoCoordinate place
                required property double accuracy
                required property bool lead
                required property bool old
                readonly property color ink: root.sourceColours[index]

                visible: present && accuracy > 0
                center: place
                radius: Math.max(1, accuracy)
                color: Qt.rgba(ink.r, ink.g, ink.b, controller.dark ? 0.16 : 0.13)
                border.color: ink
                border.width: lead ? 2 : 1
                opacity: old ? 0.5 : 1
            }
        }
        Location.MapItemView {
            model: controller.fixes
            delegate: Location.MapPolyline {
                required property int index
                required property list<geoCoordinate> track

                visible: track.length > 1
                path: track
                line { width: 4; color: root.sourceColours[index] }
                opacity: 0.55
            }
        }
        Location.MapPolyline {
            visible: controller.gap.length > 1
            path: controller.gap
            line { width: 3; color: root.warning }
        }
        Location.MapPolyline {
            visible: root.measuring
            path: root.measuring ? [controller.measuredFrom, root.pointedAt] : []
            line { width: 2; color: root.ink }
        }
        Location.MapQuickItem {
            visible: controller.found.isValid
            coordinate: controller.found
            anchorPoint: Qt.point(16, 16)
            z: 3
            sourceItem: Rectangle {
                width: 32
                height: 32
                radius: 16
                color: "transparent"
                border { width: 4; color: root.sourceColours[4] }

                Rectangle {
                    anchors.centerIn: parent
                    width: 8
                    height: 8
                    radius: 4
                    color: root.sourceColours[4]
                }
            }
        }
        Location.MapItemView {
            model: controller.times
            delegate: Location.MapQuickItem {
                id: told

                required property geoCoordinate place
                required property string text

                coordinate: place
                anchorPoint: Qt.point(-8, 8)
                sourceItem: Rectangle {
                    width: time.implicitWidth + 8
                    height: time.implicitHeight + 2
                    radius: 3
                    color: root.panel

                    Text {
                        id: time
                        anchors.centerIn: parent
                        text: told.text
                        color: root.ink
                        font.pixelSize: Math.round(11 * controller.textScale)
                    }
                }
            }
        }
        Location.MapItemView {
            model: controller.arrows
            delegate: Location.MapQuickItem {
                id: arrow

                required property geoCoordinate place
                required property double heading

                coordinate: place
                anchorPoint: Qt.point(7, 7)
                sourceItem: Image {
                    width: 14
                    height: 14
                    source: "image://symbols/" + (controller.dark ? "arrow-dark" : "arrow-light")
                    sourceSize: Qt.size(14, 14)
                    rotation: arrow.heading
                }
            }
        }
        Location.MapItemView {
            model: controller.fixes
            delegate: FixSymbol {
                colour: root.sourceColours[index]
                badge: root.badgeColours[index]
                panel: root.panel; ink: root.ink
            }
        }

        HoverHandler { id: hand }
        DragHandler {
            target: null
            onTranslationChanged: delta => root.panBy(-delta.x, -delta.y)
        }
        WheelHandler {
            property int carried: 0
            acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
            onWheel: event => {
                carried += event.angleDelta.y
                const levels = Math.trunc(carried / 120)
                carried -= levels * 120
                if (levels !== 0)
                    root.zoomBy(levels, point.position)
            }
        }
        PinchHandler {
            target: null
            grabPermissions: PointerHandler.TakeOverForbidden
            onActiveChanged: {
                if (active)
                    map.pinched = map.toCoordinate(centroid.position, false)
                else
                    root.zoomBy(0, centroid.position)
            }
            onScaleChanged: delta => {
                map.zoomLevel += Math.log2(delta)
                map.alignCoordinateToPoint(map.pinched, centroid.position)
                controller.handPanned()
            }
        }
    }

    MeasureCross {
        visible: root.measuring
        x: root.pointed.x; y: root.pointed.y
        room: Qt.size(root.width, root.height)
        panel: root.panel; ink: root.ink
        text: root.measured
    }

    Rectangle {
        id: scaleBar

        readonly property var measure: (controller.language, controller.scaleBar(map.center.latitude, map.zoomLevel))

        anchors { left: parent.left; bottom: parent.bottom; margins: 8 }
        width: measure.width + 16
        height: 12 + Math.round(14 * controller.textScale)
        radius: 3
        color: root.panel

        Text {
            anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: 2 }
            text: scaleBar.measure.text
            color: root.ink
            font.pixelSize: Math.round(12 * controller.textScale)
        }
        Item {
            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 4 }
            width: scaleBar.measure.width
            height: 6

            Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 2; color: root.ink }
            Rectangle { width: 2; height: parent.height; color: root.ink }
            Rectangle { anchors.right: parent.right; width: 2; height: parent.height; color: root.ink }
        }
    }

    Rectangle {
        anchors { right: parent.right; bottom: parent.bottom; margins: 8 }
        visible: controller.attribution !== ""
        width: attribution.implicitWidth + 12
        height: attribution.implicitHeight + 4
        radius: 3
        color: root.panel

        Text {
            id: attribution
            anchors.centerIn: parent
            text: controller.attribution
            textFormat: Text.PlainText
            color: root.ink
            font.pixelSize: Math.round(12 * controller.textScale)
        }
    }

    Rectangle {
        id: warned

        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; margins: 12 }
        visible: controller.warning !== ""
        width: Math.min(root.width - 24, warning.implicitWidth + 32 + sign.width)
        height: visible ? warning.height + 16 : 0
        radius: 4
        color: root.panel
        border { width: 2; color: root.warning }

        Rectangle {
            id: sign
            anchors { left: parent.left; leftMargin: 10; verticalCenter: parent.verticalCenter }
            width: Math.round(20 * controller.textScale)
            height: width
            radius: width / 2
            color: root.warning

            Text {
                anchors.centerIn: parent
                text: "!"
                color: controller.dark ? "#1d2126" : "white"
                font { pixelSize: Math.round(15 * controller.textScale); bold: true }
            }
        }
        Text {
            id: warning
            anchors { left: sign.right; leftMargin: 8; verticalCenter: parent.verticalCenter }
            width: Math.min(root.width - 56 - sign.width, implicitWidth)
            text: controller.warning
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: root.ink
            font { pixelSize: Math.round(14 * controller.textScale); bold: true }
        }
    }

    Rectangle {
        anchors { horizontalCenter: parent.horizontalCenter; top: warned.bottom; margins: warned.visible ? 6 : 0 }
        visible: controller.notice !== ""
        width: Math.min(root.width - 24, notice.implicitWidth + 24)
        height: notice.height + 16
        radius: 4
        color: root.panel
        border { width: 1; color: root.ink }

        Text {
            id: notice
            anchors.centerIn: parent
            width: Math.min(root.width - 48, implicitWidth)
            text: controller.notice
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            color: root.ink
            font.pixelSize: Math.round(14 * controller.textScale)
        }
    }

    Rectangle {
        anchors.fill: parent
        visible: root.activeFocus
        color: "transparent"
        border { width: 2; color: root.sourceColours[0] }
    }
}
