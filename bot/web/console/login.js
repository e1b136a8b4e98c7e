/** The login page. */
import { h, icon } from '../shared/dom.js';
import { ApiError } from './api.js';
import { ICONS } from './icons.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Locale} Locale */

export class LoginPage extends HTMLElement {
  static define(registry = customElements) {
    if (!registry.get('dh-login')) registry.define('dh-login', LoginPage);
  }

  /** @param {Desk} desk @param {Say} say @param {Locale} locale @param {(locale: Locale) => void} turn @param {boolean} over the session has just ended */
  start(desk, say, locale, turn, over) {
    const email = h('input', { id: 'email', name: 'email', type: 'email', autocomplete: 'username', inputmode: 'email', autocapitalize: 'off', spellcheck: 'false', maxlength: 255, required: true, 'aria-describedby': 'login-trouble' });
    const password = h('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password', maxlength: 1000, required: true, 'aria-describedby': 'login-trouble caps' });
    const caps = h('p', { id: 'caps', class: 'caps', role: 'status' });
    const trouble = h('p', { id: 'login-trouble', class: 'trouble', role: 'alert' });
    const button = h('button', { type: 'submit', class: 'primary wide' }, say('login'));
    const eye = h('button', { type: 'button', class: 'link', 'aria-controls': 'password', onclick: () => {
      const hidden = password.type === 'password';
      password.type = hidden ? 'text' : 'password';
      eye.textContent = say(hidden ? 'hidePassword' : 'showPassword');
    } }, say('showPassword'));
    const watchCaps = (/** @type {KeyboardEvent | MouseEvent} */ event) => {
      if (typeof event.getModifierState !== 'function') return;
      caps.replaceChildren(...(event.getModifierState('CapsLock') ? [icon(ICONS.warning, 14), say('capsLock')] : []));
    };
    for (const name of /** @type {const} */ (['keydown', 'keyup', 'mousedown'])) password.addEventListener(name, watchCaps);
    password.addEventListener('blur', () => caps.replaceChildren());

    /** @param {string} text @param {HTMLInputElement} [field] */
    const refuse = (text, field) => {
      trouble.textContent = text;
      for (const each of [email, password]) each.setAttribute('aria-invalid', String(each === field));
      field?.focus();
    };
    let busy = false;
    const form = h('form', { novalidate: true, onsubmit: async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (busy) return;
      if (!email.value.trim()) return refuse(say('needEmail'), email);
      if (!password.value) return refuse(say('needPassword'), password);
      refuse('');
      busy = true;
      button.setAttribute('aria-disabled', 'true');
      button.textContent = say('loggingIn');
      try {
        await desk.login(email.value.trim(), password.value);
      } catch (error) {
        const { status } = error instanceof ApiError ? error : { status: -1 };
        if (status === 401 || status === 400) {
          refuse(say('badCredentials'), password);
          password.select();
        } else {
          refuse(say(status === 429 ? 'rateLimited' : status === 403 ? 'refused' : status === 0 ? 'unreachable' : 'serverTrouble'));
        }
      }
      busy = false;
      button.removeAttribute('aria-disabled');
      button.textContent = say('login');
    } },
    h('div', { class: 'field' }, h('label', { for: 'email' }, say('email')), email),
    h('div', { class: 'field' }, h('div', { class: 'between' }, h('label', { for: 'password' }, say('password')), eye), password, caps),
    trouble, button);

    this.replaceChildren(h('main', { class: 'card' },
      h('div', { class: 'brand' }, icon(ICONS.reply, 26)),
      h('h1', null, say('loginTitle')), h('p', { class: 'sub' }, say(over ? 'sessionOver' : 'loginHint')), form,
      h('div', { class: 'languages', role: 'group', 'aria-label': say('language') }, /** @type {[Locale, string][]} */ ([['vi', 'Tiếng Việt'], ['en', 'English']]).map(([key, name]) =>
        h('button', { type: 'button', class: 'link', lang: key, 'aria-pressed': String(key === locale), onclick: () => turn(key) }, name)))));
    email.focus();
  }
}
