// SPDX-License-Identifier: Apache-2.0
'use strict';

// The phone's camera, sent and never shown: by WebRTC, or by single pictures where that does not get through. What the
// operator wishes is done without another word once the person has allowed the camera, until the person stops it.
class Camera {
    // on: {state(name), decided(decision), send(message), sendPicture(blob), canSend(), file(blob)}
    constructor(on) {
        this.on = on;
        this.allowed = false;
        this.wanted = false;
        this.facing = 'environment';
        this.track = null;
        this.unsentSince = 0; // since when pictures should leave the phone and do not
        this.peer = new Peer({
            send: message => on.send(message),
            canSend: () => on.canSend(),
            flows: yes => this.flows(yes),
            stalled: () => this.acquire(),
        });
        this.stills = new Stills(picture => on.sendPicture(picture));
        this.clock = setInterval(() => this.look(), 1000);
        this.returned = () => this.revive();
        document.addEventListener('visibilitychange', this.returned);
    }

    // By the person.
    start() {
        this.allowed = true;
        this.wanted = true;
        return this.acquire();
    }

    // By the person.
    stop() {
        this.allowed = false;
        this.off();
    }

    wish(what) {
        if (what === 'off') {
            this.off();
        } else if (!this.allowed) {
            this.on.state('wished');
        } else if (what === 'snapshot') {
            this.photograph();
        } else {
            const facing = what === 'front' ? 'user' : 'environment';
            if (facing !== this.facing || !this.track) {
                this.facing = facing;
                this.wanted = true;
                this.acquire();
            }
        }
    }

    // A new socket: whatever went over the old one begins again.
    opened() {
        if (this.track) {
            this.unsentSince = Date.now();
            this.peer.offer();
            if (this.stills.isOn()) {
                this.stills.start(this.track);
            }
        }
    }

    close() {
        this.wanted = false;
        clearInterval(this.clock);
        document.removeEventListener('visibilitychange', this.returned);
        this.release();
        this.stills.stop();
        this.peer.close();
    }

    off() {
        if (this.wanted) {
            this.on.send({kind: 'cameraOff'});
            this.on.state('off');
        }
        this.wanted = false;
        this.release();
        this.stills.stop();
        this.peer.stop();
    }

    release() {
        if (this.shooting) {
            this.shooting.stop();
            this.shooting = null;
        }
        if (this.track) {
            this.track.onended = this.track.onmute = this.track.onunmute = null;
            this.track.stop();
            this.track = null;
        }
    }

    async acquire() {
        if (this.acquiring || this.photographing) {
            this.askedMeanwhile = true;
            return;
        }
        if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
            this.wanted = false;
            this.on.state('missing');
            this.on.decided('lacking');
            return;
        }
        this.acquiring = true;
        this.askedMeanwhile = false;
        if (!this.peer.flowing) {
            this.on.state('asking');
        }
        // Many phones open one camera at a time.
        this.release();
        try {
            const track = (await Camera.open(this.facing)).getVideoTracks()[0];
            this.on.decided('granted');
            this.take(track);
        } catch (error) {
            this.wanted = this.wanted && document.hidden;
            this.allowed = this.allowed && error.name !== 'NotAllowedError';
            this.on.state(error.name === 'NotAllowedError' ? 'refused' : 'failed');
            this.on.decided(error.name === 'NotAllowedError' ? 'denied' : 'lacking');
        } finally {
            this.acquiring = false;
        }
        if (this.wanted && this.askedMeanwhile) {
            this.acquire();
        }
    }

    take(track) {
        if (!this.wanted) {
            track.stop();
            return;
        }
        this.track = track;
        track.onended = () => this.pause();
        track.onmute = () => this.on.state('paused');
        track.onunmute = () => this.showState();
        this.unsentSince = Date.now();
        if (this.stills.isOn() || !Peer.isThere()) {
            this.stills.start(track);
        }
        this.peer.use(track);
        this.showState();
    }

    // A camera in a size that a bad network can carry; else whatever there is. Never the microphone: the telephone call
    // may hold it.
    static async open(facing) {
        const video = {
            facingMode: {ideal: facing},
            width: {ideal: 640},
            height: {ideal: 480},
            frameRate: {ideal: 15, max: 15},
        };
        try {
            return await navigator.mediaDevices.getUserMedia({video, audio: false});
        } catch (error) {
            if (error.name === 'NotAllowedError') {
                throw error;
            }
            return navigator.mediaDevices.getUserMedia({video: true, audio: false});
        }
    }

    showState() {
        if (this.track) {
            this.on.state(this.peer.flowing ? 'on' : this.stills.isOn() ? 'stills' : 'starting');
        }
    }

    flows(yes) {
        if (yes) {
            this.stills.stop();
        } else {
            this.unsentSince = Date.now();
        }
        this.showState();
    }

    // While single pictures go, the peer goes on trying, ever more seldom.
    look() {
        const stuck = this.track && !this.peer.flowing && !this.stills.isOn() && !this.photographing
            && this.on.canSend() && Date.now() - this.unsentSince > 12000;
        if (stuck) {
            this.stills.start(this.track);
            this.showState();
        }
    }

    pause() {
        this.on.state('paused');
        this.on.send({kind: 'cameraOff'});
        this.stills.stop();
        this.peer.stop();
        if (!document.hidden) {
            setTimeout(() => this.revive(), 1000);
        }
    }

    // Phones end or mute the camera of a page in the background.
    revive() {
        const isDead = !this.track || this.track.readyState === 'ended' || this.track.muted;
        if (this.wanted && !document.hidden && !this.acquiring && isDead) {
            this.acquire();
        }
    }

    // As large as the camera's film can be. Not ImageCapture.takePhoto: it may fire the flash, and phones sold in some
    // countries make a shutter's noise for it, which no page can forbid.
    async photograph() {
        if (this.photographing || this.acquiring) {
            return;
        }
        this.photographing = true;
        const isOwn = !this.track;
        let drawer = null;
        try {
            const track = this.track || (await Camera.open(this.facing)).getVideoTracks()[0];
            this.shooting = track;
            this.peer.hold(true);
            drawer = new Drawer(track);
            await drawer.changed(0, 5000);
            const before = track.getSettings();
            await track.applyConstraints({width: {ideal: 4096}, height: {ideal: 3072}}).catch(() => {});
            await drawer.changed(drawer.video.videoWidth, 1500);
            const picture = await drawer.draw(4096, 4096, 0.85);
            if (picture) {
                this.on.file(picture);
            }
            await track.applyConstraints({width: {ideal: before.width || 640}, height: {ideal: before.height || 480},
                frameRate: {ideal: 15, max: 15}}).catch(() => {});
        } catch (error) {
            // The next wish may do better.
        } finally {
            if (drawer) {
                drawer.close();
            }
            if (isOwn && this.shooting) {
                this.shooting.stop();
            }
            this.shooting = null;
            this.peer.hold(false);
            this.photographing = false;
        }
        if (this.wanted && this.askedMeanwhile) {
            this.acquire();
        }
    }
}
