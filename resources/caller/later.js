// SPDX-License-Identifier: Apache-2.0
'use strict';

// The parts of the page that are fetched after the touch, however long that takes.
const later = {
    parts: '/caller/peer+still+camera+phrases+files+help+panel+reckon+lookup+searchpage+disguise.js',

    fetch() {
        const style = document.createElement('link');
        style.rel = 'stylesheet';
        style.href = '/caller/search.css';
        document.head.append(style);
        return this.stubbornly(1000);
    },

    stubbornly(wait) {
        return this.once().catch(() => new Promise(resolve => setTimeout(resolve, wait))
            .then(() => this.stubbornly(Math.min(8000, wait * 2))));
    },

    once() {
        return new Promise((resolve, reject) => {
            const script = document.createElement('script');
            script.src = this.parts;
            script.onload = resolve;
            script.onerror = () => {
                script.remove();
                reject(new Error(this.parts));
            };
            document.head.append(script);
        });
    },
};
