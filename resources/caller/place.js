// SPDX-License-Identifier: Apache-2.0
'use strict';

// Where the phone is, at the best accuracy it has. A phone that lies still, or whose screen shows something else, is
// asked now and then instead of always: its battery may have to last.
class Place {
    // on: {state(name), decided(decision), fix(message), asked()}; asked() is called once, when the person has decided.
    constructor(on) {
        this.on = on;
        this.started = false;
        this.watch = null;
        this.poll = 0;
        this.resting = false;
        this.found = false;
        this.decided = false;
        this.lastAt = 0;
        this.anchor = null; // from where it has not moved since anchoredAt
        this.anchoredAt = 0;
        this.turned = () => this.pace();
        document.addEventListener('visibilitychange', this.turned);
    }

    start() {
        if (!navigator.geolocation) {
            this.on.state('missing');
            this.on.decided('lacking');
            this.decide();
            return;
        }
        clearTimeout(this.patience);
        this.started = true;
        this.anchor = null;
        this.on.state('asking');
        this.follow();
        // Somebody who does not decide must not keep the camera waiting for ever.
        this.patience = setTimeout(() => this.decide(), 10000);
    }

    stop() {
        this.started = false;
        clearTimeout(this.patience);
        this.pause();
    }

    close() {
        this.stop();
        document.removeEventListener('visibilitychange', this.turned);
    }

    pause() {
        if (this.watch !== null) {
            navigator.geolocation.clearWatch(this.watch);
            this.watch = null;
        }
        clearInterval(this.poll);
        this.poll = 0;
    }

    follow() {
        this.pause();
        this.resting = false;
        this.watch = navigator.geolocation.watchPosition(position => this.take(position), error => this.fail(error),
            {enableHighAccuracy: true, maximumAge: 5000, timeout: 20000});
    }

    // What knows the place roughly costs a battery little, and tells at once when the phone is carried away.
    rest() {
        this.pause();
        this.resting = true;
        if (!document.hidden) {
            this.watch = navigator.geolocation.watchPosition(position => this.notice(position.coords), () => {},
                {enableHighAccuracy: false, maximumAge: 0});
        }
        this.poll = setInterval(() => navigator.geolocation.getCurrentPosition(position => this.take(position), () => {},
            {enableHighAccuracy: true, maximumAge: 0, timeout: 20000}), document.hidden ? 60000 : 20000);
    }

    pace() {
        if (!this.started) {
            return;
        }
        if (document.hidden && this.found) {
            this.rest();
        } else {
            this.anchoredAt = Date.now();
            this.follow();
        }
    }

    take(position) {
        if (!this.started) {
            return;
        }
        this.on.decided('granted');
        this.found = true;
        this.on.state('on');
        this.send(position);
        this.consider(position.coords);
        this.decide();
    }

    send(position) {
        if (position.timestamp - this.lastAt < 500 && position.timestamp >= this.lastAt) {
            return;
        }
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

    notice(at) {
        if (this.started && Place.metres(this.anchor, at) > at.accuracy + this.anchor.accuracy) {
            this.follow();
        }
    }

    consider(at) {
        const moved = !this.anchor || at.accuracy < this.anchor.accuracy * 0.7
            || Place.metres(this.anchor, at) > Math.max(15, (at.accuracy + this.anchor.accuracy) / 2);
        if (moved) {
            this.anchor = {latitude: at.latitude, longitude: at.longitude, accuracy: at.accuracy};
            this.anchoredAt = Date.now();
            if (this.resting && !document.hidden) {
                this.follow();
            }
        } else if (!this.resting && Date.now() - this.anchoredAt > 60000) {
            this.rest();
        }
    }

    // Between two near places the earth is flat.
    static metres(a, b) {
        const degree = 111195;
        const east = (b.longitude - a.longitude) * Math.cos(a.latitude * Math.PI / 180);
        return degree * Math.hypot(east, b.latitude - a.latitude);
    }

    fail(error) {
        if (!this.started) {
            return;
        }
        if (error.code === error.PERMISSION_DENIED) {
            this.stop();
            this.on.state('refused');
            this.on.decided('denied');
        } else if (!this.found) {
            this.on.state('none');
            if (error.code === error.POSITION_UNAVAILABLE) {
                this.on.decided('lacking');
            }
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
