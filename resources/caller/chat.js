// SPDX-License-Identifier: Apache-2.0
'use strict';

// The talk on the screen: lines with their marks, what is being written, what has been read.
class Chat {
    // on: {say(line) -> taken, typing(), seen(id, read), isPlain(), phrase(id) -> text or nothing}
    constructor(on) {
        this.on = on;
        this.list = document.getElementById('chat');
        this.field = document.getElementById('line');
        this.notice = document.getElementById('notice');
        this.lines = new Map(); // by id: {message, element, seen: '', 'come' or 'read'}
        this.typedAt = 0;
        this.field.value = keep.get('draft') || '';
        this.field.addEventListener('input', () => this.drafted());
        document.addEventListener('visibilitychange', () => this.look());
    }

    drafted() {
        keep.set('draft', this.field.value);
        this.typing();
    }

    typing() {
        if (Date.now() - this.typedAt > 3000) {
            this.typedAt = Date.now();
            this.on.typing();
        }
    }

    submit() {
        const text = this.field.value.trim();
        if (text && this.say(text)) {
            this.field.value = '';
            keep.set('draft', '');
        }
    }

    // \returns whether the line is on its way, however long that takes.
    say(text, phrase) {
        const line = {kind: 'say', id: Chat.newId(), text};
        if (phrase) {
            line.phrase = phrase;
        }
        if (text.length > Chat.longest) {
            this.notice.textContent = strings.text('tooLong');
            return false;
        }
        if (!this.on.say(line)) {
            this.notice.textContent = strings.text('full');
            return false;
        }
        this.notice.textContent = '';
        this.showOwn(line);
        return true;
    }

    showOwn(line) {
        this.show({id: line.id, author: 'caller', text: line.text, phrase: line.phrase});
    }

    refuse(id, what) {
        this.notice.textContent = strings.text(what);
        const line = this.lines.get(id);
        if (line) {
            line.element.remove();
            this.lines.delete(id);
        }
    }

    show(message) {
        const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
        let line = this.lines.get(message.id);
        if (!line) {
            line = {element: document.createElement('p'), seen: ''};
            line.element.className = message.author;
            this.lines.set(message.id, line);
            this.list.insertBefore(line.element, message.at ? this.firstUnsent() : null);
        }
        line.message = message;
        this.fill(line);
        if (message.author === 'operator') {
            this.theyWrite(false);
            this.look();
        }
        if (atEnd || message.author === 'caller') {
            this.toEnd();
        }
    }

    toEnd() {
        this.list.scrollTop = this.list.scrollHeight;
    }

    // What has not gone out yet stands below everything that was said.
    firstUnsent() {
        const unsent = Array.from(this.lines.values()).find(line => line.message && !line.message.at);
        return unsent ? unsent.element : null;
    }

    fill(line) {
        const message = line.message;
        const mine = message.author === 'caller';
        const time = message.at
            ? new Date(message.at).toLocaleTimeString(strings.language, {hour: '2-digit', minute: '2-digit'}) : '';
        const mark = !mine ? '' : strings.text(!message.at ? 'sending' : message.read ? 'read' : 'sent');
        const from = document.createElement('small');
        from.textContent = [strings.text(mine ? 'you' : 'them'), time, mark].filter(part => part).join(' · ');
        const text = document.createElement('span');
        text.dir = 'auto';
        text.textContent = (message.phrase && this.on.phrase(message.phrase)) || message.text;
        line.element.textContent = '';
        line.element.append(from, text);
    }

    read(id) {
        const line = this.lines.get(id);
        if (line) {
            line.message.read = true;
            this.fill(line);
        }
    }

    // The words or the phrases have changed.
    again() {
        this.lines.forEach(line => this.fill(line));
    }

    theyWrite(yes) {
        clearTimeout(this.theirTime);
        document.getElementById('typing').textContent = yes ? strings.text('typing') : '';
        if (yes) {
            this.theirTime = setTimeout(() => this.theyWrite(false), 5000);
        }
    }

    // Tells which of the other side's lines have come, and which were in front of the person.
    look() {
        const isRead = this.on.isPlain() && !document.hidden;
        this.lines.forEach((line, id) => {
            if (line.message.author !== 'operator' || line.message.read) {
                return;
            }
            if (isRead) {
                this.wasRead(id);
            } else if (!line.seen) {
                line.seen = 'come';
                this.on.seen(id, false);
            }
        });
    }

    wasRead(id) {
        const line = this.lines.get(id);
        if (line && line.seen !== 'read') {
            line.seen = 'read';
            this.on.seen(id, true);
        }
    }

    clear() {
        this.theyWrite(false);
        this.lines.clear();
        this.list.textContent = '';
        this.field.value = '';
    }

    static newId() {
        if (crypto.randomUUID) {
            return crypto.randomUUID();
        }
        return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
    }
}

Chat.longest = 1000; // characters; the service refuses longer ones
