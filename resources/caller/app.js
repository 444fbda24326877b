// SPDX-License-Identifier: Apache-2.0
'use strict';

(() => {
    const element = id => document.getElementById(id);
    const troubled = ['lost', 'refused', 'missing', 'failed', 'none', 'paused'];
    const token = location.pathname.slice(1);
    const shown = {}; // what is said of the link, the place and the camera
    const decisions = {};
    const waiting = []; // what is to be done when the parts are there
    let kind = ''; // of the link, once the service has told it
    let face = 'plain';
    let firstFace = ''; // the agency's choice, until it is shown
    let ended = ''; // 'fled', or 'closed' by the service
    let cameraBegun = false;
    let lock = null;
    let link = null;
    let place = null;
    let chat = null;
    let camera = null;
    let phrases = null;
    let panel = null;
    let files = null;
    let disguise = null;

    // ---- What comes after the touch

    function withParts(action) {
        if (disguise) {
            action();
        } else {
            waiting.push(action);
        }
    }

    function makeParts() {
        disguise = new Disguise({
            face: faceShown,
            say: text => chat.say(text),
            typing: () => chat.typing(),
            read: id => chat.wasRead(id),
        });
        if (ended) {
            showRest();
            return;
        }
        camera = new Camera({
            state: cameraState,
            decided: decision => decided('camera', decision),
            send: message => link.send(message),
            sendPicture: picture => link.sendPicture(picture),
            canSend: () => link.isOpen(),
            file: picture => files.add(picture, 'snapshot'),
        });
        files = new Files(token, {state: (key, values) => { element('file').textContent = strings.text(key, values); }});
        phrases = new Phrases({
            say: (text, id) => {
                panel.show('');
                chat.say(text, id);
            },
            loaded: () => {
                chat.again();
                panel.fill();
            },
        });
        panel = new Panel(phrases);
        phrases.load(strings.language);
        waiting.splice(0).forEach(action => action());
    }

    // ---- What is shared

    function show(part, state) {
        shown[part] = state;
        const line = element(part);
        line.textContent = strings.text(part + '.' + state);
        line.className = troubled.includes(state) ? 'warn' : '';
    }

    function placeState(state) {
        show('place', state);
        element('placeAgain').hidden = state !== 'refused';
        element('placeHelp').hidden = !['refused', 'missing', 'none'].includes(state);
    }

    function cameraState(state) {
        show('camera', state);
        element('cameraRow').hidden = false;
        element('cameraAgain').hidden = !['refused', 'failed', 'off', 'paused', 'wished'].includes(state);
        element('cameraAgain').textContent = strings.text(['off', 'wished'].includes(state) ? 'camera.share' : 'again');
        element('cameraHelp').hidden = !['refused', 'missing', 'failed'].includes(state);
        element('cameraOff').hidden = !['on', 'starting', 'stills'].includes(state);
    }

    function decided(of, decision) {
        if (decisions[of] !== decision) {
            decisions[of] = decision;
            link.report({kind: 'permission', of, decision});
        }
        settle();
    }

    // A phone must not ask its question in front of somebody who is meant to see a search page.
    function unlessItAsks(name, start) {
        if (face === 'plain') {
            start();
        } else if (navigator.permissions) {
            navigator.permissions.query({name}).then(status => {
                if (status.state === 'granted' && !ended) {
                    start();
                }
            }).catch(() => {});
        }
    }

    // Location first, then the camera; what the link does not ask for is left alone.
    function share() {
        element('placeRow').hidden = kind === 'upload';
        element('cameraRow').hidden = kind !== 'live' && !cameraBegun;
        element('fileRow').hidden = kind !== 'upload';
        if (kind === 'upload') {
            place.stop();
        } else if (!place.started && !decisions.location) {
            unlessItAsks('geolocation', () => place.start());
        }
        if (kind === 'live' && place.decided && !cameraBegun) {
            unlessItAsks('camera', startCamera);
        } else if (kind === 'live' && !shown.camera) {
            show('camera', 'waiting');
        }
        settle();
    }

    function startCamera() {
        cameraBegun = true;
        withParts(() => camera.start());
        setTimeout(() => {
            decisions.camera = decisions.camera || 'late';
            settle();
        }, 15000);
    }

    // Once the phone has asked all it will ask, the page may hide as the agency wants.
    function settle() {
        const isAsked = kind === 'upload' || (place.decided && (kind === 'location' || (kind === 'live' && decisions.camera)));
        if (isAsked && firstFace === 'disguised') {
            firstFace = '';
            cover('disguised');
        }
    }

    // ---- What the service says

    const take = {
        chat: message => {
            if (!kind && !keep.get('face')) {
                firstFace = message.face || '';
            }
            kind = message.link || 'live';
            withParts(() => { camera.peer.relays = message.relays || []; });
            message.messages.forEach(take.message);
            share();
        },
        message: message => {
            link.shown(message.id);
            chat.show(message);
            if (message.author === 'operator' && !message.read) {
                withParts(() => disguise.line(message.id, (message.phrase && phrases.text(message.phrase)) || message.text));
            }
        },
        read: message => chat.read(message.id),
        typing: () => chat.theyWrite(true),
        camera: message => withParts(() => camera.wish(message.wish)),
        answer: message => camera.peer.answer(message.sdp),
        candidate: message => camera.peer.candidate(message.line, message.candidate),
        still: () => camera.stills.taken(),
        end: () => end(),
        error: message => {
            link.shown(message.id);
            chat.refuse(message.id, message.what);
        },
    };

    function received(message) {
        if (take[message.kind]) {
            take[message.kind](message);
        }
    }

    function hello() {
        const open = {kind: 'open', language: keep.get('language') || strings.preferred()};
        return [open, {kind: 'face', face}];
    }

    // ---- What others see

    function cover(as) {
        document.documentElement.classList.add('covered');
        withParts(() => disguise.show(as));
    }

    function faceShown(name) {
        face = name;
        keep.set('face', name);
        link.send({kind: 'face', face});
        if (name === 'plain') {
            chat.toEnd();
            chat.look();
            share();
            element('chat').focus();
        } else {
            panel.show('');
        }
    }

    function leave() {
        link.flee();
        forget('fled');
    }

    // Who sees a search page goes on seeing it.
    function end() {
        link.close();
        forget(face === 'plain' ? 'closed' : 'fled');
    }

    // Nothing of what was here is left, neither on the screen nor behind the back button.
    function forget(how) {
        ended = how;
        place.close();
        chat.clear();
        keep.clear();
        waiting.length = 0;
        if (camera) {
            camera.close();
            files.close();
        }
        if (lock) {
            lock.release().catch(() => {});
            lock = null;
        }
        element('start').remove();
        element('talk').remove();
        history.replaceState(null, '', '/');
        showRest();
    }

    function showRest() {
        const isSearch = ended === 'fled' && disguise;
        element('end').hidden = isSearch;
        if (isSearch) {
            disguise.retire();
        } else {
            document.documentElement.classList.remove('covered');
        }
    }

    // A phone that locks itself stops the camera.
    function stayAwake() {
        if (navigator.wakeLock && !ended && !document.hidden) {
            navigator.wakeLock.request('screen').then(held => { lock = held; }).catch(() => {});
        }
    }

    // ---- Words

    function addQuickAnswers() {
        ['1', '2', '3', '0'].forEach(key => {
            const button = document.createElement('button');
            const word = document.createElement('span');
            button.type = 'button';
            button.dataset.answer = key;
            word.dataset.text = 'quick.' + key;
            button.append(key + ' ', word);
            button.addEventListener('click', () => chat.say(key));
            element('quick').append(button);
        });
    }

    function addLanguages() {
        Object.keys(strings.names).forEach(code => {
            const option = document.createElement('option');
            option.value = code;
            option.lang = code;
            option.textContent = strings.names[code];
            element('language').append(option);
        });
        element('language').addEventListener('change', () => speak(element('language').value));
    }

    function speak(language) {
        keep.set('language', language);
        strings.load(language).then(() => {
            Object.keys(shown).forEach(part => show(part, shown[part]));
            chat.again();
            withParts(() => {
                panel.fill();
                phrases.load(language);
            });
        });
    }

    // ---- The beginning

    function begin() {
        keep.set('begun', true);
        element('start').hidden = true;
        element('talk').hidden = false;
        chat = new Chat({
            say: line => link.say(line),
            typing: () => link.send({kind: 'typing'}),
            seen: (id, read) => link.report({kind: 'seen', id, read}),
            isPlain: () => face === 'plain' && !document.documentElement.classList.contains('covered'),
            phrase: id => phrases && phrases.text(id),
        });
        place = new Place({
            state: placeState,
            decided: decision => decided('location', decision),
            fix: message => link.report(message),
            asked: share,
        });
        link = new Link(token, {
            state: state => show('link', state),
            message: received,
            hello,
            opened: () => { if (camera) { camera.opened(); } },
            refused: end,
        });
        link.lines.forEach(line => chat.showOwn(line));
        later.fetch().then(makeParts);
        if ((keep.get('face') || 'plain') !== 'plain') {
            face = 'disguised';
            cover('disguised');
        } else {
            element('chat').focus();
        }
        // Where the service is slow to tell the kind of the link, the place is worth more than the doubt.
        setTimeout(() => {
            if (!kind && !ended) {
                share();
            }
        }, 2000);
        stayAwake();
        document.addEventListener('visibilitychange', stayAwake);
    }

    element('go').addEventListener('click', begin, {once: true});
    element('go').disabled = false; // a touch before this line would be lost
    element('say').addEventListener('submit', event => {
        event.preventDefault();
        chat.submit();
        element('line').focus();
    });
    element('placeAgain').addEventListener('click', () => place.start());
    element('cameraAgain').addEventListener('click', () => camera.start());
    element('cameraOff').addEventListener('click', () => camera.stop());
    element('placeHelp').addEventListener('click', () => withParts(() => panel.toggle('help')));
    element('cameraHelp').addEventListener('click', () => withParts(() => panel.toggle('help')));
    element('phrases').addEventListener('click', () => withParts(() => panel.toggle('phrases')));
    element('help').addEventListener('click', () => withParts(() => panel.toggle('help')));
    element('cover').addEventListener('click', () => cover('disguised'));
    element('dark').addEventListener('click', () => cover('black'));
    element('leave').addEventListener('click', leave);
    element('choose').addEventListener('change', () => {
        Array.from(element('choose').files).forEach(file => withParts(() => files.add(file)));
        element('choose').value = '';
    });
    touch.onTaps(element('name'), 3, () => cover('disguised'));

    addQuickAnswers();
    addLanguages();
    keep.begin(token);
    strings.load(keep.get('language') || strings.guess()).then(() => {
        element('language').value = strings.language;
        if (keep.get('begun')) {
            element('go').click();
        }
    });
})();
