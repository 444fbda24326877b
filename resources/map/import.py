#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the desk's map out of an OpenStreetMap extract.

OUTDIR/light.mbtiles and OUTDIR/dark.mbtiles hold the pictures, OUTDIR/addresses.db the addresses, and OUTDIR/map.json
says what they show. They appear only when they are complete; what an interrupted run left behind is removed by the next
one.
"""
import argparse
import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool

HERE = os.path.dirname(os.path.abspath(__file__))
STYLE_FILES = [os.path.join(HERE, 'style', name) for name in ('basemap.py', 'osmconf.ini')]
THEMES = ('light', 'dark')
OPENSTREETMAP = '© OpenStreetMap contributors'
WORK_FOLDER = '.import'
TOOLS = {'osmium': 'osmium-tool', 'ogr2ogr': 'gdal-bin'}
MOST_TILES = 400_000
TALLEST_LATITUDE = 85.05


class Problem(Exception):
    """Something a person can mend, in one sentence."""


class Progress:
    """A bar on a terminal; elsewhere a line for every ten per cent."""

    def __init__(self, total, stream=sys.stderr):
        self.total = max(1, total)
        self.done = 0
        self.told = -1
        self.stream = stream
        self.bar = stream.isatty()

    def advance(self, count):
        self.done += count
        percent = min(100, self.done * 100 // self.total)
        step = percent if self.bar else percent // 10 * 10
        if step == self.told:
            return
        self.told = step
        if self.bar:
            filled = step * 40 // 100
            self.stream.write(f'\r  [{"#" * filled}{"." * (40 - filled)}] {step:3d} %')
            if step == 100:
                self.stream.write('\n')
        else:
            self.stream.write(f'  {step:3d} % of {self.total} tiles\n')
        self.stream.flush()


def say(text):
    print(text, file=sys.stderr, flush=True)


def parse_zooms(text):
    first, _, last = text.partition('-')
    try:
        zooms = range(int(first), int(last or first) + 1)
    except ValueError:
        zooms = range(0)
    if not zooms or zooms[0] < 0 or zooms[-1] > 19:
        raise argparse.ArgumentTypeError(f'"{text}" is not a range of zoom levels such as 10-17')
    return zooms


def parse_bounds(text):
    if text == 'auto':
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(','))
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not W,S,E,N in degrees') from None
    if not (-180 <= west < east <= 180 and -TALLEST_LATITUDE <= south < north <= TALLEST_LATITUDE):
        raise argparse.ArgumentTypeError(f'"{text}" is not an area: west must be less than east, south less than north')
    return west, south, east, north


def parse_arguments():
    parser = argparse.ArgumentParser(description='Make the map of the desk out of an OpenStreetMap extract.')
    parser.add_argument('file', help='the extract, an .osm.pbf file')
    parser.add_argument('folder', help='where light.mbtiles, dark.mbtiles and map.json go')
    parser.add_argument('--zooms', type=parse_zooms, default=parse_zooms('10-17'), metavar='FIRST-LAST')
    parser.add_argument('--bounds', type=parse_bounds, default=None, metavar='W,S,E,N',
                        help='the area in degrees; "auto" takes that of the extract')
    parser.add_argument('--name', help='shown as the name of the map; the name of the file by default')
    parser.add_argument('--attribution', default=OPENSTREETMAP, help=f'shown on the map; "{OPENSTREETMAP}" by default')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1, help='how many processes draw')
    return parser.parse_args()


def check_tools():
    for tool, package in TOOLS.items():
        if shutil.which(tool) is None:
            raise Problem(f'The program {tool} is missing; install the package {package}.')
    try:
        import mapnik  # noqa: F401
    except ImportError:
        raise Problem('The Mapnik library for Python is missing; install the package python3-mapnik.') from None


def check_extract(path):
    if not os.path.isfile(path):
        raise Problem(f'There is no file {path}.')
    try:
        with open(path, 'rb') as file:
            start = file.read(64)
    except OSError as error:
        raise Problem(f'{path} cannot be read: {error.strerror}.') from None
    # A PBF file begins with the length of its first block's header, and that names its kind.
    if b'OSMHeader' not in start[4:]:
        raise Problem(f'{path} is not an OpenStreetMap extract in PBF format (.osm.pbf).')


def run(command, what):
    done = subprocess.run(command, capture_output=True, text=True, errors='replace', check=False)
    # GDAL may lose features on a full disk and still report success.
    if 'No space left' in done.stderr or 'disk is full' in done.stderr:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if done.returncode != 0:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()] or ['no reason was given']
        raise Problem(f'{what} failed: {lines[0]}')
    return done.stdout


def area_of(path):
    """Reads the whole extract, so that one which was cut off while it was fetched is found out."""
    facts = json.loads(run(['osmium', 'fileinfo', '--extended', '--json', path], f'Reading {path}'))
    boxes = facts['header'].get('boxes') or [facts['data'].get('bbox')]
    boxes = [box for box in boxes if box]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes)
    return (min(west), max(-TALLEST_LATITUDE, min(south)), max(east), min(TALLEST_LATITUDE, max(north)))


def content_hash(path):
    """Changes when the extract or the style does: tells whether rendered tiles are still true."""
    digest = hashlib.sha256()
    for name in [path, *STYLE_FILES]:
        with open(name, 'rb') as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def make_geopackage(extract, path):
    run(['ogr2ogr', '-q', '-f', 'GPKG', path, extract, 'points', 'lines', 'multipolygons', '-t_srs', 'EPSG:3857',
         '-skipfailures', '--config', 'OSM_CONFIG_FILE', STYLE_FILES[1], '--config', 'OSM_USE_CUSTOM_INDEXING', 'NO',
         # The file lives only as long as this run; without this the conversion takes forty times as long.
         '--config', 'OGR_SQLITE_SYNCHRONOUS', 'OFF', '--config', 'CPL_TMPDIR', os.path.dirname(path)],
        f'Converting {extract}')


def make_address_book(extract, work, path):
    from addresses import FILTER, make_addresses

    named = os.path.join(work, 'named.osm.pbf')
    run(['osmium', 'tags-filter', '--no-progress', '-o', named, extract, *FILTER], f'Reading the addresses of {extract}')
    try:
        return make_addresses(named, path)
    except subprocess.CalledProcessError:
        raise Problem(f'Reading the addresses of {extract} failed.') from None


@contextlib.contextmanager
def work_folder(folder):
    """A place inside the target folder, so that finished files can be renamed into it; one import at a time."""
    os.makedirs(folder, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(f'Another import into {folder} is running.') from None
        work = os.path.join(folder, WORK_FOLDER)
        shutil.rmtree(work, ignore_errors=True)
        os.mkdir(work)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        os.close(lock)


def import_map(options):
    # Only now is Mapnik known to be there.
    sys.path.insert(0, HERE)
    from render import render, tile_count

    say(f'Reading {options.file}')
    area = area_of(options.file)
    bounds = options.bounds or area
    if not bounds or not (bounds[0] < bounds[2] and bounds[1] < bounds[3]):
        raise Problem(f'{options.file} covers no area; give one with --bounds W,S,E,N.')
    tiles = tile_count(bounds, options.zooms)
    if tiles > MOST_TILES:
        raise Problem(f'This would be {tiles} tiles for each theme, more than {MOST_TILES}; '
                      'choose a smaller area with --bounds or fewer zoom levels with --zooms.')
    facts = {
        'name': options.name or os.path.basename(options.file).removesuffix('.pbf').removesuffix('.osm'),
        'bounds': bounds,
        'zooms': [options.zooms[0], options.zooms[-1]],
        'attribution': options.attribution,
        'tiles': tiles,
        'content': content_hash(options.file),
    }
    metadata = {
        'name': facts['name'], 'type': 'baselayer', 'version': '1', 'format': 'png',
        'minzoom': str(facts['zooms'][0]), 'maxzoom': str(facts['zooms'][1]),
        'bounds': ','.join(str(number) for number in bounds), 'attribution': options.attribution,
    }
    with work_folder(options.folder) as work:
        geopackage = os.path.join(work, 'data.gpkg')
        make_geopackage(options.file, geopackage)
        say(f'Drawing {tiles} tiles for each of the themes {" and ".join(THEMES)}')
        progress = Progress(tiles * len(THEMES))
        for theme in THEMES:
            render(geopackage, os.path.join(work, f'{theme}.mbtiles'), theme, bounds, options.zooms, metadata,
                   max(1, options.jobs), progress.advance)
        places = make_address_book(options.file, work, os.path.join(work, 'addresses.db'))
        with open(os.path.join(work, 'map.json'), 'w', encoding='utf-8') as file:
            json.dump(facts, file, ensure_ascii=False, indent=2)
            file.write('\n')
        for name in (*(f'{theme}.mbtiles' for theme in THEMES), 'addresses.db', 'map.json'):
            os.replace(os.path.join(work, name), os.path.join(options.folder, name))
    size = sum(os.path.getsize(os.path.join(options.folder, f'{theme}.mbtiles')) for theme in THEMES)
    say(f'The map is in {options.folder} ({size / 1048576:.1f} MiB, {places} places).')


def main():
    options = parse_arguments()
    # A polite end from outside cleans up like Ctrl+C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        check_extract(options.file)
        check_tools()
        import_map(options)
    except Problem as problem:
        say(f'import: {problem}')
        return 1
    except KeyboardInterrupt:
        say('import: stopped; nothing was changed.')
        return 130
    except BrokenProcessPool:
        say('import: A drawing process ended too early, perhaps for lack of memory; try again with --jobs 1.')
        return 1
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, 'errno', None) == errno.ENOSPC or 'disk is full' in str(error):
            say(f'import: The disk that holds {options.folder} is full; make room and run the import again.')
        else:
            say(f'import: {error}')
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
