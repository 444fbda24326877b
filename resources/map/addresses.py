# SPDX-License-Identifier: Apache-2.0
"""Makes the address book of a map: what stands where, and where something is, found without asking anybody."""
import json
import re
import sqlite3
import subprocess

# What an address book is made of.
FILTER = ('nw/name', 'nwr/addr:housenumber', 'r/type=multipolygon')
# One street keeps one place in each square of about a kilometre; so a long road is found near the caller, too.
STREET_SQUARE = 0.01
SCHEMA = '''
CREATE TABLE place(id INTEGER PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL,
                   latitude REAL NOT NULL, longitude REAL NOT NULL);
CREATE VIRTUAL TABLE box USING rtree(id, west, east, south, north);
CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='unicode61', detail=none);
'''


def address_of(tags):
    parts = [tags.get(f'addr:{key}', '') for key in ('province', 'city', 'district', 'street')]
    number = tags.get('addr:housenumber', '')
    if not number or not parts[-1]:
        return ''
    return ' '.join(part for part in (*parts, number) if part)


def middle_of(geometry):
    """The middle of a point's or an area's extent; of a line, its middle point."""
    points = geometry['coordinates']
    if geometry['type'] == 'Point':
        return points
    if geometry['type'] == 'LineString':
        return points[len(points) // 2]
    outline = points[0][0] if geometry['type'] == 'MultiPolygon' else points[0]
    longitudes, latitudes = zip(*outline)
    return (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2


def words_of(*texts):
    """What a person may type: also the parts of "철길북로135길", with a gap between the road and its branch."""
    text = ' '.join(filter(None, texts))
    return text + ' ' + ' '.join(re.findall(r'[^\W\d]+(?=\d)|\d+[^\W\d]+', text))


def places_of(features):
    """Name, address, words and place of everything in \\a features that can be looked for."""
    streets = set()
    for feature in features:
        tags, geometry = feature['properties'], feature['geometry']
        name, address = tags.get('name', ''), address_of(tags)
        longitude, latitude = middle_of(geometry)
        if geometry['type'] == 'LineString':
            square = (name, round(latitude / STREET_SQUARE), round(longitude / STREET_SQUARE))
            # A closed line that is no street comes again as an area.
            if not name or 'highway' not in tags or square in streets:
                continue
            streets.add(square)
            address = ''
        elif not name and not address:
            continue
        yield name, address, words_of(name, tags.get('name:en'), address), latitude, longitude


def features_of(extract):
    """Streams the extract; osmium holds its nodes in memory, and nothing else does."""
    command = ['osmium', 'export', '--no-progress', '-f', 'geojsonseq', '-x', 'print_record_separator=false', extract]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          encoding='utf-8') as export:
        for line in export.stdout:
            yield json.loads(line)
    if export.returncode != 0:
        raise subprocess.CalledProcessError(export.returncode, command)


def make_addresses(extract, path):
    """Writes the address book of an extract to a path and returns how many places it knows."""
    book = sqlite3.connect(path)
    book.executescript(SCHEMA)
    count = 0
    for name, address, words, latitude, longitude in places_of(features_of(extract)):
        count += 1
        book.execute('INSERT INTO place VALUES(?, ?, ?, ?, ?)',
                     (count, name, address, round(latitude, 6), round(longitude, 6)))
        # Only what has an address can be the nearest one.
        if address:
            book.execute('INSERT INTO box VALUES(?, ?, ?, ?, ?)', (count, longitude, longitude, latitude, latitude))
        book.execute('INSERT INTO words(rowid, text) VALUES(?, ?)', (count, words))
    book.execute("INSERT INTO words(words) VALUES('optimize')")
    book.commit()
    book.execute('VACUUM')
    book.close()
    return count
