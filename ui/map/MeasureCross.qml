// SPDX-License-Identifier: Apache-2.0
import QtQuick

// The cross that is measured to, and beside it how far it is; never outside of the room.
Item {
    id: cross

    required property size room
    required property color panel
    required property color ink
    required property string text

    Rectangle { x: -10; y: -1; width: 20; height: 2; color: cross.ink }
    Rectangle { x: -1; y: -10; width: 2; height: 20; color: cross.ink }
    Rectangle {
        x: Math.max(-cross.x, Math.min(12, cross.room.width - cross.x - width))
        y: cross.y + 12 + height > cross.room.height ? -12 - height : 12
        width: words.implicitWidth + 12
        height: words.implicitHeight + 6
        radius: 3
        color: cross.panel
        border { width: 1; color: cross.ink }

        Text {
            id: words
            anchors.centerIn: parent
            text: cross.text
            textFormat: Text.PlainText
            color: cross.ink
            font.pixelSize: Math.round(13 * controller.textScale)
        }
    }
}
