// SPDX-License-Identifier: Apache-2.0
'use strict';

// Phrases or help in the place of the talk, each behind its button.
class Panel {
    constructor(phrases) {
        this.fillers = {phrases: part => phrases.fill(part), help: part => help.fill(part)};
        this.part = document.getElementById('panel');
        this.open = '';
        document.addEventListener('keydown', event => {
            if (event.key === 'Escape' && this.open) {
                this.show('');
            }
        });
    }

    toggle(name) {
        this.show(this.open === name ? '' : name);
    }

    show(name) {
        const before = this.open;
        this.open = name;
        this.part.hidden = name === '';
        this.part.setAttribute('aria-label', strings.text(name || 'help'));
        document.getElementById('chat').hidden = name !== '';
        Object.keys(this.fillers).forEach(each => {
            document.getElementById(each).setAttribute('aria-expanded', String(each === name));
        });
        this.fill();
        if (name) {
            this.part.scrollTop = 0;
            this.part.focus();
        } else if (before) {
            document.getElementById(before).focus();
        }
    }

    fill() {
        if (this.open) {
            this.fillers[this.open](this.part);
        }
    }
}
