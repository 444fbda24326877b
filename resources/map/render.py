# SPDX-License-Identifier: Apache-2.0
"""Draws a GeoPackage with Mapnik, theme by theme and zoom by zoom, into MBTiles files."""
import hashlib
import math
import multiprocessing
import os
import signal
import sqlite3
import sys
from collections import namedtuple
from concurrent.futures import ProcessPoolExecutor

import mapnik

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'style'))
import basemap  # noqa: E402

TILE = 256
# Tiles are drawn in squares of 8 x 8, because labels are placed within one picture and would be cut at its edges.
SQUARE = 8
BUFFER = 256
# Tiles beyond the bounds on each side, so that a window whose centre is inside the bounds is full.
MARGIN = 4
# A palette of 64 colours keeps edges smooth and takes a sixth less room than one of 128.
PICTURE = 'png8:z=9:c=64'
WORLD = 2 * 20037508.342789244
FONT_FOLDERS = ('/usr/share/fonts/opentype/noto', '/usr/share/fonts/truetype/noto')

# Pictures are small; with larger pages a sixth of the file would be empty.
SCHEMA = '''
    PRAGMA page_size=1024;
    PRAGMA journal_mode=OFF;
    PRAGMA synchronous=OFF;
    CREATE TABLE metadata(name TEXT PRIMARY KEY, value TEXT);
    CREATE TABLE map(zoom_level INT, tile_column INT, tile_row INT, tile_id INT,
                     PRIMARY KEY(zoom_level, tile_column, tile_row)) WITHOUT ROWID;
    CREATE TABLE images(tile_id INTEGER PRIMARY KEY, tile_data BLOB);
    CREATE VIEW tiles AS
        SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images USING(tile_id);
'''

Square = namedtuple('Square', 'theme zoom column row range')


class Range(namedtuple('Range', 'left top right bottom')):
    """The tiles of one zoom level, counted from the north-west, all four included."""

    @classmethod
    def of(cls, bounds, zoom):
        west, south, east, north = bounds
        last = 2 ** zoom - 1
        return cls(max(0, column_at(west, zoom) - MARGIN), max(0, row_at(north, zoom) - MARGIN),
                   min(last, column_at(east, zoom) + MARGIN), min(last, row_at(south, zoom) + MARGIN))

    def holds(self, column, row):
        return self.left <= column <= self.right and self.top <= row <= self.bottom

    def count(self):
        return (self.right - self.left + 1) * (self.bottom - self.top + 1)


def column_at(longitude, zoom):
    return int((longitude + 180) / 360 * 2 ** zoom)


def row_at(latitude, zoom):
    return int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2 ** zoom)


def tile_count(bounds, zooms):
    return sum(Range.of(bounds, zoom).count() for zoom in zooms)


def squares(theme, bounds, zooms):
    for zoom in zooms:
        tiles = Range.of(bounds, zoom)
        for column in range(tiles.left // SQUARE * SQUARE, tiles.right + 1, SQUARE):
            for row in range(tiles.top // SQUARE * SQUARE, tiles.bottom + 1, SQUARE):
                yield Square(theme, zoom, column, row, tiles)


class Painter:
    """Lives in a process of its own and keeps the style of the last zoom level loaded."""

    def __init__(self, geopackage):
        self.geopackage = geopackage
        self.loaded = None
        self.map = None
        for folder in FONT_FOLDERS:
            if os.path.isdir(folder):
                mapnik.register_fonts(folder, valid_extensions=['.ttf', '.otf', '.ttc'])

    def paint(self, square):
        if self.loaded != (square.theme, square.zoom):
            self.map = mapnik.Map(TILE, TILE)
            mapnik.load_map_from_string(self.map, basemap.Sheet(square.zoom, square.theme, self.geopackage).xml())
            self.map.buffer_size = BUFFER
            self.loaded = (square.theme, square.zoom)
        side = min(SQUARE, 2 ** square.zoom)
        metres = WORLD / 2 ** square.zoom
        self.map.resize(TILE * side, TILE * side)
        self.map.zoom_to_box(mapnik.Box2d(square.column * metres - WORLD / 2, WORLD / 2 - (square.row + side) * metres,
                                          (square.column + side) * metres - WORLD / 2, WORLD / 2 - square.row * metres))
        image = mapnik.Image(TILE * side, TILE * side)
        mapnik.render(self.map, image)
        tiles = []
        for across in range(side):
            for down in range(side):
                column = square.column + across
                row = square.row + down
                if square.range.holds(column, row):
                    view = image.view(across * TILE, down * TILE, TILE, TILE)
                    tiles.append((column, row, view.tostring(PICTURE)))
        return square.zoom, tiles


painter = None


def start_painter(geopackage):
    global painter
    # Interruptions are the business of the process that started this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Mapnik reports every layer without data at a zoom level, which is no fault.
    mapnik.logger.set_severity(getattr(mapnik.severity_type, 'None'))
    painter = Painter(geopackage)


def paint(square):
    return painter.paint(square)


class TileFile:
    """An MBTiles file in which equal pictures are kept once."""

    def __init__(self, path, metadata):
        self.known = {}
        self.database = sqlite3.connect(path)
        self.database.executescript(SCHEMA)
        self.database.executemany('INSERT INTO metadata VALUES(?, ?)', metadata.items())

    def add(self, zoom, column, row, picture):
        digest = hashlib.md5(picture, usedforsecurity=False).digest()
        number = self.known.get(digest)
        if number is None:
            number = len(self.known) + 1
            self.known[digest] = number
            self.database.execute('INSERT INTO images VALUES(?, ?)', (number, picture))
        # MBTiles counts rows from the south.
        self.database.execute('INSERT INTO map VALUES(?, ?, ?, ?)', (zoom, column, 2 ** zoom - 1 - row, number))

    def close(self):
        self.database.commit()
        self.database.close()


def render(geopackage, path, theme, bounds, zooms, metadata, jobs, drawn):
    """Makes one MBTiles file; calls drawn(number of tiles) as the work goes on."""
    tiles = TileFile(path, metadata)
    painters = ProcessPoolExecutor(jobs, multiprocessing.get_context('fork'), start_painter, (geopackage,))
    try:
        for zoom, pictures in painters.map(paint, squares(theme, bounds, zooms)):
            for column, row, picture in pictures:
                tiles.add(zoom, column, row, picture)
            drawn(len(pictures))
    finally:
        painters.shutdown(cancel_futures=True)
    tiles.close()
