// SPDX-License-Identifier: Apache-2.0
'use strict';

// What a person with weak eyes, an unsteady hand or a screen reader would stumble over (WCAG 2.2), measured on the page
// as it is shown. audit() gives figures and findings, audit.focused() the control that has the focus.
window.audit = (() => {
    const smallestTarget = 44;
    const controls = 'button, a[href], input, select, textarea, [tabindex="0"]';

    const name = element => element.id ? '#' + element.id
        : element.tagName.toLowerCase() + ' “' + element.textContent.trim().slice(0, 20) + '”';
    const lineage = element => element ? [element].concat(lineage(element.parentElement)) : [];

    // A control for the phone alone, not for eyes, is seen as its label.
    const face = control => control.matches('.unseen') ? document.querySelector('label[for=' + control.id + ']') : control;

    function isShown(element) {
        const box = element.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === 'visible'
            && lineage(element).every(each => getComputedStyle(each).opacity > 0);
    }

    function allControls() {
        return Array.from(document.querySelectorAll(controls)).filter(each => !each.disabled && face(each) && isShown(face(each)));
    }

    // ---- Colours

    function colour(text) {
        const parts = text.match(/[\d.]+/g).map(Number);
        return {parts: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1};
    }

    const over = (top, ground) => ground.map((part, n) => top.parts[n] * top.alpha + part * (1 - top.alpha));

    const ground = element => lineage(element).reverse()
        .reduce((below, each) => over(colour(getComputedStyle(each).backgroundColor), below), [255, 255, 255]);

    function luminance(parts) {
        const linear = parts.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    function contrast(text, below, opacity = 1) {
        const top = colour(text);
        top.alpha *= opacity;
        const both = [luminance(over(top, below)), luminance(below)].sort((a, b) => b - a);
        return (both[0] + 0.05) / (both[1] + 0.05);
    }

    function textContrast(element, pseudo) {
        const style = getComputedStyle(element, pseudo);
        const opacity = lineage(element).reduce((product, each) => product * getComputedStyle(each).opacity, 1);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        return {value: contrast(style.color, ground(element), opacity), wanted: isLarge ? 3 : 4.5};
    }

    // ---- Names

    function spokenName(control) {
        const labelled = (control.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id))
            .filter(each => each).map(each => each.textContent).join(' ');
        const labels = Array.from(control.labels || []).map(each => each.textContent).join(' ');
        const own = control.matches('button, a') ? control.textContent : '';
        return (labelled || control.getAttribute('aria-label') || labels || own).trim();
    }

    // ---- The order in which things are read

    // What is scrolled away counts as being at the edge it went behind.
    function placeOf(control) {
        const box = face(control).getBoundingClientRect();
        const frame = lineage(face(control).parentElement).find(each => /auto|scroll/.test(getComputedStyle(each).overflowY));
        const within = frame && frame !== document.body ? frame.getBoundingClientRect() : {top: -Infinity, bottom: Infinity};
        const clamp = y => Math.min(Math.max(y, within.top), within.bottom);
        return {top: clamp(box.top), bottom: clamp(box.bottom), left: box.left, right: box.right};
    }

    function isReadBefore(first, second) {
        const a = placeOf(first);
        const b = placeOf(second);
        if (face(first).contains(face(second)) || a.bottom - a.top < 1 || b.bottom - b.top < 1) {
            return true;
        }
        const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (shared < Math.min(a.bottom - a.top, b.bottom - b.top) / 2) {
            return a.top <= b.top;
        }
        return document.documentElement.dir === 'rtl' ? a.right >= b.right : a.left <= b.left;
    }

    // ---- All of it

    function audit(language) {
        const findings = [];
        const figures = {texts: 0, contrast: 21, controls: 0, target: Infinity};
        const find = (rule, what, value) => findings.push([rule, what].concat(value === undefined ? [] : value).join(' '));
        const holds = (rule, element, is) => {
            figures.contrast = Math.min(figures.contrast, is.value);
            if (is.value < is.wanted) {
                find(rule, name(element), is.value.toFixed(2));
            }
        };

        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const parent = walker.currentNode.parentElement;
            if (!walker.currentNode.textContent.trim() || parent.closest(':disabled, option') || !isShown(parent)) {
                continue;
            }
            figures.texts += 1;
            holds('contrast', parent, textContrast(parent));
            const range = document.createRange();
            range.selectNodeContents(walker.currentNode);
            const box = range.getBoundingClientRect();
            if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) {
                find('reflow', name(parent), Math.round(box.left) + '..' + Math.round(box.right));
            }
        }

        const all = allControls();
        figures.controls = all.length;
        all.forEach((control, n) => {
            const seen = face(control);
            const style = getComputedStyle(seen);
            const box = seen.getBoundingClientRect();
            const size = Math.min(box.width, box.height);
            figures.target = Math.min(figures.target, size);
            if (size < smallestTarget - 0.1) {
                find('target', name(control), size.toFixed(1));
            }
            if (!spokenName(control)) {
                find('name', name(control));
            }
            if (control === seen && control.matches('input, select')) {
                holds('contrast', control, textContrast(control, control.placeholder && !control.value ? '::placeholder' : null));
            }
            const below = ground(seen.parentElement);
            const edge = parseFloat(style.borderTopWidth) > 0 ? contrast(style.borderTopColor, below) : 1;
            if (!control.matches('a') && Math.max(edge, contrast(style.backgroundColor, below)) < 3) {
                find('edge', name(control), edge.toFixed(2));
            }
            if (control.tabIndex > 0 || (n > 0 && !isReadBefore(all[n - 1], control))) {
                find('order', name(control));
            }
            if (seen.scrollWidth > seen.clientWidth + 1 && style.overflowX !== 'auto' && !control.matches('input, select')) {
                find('reflow', name(control), seen.scrollWidth + ' in ' + seen.clientWidth);
            }
        });

        const root = document.documentElement;
        if (document.scrollingElement.scrollWidth > document.documentElement.clientWidth) {
            find('reflow', 'the page', document.scrollingElement.scrollWidth + ' in ' + document.documentElement.clientWidth);
        }
        if (root.lang !== language || (root.dir || 'ltr') !== (['ar', 'ur'].includes(language) ? 'rtl' : 'ltr')) {
            find('language', root.lang, root.dir);
        }
        if (!document.title.trim()) {
            find('title', 'the page');
        }
        if (/user-scalable|maximum-scale/.test(document.querySelector('meta[name=viewport]').content)) {
            find('zoom', 'the page');
        }
        const ids = Array.from(document.querySelectorAll('[id]')).map(each => each.id);
        ids.filter((id, n) => ids.indexOf(id) !== n).forEach(id => find('id', id));
        return JSON.stringify(Object.assign(figures, {findings}));
    }

    // The place in the order of the control that has the focus, and what is wrong with how that is seen.
    audit.focused = () => {
        const control = document.activeElement;
        const at = allControls().indexOf(control);
        if (at < 0) {
            return JSON.stringify({at});
        }
        const seen = face(control);
        const style = getComputedStyle(seen);
        const box = seen.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, Math.min(box.bottom, innerHeight) / 2 + Math.max(box.top, 0) / 2);
        const isSeen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            && contrast(style.outlineColor, ground(seen.parentElement)) >= 3;
        const findings = (isSeen ? [] : ['focus ' + name(control)]).concat(seen.contains(top) ? [] : ['hidden ' + name(control)]);
        return JSON.stringify({at, findings});
    };

    // The spacing of a text that a reader may set (1.4.12).
    audit.space = () => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }'
            + ' p { margin-bottom: 2em !important; }');
        document.adoptedStyleSheets = [sheet];
    };
    return audit;
})();
