// SPDX-License-Identifier: Apache-2.0
'use strict';

// The page's words. What stands in index.html shows when no other words can be had.
const strings = {
    words: {},

    // \returns when the words of the reader's language, or English ones, are on the page.
    load() {
        const wanted = (navigator.languages || [navigator.language || '']).map(tag => tag.toLowerCase().split('-')[0]);
        const language = wanted.find(tag => tag === 'ko' || tag === 'en') || 'en';
        return fetch('/caller/i18n/' + language + '.json').then(answer => answer.json()).then(words => {
            this.words = words;
            document.documentElement.lang = language;
            document.title = words.title;
            document.querySelectorAll('[data-text]').forEach(element => {
                element.textContent = words[element.dataset.text];
            });
            document.querySelectorAll('[data-label]').forEach(element => {
                element.setAttribute('aria-label', words[element.dataset.label]);
            });
        }).catch(() => {}).then(() => document.documentElement.classList.remove('waiting'));
    },

    text(key) {
        return this.words[key] || '';
    },
};
