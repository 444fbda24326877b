// SPDX-License-Identifier: Apache-2.0
'use strict';

// Photos, films and snapshots on their way, piece by piece and one after the other, for as long as it takes.
class Files {
    // on: {state(key, values)}
    constructor(token, on) {
        this.address = '/caller/file/' + token;
        this.on = on;
        this.queue = []; // {id, kind, blob, at}
        this.sent = 0;
        this.ended = false;
        this.wait = 1000;
        this.hurry = () => this.soon(0);
        window.addEventListener('online', this.hurry);
    }

    add(blob, kind) {
        const is = kind || (/^video\//.test(blob.type) ? 'film' : 'photo');
        const isTooLarge = blob.size > (is === 'film' ? 200 : 20) * 1024 * 1024;
        if (isTooLarge || blob.size === 0) {
            this.on.state(isTooLarge ? 'file.tooLarge' : 'file.failed');
            return;
        }
        this.queue.push({id: Chat.newId(), kind: is, blob, at: 0});
        if (this.queue.length === 1) {
            this.step();
        }
    }

    close() {
        this.ended = true;
        this.queue = [];
        clearTimeout(this.next);
        window.removeEventListener('online', this.hurry);
        if (this.abort) {
            this.abort.abort();
        }
    }

    // A snapshot was the other side's wish, and is nothing to be told.
    tell(key, values) {
        if (!this.ended && !(this.queue[0] && this.queue[0].kind === 'snapshot')) {
            this.on.state(key, values);
        }
    }

    soon(wait) {
        clearTimeout(this.next);
        if (!this.busy && this.queue.length > 0) {
            this.next = setTimeout(() => this.step(), wait);
        }
    }

    async step() {
        const file = this.queue[0];
        if (!file || this.busy || this.ended) {
            return;
        }
        this.busy = true;
        this.tell('file.sending', {percent: Math.floor(100 * file.at / file.blob.size)});
        this.abort = window.AbortController ? new AbortController() : null;
        const order = {method: 'POST', body: file.blob.slice(file.at, file.at + Files.piece)};
        if (this.abort) {
            order.signal = this.abort.signal;
        }
        let wait = 0;
        try {
            const answer = await fetch(this.address + '?id=' + file.id + '&kind=' + file.kind + '&at=' + file.at + '&of='
                + file.blob.size, order);
            wait = await this.take(file, answer);
        } catch (error) {
            wait = this.later();
        }
        this.busy = false;
        this.soon(wait);
    }

    // \returns how long to wait before the next piece.
    async take(file, answer) {
        if (answer.status === 200 || answer.status === 409) {
            const have = (await answer.json()).have;
            this.wait = 1000;
            // Neither may a service that knows another size make us run in circles.
            const stands = have === file.at;
            file.at = Math.max(0, Math.min(file.blob.size, have));
            if (answer.status === 200 && file.at === file.blob.size) {
                this.sent += file.kind === 'snapshot' ? 0 : 1;
                this.tell('file.sent', {count: this.sent});
                this.queue.shift();
            }
            return stands ? this.later() : 0;
        }
        const why = {404: 'file.failed', 413: 'file.tooLarge', 415: 'file.wrong', 507: 'file.failed'}[answer.status];
        if (why) {
            this.tell(why);
            this.queue.shift();
            return 0;
        }
        return this.later(); // the page is not open to the service now, or too many files are on their way
    }

    later() {
        this.tell('file.waiting');
        this.wait = Math.min(30000, this.wait * 2);
        return this.wait;
    }
}

Files.piece = 256 * 1024;
