// SPDX-License-Identifier: Apache-2.0
'use strict';

(() => {
    const every = 3000; // milliseconds
    const patience = 10000;
    const largestPoint = 100; // metres; as in the sketch
    const element = id => document.getElementById(id);
    const say = (key, ...values) => words[key].replace(/\{(\d)\}/g, (all, index) => values[index]);
    const pictures = new Map(); // those that are shown, by their number
    let token = location.hash.slice(1);
    let tag = '';
    let behind = 0; // of the service's clock, in milliseconds
    let heard = 0; // when the service last answered, by the phone's own clock
    let timer = 0;

    // ---- Words and times

    const clock = at => new Date(at).toTimeString().slice(0, 8);

    function span(milliseconds) {
        const seconds = Math.max(0, Math.floor(milliseconds / 1000));
        const two = number => String(number).padStart(2, '0');
        const hours = Math.floor(seconds / 3600);
        const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
        return hours ? `${hours}:${rest}` : rest;
    }

    function make(name, text, className = '') {
        const node = document.createElement(name);
        node.textContent = text;
        node.className = className;
        return node;
    }

    function timeNode(at) {
        const node = make('time', clock(at));
        node.dateTime = new Date(at).toISOString();
        return node;
    }

    function tick() {
        for (const node of document.querySelectorAll('[data-at]')) {
            node.textContent = say('ago', span(Date.now() + behind - Number(node.dataset.at)));
        }
        const silence = Date.now() - heard;
        element('lost').hidden = !heard || silence < patience;
        element('lost').textContent = say('lost', span(silence));
    }

    // ---- What is shown

    function facts(state) {
        const told = [say('arrived', clock(state.arrived))];
        if (state.codedTalk) {
            told.push(say('coded'));
        }
        if (state.keys) {
            const key = {heard: 'silent', confirmed: 'silentConfirmed', dismissed: 'dismissed'}[state.knock];
            told.push(say(key || 'silent', Array.from(state.keys).join(', ')));
        }
        if (state.priority !== undefined) {
            told.push(say('priority', state.priority));
        }
        if (state.category) {
            told.push(say('category', state.category[words.language] || state.category.en));
        }
        told.push(say(`line${state.line[0].toUpperCase()}${state.line.slice(1)}`));
        return told.map(text => make('li', text));
    }

    function placeNode(place) {
        const node = make('li', '');
        const precision = !place.radius ? say('radiusUnknown') : say('radius', Math.round(place.radius))
            + (place.radius > largestPoint ? ` · ${say('area')}` : '');
        const age = make('span', '', 'soft');
        age.dataset.at = place.at;
        node.append(make(place.best ? 'strong' : 'span', words[place.source]), ` · ${precision} · `, age,
            document.createElement('br'),
            make('span', `${place.latitude.toFixed(6)}, ${place.longitude.toFixed(6)}`, 'coordinates'));
        return node;
    }

    function showPlaces(places, track) {
        element('where').hidden = !places;
        element('nowhere').hidden = Boolean(places);
        if (!places) {
            return;
        }
        const at = `${places[0].latitude},${places[0].longitude}`;
        element('open').href = `geo:${at}?q=${at}`;
        element('places').replaceChildren(...places.map(placeNode));
        drawSketch(element('sketch'), places, track);
        element('sketch').setAttribute('aria-label', say('sketch', element('places').firstChild.textContent));
    }

    async function load(picture, image) {
        try {
            const answer = await ask(`/p/picture/${picture.id}`);
            if (!answer.ok) {
                throw new Error(String(answer.status));
            }
            image.src = URL.createObjectURL(await answer.blob());
        } catch (error) {
            pictures.delete(picture.id); // it is tried again with the next change
            image.alt = say('pictureLost');
        }
    }

    function pictureNode(picture) {
        const figure = document.createElement('figure');
        const image = document.createElement('img');
        image.alt = say('picture', clock(picture.at));
        const caption = document.createElement('figcaption');
        caption.append(timeNode(picture.at));
        figure.append(image, caption);
        load(picture, image);
        return figure;
    }

    function drop(figure) {
        URL.revokeObjectURL(figure.firstChild.src);
    }

    function showPictures(list) {
        for (const [id, figure] of pictures) {
            if (!list.some(picture => picture.id === id)) {
                drop(figure);
                pictures.delete(id);
            }
        }
        const nodes = list.map(picture => {
            if (!pictures.has(picture.id)) {
                pictures.set(picture.id, pictureNode(picture));
            }
            return pictures.get(picture.id);
        });
        element('pictures').replaceChildren(...(nodes.length ? nodes : [make('p', say('noPictures'), 'soft')]));
    }

    function orderNode(order) {
        const node = make('li', `${order.unit} `);
        node.append(timeNode(order.at));
        return node;
    }

    function lineNode(line) {
        const node = document.createElement('p');
        node.append(make('span', words[line.by], 'by'), ' ', timeNode(line.at), document.createElement('br'), line.text);
        return node;
    }

    function showChat(chat) {
        const log = element('chat');
        const isAtEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
        log.replaceChildren(...(chat.length ? chat.map(lineNode) : [make('p', say('noChat'), 'soft')]));
        if (isAtEnd) {
            log.scrollTop = log.scrollHeight;
        }
    }

    function show(state) {
        document.title = say('incident', state.incident);
        element('incident').textContent = document.title;
        element('unsafe').hidden = !state.contactUnsafe;
        element('unsafe').textContent = state.contactUnsafe ? say('unsafe') : '';
        element('facts').replaceChildren(...facts(state));
        showPlaces(state.places, state.track);
        element('orders').replaceChildren(
            ...(state.orders.length ? state.orders.map(orderNode) : [make('li', say('noOrders'), 'soft')]));
        showPictures(state.pictures);
        element('expires').textContent = state.expires ? say('expires', clock(state.expires)) : '';
        element('shown').hidden = false;
        showChat(state.chat);
    }

    /// Nothing of the incident stays on the phone.
    function end() {
        token = '';
        heard = 0;
        pictures.forEach(drop);
        pictures.clear();
        element('shown').remove();
        element('over').hidden = false;
        document.title = 'Knock';
        history.replaceState(null, '', location.pathname);
        tick();
    }

    // ---- The service

    async function ask(path, headers = {}) {
        const abort = new AbortController();
        const late = setTimeout(() => abort.abort(), path === '/p/state' ? patience : 6 * patience);
        try {
            return await fetch(path, {
                headers: {Authorization: `Bearer ${token}`, ...headers},
                cache: 'no-store',
                signal: abort.signal,
            });
        } finally {
            clearTimeout(late);
        }
    }

    async function follow() {
        clearTimeout(timer);
        if (!token) {
            return;
        }
        try {
            const answer = await ask('/p/state', tag ? {'If-None-Match': tag} : {});
            if (answer.status === 403) {
                end();
                return;
            }
            if (answer.ok) {
                const state = await answer.json();
                tag = answer.headers.get('ETag') || '';
                behind = (Date.parse(answer.headers.get('Date')) || Date.now()) - Date.now();
                show(state);
            }
            if (answer.ok || answer.status === 304) {
                heard = Date.now();
            }
        } catch (error) {
            // It is asked again, and after a while the page says that nothing comes.
        }
        tick();
        timer = setTimeout(follow, every);
    }

    document.documentElement.lang = words.language;
    for (const node of document.querySelectorAll('[data-text]')) {
        node.textContent = words[node.dataset.text];
    }
    window.addEventListener('hashchange', () => location.reload());
    if (!token) {
        end();
        return;
    }
    heard = Date.now();
    setInterval(tick, 1000);
    follow();
})();
