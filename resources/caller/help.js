// SPDX-License-Identifier: Apache-2.0
'use strict';

// What a person can do whose browser keeps something from the page, and how the page hides.
const help = {
    // Browsers inside other apps, by what they say they are.
    apps: {
        kakao: /KAKAOTALK/i,
        naver: /\bNAVER\b/i,
        line: /\bLine\//,
        instagram: /Instagram/,
        facebook: /\bFBAN|\bFBAV|\bFB_IAB/,
    },
    browsers: {
        samsung: /SamsungBrowser/,
        firefox: /Firefox|FxiOS/,
        chrome: /Chrome|CriOS/,
        safari: /iPhone|iPad|Macintosh/,
    },

    find(kinds, agent) {
        return Object.keys(kinds).find(name => kinds[name].test(agent));
    },

    app() {
        return this.find(this.apps, navigator.userAgent);
    },

    // What opens this page in the phone's own browser when the person taps it; nothing where there is no such thing.
    wayOut() {
        if (this.app() === 'kakao') {
            return 'kakaotalk://web/openExternal?url=' + encodeURIComponent(location.href);
        }
        return /Android/.test(navigator.userAgent)
            ? 'intent://' + location.host + location.pathname + '#Intent;scheme=https;action=android.intent.action.VIEW;end' : '';
    },

    fill(part) {
        part.textContent = '';
        const app = this.app();
        if (app) {
            this.say(part, 'help.inside');
            this.say(part, 'help.' + app);
            const way = this.wayOut();
            if (way) {
                const link = document.createElement('a');
                link.href = way;
                link.rel = 'noreferrer';
                link.className = 'button';
                link.textContent = strings.text('help.outside');
                part.append(link);
            }
        }
        const title = document.createElement('h2');
        title.textContent = strings.text('help.allow');
        part.append(title);
        this.say(part, 'help.' + (this.find(this.browsers, navigator.userAgent) || 'other'));
        ['cover.about', 'cover.back', 'black.about', 'leave.about'].forEach(key => this.say(part, key));
    },

    say(part, key) {
        const line = document.createElement('p');
        line.textContent = strings.text(key);
        part.append(line);
    },
};
