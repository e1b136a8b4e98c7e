/** The bar on top: the line, presence, settings and help. */
import { h, icon } from '../shared/dom.js';
import { inWords } from './conversation.js';
import { ICONS } from './icons.js';
import { mayNotify } from './notify.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Key} Key */
/** @typedef {import('./words.js').Locale} Locale */
/** @typedef {{locale: Locale, theme: 'auto' | 'light' | 'dark', sound: boolean, notifications: boolean, keys: boolean}} Preferences */

/** @type {[string, Key][]} */
const KEYS = [['j / k', 'keyDownUp'], ['Enter', 'keyOpen'], ['c', 'keyClaim'], ['r', 'keyReply'], ['1 – 6', 'keyTabs'],
  ['/', 'keySearch'], ['Esc', 'keyBack'], ['?', 'keyHelp']];

export class TopBar extends HTMLElement {
  /** @type {(() => void)[]} */
  #off = [];
  #panel = h('div', { class: 'panel', hidden: true, role: 'region', tabindex: -1 });
  /** @type {'settings' | 'help' | null} */
  #shown = null;
  /** @type {Record<'settings' | 'help', () => void>} */
  #draw = { settings: () => {}, help: () => {} };
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  static define(registry = customElements) {
    if (!registry.get('dh-topbar')) registry.define('dh-topbar', TopBar);
  }

