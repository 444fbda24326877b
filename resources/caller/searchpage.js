// SPDX-License-Identifier: Apache-2.0
'use strict';

// A search page of our own that works: nothing but that, wherever it is shown.
class SearchPage {
    // on: {searched(text) -> true if that was no search, typing()}
    constructor(on) {
        this.on = on;
        this.lookup = new Lookup();
        this.page = SearchPage.element('main', 'search');
        this.name = SearchPage.element('h1', 'brand');
        this.form = SearchPage.element('form', 'searching');
        this.field = document.createElement('input');
        this.button = document.createElement('button');
        this.results = SearchPage.element('div', 'results');
        this.form.setAttribute('role', 'search');
        this.field.type = 'search';
        this.field.id = 'query';
        this.field.maxLength = 200;
        this.field.autocomplete = 'off';
        this.field.setAttribute('enterkeyhint', 'search');
        this.form.append(this.field, this.button);
        this.page.append(this.name, this.form, this.results);
        this.form.addEventListener('submit', event => {
            event.preventDefault();
            this.search(this.field.value.trim());
        });
        this.field.addEventListener('input', () => this.on.typing());
    }

    static element(tag, name) {
        const element = document.createElement(tag);
        element.id = name;
        return element;
    }

    // What is found may be in another direction than the page.
    static text(tag, text) {
        const element = document.createElement(tag);
        element.textContent = text;
        if (text) {
            element.dir = 'auto';
        }
        return element;
    }

    show() {
        this.name.textContent = strings.text('lookup.title') || 'Lookup';
        this.button.textContent = strings.text('lookup.go') || 'Search';
        this.field.setAttribute('aria-label', strings.text('lookup.field') || 'Search');
        document.body.append(this.page);
        document.title = this.name.textContent;
        this.suggest();
        this.lookup.load(strings.language).then(() => {
            if (!this.answered) {
                this.suggest();
            }
        });
    }

    hide() {
        this.clear();
        this.page.remove();
        document.title = strings.text('title');
    }

    clear() {
        this.field.value = '';
        this.answered = false;
        this.results.textContent = '';
    }

    search(text) {
        if (text && this.on.searched(text)) {
            this.field.value = '';
        } else if (text) {
            this.answer(text);
        }
    }

    answer(text) {
        this.answered = true;
        const found = this.lookup.find(text);
        this.results.textContent = '';
        this.add('h2', strings.text('lookup.results'));
        found.forEach(each => this.addResult(each));
        if (found.length === 0) {
            this.add('p', strings.text('lookup.none', {query: text}));
            this.addSuggestions();
        }
    }

    suggest() {
        this.results.textContent = '';
        this.addSuggestions();
    }

    add(tag, text) {
        const element = SearchPage.text(tag, text);
        this.results.append(element);
        return element;
    }

    addResult(result) {
        const article = this.add('article', '');
        article.append(SearchPage.text('small', strings.text(result.kind)), SearchPage.text('h3', result.title));
        result.lines.forEach(line => article.append(SearchPage.text('p', line)));
    }

    addSuggestions() {
        if (this.lookup.data.suggest.length === 0) {
            return;
        }
        this.add('h2', strings.text('lookup.try'));
        const list = this.add('div', '');
        list.className = 'suggestions';
        this.lookup.data.suggest.slice(0, 8).forEach(text => {
            const button = SearchPage.text('button', text);
            button.type = 'button';
            button.addEventListener('click', () => {
                this.field.value = text;
                this.answer(text);
            });
            list.append(button);
        });
    }
}
