// SPDX-License-Identifier: Apache-2.0
'use strict';

// Pictures drawn from a camera's track by an element which nobody sees: phones play a track only into one that is on
// the page.
class Drawer {
    constructor(track) {
        const video = document.createElement('video');
        video.className = 'unseen';
        video.muted = true;
        video.playsInline = true;
        video.disablePictureInPicture = true;
        video.tabIndex = -1;
        video.setAttribute('muted', '');
        video.setAttribute('playsinline', '');
        video.setAttribute('aria-hidden', 'true');
        video.srcObject = new MediaStream([track]);
        document.body.append(video);
        this.video = video;
        this.canvas = document.createElement('canvas');
        this.playing = video.play();
        this.playing.catch(() => {});
    }

    close() {
        this.video.srcObject = null;
        this.video.remove();
    }

    // A JPEG within that size, or null as long as there is no picture.
    draw(width, height, quality) {
        const video = this.video;
        if (!video.videoWidth || video.readyState < 2) {
            return Promise.resolve(null);
        }
        const turned = video.videoHeight > video.videoWidth;
        const scale = Math.min(1, (turned ? height : width) / video.videoWidth, (turned ? width : height) / video.videoHeight);
        this.canvas.width = Math.round(video.videoWidth * scale);
        this.canvas.height = Math.round(video.videoHeight * scale);
        this.canvas.getContext('2d').drawImage(video, 0, 0, this.canvas.width, this.canvas.height);
        return new Promise(resolve => this.canvas.toBlob(resolve, 'image/jpeg', quality));
    }

    // Waits, but not for ever, until the element shows a picture of another width than that.
    changed(width, within) {
        const until = Date.now() + within;
        return new Promise(resolve => {
            const look = () => {
                if ((this.video.videoWidth && this.video.videoWidth !== width) || Date.now() > until) {
                    resolve();
                } else {
                    setTimeout(look, 50);
                }
            };
            look();
        });
    }
}

// One picture after the other over the socket, where WebRTC does not get through.
class Stills {
    constructor(send) {
        this.send = send; // takes a picture; returns whether it went out
        this.drawer = null;
    }

    start(track) {
        this.stop();
        this.drawer = new Drawer(track);
        this.size = 0;
        this.waiting = false;
        this.shoot(this.drawer);
    }

    stop() {
        clearTimeout(this.next);
        if (this.drawer) {
            this.drawer.close();
            this.drawer = null;
        }
    }

    isOn() {
        return this.drawer !== null;
    }

    // The service has the picture: the time that took says what the next one may weigh.
    taken() {
        if (!this.waiting || !this.drawer) {
            return;
        }
        this.waiting = false;
        const trip = Date.now() - this.sentAt;
        this.size = Math.max(0, Math.min(Stills.sizes.length - 1, this.size + (trip > 1000 ? 1 : trip < 400 ? -1 : 0)));
        this.later(Math.max(0, 200 - trip));
    }

    later(wait) {
        clearTimeout(this.next);
        const drawer = this.drawer;
        this.next = setTimeout(() => this.shoot(drawer), wait);
    }

    async shoot(drawer) {
        const size = Stills.sizes[this.size];
        const picture = document.hidden ? null : await drawer.draw(size.width, size.height, size.quality);
        if (drawer !== this.drawer) {
            return;
        }
        if (picture && picture.size > 65536) {
            this.size = Math.min(Stills.sizes.length - 1, this.size + 1);
            this.later(0);
        } else if (picture && this.send(picture)) {
            this.waiting = true;
            this.sentAt = Date.now();
            this.later(15000); // an answer that went lost with its socket
        } else {
            this.later(500);
        }
    }
}

Stills.sizes = [
    {width: 480, height: 360, quality: 0.6},
    {width: 480, height: 360, quality: 0.4},
    {width: 400, height: 300, quality: 0.4},
    {width: 320, height: 240, quality: 0.4},
    {width: 320, height: 240, quality: 0.25},
];