  /** @param {Desk} desk @param {Say} say @param {Preferences} preferences @param {(change: Partial<Preferences>) => void} prefer */
  start(desk, say, preferences, prefer) {
    const line = h('span', { class: 'line', role: 'status' });
    const colleagues = h('span', { class: 'colleagues wide-only' });
    const dutyWord = h('span', { class: 'label' });
    const duty = h('button', { type: 'button', class: 'switch', role: 'switch', title: say('dutyHint') }, h('span', { class: 'knob', 'aria-hidden': 'true' }), dutyWord);
    const trouble = h('p', { class: 'trouble', role: 'alert' });
    duty.addEventListener('click', async () => {
      duty.setAttribute('aria-disabled', 'true');
      try {
        await desk.setPresence(!desk.me?.online);
      } catch (error) {
        this.toggle('settings', true);
        trouble.textContent = say('actTrouble', { why: inWords(say, error) });
      }
      duty.removeAttribute('aria-disabled');
    });
    const me = h('span', { class: 'label' });
    const settings = h('button', { type: 'button', class: 'quiet', 'aria-expanded': 'false', onclick: () => this.toggle('settings') }, icon(ICONS.gear, 18), me);
    const help = h('button', { type: 'button', class: 'quiet wide-only', 'aria-expanded': 'false', 'aria-label': say('help'), title: `${say('help')} (?)`, onclick: () => this.toggle('help') }, '?');
    this.#buttons = [settings, help];
    this.replaceChildren(h('h1', null, icon(ICONS.reply, 20), h('span', null, say('title'))), line, h('span', { class: 'space' }), colleagues, duty, settings, help, this.#panel);

    const drawLine = () => {
      line.className = `line ${desk.line}`;
      line.replaceChildren(h('span', { class: 'dot', 'aria-hidden': 'true' }), h('span', { class: 'label' }, say(desk.line === 'online' ? 'online' : desk.line === 'offline' ? 'offline' : 'connecting')));
    };
    const drawAgents = () => {
      const on = desk.agents.filter((agent) => agent.online);
      colleagues.textContent = on.length ? say('colleagues', { n: on.length }) : '';
      colleagues.title = on.map((agent) => agent.name).join(', ');
      duty.setAttribute('aria-checked', String(Boolean(desk.me?.online)));
      dutyWord.textContent = say(desk.me?.online ? 'onDuty' : 'away');
      me.textContent = desk.me?.name ?? '';
      settings.setAttribute('aria-label', `${say('settings')}: ${desk.me?.name ?? ''}`);
    };
    this.#off = [desk.on('line', drawLine), desk.on('agents', drawAgents)];
    drawLine();
    drawAgents();

    /** @param {Key} key @param {'sound' | 'notifications' | 'keys'} name @param {(on: boolean, box: HTMLInputElement) => void} [then] */
    const check = (key, name, then) => {
      const box = h('input', { type: 'checkbox' });
      box.checked = preferences[name];
      box.addEventListener('change', () => (then ? then(box.checked, box) : prefer({ [name]: box.checked })));
      return h('label', { class: 'check' }, box, say(key));
    };
    /** @param {Key} key @param {'locale' | 'theme'} name @param {[string, string][]} options */
    const choose = (key, name, options) => {
      const select = h('select', { id: `prefer-${name}` }, options.map(([value, word]) => h('option', { value }, word)));
      select.value = preferences[name];
      select.addEventListener('change', () => prefer({ [name]: select.value }));
      return h('div', { class: 'choice' }, h('label', { for: `prefer-${name}` }, say(key)), select);
    };
    this.#draw.settings = () => {
      trouble.textContent = '';
      this.#panel.replaceChildren(
        h('div', { class: 'between' }, h('div', null, h('strong', null, desk.me?.name ?? ''), h('p', { class: 'sub' }, `${desk.me?.email ?? ''} · ${say(desk.me?.role === 'admin' ? 'roleAdmin' : 'roleAgent')}`)), this.#close(say)),
        trouble,
        check('sound', 'sound'),
        check('notifications', 'notifications', async (on, box) => {
          const may = on && await mayNotify();
          box.checked = may;
          trouble.textContent = on && !may ? say('notificationsDenied') : '';
          prefer({ notifications: may });
        }),
        check('shortKeys', 'keys'),
        choose('language', 'locale', [['vi', 'Tiếng Việt'], ['en', 'English']]),
        choose('theme', 'theme', [['auto', say('themeAuto')], ['light', say('themeLight')], ['dark', say('themeDark')]]),
        h('div', { class: 'buttons' },
          h('button', { type: 'button', class: 'quiet', onclick: () => this.toggle('help', true) }, say('help')),
          h('button', { type: 'button', class: 'quiet', onclick: async () => {
            try {
              await desk.logout();
            } catch (error) {
              trouble.textContent = say('actTrouble', { why: inWords(say, error) });
            }
          } }, say('logout'))));
      this.#panel.setAttribute('aria-label', say('settings'));
    };
    this.#draw.help = () => {
      this.#panel.replaceChildren(h('div', { class: 'between' }, h('h2', null, say('keysTitle')), this.#close(say)),
        h('dl', { class: 'keys' }, KEYS.map(([keys, word]) => h('div', null, h('dt', null, keys.split(' ').map((key) => (/[/–]/.test(key) && keys.length > 1 ? ` ${key} ` : h('kbd', null, key)))), h('dd', null, say(word))))),
        h('p', { class: 'sub' }, say('keyHint')));
      this.#panel.setAttribute('aria-label', say('keysTitle'));
    };
    this.addEventListener('focusout', (event) => {
      const to = /** @type {Node | null} */ (/** @type {FocusEvent} */ (event).relatedTarget);
      if (to && !this.contains(to)) this.toggle(null);
    });
  }

  disconnectedCallback() {
    for (const off of this.#off) off();
  }

  /** @param {Say} say */
  #close(say) {
    return h('button', { type: 'button', class: 'icon', 'aria-label': say('close'), onclick: () => this.toggle(null) }, icon(ICONS.close, 18));
  }

  /** Opens or closes a panel; says whether one was open before. @param {'settings' | 'help' | null} which @param {boolean} [stay] */
  toggle(which, stay = false) {
    const was = this.#shown;
    this.#shown = which === was && !stay ? null : which;
    this.#panel.hidden = !this.#shown;
    for (const [i, name] of ['settings', 'help'].entries()) this.#buttons[i]?.setAttribute('aria-expanded', String(this.#shown === name));
    if (this.#shown) {
      this.#draw[this.#shown]();
      this.#panel.focus();
    } else if (was && this.contains(document.activeElement)) {
      this.#buttons[was === 'help' ? 1 : 0]?.focus();
    }
    return was !== null;
  }
}
