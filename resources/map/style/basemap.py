# SPDX-License-Identifier: Apache-2.0
"""The look of the map: one calm Mapnik style in a light and a dark theme.

The style is made anew for each zoom level, so that no rule needs scale limits. The data are a GeoPackage with
the tables points, lines and multipolygons in EPSG:3857, as osmconf.ini makes them.
"""
from xml.sax.saxutils import escape

THEMES = {
    'light': {
        'land': '#f4f2ee', 'residential': '#eeebe5', 'commercial': '#f1ebe6', 'industrial': '#ebe7ea',
        'school': '#f3efdc', 'hospital': '#f6e6e6', 'farm': '#e9edd3', 'parking': '#e9e6ec',
        'park': '#d3e8c8', 'wood': '#c5dfb8', 'grass': '#deedd3', 'pitch': '#c4e3cd', 'sand': '#f2ead2',
        'water': '#a9d0e8', 'building': '#ded8d0', 'building edge': '#cfc8be', 'bridge': '#a79f93',
        'rail': '#a9a6a3', 'rail dash': '#f4f2ee', 'subway': '#b8b3c6',
        'motorway': ('#f6b26b', '#d98c3a'), 'primary': ('#fbd98a', '#d9ae55'), 'secondary': ('#fdf0b8', '#d8c98a'),
        'tertiary': ('#ffffff', '#cfcac2'), 'minor': ('#ffffff', '#d5d0c8'), 'service': ('#ffffff', '#dedad3'),
        'foot': '#c9a58a', 'cycle': '#86a8c8', 'pedestrian': '#f0ede9',
        'halo': '#ffffff', 'road text': '#4f4a44', 'poi text': '#604d3b', 'water text': '#3d7198',
        'park text': '#3f6d36', 'station': '#2d5aa0', 'building text': '#6a625a', 'place': '#33302c',
    },
    'dark': {
        'land': '#1d2126', 'residential': '#20252b', 'commercial': '#23272d', 'industrial': '#22262c',
        'school': '#26282b', 'hospital': '#2d2629', 'farm': '#23281f', 'parking': '#282d35',
        'park': '#1f2f27', 'wood': '#1d2d25', 'grass': '#212f28', 'pitch': '#24352f', 'sand': '#2b2a26',
        'water': '#15293a', 'building': '#2b3138', 'building edge': '#363d45', 'bridge': '#5d6570',
        'rail': '#4c535c', 'rail dash': '#1d2126', 'subway': '#3d3f58',
        'motorway': ('#8a6233', '#4f3a20'), 'primary': ('#75643a', '#43391f'), 'secondary': ('#5b5538', '#38352a'),
        'tertiary': ('#454c55', '#2a2f36'), 'minor': ('#3a4149', '#272c32'), 'service': ('#333940', '#24292e'),
        'foot': '#5b4f45', 'cycle': '#3d5468', 'pedestrian': '#2c3238',
        'halo': '#14171a', 'road text': '#b9bfc7', 'poi text': '#b8a78f', 'water text': '#6ea3c8',
        'park text': '#86b77a', 'station': '#8fb6f2', 'building text': '#969ea7', 'place': '#e6e9ec',
    },
}

REGULAR = 'Noto Sans CJK KR Regular'
BOLD = 'Noto Sans CJK KR Bold'

# The desk is read from further away than a telephone is.
TEXT_SCALE = 1.12

# One class of road a row, the small ones first, for the later are drawn above the earlier: name, values of
# "highway", colour, first zoom, width in pixels by zoom.
ROADS = [
    ('service', ('service', 'track', 'living_street'), 'service', 15, {15: 1.2, 16: 2.5, 17: 5, 18: 8, 19: 12}),
    ('pedestrian', ('pedestrian',), 'service', 15, {15: 1.5, 16: 3, 17: 6, 18: 9, 19: 14}),
    ('minor', ('residential', 'unclassified', 'road'), 'minor', 13,
     {13: 1, 14: 2, 15: 3.5, 16: 6, 17: 10, 18: 15, 19: 22}),
    ('tertiary', ('tertiary', 'tertiary_link'), 'tertiary', 12,
     {12: 1, 13: 2, 14: 3.5, 15: 5.5, 16: 9, 17: 13, 18: 19, 19: 28}),
    ('secondary', ('secondary', 'secondary_link'), 'secondary', 11,
     {11: 1, 12: 2, 13: 3, 14: 5, 15: 7.5, 16: 11, 17: 16, 18: 24, 19: 34}),
    ('primary', ('primary', 'primary_link'), 'primary', 10,
     {10: 1, 11: 1.8, 12: 2.8, 13: 4, 14: 6, 15: 9, 16: 13, 17: 19, 18: 28, 19: 40}),
    ('motorway', ('motorway', 'motorway_link', 'trunk', 'trunk_link'), 'motorway', 8,
     {8: 1, 9: 1.2, 10: 1.8, 11: 2.4, 12: 3.4, 13: 5, 14: 7, 15: 10, 16: 14, 17: 21, 18: 30, 19: 42}),
]


