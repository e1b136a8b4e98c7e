/** Where an agent writes; what is unsent stays with its conversation, also over a reload. */
import { h, icon } from '../shared/dom.js';
import { keep } from '../shared/storage.js';
import { ICONS } from './icons.js';

/** @typedef {import('./words.js').Say} Say */

const MOST = 4000;
const drafts = keep(() => sessionStorage, 'dh-console:draft:');

export class ReplyBox extends HTMLElement {
  /** @type {Say} */
  #say = (key) => key;
  #id = '';
  #area = h('textarea', { rows: 2, enterkeyhint: 'send', maxlength: 12_000 });
  #send = h('button', { type: 'submit', class: 'primary send', 'aria-disabled': 'true' });
  #count = h('span', { class: 'left', role: 'status' });
  #hint = h('span', { class: 'hint', id: 'composer-hint' });

  static define(registry = customElements) {
    if (!registry.get('dh-reply')) registry.define('dh-reply', ReplyBox);
  }

  /** @param {Say} say @param {{send: (text: string) => void, typing: () => void, stop: () => void}} ways */
  start(say, ways) {
    this.#say = say;
    this.#area.placeholder = say('composer');
    this.#area.setAttribute('aria-label', say('composer'));
    this.#area.setAttribute('aria-describedby', 'composer-hint');
    this.#hint.textContent = say('composerHint');
    this.#send.replaceChildren(icon(ICONS.send, 18), say('send'));
    const submit = () => {
      const text = this.#area.value.trim();
      if (!text || [...text].length > MOST) return this.#area.focus();
      this.#area.value = '';
      this.#typed();
      this.#area.focus();
      ways.send(text);
    };
    this.#area.addEventListener('keydown', (event) => {
      // While an input method composes a syllable, Enter belongs to it (229 is Safari's way of saying so).
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      submit();
    });
    this.#area.addEventListener('input', () => {
      this.#typed();
      if (this.#area.value.trim()) ways.typing();
      else ways.stop();
    });
    const form = h('form', { novalidate: true, onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      submit();
    } }, this.#area, h('div', { class: 'under' }, this.#hint, this.#count, this.#send));
    this.replaceChildren(form);
  }

  /** @override @param {FocusOptions} [options] */
  focus(options) {
    this.#area.focus(options);
  }

  /** Turns to another conversation and brings its draft back. @param {string} id */
  turnTo(id) {
    if (id === this.#id) return;
    this.#id = id;
    this.#area.value = drafts.get(id) ?? '';
    this.#typed();
  }

  #typed() {
    const area = this.#area;
    drafts.set(this.#id, area.value || null);
    area.style.height = '';
    if (area.value) area.style.height = `${Math.min(area.scrollHeight + 2, 180)}px`;
    const length = [...area.value.trim()].length;
    const left = MOST - length;
    this.#send.setAttribute('aria-disabled', String(!length || left < 0));
    this.#count.textContent = left < 0 ? this.#say('over', { n: -left }) : left < 400 ? this.#say('left', { n: left }) : '';
    this.#count.classList.toggle('danger', left < 0);
    area.setAttribute('aria-invalid', String(left < 0));
  }
}
