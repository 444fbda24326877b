// SPDX-License-Identifier: Apache-2.0
'use strict';

// Sentences that each side reads in its own language.
class Phrases {
    // on: {say(text, id), loaded()}
    constructor(on) {
        this.on = on;
        this.book = [];
        this.texts = {};
    }

    load(language) {
        const json = name => fetch('/caller/phrases/' + name + '.json').then(answer => answer.json());
        return Promise.all([json('book'), json(language).catch(() => json('en'))]).then(parts => {
            this.book = parts[0].phrases;
            this.texts = parts[1].texts;
            this.on.loaded();
        }).catch(() => {});
    }

    text(id) {
        return this.texts[id];
    }

    fill(part) {
        part.textContent = '';
        this.book.filter(phrase => phrase.by !== 'operator' && this.texts[phrase.id]).forEach(phrase => {
            const button = document.createElement('button');
            button.type = 'button';
            button.textContent = this.texts[phrase.id];
            button.addEventListener('click', () => this.on.say(this.texts[phrase.id], phrase.id));
            part.append(button);
        });
        if (!part.firstChild) {
            const none = document.createElement('p');
            none.textContent = strings.text('phrases.none');
            part.append(none);
        }
    }
}
