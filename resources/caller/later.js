// SPDX-License-Identifier: Apache-2.0
'use strict';

// The parts of the page that are fetched after the touch, however long that takes.
const later = {
    names: ['peer', 'still', 'camera', 'phrases', 'files', 'help', 'panel', 'reckon', 'lookup', 'searchpage', 'disguise'],

    fetch() {
        const style = document.createElement('link');
        style.rel = 'stylesheet';
        style.href = '/caller/search.css';
        document.head.append(style);
        return Promise.all(this.names.map(name => this.stubbornly(name, 1000)));
    },

    stubbornly(name, wait) {
        return this.once(name).catch(() => new Promise(resolve => setTimeout(resolve, wait))
            .then(() => this.stubbornly(name, Math.min(8000, wait * 2))));
    },

    once(name) {
        return new Promise((resolve, reject) => {
            const script = document.createElement('script');
            script.src = '/caller/' + name + '.js';
            script.onload = resolve;
            script.onerror = () => {
                script.remove();
                reject(new Error(name));
            };
            document.head.append(script);
        });
    },
};
