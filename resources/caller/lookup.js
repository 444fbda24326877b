// SPDX-License-Identifier: Apache-2.0
'use strict';

// Answers searches from what is on the page already, and asks nobody.
class Lookup {
    constructor() {
        this.data = {words: [], climate: [], articles: [], suggest: []};
        this.loaded = '';
    }

    // Without the data it still reckons and knows the time.
    load(language) {
        const name = language === 'ko' ? 'ko' : 'en';
        if (this.loaded === name) {
            return Promise.resolve();
        }
        return fetch('/caller/lookup/' + name + '.json').then(answer => answer.json()).then(data => {
            this.data = data;
            this.loaded = name;
        }).catch(() => {});
    }

    // \returns what was found, best first: [{kind, title, lines}]; kind is a key of the page's words.
    find(query) {
        const text = query.trim().toLowerCase();
        const found = [].concat(this.reckoned(text), this.weather(text), this.time(text), this.calendar(text), this.words(text),
            this.articles(text));
        return found.slice(0, 8);
    }

    reckoned(text) {
        const asked = text.replace(/[=?\s]+$/, '');
        const lines = reckon.convert(asked, strings.language);
        if (lines.length > 0) {
            return [{kind: 'lookup.units', title: asked, lines}];
        }
        const value = reckon.sum(asked);
        return value === null ? [] : [{kind: 'lookup.calculator', title: asked + ' =', lines: [reckon.show(value, strings.language)]}];
    }

    city(text) {
        return this.data.climate.find(each => text.includes(each.city.toLowerCase()));
    }

    weather(text) {
        const asked = /weather|climate|temperature|날씨|기온|기후/.test(text) || text === strings.text('lookup.weather').toLowerCase();
        const named = this.city(text);
        if (!asked && !(named && text === named.city.toLowerCase())) {
            return [];
        }
        const now = new Date().getMonth();
        const name = month => new Date(2023, month, 15).toLocaleDateString(strings.language, {month: 'long'});
        const line = (city, month) => strings.text('lookup.usual',
            {low: city.months[month][0], high: city.months[month][1], month: name(month)});
        if (!named) {
            return this.data.climate.slice(0, 5).map(city => ({kind: 'lookup.weather', title: city.city, lines: [line(city, now)]}));
        }
        return [
            {kind: 'lookup.weather', title: named.city, lines: [line(named, now)]},
            {kind: 'lookup.year', title: named.city, lines: named.months.map((each, month) => name(month) + ': ' + each.join(' – ') + ' °C')},
        ];
    }

    time(text) {
        if (!/time|clock|시간|시각|몇\s*시/.test(text) && text !== strings.text('lookup.time').toLowerCase()) {
            return [];
        }
        const show = zone => new Date().toLocaleString(strings.language,
            {weekday: 'long', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone});
        const named = Lookup.zones.find(zone => zone[1].split('|').some(name => text.includes(name)));
        return [{kind: 'lookup.time', title: named ? text : strings.text('lookup.time'), lines: [show(named ? named[0] : undefined)]}];
    }

    // This month's, or that of a day written as 2026-03-01.
    calendar(text) {
        const written = /^(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?$/.exec(text);
        if (!written && !/calendar|today|달력|오늘|요일/.test(text) && text !== strings.text('lookup.calendar').toLowerCase()) {
            return [];
        }
        const day = written ? new Date(Number(written[1]), Number(written[2]) - 1, Number(written[3] || 1)) : new Date();
        const title = day.toLocaleDateString(strings.language, {weekday: 'long', year: 'numeric', month: 'long', day: 'numeric'});
        const first = new Date(day.getFullYear(), day.getMonth(), 1);
        const length = new Date(day.getFullYear(), day.getMonth() + 1, 0).getDate();
        const lines = [];
        for (let sunday = 1 - first.getDay(); sunday <= length; sunday += 7) {
            const week = [0, 1, 2, 3, 4, 5, 6].map(offset => sunday + offset);
            lines.push(week.map(date => (date < 1 || date > length ? '' : String(date)).padStart(2, '\u2007')).join('\u2007\u2007'));
        }
        return [{kind: 'lookup.calendar', title, lines}];
    }

    words(text) {
        const exact = this.data.words.filter(pair => pair.some(word => word.toLowerCase() === text));
        const near = text.length < 2 ? [] : this.data.words.filter(pair => !exact.includes(pair)
            && pair.some(word => word.toLowerCase().startsWith(text)));
        return exact.concat(near.slice(0, 3)).slice(0, 4).map(pair => ({kind: 'lookup.dictionary', title: pair[0], lines: [pair[1]]}));
    }

    articles(text) {
        const wanted = text.split(/\s+/).filter(word => word.length > 1 && /[^\d.*+/%-]/.test(word));
        const worth = article => wanted.reduce((sum, word) => sum + (article.title.toLowerCase().includes(word) ? 3 : 0)
            + (article.body.toLowerCase().includes(word) ? 1 : 0), 0);
        return this.data.articles.map(article => ({article, worth: worth(article)})).filter(each => each.worth > 0)
            .sort((a, b) => b.worth - a.worth).slice(0, 3)
            .map(each => ({kind: 'lookup.article', title: each.article.title, lines: each.article.body.split('\n')}));
    }
}

Lookup.zones = [
    ['Asia/Seoul', 'seoul|korea|서울|한국|부산|busan'], ['Asia/Tokyo', 'tokyo|japan|도쿄|일본'], ['Asia/Shanghai', 'beijing|shanghai|china|베이징|상하이|중국'],
    ['Asia/Ho_Chi_Minh', 'hanoi|vietnam|하노이|베트남|호찌민'], ['Asia/Bangkok', 'bangkok|thailand|방콕|태국'], ['Asia/Manila', 'manila|philippines|마닐라|필리핀'],
    ['Asia/Jakarta', 'jakarta|indonesia|자카르타|인도네시아'], ['Asia/Singapore', 'singapore|싱가포르'], ['Asia/Kolkata', 'delhi|india|델리|인도'],
    ['Asia/Tashkent', 'tashkent|uzbekistan|타슈켄트|우즈베키스탄'], ['Asia/Ulaanbaatar', 'ulaanbaatar|mongolia|울란바토르|몽골'], ['Asia/Dubai', 'dubai|두바이'],
    ['Europe/Moscow', 'moscow|모스크바'], ['Europe/London', 'london|런던'], ['Europe/Paris', 'paris|파리'], ['Europe/Madrid', 'madrid|마드리드'],
    ['America/New_York', 'new york|뉴욕'], ['America/Los_Angeles', 'los angeles|la|로스앤젤레스'], ['Australia/Sydney', 'sydney|시드니'],
];
