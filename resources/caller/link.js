// SPDX-License-Identifier: Apache-2.0
'use strict';

// The WebSocket to the service, for as long as the page lives. It comes back by itself, and nothing that was given to
// say() or report() is lost on the way: a line is kept until the service has shown it back, also through a reload, a
// report until a pong says that everything before the ping has arrived.
class Link {
    // on: {state(name), message(object), hello() gives what is said first, opened(), refused()}
    constructor(token, on) {
        this.address = '/caller/socket/' + token;
        this.on = on;
        this.socket = null;
        this.ended = false;
        this.lines = keep.get('lines') || []; // said, not yet shown back
        this.reports = []; // {message, sent: number of the ping that follows it, or 0}
        this.outgoing = []; // what goes out step by step, so that a long wait does not end in a flood
        this.delay = 500;
        this.retry = 0;
        this.pings = 0;
        this.pongs = 0;
        this.pingAt = 0;
        this.clocks = []; // {trip, ahead}: how far this clock is before the service's, by each of the last pongs
        this.clock = setInterval(() => this.tick(), 2000);
        this.wasOpen = false;
        this.refusedAt = 0; // since when the service knows no such token
        this.pump = setInterval(() => this.step(), 100);
        this.awake = () => { if (!document.hidden) this.hurry(); };
        window.addEventListener('online', this.awake);
        document.addEventListener('visibilitychange', this.awake);
        this.connect();
    }

    say(line) {
        if (this.lines.length >= 50) {
            return false;
        }
        this.lines.push(line);
        keep.set('lines', this.lines);
        this.send(line);
        return true;
    }

    shown(id) {
        if (this.lines.some(line => line.id === id)) {
            this.lines = this.lines.filter(line => line.id !== id);
            keep.set('lines', this.lines);
        }
    }

    // Of many that wait, old readings of the place are the first that can be done without.
    report(message) {
        const report = {message, sent: 0};
        this.reports.push(report);
        if (this.reports.length > 200) {
            const fix = this.reports.findIndex(each => each.message.kind === 'fix');
            this.reports.splice(Math.max(0, fix), 1);
        }
        this.sendReport(report);
    }

    isOpen() {
        return this.socket !== null && this.socket.readyState === WebSocket.OPEN;
    }

    // Sends now or never: for what means nothing to the next socket.
    send(message) {
        if (this.isOpen()) {
            this.outgoing.push(message);
            this.step();
        }
    }

    // One picture; \returns whether it went out.
    sendPicture(picture) {
        if (!this.isOpen() || this.outgoing.length > 0) {
            return false;
        }
        this.socket.send(picture);
        return true;
    }

    // What can go at once goes before; what then still waits is not said any more.
    flee() {
        this.step();
        if (this.isOpen()) {
            this.socket.send(JSON.stringify({kind: 'flee'}));
        }
        this.close();
    }

    close() {
        this.ended = true;
        clearInterval(this.clock);
        clearInterval(this.pump);
        clearTimeout(this.retry);
        window.removeEventListener('online', this.awake);
        document.removeEventListener('visibilitychange', this.awake);
        this.lines = [];
        this.reports = [];
        this.drop();
    }

    connect() {
        clearTimeout(this.retry);
        this.on.state('connecting');
        const socket = new WebSocket('wss://' + location.host + this.address);
        this.socket = socket;
        this.startedAt = Date.now();
        socket.onopen = () => this.begin();
        socket.onmessage = event => this.take(socket, event.data);
        socket.onclose = () => this.lose(socket);
    }

    begin() {
        this.wasOpen = true;
        this.refusedAt = 0;
        this.delay = 500;
        this.pings = 0;
        this.pongs = 0;
        this.outgoing = this.on.hello().concat(this.lines);
        this.step();
        this.on.state('open');
        this.on.opened();
        this.reports.forEach(report => this.sendReport(report));
    }

    sendReport(report) {
        if (this.isOpen()) {
            report.sent = this.pings + 1;
            this.send(report.message);
        } else {
            report.sent = 0;
        }
    }

    step() {
        // The service takes 40 messages at once and then 20 a second; half of that leaves room for the unforeseen.
        const now = Date.now();
        if (!this.allowanceAt || now - this.allowanceAt > 2000) {
            this.allowance = 20;
        } else {
            this.allowance = Math.min(20, this.allowance + (now - this.allowanceAt) / 100);
        }
        this.allowanceAt = now;
        while (this.outgoing.length > 0 && this.allowance >= 1 && this.isOpen()) {
            this.allowance -= 1;
            this.socket.send(JSON.stringify(this.outgoing.shift()));
        }
    }

    take(socket, text) {
        if (socket !== this.socket) {
            return;
        }
        const message = JSON.parse(text);
        if (message.kind === 'pong') {
            this.pongs += 1;
            this.compare(message.at);
            this.reports = this.reports.filter(report => report.sent === 0 || report.sent > this.pongs);
        } else {
            this.on.message(message);
        }
    }

    // The quicker an answer came, the less can be wrong about the middle of its way.
    compare(at) {
        const now = Date.now();
        this.clocks.push({trip: now - this.pingAt, ahead: Math.round((this.pingAt + now) / 2) - at});
        if (this.clocks.length > 8) {
            this.clocks.shift();
        }
    }

    ping() {
        if (this.clocks.length === 0) {
            return {kind: 'ping'};
        }
        return {kind: 'ping', ahead: this.clocks.reduce((best, each) => each.trip < best.trip ? each : best).ahead};
    }

    tick() {
        const now = Date.now();
        if (this.socket && this.socket.readyState === WebSocket.CONNECTING && now - this.startedAt > 10000) {
            this.lose(this.socket);
        }
        if (!this.isOpen()) {
            return;
        }
        // A network that was changed under a socket leaves it open and deaf for minutes.
        if (this.pings > this.pongs && now - this.pingAt > 5000) {
            this.lose(this.socket);
        } else if (this.pings === this.pongs && this.outgoing.length === 0) {
            this.pings += 1;
            this.pingAt = now;
            this.send(this.ping());
        }
    }

    hurry() {
        if (!this.ended && this.socket === null) {
            this.connect();
        }
    }

    lose(socket) {
        if (socket !== this.socket || this.ended) {
            return;
        }
        this.drop();
        this.on.state('lost');
        this.reports.forEach(report => { report.sent = 0; });
        this.ask();
        clearTimeout(this.retry);
        this.retry = setTimeout(() => this.hurry(), this.delay * (0.5 + Math.random() / 2));
        this.delay = Math.min(8000, this.delay * 2);
    }

    // A browser does not tell why a WebSocket failed: a refused token is asked for in another way. A service that was
    // just started may not know its tokens yet, so one refusal is none.
    ask() {
        fetch(this.address).then(answer => {
            this.refusedAt = answer.status === 403 ? this.refusedAt || Date.now() : 0;
            if (this.refusedAt && Date.now() - this.refusedAt > (this.wasOpen ? 20000 : 2000) && !this.ended) {
                this.on.refused();
            }
        }).catch(() => {});
    }

    drop() {
        const socket = this.socket;
        this.socket = null;
        this.outgoing = [];
        if (socket) {
            socket.onopen = socket.onmessage = socket.onclose = null;
            socket.close();
        }
    }
}
