// SPDX-License-Identifier: Apache-2.0
import QtQuick

// The map's pictures. They lie under the transparent items and follow its camera.
Item {
    id: ground

    required property var tiles
    required property bool dark

    clip: true

    Item {
        x: ground.tiles.corner.x
        y: ground.tiles.corner.y
        scale: ground.tiles.scale
        transformOrigin: Item.TopLeft

        Repeater {
            model: ground.tiles

            Image {
                required property int across
                required property int down
                required property string key

                x: across
                y: down
                width: 256
                height: 256
                source: "image://tiles/" + (ground.dark ? "dark/" : "light/") + key
                asynchronous: true
                retainWhileLoading: true
                smooth: ground.tiles.scale !== 1
            }
        }
    }
}
