// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtPositioning
import QtLocation as Location

// A unit, a station, or the number of those that lie too close together.
Location.MapQuickItem {
    id: unit

    required property geoCoordinate place
    required property string name
    required property bool station
    required property int count
    required property color panel
    required property color ink

    coordinate: place
    anchorPoint: Qt.point(chip.width / 2, chip.height / 2)
    sourceItem: Rectangle {
        id: chip
        width: Math.max(height, unitName.implicitWidth + 12)
        height: Math.round(22 * controller.textScale)
        // Stations have corners, units are round; a number stands for so many.
        radius: unit.station ? 2 : height / 2
        color: unit.panel
        border { width: unit.count > 1 ? 3 : 1; color: unit.ink }

        Text {
            id: unitName
            anchors.centerIn: parent
            text: unit.name
            textFormat: Text.PlainText
            color: unit.ink
            font.pixelSize: Math.round(11 * controller.textScale)
        }
    }
}
