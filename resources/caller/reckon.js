// SPDX-License-Identifier: Apache-2.0
'use strict';

// Sums and units, for the search page.
const reckon = {
    // The value of such as "3*(2+5)-10%", or null.
    sum(text) {
        const tokens = text.replace(/,(?=\d{3})/g, '').replace(/[×x]/g, '*').replace(/÷/g, '/').replace(/[−–]/g, '-')
            .match(/\s*(\d+\.?\d*|\.\d+|[-+*/^()%])|\S/g);
        if (!tokens || !/\d/.test(text)) {
            return null;
        }
        const rest = tokens.map(token => token.trim());
        const value = this.terms(rest, 0);
        return rest.length === 0 && Number.isFinite(value) ? value : null;
    },

    terms(rest, depth) {
        let value = this.factors(rest, depth);
        while (rest[0] === '+' || rest[0] === '-') {
            value = rest.shift() === '+' ? value + this.factors(rest, depth) : value - this.factors(rest, depth);
        }
        return value;
    },

    factors(rest, depth) {
        let value = this.power(rest, depth);
        while (rest[0] === '*' || rest[0] === '/') {
            value = rest.shift() === '*' ? value * this.power(rest, depth) : value / this.power(rest, depth);
        }
        return value;
    },

    power(rest, depth) {
        let value = this.atom(rest, depth);
        while (rest[0] === '%') {
            rest.shift();
            value /= 100;
        }
        if (rest[0] === '^') {
            rest.shift();
            value = Math.pow(value, this.power(rest, depth + 1));
        }
        return value;
    },

    atom(rest, depth) {
        const token = rest.shift();
        if (depth > 50 || token === undefined) {
            return NaN;
        }
        if (token === '-') {
            return -this.power(rest, depth + 1);
        }
        if (token === '(') {
            const value = this.terms(rest, depth + 1);
            return rest.shift() === ')' ? value : NaN;
        }
        return /^[\d.]/.test(token) ? Number(token) : NaN;
    },

    // Each unit: what it measures, its size, names as people write them.
    units: [
        ['length', 0.001, 'mm|millimeter|millimetre|밀리미터'], ['length', 0.01, 'cm|centimeter|centimetre|센티미터|센티'],
        ['length', 1, 'm|meter|metre|미터'], ['length', 1000, 'km|kilometer|kilometre|킬로미터'],
        ['length', 0.0254, 'in|inch|inches|인치'], ['length', 0.3048, 'ft|foot|feet|피트'], ['length', 0.9144, 'yd|yard|야드'],
        ['length', 1609.344, 'mi|mile|마일'], ['length', 0.030303, '치'], ['length', 0.30303, '자|척'],
        ['mass', 0.001, 'g|gram|그램'], ['mass', 1, 'kg|kilogram|kilo|킬로그램|킬로'], ['mass', 1000, 't|ton|tonne|톤'],
        ['mass', 0.45359237, 'lb|lbs|pound|파운드'], ['mass', 0.028349523125, 'oz|ounce|온스'], ['mass', 0.6, '근'],
        ['mass', 0.00375, '돈'],
        ['volume', 0.001, 'ml|milliliter|millilitre|밀리리터'], ['volume', 1, 'l|liter|litre|리터'], ['volume', 0.24, 'cup|컵'],
        ['volume', 0.015, 'tbsp|tablespoon|큰술'], ['volume', 0.005, 'tsp|teaspoon|작은술'],
        ['volume', 3.785411784, 'gal|gallon|갤런'],
        ['area', 1, 'm2|㎡|제곱미터'], ['area', 400 / 121, 'pyeong|평'], ['area', 10000, 'ha|hectare|헥타르'],
        ['area', 4046.8564224, 'acre|에이커'], ['area', 1000000, 'km2|제곱킬로미터'],
        ['speed', 1 / 3.6, 'km/h|kmh|kph|시속'], ['speed', 1, 'm/s|초속'], ['speed', 0.44704, 'mph'], ['speed', 0.514444, 'knot|노트'],
        ['time', 1, 's|sec|second|초'], ['time', 60, 'min|minute|분'], ['time', 3600, 'h|hour|시간'], ['time', 86400, 'day|일'],
        ['time', 604800, 'week|주'], ['warmth', 'c', '°c|c|celsius|섭씨|도'], ['warmth', 'f', '°f|f|fahrenheit|화씨'],
    ],

    unit(name) {
        const fits = names => names.split('|').some(each => each === name || (/[a-z]{3}/.test(each) && each + 's' === name));
        return this.units.find(unit => fits(unit[2]));
    },

    // Such as "5 km in miles", "10평" or "180 cm"; \returns lines such as "5 km = 3.107 mi".
    convert(text, language) {
        const parts = /^(-?[\d.,]+)\s*([^\s\d=?]+2?)(?:\s*(?:in|to|as|=|는|은|을|를|에서)?\s*([^\s\d=?]+2?)?(?:로|으로)?)?$/.exec(text);
        const from = parts && this.unit(parts[2]);
        const amount = parts && Number(parts[1].replace(/,(?=\d{3})/g, ''));
        if (!from || !Number.isFinite(amount)) {
            return [];
        }
        const wanted = parts[3] && this.unit(parts[3].replace(/(으로|로)$/, ''));
        const others = this.units.filter(unit => unit[0] === from[0] && unit !== from);
        const to = wanted && wanted[0] === from[0] ? [wanted] : others.filter(unit => !parts[3] && this.isHandy(amount, from, unit));
        return to.slice(0, 5).map(unit => {
            const name = unit[2].split('|')[0].replace('2', '²').replace('°c', '°C').replace('°f', '°F');
            return parts[1] + ' ' + parts[2] + ' = ' + this.show(this.turn(amount, from, unit), language) + ' ' + name;
        });
    },

    isHandy(amount, from, to) {
        const value = Math.abs(this.turn(amount, from, to));
        return from[0] === 'warmth' || (value >= 0.01 && value < 20000);
    },

    turn(amount, from, to) {
        if (from[0] === 'warmth') {
            return from[1] === to[1] ? amount : from[1] === 'c' ? amount * 1.8 + 32 : (amount - 32) / 1.8;
        }
        return amount * from[1] / to[1];
    },

    show(value, language) {
        return value.toLocaleString(language, {maximumSignificantDigits: 7});
    },
};
