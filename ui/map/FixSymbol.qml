// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtPositioning
import QtLocation as Location

// The newest fix of one source: a badge that points at a dot, or, for an area, its name at the northern edge.
Location.MapQuickItem {
    id: item

    required property int index
    required property bool present
    required property geoCoordinate place
    required property double accuracy
    required property bool area
    required property bool lead
    required property bool old
    required property bool chosen
    required property string symbol
    required property string label
    required property color colour
    required property color badge
    required property color panel
    required property color ink

    // The name stays readable when the rest fades.
    readonly property double fading: old ? 0.55 : 1
    readonly property point dotAt: Qt.point(content.width / 2, 47)

    visible: present
    coordinate: area ? place.atDistanceAndAzimuth(accuracy, 0) : place
    anchorPoint: area ? Qt.point(content.width / 2, plate.height / 2) : dotAt
    z: lead ? 2 : 1

    sourceItem: Item {
        id: content

        width: Math.max(32, plate.width * 2 + 40)
        height: 54

        Image {
            visible: !item.area
            x: content.width / 2 - 16
            width: 32
            height: 40
            source: "image://symbols/" + item.symbol
            sourceSize: Qt.size(32, 40)
            opacity: item.fading
        }
        Rectangle {
            visible: !item.area
            x: content.width / 2 - 6
            y: 41
            width: 12
            height: 12
            radius: 6
            color: item.badge
            border { width: 2; color: "white" }
            opacity: item.fading
        }
        Rectangle {
            id: plate

            x: item.area ? (content.width - width) / 2 : content.width / 2 + 18
            y: item.area ? 0 : 5
            width: name.implicitWidth + 12
            height: name.implicitHeight + 4
            radius: 3
            color: item.panel
            border { width: item.chosen ? 3 : 1; color: item.colour }

            Text {
                id: name
                anchors.centerIn: parent
                text: item.label
                textFormat: Text.PlainText
                color: item.ink
                font { pixelSize: Math.round(12 * controller.textScale); bold: item.lead }
            }
        }
    }
}
