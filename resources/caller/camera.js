// SPDX-License-Identifier: Apache-2.0
'use strict';

// The phone's camera, sent and never shown. The page offers, the service answers. Whatever goes wrong with a
// connection, the next one is a new one: ICE restarts do not survive in all receivers.
class Camera {
    // on: {state(name), send(message), canSend()}
    constructor(on) {
        this.on = on;
        this.wanted = false;
        this.track = null;
        this.peer = null;
        this.candidates = [];
        this.offeredAt = 0;
        this.patience = 8000;
        this.frames = -1;
        this.still = 0;
        this.next = 0;
        this.clock = setInterval(() => this.look(), 2000);
        document.addEventListener('visibilitychange', () => {
            if (!document.hidden) {
                this.revive();
            }
        });
    }

    start() {
        this.wanted = true;
        return this.acquire();
    }

    stop() {
        if (this.wanted) {
            this.on.send({kind: 'cameraOff'});
            this.on.state('off');
        }
        this.wanted = false;
        this.release();
        this.hangUp();
    }

    close() {
        this.wanted = false;
        clearInterval(this.clock);
        this.release();
        this.hangUp();
    }

    release() {
        if (this.track) {
            this.track.onended = null;
            this.track.stop();
            this.track = null;
        }
    }

    hangUp() {
        if (this.peer) {
            this.peer.onconnectionstatechange = null;
            this.peer.close();
            this.peer = null;
        }
        this.candidates = [];
    }

    async acquire() {
        if (this.acquiring) {
            return;
        }
        if (!navigator.mediaDevices || !window.RTCPeerConnection) {
            this.wanted = false;
            this.on.state('missing');
            return;
        }
        this.acquiring = true;
        this.on.state('asking');
        this.release();
        try {
            const track = (await this.open()).getVideoTracks()[0];
            if (!this.wanted) {
                track.stop();
                return;
            }
            this.track = track;
            track.onended = () => this.pause();
            this.on.state('starting');
            this.offer();
        } catch (error) {
            this.wanted = this.wanted && document.hidden;
            this.on.state(error.name === 'NotAllowedError' ? 'refused' : 'failed');
        } finally {
            this.acquiring = false;
        }
    }

    // The back camera in a size that a bad network can carry; else whatever there is. Never the microphone: the
    // telephone call may hold it.
    async open() {
        const video = {
            facingMode: {ideal: 'environment'},
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

    pause() {
        this.on.state('paused');
        this.on.send({kind: 'cameraOff'});
        this.hangUp();
        if (!document.hidden) {
            setTimeout(() => this.revive(), 1000);
        }
    }

    // Phones end or mute the camera of a page in the background.
    revive() {
        if (this.wanted && !this.acquiring && (!this.track || this.track.readyState === 'ended' || this.track.muted)) {
            this.acquire();
        }
    }

    async offer() {
        if (!this.track || !this.on.canSend()) {
            return;
        }
        this.hangUp();
        const peer = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
        this.peer = peer;
        this.offeredAt = Date.now();
        this.frames = -1;
        this.still = 0;
        peer.addTransceiver(this.track, {
            direction: 'sendonly',
            streams: [new MediaStream([this.track])],
            sendEncodings: [{maxBitrate: 800000, maxFramerate: 15}],
        });
        peer.onconnectionstatechange = () => this.changed(peer);
        try {
            await peer.setLocalDescription(await peer.createOffer());
            if (peer === this.peer) {
                this.on.send({kind: 'offer', sdp: peer.localDescription.sdp});
            }
        } catch (error) {
            if (peer === this.peer) {
                this.on.state('failed');
            }
        }
    }

    async answer(sdp) {
        const peer = this.peer;
        if (!peer || peer.signalingState !== 'have-local-offer') {
            return;
        }
        try {
            await peer.setRemoteDescription({type: 'answer', sdp: Camera.quickStart(sdp)});
            this.candidates.forEach(candidate => peer.addIceCandidate(candidate).catch(() => {}));
            this.candidates = [];
        } catch (error) {
            // look() offers again.
        }
    }

    candidate(line, candidate) {
        const entry = {sdpMLineIndex: line, candidate};
        if (this.peer && this.peer.remoteDescription) {
            this.peer.addIceCandidate(entry).catch(() => {});
        } else if (this.candidates.length < 50) {
            this.candidates.push(entry);
        }
    }

    changed(peer) {
        if (peer !== this.peer) {
            return;
        }
        if (peer.connectionState === 'connected') {
            this.patience = 8000;
            this.on.state('on');
        } else if (peer.connectionState === 'failed') {
            this.again();
        } else if (peer.connectionState === 'disconnected') {
            setTimeout(() => {
                if (peer === this.peer && peer.connectionState === 'disconnected') {
                    this.again();
                }
            }, 1500);
        }
    }

    again() {
        this.on.state('starting');
        // The service counts offers; one that comes at once after another gains nothing.
        clearTimeout(this.next);
        this.next = setTimeout(() => this.offer(), Math.max(0, 3000 - (Date.now() - this.offeredAt)));
    }

    // Offers again when a connection does not come about, or stands without sending a picture.
    async look() {
        const peer = this.peer;
        if (!peer || !this.wanted || document.hidden) {
            return;
        }
        if (peer.connectionState !== 'connected') {
            if (Date.now() - this.offeredAt > this.patience) {
                this.patience = Math.min(30000, this.patience * 1.5);
                this.again();
            }
            return;
        }
        let frames = 0;
        (await peer.getStats()).forEach(entry => {
            if (entry.type === 'outbound-rtp') {
                frames = entry.framesEncoded || 0;
            }
        });
        if (peer !== this.peer) {
            return;
        }
        this.still = frames > this.frames ? 0 : this.still + 1;
        this.frames = frames;
        if (this.still >= 3) {
            this.still = 0;
            this.acquire();
        }
    }

    // Chromium begins at 300 kbit/s, too little for the whole picture; it can be told to begin higher.
    static quickStart(sdp) {
        if (!/Chrom(e|ium)\//.test(navigator.userAgent)) {
            return sdp;
        }
        const payload = /m=video \d+ \S+ (\d+)/.exec(sdp);
        if (!payload) {
            return sdp;
        }
        const format = new RegExp('(a=fmtp:' + payload[1] + ' [^\\r\\n]*)');
        const map = new RegExp('(a=rtpmap:' + payload[1] + ' [^\\r\\n]*\\r?\\n)');
        const start = 'x-google-start-bitrate=600';
        return format.test(sdp) ? sdp.replace(format, '$1;' + start)
                                : sdp.replace(map, '$1a=fmtp:' + payload[1] + ' ' + start + '\r\n');
    }
}
