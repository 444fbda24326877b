// SPDX-License-Identifier: Apache-2.0
'use strict';

// The camera's way by WebRTC. The page offers, the service answers. Whatever goes wrong with a connection, the next one
// is a new one: ICE restarts do not survive in all receivers.
class Peer {
    // on: {send(message), canSend(), flows(yes), stalled()}; flows() when pictures begin or cease to leave the phone.
    constructor(on) {
        this.on = on;
        this.relays = [];
        this.track = null;
        this.peer = null;
        this.sender = null;
        this.candidates = [];
        this.flowing = false;
        this.next = 0;
        this.clock = setInterval(() => this.look(), 2000);
    }

    static isThere() {
        return Boolean(window.RTCPeerConnection);
    }

    // A picture of the same connection if there is one: a new one costs a second or more.
    async use(track) {
        this.track = track;
        this.patience = 8000;
        if (this.flowing) {
            try {
                await this.sender.replaceTrack(track);
                this.encode();
                return;
            } catch (error) {
                // Then by a new connection.
            }
        }
        this.offer();
    }

    // Sends nothing for the moment, while the camera is busy with a larger picture.
    hold(yes) {
        if (this.sender) {
            this.sender.replaceTrack(yes ? null : this.track).catch(() => {});
        }
    }

    stop() {
        this.track = null;
        this.hangUp();
    }

    close() {
        clearInterval(this.clock);
        this.stop();
    }

    hangUp() {
        clearTimeout(this.next);
        if (this.peer) {
            this.peer.onconnectionstatechange = null;
            this.peer.close();
            this.peer = null;
            this.sender = null;
        }
        this.candidates = [];
        this.setFlowing(false);
    }

    setFlowing(yes) {
        if (this.flowing !== yes) {
            this.flowing = yes;
            this.on.flows(yes);
        }
    }

    async offer() {
        if (!this.track || !this.on.canSend() || !Peer.isThere()) {
            return;
        }
        this.hangUp();
        this.offeredAt = Date.now();
        this.frames = 0;
        this.still = 0;
        this.bytes = 0;
        this.step = Peer.steps.length - 1;
        this.spared = 0; // looks in a row at which less was sent than there is room for
        this.patient = 4; // looks of that kind before larger pictures are tried
        this.climbed = false;
        this.trial = 0; // looks until the larger ones must have proved themselves
        let peer = null;
        try {
            peer = new RTCPeerConnection({bundlePolicy: 'max-bundle', iceServers: this.relays});
            this.peer = peer;
            peer.onconnectionstatechange = () => this.changed(peer);
            this.sender = peer.addTransceiver(this.track, {
                direction: 'sendonly',
                streams: [new MediaStream([this.track])],
                sendEncodings: [this.encoding()],
            }).sender;
            this.encode();
            await peer.setLocalDescription(await peer.createOffer());
            if (peer === this.peer) {
                this.on.send({kind: 'offer', sdp: peer.localDescription.sdp});
            }
        } catch (error) {
            if (peer === this.peer) {
                this.hangUp();
            }
        }
    }

    async answer(sdp) {
        const peer = this.peer;
        if (!peer || peer.signalingState !== 'have-local-offer') {
            return;
        }
        try {
            await peer.setRemoteDescription({type: 'answer', sdp: Peer.quickStart(sdp)});
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
            this.look();
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
        this.setFlowing(false);
        // The service counts offers; one that comes at once after another gains nothing.
        clearTimeout(this.next);
        this.next = setTimeout(() => this.offer(), Math.max(0, 3000 - (Date.now() - this.offeredAt)));
    }

    // Offers again when a connection does not come about, or stands without sending a picture.
    async look() {
        const peer = this.peer;
        if (!this.track || document.hidden) {
            return;
        }
        if (!peer || peer.connectionState !== 'connected') {
            if (Date.now() - this.offeredAt > this.patience) {
                this.patience = Math.min(60000, this.patience * 1.5);
                this.again();
            }
            return;
        }
        let frames = 0;
        let bytes = 0;
        let room = 0;
        (await peer.getStats()).forEach(entry => {
            if (entry.type === 'outbound-rtp') {
                frames = entry.framesEncoded || 0;
                bytes = entry.bytesSent || 0;
            } else if (entry.type === 'candidate-pair' && entry.availableOutgoingBitrate) {
                room = Math.max(room, entry.availableOutgoingBitrate);
            }
        });
        if (peer !== this.peer) {
            return;
        }
        this.still = frames > this.frames ? 0 : this.still + 1;
        this.frames = frames;
        if (this.still === 0) {
            this.setFlowing(true);
            this.adapt(room, (bytes - this.bytes) * 8 / 2); // bits a second, as the clock ticks every two
        } else if (this.still >= 3) {
            this.still = 0;
            this.on.stalled();
        }
        this.bytes = bytes;
    }

    // Below some hundred kbit/s fewer and smaller pictures show more than many coarse ones. A browser estimates little
    // more room than it uses, so that larger ones must be tried now and then, and more seldom each time it was in vain.
    adapt(room, sent) {
        if (!room) {
            return;
        }
        this.spared = room > sent * 1.3 ? this.spared + 1 : 0;
        this.trial = Math.max(0, this.trial - 1);
        if (this.step > 0 && !this.trial && room < Peer.steps[this.step - 1].maxBitrate * 1.2) {
            this.patient = Math.min(32, this.patient * (this.climbed ? 2 : 1));
            this.turn(this.step - 1);
        } else if (this.step < Peer.steps.length - 1
            && (room > Peer.steps[this.step].maxBitrate * 1.5 || this.spared >= this.patient)) {
            this.climbed = true;
            this.trial = 3;
            this.turn(this.step + 1);
        }
    }

    turn(step) {
        this.step = step;
        this.spared = 0;
        this.encode();
    }

    // The steps alone say how large the pictures are: a browser that makes them smaller by itself does it once more.
    encode() {
        const parameters = this.sender.getParameters();
        if (parameters.encodings && parameters.encodings.length) {
            Object.assign(parameters.encodings[0], this.encoding());
            parameters.degradationPreference = 'maintain-resolution';
            this.sender.setParameters(parameters).catch(() => {});
        }
    }

    // Cameras may give larger pictures than they were asked for.
    encoding() {
        const {lines, maxBitrate, maxFramerate} = Peer.steps[this.step];
        const {width, height} = this.track.getSettings();
        const scaleResolutionDownBy = Math.max(1, Math.min(width || 640, height || 480) / lines);
        return {maxBitrate, maxFramerate, scaleResolutionDownBy};
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

// Lines: of the shorter side.
Peer.steps = [
    {lines: 240, maxBitrate: 120000, maxFramerate: 8},
    {lines: 360, maxBitrate: 300000, maxFramerate: 15},
    {lines: 480, maxBitrate: 800000, maxFramerate: 15},
];
