// SPDX-License-Identifier: Apache-2.0
'use strict';

// Where the phone is, at the best accuracy it has.
class Place {
    // on: {state(name), fix(message), asked()}; asked() is called once, when the person has decided.
    constructor(on) {
        this.on = on;
        this.watch = null;
        this.found = false;
        this.decided = false;
        this.lastAt = 0;
    }

    start() {
        if (!navigator.geolocation) {
            this.on.state('missing');
            this.decide();
            return;
        }
        this.stop();
        this.on.state('asking');
        this.watch = navigator.geolocation.watchPosition(position => this.take(position), error => this.fail(error),
            {enableHighAccuracy: true, maximumAge: 5000, timeout: 20000});
        // Somebody who does not decide must not keep the camera waiting for ever.
        setTimeout(() => this.decide(), 10000);
    }

    stop() {
        if (this.watch !== null) {
            navigator.geolocation.clearWatch(this.watch);
            this.watch = null;
        }
    }

    take(position) {
        this.found = true;
        this.on.state('on');
        if (position.timestamp - this.lastAt >= 500 || position.timestamp < this.lastAt) {
            this.lastAt = position.timestamp;
            const at = position.coords;
            const fix = {kind: 'fix', lat: at.latitude, lon: at.longitude, radius: at.accuracy, at: position.timestamp};
            if (Number.isFinite(at.speed)) {
                fix.speed = at.speed;
            }
            if (Number.isFinite(at.heading)) {
                fix.heading = at.heading;
            }
            this.on.fix(fix);
        }
        this.decide();
    }

    fail(error) {
        if (error.code === 1) {
            this.stop();
            this.on.state('refused');
        } else if (!this.found) {
            this.on.state('none');
        }
        this.decide();
    }

    decide() {
        if (!this.decided) {
            this.decided = true;
            this.on.asked();
        }
    }
}
