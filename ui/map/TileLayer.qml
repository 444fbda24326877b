// SPDX-License-Identifier: Apache-2.0
import QtQuick

// The map's pictures. They lie under the transparent items and follow its camera.
Item {
    id: layer

    required property var tiles
    required property bool dark

    clip: true

    Item {
        x: layer.tiles.corner.x
        y: layer.tiles.corner.y
        scale: layer.tiles.scale
        transformOrigin: Item.TopLeft

        Repeater {
            model: layer.tiles

            Image {
                required property int left
                required property int top
                required property string key

                x: left
                y: top
                width: 256
                height: 256
                source: "image://tiles/" + (layer.dark ? "dark/" : "light/") + key
                asynchronous: true
                retainWhileLoading: true
                smooth: layer.tiles.scale !== 1
            }
        }
    }
}
