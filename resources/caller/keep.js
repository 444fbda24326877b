// SPDX-License-Identifier: Apache-2.0
'use strict';

// What a reload of this tab must not lose, and nothing else: it is gone with the tab, and at once when the page is left.
// Where a browser keeps nothing for a page, it lasts as long as the page itself.
const keep = {
    name: 'page',
    held: {},

    // What another link left in this tab is none of ours.
    begin(token) {
        try {
            const held = JSON.parse(sessionStorage.getItem(this.name));
            this.held = held && held.token === token ? held : {};
        } catch (error) {
            this.held = {};
        }
        this.held.token = token;
    },

    get(what) {
        return this.held[what];
    },

    set(what, value) {
        this.held[what] = value;
        if (!this.held.token) {
            return;
        }
        try {
            sessionStorage.setItem(this.name, JSON.stringify(this.held));
        } catch (error) {
            // It is still held here.
        }
    },

    clear() {
        this.held = {};
        try {
            sessionStorage.clear();
        } catch (error) {
            // Then nothing was kept.
        }
    },
};