def any_of(key, *values):
    """A Mapnik filter: the key has one of the values."""
    return ' or '.join(f"[{key}]='{value}'" for value in values)


def in_list(values):
    """An SQL list of words."""
    return ','.join(f"'{value}'" for value in values)


def attributes(options):
    return ' '.join(f'{key.replace("_", "-")}="{value}"' for key, value in options.items())


def rule(symbols, condition=None):
    test = f'<Filter>{escape(condition)}</Filter>' if condition else ''
    return f'<Rule>{test}{symbols}</Rule>'


def otherwise(symbols):
    return f'<Rule><ElseFilter/>{symbols}</Rule>'


def fill(colour):
    return f'<PolygonSymbolizer fill="{colour}"/>'


def line(colour, width, **options):
    return (f'<LineSymbolizer stroke="{colour}" stroke-width="{round(width, 2)}" stroke-linejoin="round" '
            f'{attributes(options)}/>')


class Sheet:
    """The style of one zoom level, layer after layer from the ground up."""

    def __init__(self, zoom, theme, geopackage):
        self.zoom = zoom
        self.colour = THEMES[theme]
        self.geopackage = geopackage
        self.styles = []
        self.layers = []

    def xml(self):
        self.draw_areas()
        self.draw_tunnels()
        self.draw_rails()
        self.draw_paths()
        self.draw_roads()
        self.write_places()
        self.write_areas()
        self.write_roads()
        self.write_buildings()
        return (f'<?xml version="1.0" encoding="utf-8"?><Map srs="epsg:3857" background-color="{self.colour["land"]}">'
                + ''.join(self.styles) + ''.join(self.layers) + '</Map>')

    def add(self, name, query, *rules):
        source = (f'<Datasource><Parameter name="type">ogr</Parameter>'
                  f'<Parameter name="file">{escape(self.geopackage)}</Parameter>'
                  f'<Parameter name="layer_by_sql">{escape(query)}</Parameter></Datasource>')
        self.styles.append(f'<Style name="{name}">{"".join(rules)}</Style>')
        self.layers.append(f'<Layer name="{name}" srs="epsg:3857"><StyleName>{name}</StyleName>{source}</Layer>')

    def text(self, expression, size, colour, face=REGULAR, halo=1.6, **options):
        return (f'<TextSymbolizer face-name="{face}" size="{round(size * TEXT_SCALE, 1)}" fill="{self.colour[colour]}" '
                f'halo-fill="{self.colour["halo"]}" halo-radius="{halo}" {attributes(options)}>'
                f'{escape(expression)}</TextSymbolizer>')

    def dot(self, width, colour, **options):
        return (f'<MarkersSymbolizer file="shape://ellipse" width="{width}" height="{width}" '
                f'fill="{self.colour[colour]}" stroke="{self.colour["halo"]}" stroke-width="1" '
                f'{attributes(options)}/>')

    def draw_areas(self):
        colour = self.colour
        zoom = self.zoom
        area = ('SELECT geom, landuse, leisure, "natural", amenity FROM multipolygons '
                'WHERE building IS NULL AND ({})')
        self.add(
            'landuse',
            area.format("landuse IS NOT NULL OR amenity IN ('school','university','hospital','college')"),
            rule(fill(colour['residential']), any_of('landuse', 'residential')),
            rule(fill(colour['commercial']), any_of('landuse', 'commercial', 'retail')),
            rule(fill(colour['industrial']), any_of('landuse', 'industrial', 'railway')),
            rule(fill(colour['wood']), any_of('landuse', 'forest')),
            rule(fill(colour['grass']), any_of('landuse', 'grass', 'meadow', 'cemetery', 'recreation_ground')),
            rule(fill(colour['farm']), any_of('landuse', 'farmland', 'orchard', 'vineyard')),
            rule(fill(colour['school']),
                 any_of('landuse', 'education') + ' or ' + any_of('amenity', 'school', 'university', 'college')),
            rule(fill(colour['hospital']), any_of('amenity', 'hospital')))
        self.add(
            'green',
            area.format("leisure IN ('park','garden','pitch','playground','golf_course','track','stadium') "
                        "OR \"natural\" IN ('wood','forest','scrub','grassland','heath','sand','beach')"),
            rule(fill(colour['park']), any_of('leisure', 'park', 'garden', 'playground', 'golf_course')),
            rule(fill(colour['wood']), any_of('natural', 'wood', 'forest', 'scrub')),
            rule(fill(colour['grass']), any_of('natural', 'grassland', 'heath')),
            rule(fill(colour['sand']), any_of('natural', 'sand', 'beach')),
            rule(fill(colour['pitch']), any_of('leisure', 'pitch', 'track', 'stadium')))
        self.add(
            'water',
            "SELECT geom FROM multipolygons WHERE \"natural\"='water' OR waterway='riverbank' "
            "OR landuse IN ('reservoir','basin') OR leisure='swimming_pool'",
            rule(fill(colour['water'])))
        if zoom >= 12:
            near = zoom >= 15
            self.add(
                'waterway',
                "SELECT geom, waterway FROM lines WHERE waterway IN ('river','stream','canal','drain') "
                "AND tunnel IS NULL",
                rule(line(colour['water'], 2.5 if near else 1.5), any_of('waterway', 'river', 'canal')),
                rule(line(colour['water'], 1.2 if near else 0.7), any_of('waterway', 'stream', 'drain')))
        if zoom >= 15:
            self.add(
                'square',
                "SELECT geom FROM multipolygons WHERE highway IN ('pedestrian','footway','platform') "
                "OR public_transport='platform'",
                rule(fill(colour['pedestrian'])))
        if zoom >= 16:
            self.add('parking', "SELECT geom FROM multipolygons WHERE amenity='parking' AND building IS NULL",
                     rule(fill(colour['parking'])))
        if zoom >= 14:
            edge = line(colour['building edge'], 0.8) if zoom >= 16 else ''
            self.add('building', "SELECT geom FROM multipolygons WHERE building IS NOT NULL AND building<>'no'",
                     rule(fill(colour['building']) + edge))

    def visible_roads(self):
        for name, highways, colour, first, widths in ROADS:
            if self.zoom >= first:
                width = widths[min(max(widths), max(first, self.zoom))]
                yield name, in_list(highways), self.colour[colour], width

    def draw_tunnels(self):
        if self.zoom < 14:
            return
        for name, highways, (inside, edge), width in self.visible_roads():
            self.add(
                f'tunnel {name}',
                f'SELECT geom FROM lines WHERE highway IN ({highways}) AND tunnel IS NOT NULL',
                rule(line(edge, width + 2, stroke_linecap='butt', stroke_dasharray='5,3')
                     + line(inside, width, stroke_linecap='butt')
                     + line(self.colour['land'], width, stroke_linecap='butt', stroke_opacity=0.55)))

    def draw_rails(self):
        zoom = self.zoom
        if zoom >= 12:
            width = {12: 0.8, 13: 1, 14: 1.4, 15: 2, 16: 3}.get(zoom, 4)
            dash = ''
            if zoom >= 15:
                dash = line(self.colour['rail dash'], max(0.6, width - 1.4), stroke_dasharray='6,6')
            self.add('rail',
                     "SELECT geom FROM lines WHERE railway IN ('rail','light_rail','narrow_gauge') AND tunnel IS NULL",
                     rule(line(self.colour['rail'], width) + dash))
        if zoom >= 14:
            self.add('subway', "SELECT geom FROM lines WHERE railway='subway'",
                     rule(line(self.colour['subway'], 1.6 if zoom < 16 else 2.4, stroke_dasharray='8,5')))

    def draw_paths(self):
        if self.zoom < 15:
            return
        near = self.zoom >= 17
        foot = self.colour['foot']
        self.add(
            'path',
            "SELECT geom, highway FROM lines "
            "WHERE highway IN ('footway','path','steps','cycleway','bridleway','corridor')",
            rule(line(self.colour['cycle'], 1.4 if near else 1, stroke_dasharray='5,2'), any_of('highway', 'cycleway')),
            rule(line(foot, 2 if near else 1.4, stroke_dasharray='1.5,1.5'), any_of('highway', 'steps')),
            rule(line(foot, 1.1 if near else 0.7, stroke_dasharray='3,2'),
                 any_of('highway', 'footway', 'path', 'corridor', 'bridleway')))

    def draw_roads(self):
        # All edges come before all insides, so that a crossing looks open.
        for part in ('edge', 'inside'):
            for name, highways, colours, width in self.visible_roads():
                if part == 'edge' and width < 2:
                    continue
                rules = self.road_edge(colours[1], width) if part == 'edge' else self.road_inside(colours[0], width)
                self.add(f'road {name} {part}',
                         f'SELECT geom, highway, bridge FROM lines WHERE highway IN ({highways}) AND tunnel IS NULL',
                         *rules)

    def road_edge(self, colour, width):
        edge = 1.6 if self.zoom >= 15 else 1.2
        return (rule(line(self.colour['bridge'], width + edge + 0.8, stroke_linecap='butt'), any_of('bridge', 'yes')),
                rule(line(colour, width * 0.6 + edge, stroke_linecap='butt'), "[highway].match('.*_link')"),
                otherwise(line(colour, width + edge, stroke_linecap='butt')))

    def road_inside(self, colour, width):
        return (rule(line(colour, width * 0.6, stroke_linecap='round'), "[highway].match('.*_link')"),
                otherwise(line(colour, width, stroke_linecap='round')))

    # Labels: what is written first keeps its place.

    def write_places(self):
        zoom = self.zoom
        rules = []
        if 10 <= zoom <= 13:
            rules.append(rule(self.text('[name]', 15, 'place', BOLD, 2, margin=20), any_of('place', 'city', 'town')))
        if zoom >= 12:
            rules.append(rule(self.text('[name]', 13, 'place', BOLD, 2, margin=20, wrap_width=80),
                              any_of('place', 'suburb', 'borough', 'village')))
        if zoom >= 14:
            rules.append(rule(self.text('[name]', 12, 'place', REGULAR, 2, margin=20, wrap_width=80),
                              any_of('place', 'quarter', 'neighbourhood')))
        if rules:
            self.add('place', 'SELECT geom, name, place FROM points WHERE place IS NOT NULL AND name IS NOT NULL',
                     *rules)
        if zoom >= 13:
            size = 6 if zoom < 16 else 8
            self.add(
                'station',
                "SELECT DISTINCT geom, name FROM points WHERE railway IN ('station','halt') AND name IS NOT NULL",
                rule(self.dot(size, 'station', allow_overlap='true')
                     + self.text('[name]', 11 if zoom < 16 else 12.5, 'station', BOLD, 1.8, dy=9, margin=10,
                                 placement_type='simple', placements='S,N,E,W')))

    def write_areas(self):
        zoom = self.zoom
        complexes = "SELECT geom, name FROM multipolygons WHERE landuse='residential' AND name IS NOT NULL"
        inside = {'placement': 'interior', 'wrap_width': 115, 'margin': 12}
        if zoom >= 14:
            self.add(
                'river name',
                "SELECT geom, name FROM lines WHERE waterway IN ('river','canal') AND name IS NOT NULL",
                rule(self.text('[name]', 12, 'water text', REGULAR, 1.2, placement='line', spacing=520,
                               max_char_angle_delta=25)))
        if zoom in (15, 16):
            self.add('complex name', complexes,
                     rule(self.text('[name]', 10.5, 'poi text', placement='interior', wrap_width=110, margin=10)))
        if zoom >= 14:
            amenities = ('university', 'school', 'hospital', 'townhall', 'police', 'fire_station', 'marketplace')
            self.add(
                'area name',
                'SELECT geom, name, leisure, "natural", amenity, landuse FROM multipolygons WHERE name IS NOT NULL '
                "AND (leisure IN ('park','garden','stadium') OR \"natural\" IN ('water','beach') "
                f"OR landuse='industrial' OR amenity IN ({in_list(amenities)})) ORDER BY ST_Area(geom) DESC",
                rule(self.text('[name]', 12, 'water text', REGULAR, 1.5, placement='interior', wrap_width=90),
                     any_of('natural', 'water')),
                rule(self.text('[name]', 11, 'park text', **inside), any_of('leisure', 'park', 'garden', 'stadium')),
                rule(self.text('[name]', 10.5, 'poi text', **inside),
                     ' or '.join((any_of('amenity', *amenities), any_of('landuse', 'industrial'),
                                  any_of('natural', 'beach')))))

    def write_roads(self):
        zoom = self.zoom
        if zoom < 13:
            return
        named = ['motorway', 'trunk', 'primary']
        if zoom >= 14:
            named.append('secondary')
        if zoom >= 15:
            named.append('tertiary')
        if zoom >= 16:
            named += ['residential', 'unclassified', 'living_street', 'pedestrian']
        size = 10.5 if zoom < 16 else 11.5
        if zoom >= 18:
            size = 13
        order = ' '.join(f"WHEN '{highway}' THEN {rank}" for rank, highway in enumerate(named))
        self.add(
            'road name',
            f'SELECT geom, name, highway FROM lines WHERE name IS NOT NULL AND highway IN ({in_list(named)}) '
            f'ORDER BY CASE highway {order} END',
            rule(self.text('[name]', size, 'road text', REGULAR, 1.8, placement='line', spacing=260,
                           repeat_distance=180, max_char_angle_delta=22, margin=6, largest_bbox_only='false')))
        if zoom >= 17:
            self.add('subway entrance', "SELECT geom, ref FROM points WHERE railway='subway_entrance'",
                     rule(self.dot(11, 'station', allow_overlap='true')
                          + self.text('[ref]', 8, 'halo', BOLD, 0, allow_overlap='true')))

    def write_buildings(self):
        zoom = self.zoom
        if zoom >= 16:
            # The numbers of apartment blocks would fill the whole sheet before the streets can be told apart.
            only = "AND building<>'apartments' " if zoom < 17 else ''
            self.add(
                'building name',
                'SELECT geom, name FROM multipolygons WHERE name IS NOT NULL AND building IS NOT NULL '
                f'{only}ORDER BY ST_Area(geom) DESC',
                rule(self.text('[name]', 10, 'building text', REGULAR, 1.4, placement='interior', wrap_width=70,
                               margin=8)))
        if zoom >= 17:
            self.add(
                'complex name',
                "SELECT geom, name FROM multipolygons WHERE landuse='residential' AND name IS NOT NULL",
                rule(self.text('[name]', 11, 'poi text', BOLD, 1.8, placement='interior', wrap_width=110, margin=4,
                               dy=22, placement_type='simple', placements='X,N,S')))
            self.add(
                'point of interest',
                "SELECT geom, name FROM points WHERE name IS NOT NULL AND (amenity IN ('police','hospital','pharmacy',"
                "'school','bank','cafe','restaurant','fast_food','post_office','townhall','library',"
                "'place_of_worship','fuel') OR shop IN ('convenience','supermarket','department_store'))",
                rule(self.dot(5, 'poi text', ignore_placement='true')
                     + self.text('[name]', 10, 'poi text', REGULAR, 1.5, dy=8, wrap_width=100, margin=6)))
        if zoom >= 18:
            self.add(
                'house number',
                'SELECT geom, "addr:housenumber" AS number FROM multipolygons WHERE building IS NOT NULL '
                "AND building<>'apartments' AND name IS NULL AND \"addr:housenumber\" IS NOT NULL",
                rule(self.text('[number]', 9, 'building text', REGULAR, 1, placement='interior', margin=2)))
        if zoom >= 14:
            self.add('peak', "SELECT geom, name FROM points WHERE \"natural\"='peak' AND name IS NOT NULL",
                     rule(self.text("'▲ '+[name]", 11, 'park text', margin=10)))
