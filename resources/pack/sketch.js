// SPDX-License-Identifier: Apache-2.0
'use strict';

/// Draws where the caller is, without a map: circles with their radius, the way so far, a scale and north.
const drawSketch = (() => {
    const width = 320;
    const height = 240;
    const margin = 34;
    const leastSpan = 60; // metres
    const largestPoint = 100; // metres; more is a neighbourhood, not a place
    const metresPerDegree = 111320;

    function make(name, attributes, text) {
        const node = document.createElementNS('http://www.w3.org/2000/svg', name);
        for (const [key, value] of Object.entries(attributes)) {
            node.setAttribute(key, value);
        }
        if (text) {
            node.textContent = text;
        }
        return node;
    }

    /// 1, 2 or 5 times a power of ten, at most \a most.
    function roundLength(most) {
        const power = 10 ** Math.floor(Math.log10(most));
        return [5, 2, 1].map(step => step * power).find(length => length <= most);
    }

    function drawScale(svg, scale) {
        const metres = roundLength(100 / scale);
        const end = 12 + metres * scale;
        svg.append(make('path', {class: 'mark', d: `M12 222v6H${end}v-6`}),
            make('text', {x: end + 6, y: 230}, metres >= 1000 ? `${metres / 1000} km` : `${metres} m`));
    }

    function drawNorth(svg) {
        svg.append(make('path', {class: 'mark', d: 'M302 34v-22l-5 8m5-8l5 8'}),
            make('text', {x: 302, y: 48, 'text-anchor': 'middle'}, words.north));
    }

    return (svg, places, track) => {
        const [best] = places;
        const longitudes = metresPerDegree * Math.cos(best.latitude * Math.PI / 180);
        const metres = (latitude, longitude) =>
            [(longitude - best.longitude) * longitudes, (best.latitude - latitude) * metresPerDegree];
        const circles = places.map(place => {
            const [x, y] = metres(place.latitude, place.longitude);
            return {x, y, radius: place.radius || 0, best: place.best};
        });
        const way = track.map(([latitude, longitude]) => metres(latitude, longitude));
        const reach = (low, high) => [
            Math.min(...circles.map(c => low(c) - c.radius), ...way.map(low)),
            Math.max(...circles.map(c => high(c) + c.radius), ...way.map(high)),
        ];
        const x = point => Array.isArray(point) ? point[0] : point.x;
        const y = point => Array.isArray(point) ? point[1] : point.y;
        const [left, right] = reach(x, x);
        const [top, bottom] = reach(y, y);
        const scale = Math.min((width - 2 * margin) / Math.max(right - left, leastSpan),
            (height - 2 * margin) / Math.max(bottom - top, leastSpan));
        const place = (px, py) => [width / 2 + (px - (left + right) / 2) * scale,
            height / 2 + (py - (top + bottom) / 2) * scale];

        svg.replaceChildren();
        circles.slice().reverse().forEach((circle, index) => {
            const [cx, cy] = place(circle.x, circle.y);
            const r = Math.max(circle.radius * scale, 5);
            svg.append(make('circle', {class: circle.best ? 'area' : 'other', cx, cy, r}));
            if (circles.length > 1) {
                svg.append(make('text', {x: cx + 7, y: cy - 7}, String(circles.length - index)));
            }
        });
        if (way.length > 1) {
            svg.append(make('polyline', {class: 'track', points: way.map(point => place(...point).join()).join(' ')}));
        }
        if (circles[0].radius <= largestPoint) {
            const [cx, cy] = place(circles[0].x, circles[0].y);
            svg.append(make('circle', {class: 'point', cx, cy, r: 6}));
        }
        drawScale(svg, scale);
        drawNorth(svg);
    };
})();
