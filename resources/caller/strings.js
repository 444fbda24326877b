// SPDX-License-Identifier: Apache-2.0
'use strict';

// The page's words. Those the phone prefers come with the scripts, as words, {language, texts}; others are fetched.
const strings = {
    texts: {},
    language: 'en',
    names: {
        ko: '한국어', en: 'English', zh: '中文', vi: 'Tiếng Việt', th: 'ไทย', ja: '日本語', ru: 'Русский', uz: 'Oʻzbekcha',
        mn: 'Монгол', id: 'Bahasa Indonesia', tl: 'Filipino', km: 'ខ្មែរ', ne: 'नेपाली', my: 'မြန်မာ', si: 'සිංහල',
        bn: 'বাংলা', ur: 'اردو', fr: 'Français', es: 'Español', ar: 'العربية',
    },

    // What the phone prefers (BCP 47), known to us or not.
    preferred() {
        return (navigator.languages && navigator.languages[0]) || navigator.language || '';
    },

    guess() {
        const wanted = (navigator.languages || [navigator.language || '']).map(tag => tag.toLowerCase().split('-')[0]);
        const older = {fil: 'tl', in: 'id'};
        return wanted.map(tag => older[tag] || tag).find(tag => this.names[tag]) || 'en';
    },

    // \returns when the words of that language, or those that came with the scripts, are on the page.
    load(language) {
        const texts = language === words.language ? Promise.resolve(words.texts) : this.fetch(language);
        return texts.then(found => this.speak(language, found), () => this.speak(words.language, words.texts));
    },

    fetch(language) {
        return fetch('/caller/i18n/' + language + '.json').then(answer => answer.json());
    },

    speak(language, texts) {
        this.texts = texts;
        this.language = language;
        document.documentElement.lang = language;
        document.documentElement.dir = language === 'ar' || language === 'ur' ? 'rtl' : 'ltr';
        document.title = texts.title;
        this.fill(document);
        document.documentElement.classList.remove('waiting');
    },

    fill(part) {
        part.querySelectorAll('[data-text]').forEach(element => {
            element.textContent = this.text(element.dataset.text);
        });
        part.querySelectorAll('[data-label]').forEach(element => {
            element.setAttribute('aria-label', this.text(element.dataset.label));
        });
    },

    // {names} in the words stand for what is in values.
    text(key, values) {
        return (this.texts[key] || '').replace(/\{(\w+)\}/g, (all, name) => values ? values[name] : all);
    },
};
