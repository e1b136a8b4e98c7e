/** Where the visitor writes. It takes on the keyboard that the question asks for, and can always be turned back to letters. */
import { h, icon } from '../shared/dom.js';
import { ICONS } from './icons.js';

/** @typedef {import('./words.vi.js').Say} Say */

const MOST = 4000;

/** @type {Record<string, {hint: 'inputTel' | 'inputEmail' | 'inputName', attributes: Record<string, string>}>} */
const INPUTS = {
  tel: { hint: 'inputTel', attributes: { type: 'tel', inputmode: 'tel', autocomplete: 'tel' } },
  // Not type="email": such a field changes what is typed when the answer is a sentence after all.
  email: { hint: 'inputEmail', attributes: { type: 'text', inputmode: 'email', autocomplete: 'email', autocapitalize: 'off', spellcheck: 'false' } },
  name: { hint: 'inputName', attributes: { type: 'text', autocomplete: 'name', autocapitalize: 'words' } },
};

export class Composer extends HTMLElement {
  /** @type {Say} */
  #say = (key) => key;
  #area = h('textarea', { rows: 1, enterkeyhint: 'send', maxlength: 12_000 });
  #field = h('input', { enterkeyhint: 'send', hidden: true });
  #letters = h('button', { type: 'button', class: 'icon', hidden: true }, icon(ICONS.keyboard));
  #send = h('button', { type: 'submit', class: 'send', 'aria-disabled': 'true' }, icon(ICONS.send, 22));
  #count = h('div', { class: 'room', role: 'status' });
  #form = h('form', { novalidate: true }, this.#area, this.#field, this.#letters, this.#send);
  #kind = '';

  static define(registry = customElements) {
    if (!registry.get('dh-composer')) registry.define('dh-composer', Composer);
  }

  connectedCallback() {
    if (this.#form.isConnected) return;
    this.append(this.#count, this.#form);
    for (const element of [this.#area, this.#field]) {
      element.addEventListener('input', () => this.#typed());
      element.addEventListener('keydown', (event) => this.#pressed(/** @type {KeyboardEvent} */ (event)));
    }
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#letters.addEventListener('click', () => {
      this.#turn('');
      this.focus();
    });
  }

  /** @returns {HTMLTextAreaElement | HTMLInputElement} */
  get #now() {
    return this.#area.hidden ? this.#field : this.#area;
  }

  get value() {
    return this.#now.value;
  }

  set value(text) {
    this.#now.value = text;
    this.#typed();
  }

  /** @override @param {FocusOptions} [options] */
  focus(options) {
    this.#now.focus(options);
  }

  /** @param {Say} say */
  speak(say) {
    this.#say = say;
    this.#area.placeholder = say('input');
    this.#area.setAttribute('aria-label', say('input'));
    this.#send.setAttribute('aria-label', say('send'));
    this.#letters.setAttribute('aria-label', say('keyboard'));
    this.#letters.title = say('keyboard');
    const kind = this.#kind;
    this.#kind = '?';
    this.wants(kind);
  }

  /** @param {string | null} kind */
  wants(kind) {
    const wanted = kind && INPUTS[kind] ? kind : '';
    if (wanted === this.#kind) return;
    this.#kind = wanted;
    this.#turn(wanted);
  }

  /** @param {string} kind */
  #turn(kind) {
    const input = INPUTS[kind];
    const held = /** @type {ShadowRoot | Document} */ (this.getRootNode()).activeElement === this.#now;
    const text = this.value;
    this.#area.hidden = Boolean(input);
    this.#field.hidden = !input;
    this.#letters.hidden = kind !== 'tel';
    if (input) {
      for (const name of ['type', 'inputmode', 'autocomplete', 'autocapitalize', 'spellcheck']) {
        const value = input.attributes[name];
        if (value) this.#field.setAttribute(name, value);
        else this.#field.removeAttribute(name);
      }
      this.#field.placeholder = this.#say(input.hint);
      this.#field.setAttribute('aria-label', this.#say(input.hint));
    }
    this.value = text;
    if (held) this.focus();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    // While an input method composes a syllable, Enter belongs to it (229 is Safari's way of saying so).
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.value.trim();
    if (!text || [...text].length > MOST) return this.focus();
    this.#area.value = this.#field.value = '';
    this.#typed();
    this.focus();
    this.dispatchEvent(new CustomEvent('send', { detail: text }));
  }

  #typed() {
    const area = this.#area;
    area.style.height = '';
    if (area.value) area.style.height = `${Math.min(area.scrollHeight, 136)}px`;
    area.style.overflowY = area.scrollHeight > 138 ? 'auto' : '';
    const length = [...this.value.trim()].length;
    const left = MOST - length;
    this.#send.setAttribute('aria-disabled', String(!length || left < 0));
    this.#count.textContent = left < 0 ? this.#say('over') : left < 400 ? this.#say('left', { n: left }) : '';
    this.#count.classList.toggle('over', left < 0);
    this.#now.setAttribute('aria-invalid', String(left < 0));
    this.dispatchEvent(new CustomEvent('typing', { detail: length > 0 }));
  }
}
