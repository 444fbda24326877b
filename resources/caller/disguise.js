// SPDX-License-Identifier: Apache-2.0
'use strict';

// What somebody beside the person sees: the page as it is, a search page, or nothing.
class Disguise {
    // on: {face(name), say(text), typing(), read(id)}; nothing of it makes a noise, nor does a screen reader speak.
    constructor(on) {
        this.on = on;
        this.face = 'plain';
        this.waiting = []; // the other side's lines that were not on the screen yet: {id, text}
        this.shown = null;
        this.known = new Set();
        this.retired = false;
        this.search = new SearchPage({searched: text => this.searched(text), typing: () => this.on.typing()});
        this.search.lookup.load(strings.language); // it must work where there is no network any more
        this.aside = SearchPage.element('p', 'aside');
        this.aside.dir = 'auto';
        this.search.page.append(this.aside);
        this.black = SearchPage.element('div', 'black');
        touch.onPress(this.search.name, 2000, () => this.show('plain'));
        touch.onPress(this.black, 1000, () => this.show('disguised'));
        touch.onTaps(this.black, 3, () => this.show('disguised'));
        this.escape = event => {
            if (event.key === 'Escape' && this.face === 'black') {
                this.show('disguised');
            }
        };
        this.turned = () => this.nextLine();
        document.addEventListener('keydown', this.escape);
        document.addEventListener('visibilitychange', this.turned);
    }

    show(face) {
        if (face === this.face || (this.retired && face === 'plain')) {
            return;
        }
        const before = this.face;
        this.face = face;
        document.documentElement.classList.toggle('covered', face !== 'plain');
        document.documentElement.classList.toggle('dark', face === 'black');
        if (before === 'disguised') {
            this.search.hide();
        } else if (before === 'black') {
            this.black.remove();
            Disguise.wide(false);
        }
        if (face === 'disguised') {
            this.search.show();
        } else if (face === 'black') {
            document.activeElement.blur();
            document.body.append(this.black);
            Disguise.wide(true);
        } else {
            this.dropLines();
        }
        this.on.face(face);
        this.nextLine();
    }

    // Four dots are hardly searched for by chance.
    searched(text) {
        if (text === '....' && !this.retired) {
            this.show('plain');
            return true;
        }
        this.on.say(text);
        return false;
    }

    // A line of the other side's that somebody beside the person may see as well.
    line(id, text) {
        if (this.face !== 'plain' && !this.known.has(id)) {
            this.known.add(id);
            this.waiting.push({id, text});
            this.nextLine();
        }
    }

    nextLine() {
        if (this.shown || this.waiting.length === 0 || this.face !== 'disguised' || document.hidden) {
            return;
        }
        this.shown = this.waiting.shift();
        this.aside.textContent = this.shown.text;
        this.aside.className = 'fading';
        this.time = setTimeout(() => {
            const id = this.shown.id;
            this.clearLine();
            this.on.read(id);
            this.nextLine();
        }, 5000);
    }

    clearLine() {
        clearTimeout(this.time);
        this.shown = null;
        this.aside.textContent = '';
        this.aside.className = '';
    }

    dropLines() {
        this.waiting = [];
        this.clearLine();
    }

    // There is nothing behind the search page any more. A screen that is black stays so until it is touched.
    retire() {
        this.retired = true;
        this.on = {face: () => {}, say: () => {}, typing: () => {}, read: () => {}};
        document.removeEventListener('visibilitychange', this.turned);
        this.dropLines();
        this.known.clear();
        if (this.face === 'disguised') {
            this.search.clear();
            this.search.suggest();
        } else if (this.face === 'plain') {
            this.show('disguised');
        }
    }

    // Without it the address would stand above the black.
    static wide(yes) {
        const root = document.documentElement;
        if (yes && root.requestFullscreen) {
            const asked = root.requestFullscreen({navigationUI: 'hide'});
            if (asked) {
                asked.catch(() => {});
            }
        } else if (!yes && document.fullscreenElement) {
            document.exitFullscreen().catch(() => {});
        }
    }
}
