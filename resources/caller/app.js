// SPDX-License-Identifier: Apache-2.0
'use strict';

(() => {
    const element = id => document.getElementById(id);
    const troubled = ['lost', 'refused', 'missing', 'failed', 'none', 'paused'];
    const maxLine = 1000; // characters; the service refuses longer ones
    let link = null;
    let place = null;
    let camera = null;

    function show(part, state) {
        const line = element(part);
        line.textContent = strings.text(part + '.' + state);
        line.className = troubled.includes(state) ? 'warn' : '';
    }

    function newId() {
        if (crypto.randomUUID) {
            return crypto.randomUUID();
        }
        return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
    }

    function showLine(message) {
        const chat = element('chat');
        let item = Array.from(chat.children).find(child => child.dataset.id === message.id);
        const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40;
        if (!item) {
            item = document.createElement('p');
            item.dataset.id = message.id;
            chat.append(item);
        }
        const mine = message.author === 'caller';
        item.className = message.author;
        item.textContent = message.text;
        const from = document.createElement('small');
        const time = message.at ? new Date(message.at).toLocaleTimeString(document.documentElement.lang, {hour: '2-digit', minute: '2-digit'})
                                : strings.text('sending');
        from.textContent = strings.text(mine ? 'you' : 'them') + ' · ' + time;
        item.prepend(from);
        if (atEnd || mine) {
            chat.scrollTop = chat.scrollHeight;
        }
    }

    function received(message) {
        if (message.kind === 'chat') {
            message.messages.forEach(received);
        } else if (message.kind === 'answer') {
            camera.answer(message.sdp);
        } else if (message.kind === 'candidate') {
            camera.candidate(message.line, message.candidate);
        } else if (message.kind === 'end') {
            end();
        } else if (message.kind === 'error') {
            link.shown(message.id);
            element('notice').textContent = strings.text(message.what);
        } else if (message.id) {
            link.shown(message.id);
            showLine(message);
        }
    }

    function say(event) {
        event.preventDefault();
        const field = element('line');
        const text = field.value.trim();
        if (!text || !link) {
            return;
        }
        const line = {kind: 'say', id: newId(), text};
        if (text.length > maxLine) {
            element('notice').textContent = strings.text('tooLong');
        } else if (!link.say(line)) {
            element('notice').textContent = strings.text('full');
        } else {
            element('notice').textContent = '';
            field.value = '';
            showLine({id: line.id, author: 'caller', text});
        }
        field.focus();
    }

    // Nothing of what was here is left, neither on the screen nor behind the back button.
    function end() {
        link.close();
        place.stop();
        camera.close();
        element('chat').textContent = '';
        element('line').value = '';
        element('start').remove();
        element('talk').remove();
        element('end').hidden = false;
        history.replaceState(null, '', '/');
    }

    function cameraState(state) {
        show('camera', state);
        element('cameraAgain').hidden = !['refused', 'failed', 'off', 'paused'].includes(state);
        element('cameraOff').hidden = !['on', 'starting'].includes(state);
    }

    // A phone that locks itself stops the camera.
    function stayAwake() {
        if (navigator.wakeLock && link && !link.ended && !document.hidden) {
            navigator.wakeLock.request('screen').catch(() => {});
        }
    }

    function begin() {
        element('start').hidden = true;
        element('talk').hidden = false;
        element('chat').focus();
        camera = new Camera({
            state: cameraState,
            send: message => link.send(message),
            canSend: () => link.isOpen(),
        });
        place = new Place({
            state: state => {
                show('place', state);
                element('placeAgain').hidden = state !== 'refused';
            },
            fix: message => link.report(message),
            asked: () => camera.start(),
        });
        link = new Link(location.pathname.slice(1), {
            state: state => show('link', state),
            message: received,
            opened: () => camera.offer(),
            refused: end,
        });
        show('camera', 'waiting');
        place.start();
        stayAwake();
        document.addEventListener('visibilitychange', stayAwake);
    }

    element('go').addEventListener('click', begin, {once: true});
    element('say').addEventListener('submit', say);
    element('placeAgain').addEventListener('click', () => place.start());
    element('cameraAgain').addEventListener('click', () => camera.start());
    element('cameraOff').addEventListener('click', () => camera.stop());
    strings.load();
})();
