// SPDX-License-Identifier: Apache-2.0
'use strict';

// What a finger can do that nobody does by chance.
const touch = {
    onTaps(element, count, done) {
        let times = [];
        element.addEventListener('click', () => {
            times = times.concat(Date.now()).slice(-count);
            if (times.length === count && times[count - 1] - times[0] < 1200) {
                times = [];
                done();
            }
        });
    },

    onPress(element, time, done) {
        let pressed = 0;
        const end = () => clearTimeout(pressed);
        element.addEventListener('pointerdown', () => {
            end();
            pressed = setTimeout(done, time);
        });
        ['pointerup', 'pointercancel', 'pointerleave'].forEach(name => element.addEventListener(name, end));
        element.addEventListener('contextmenu', event => event.preventDefault());
    },
};
