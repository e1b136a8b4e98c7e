/** The chat panel: header, menu, banners, and the wiring between the conversation and what is seen of it. */
import { setBrand } from '../shared/colour.js';
import { h, icon, linked, place } from '../shared/dom.js';
import { speaker } from '../shared/i18n.js';
import { keep } from '../shared/storage.js';
import { wantedInput } from '../shared/timeline.js';
import { io } from '../shared/vendor/socket.io.esm.min.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { ICONS } from './icons.js';
import { Messages } from './messages.js';

/** @typedef {import('../shared/types').Locale} Locale */
/** @typedef {import('../shared/types').Message} Message */
/** @typedef {import('../shared/types').Page} Page */
/** @typedef {import('./words.vi.js').Say} Say */
/**
 * @typedef {object} Options
 * @property {string} base the bot's address
 * @property {Locale} locale
 * @property {string} [brand]
 * @property {string} [greeting]
 * @property {string} [hotline]
 * @property {string} [name]
 * @property {Page | null} page
 * @property {(locale: Locale) => void} onLocale
 * @property {(n: number) => void} onUnread
 * @property {(options?: {focus?: boolean}) => void} onClose
 * @property {(name: string, detail?: any) => void} onEvent
 */

const PHONE = '(max-width: 480px), (max-height: 480px)';

export class Panel extends HTMLElement {
  /** @type {Options} */
  #options;
  /** @type {Conversation} */
  #conversation;
  /** @type {Say} */
  #say;
  #kept = keep(() => localStorage);
  #messages = new Messages();
  #composer = new Composer();
  #face = h('div', { class: 'face', 'aria-hidden': 'true' });
  #name = h('h2', { class: 'name' });
  #badge = h('span', { class: 'badge' });
  #status = h('p', { class: 'status' });
  #menuButton = h('button', { type: 'button', class: 'icon', 'aria-expanded': 'false', 'aria-controls': 'dh-menu' }, icon(ICONS.menu, 22));
  #closeButton = h('button', { type: 'button', class: 'icon' }, icon(ICONS.close, 24));
  #menu = h('div', { class: 'menu', id: 'dh-menu', hidden: true });
  #banner = h('div', { class: 'banner', role: 'status', hidden: true });
  #phone = matchMedia(PHONE);
  #offlineLong = false;
  #everOnline = false;
  /** @type {any} */
  #offlineTimer = 0;
  #faceKey = '';
  /** @type {string | null} */
  #scrollBefore = null;
  #sound = this.#kept.get('sound') === '1';
  /** @type {AudioContext | null} */
  #audio = null;

  static define(registry = customElements) {
    if (!registry.get('dh-panel')) registry.define('dh-panel', Panel);
  }

  /** @param {Options} options @param {Say} say */
  constructor(options, say) {
    super();
    this.#options = options;
    this.#say = say;
    const server = new URL(options.base);
    this.#conversation = new Conversation({ io, url: server.origin, path: new URL('socket.io/', server).pathname,
      locale: options.locale, page: options.page, kept: this.#kept, tab: keep(() => sessionStorage) });
  }

  connectedCallback() {
    this.className = 'panel';
    this.hidden = true;
    this.setAttribute('role', 'dialog');
    this.append(
      h('div', { class: 'head' }, this.#face,
        h('div', { class: 'whom' }, h('div', { class: 'line1' }, this.#name, this.#badge), this.#status),
        this.#menuButton, this.#closeButton),
      this.#menu, this.#banner, this.#messages, this.#composer);
    this.#listen();
    this.#speak();
  }

  connect() {
    this.#conversation.open();
  }

  /** @param {{focus?: boolean, draft?: string}} [options] */
  show({ focus = true, draft } = {}) {
    this.hidden = false;
    this.connect();
    this.#fit();
    this.#update();
    this.#messages.toEnd();
    if (draft) this.#composer.value = draft;
    // On a phone the keyboard would cover what was just opened; there the first tap is the visitor's own.
    if (focus) (matchMedia('(hover: hover)').matches || draft ? this.#composer : this.#closeButton).focus({ preventScroll: true });
    this.#read();
  }

  hide() {
    this.hidden = true;
    this.#toggleMenu(false);
    this.#fit();
  }

  /** @param {Page | null} page */
  setPage(page) {
    this.#conversation.setPage(page);
    this.#update();
  }

  #listen() {
    const conversation = this.#conversation;
    conversation.addEventListener('change', () => this.#update());
    conversation.addEventListener('status', (event) => this.#options.onEvent('status', /** @type {CustomEvent} */ (event).detail));
    conversation.addEventListener('message', (event) => this.#arrived(/** @type {CustomEvent} */ (event).detail));
    conversation.connection.on('status', (status) => this.#lineChanged(status));
    this.#messages.addEventListener('end', () => this.#read());
    this.#messages.addEventListener('older', () => conversation.older());
    // What held the focus is gone. On a phone the input would bring up the keyboard, which nobody asked for.
    this.#messages.addEventListener('focusback', () =>
      (matchMedia('(hover: hover)').matches ? this.#composer : this.#messages).focus({ preventScroll: true }));
    this.#composer.addEventListener('send', (event) => conversation.send(/** @type {CustomEvent} */ (event).detail));
    this.#composer.addEventListener('typing', (event) => conversation.typing(/** @type {CustomEvent} */ (event).detail));
    this.#menuButton.addEventListener('click', () => this.#toggleMenu(this.#menu.hidden));
    this.#closeButton.addEventListener('click', () => this.#options.onClose());
    this.addEventListener('keydown', (event) => this.#pressed(event));
    this.addEventListener('click', (event) => this.#clicked(event));
    document.addEventListener('visibilitychange', () => this.#read());
    this.#phone.addEventListener('change', () => this.#fit());
    visualViewport?.addEventListener('resize', () => this.#fit());
    visualViewport?.addEventListener('scroll', () => this.#fit());
  }

  /** All words anew, in the language that is set. */
  #speak() {
    const { locale } = this.#conversation;
    const say = this.#say;
    this.lang = locale;
    for (const [button, words] of /** @type {const} */ ([[this.#menuButton, 'menu'], [this.#closeButton, 'close']])) {
      button.setAttribute('aria-label', say(words));
    }
    this.#composer.speak(say);
    this.#messages.speak({ say, locale, base: this.#options.base,
      reply: ({ title, payload }) => this.#conversation.send(title, payload || undefined),
      takeOffer: (id) => void this.#conversation.takeOffer(id).catch(() => {}),
    }, (clientId) => this.#conversation.retry(clientId));
    this.#faceKey = '';
    this.#update();
  }

  #update() {
    const conversation = this.#conversation;
    const { timeline } = conversation;
    const shop = conversation.shop?.name ?? this.#options.name ?? this.#say('shop');
    this.#options.onUnread(this.hidden ? conversation.unread : 0);
    if (this.hidden) return;
    this.setAttribute('aria-label', this.#say('dialog', { shop }));
    this.#header(shop);
    this.#showBanner();
    this.#messages.update({ timeline, ready: conversation.ready, online: conversation.line === 'online', shop,
      greeting: conversation.locale === this.#options.locale ? this.#options.greeting ?? '' : '', starters: this.#starters() });
    this.#composer.wants(wantedInput(timeline));
    this.#read();
  }

  /** @param {string} shop */
  #header(shop) {
    const say = this.#say;
    const { timeline, line } = this.#conversation;
    const agent = timeline.status === 'agent' ? timeline.agent : null;
    const typing = timeline.typing;
    const name = agent?.name ?? shop;
    /** @type {Parameters<Say>[0]} */
    const status = line !== 'online' ? (this.#everOnline ? 'statusOffline' : 'statusConnecting')
      : timeline.status === 'waiting' ? 'statusWaiting' : agent ? 'statusAgent' : timeline.status === 'resolved' ? 'statusResolved' : 'statusBot';
    this.#set(this.#name, name);
    this.#set(this.#badge, say(agent ? 'agent' : 'bot'));
    this.#badge.classList.toggle('human', Boolean(agent));
    this.#set(this.#status, typing && line === 'online' ? `${typing.author === 'agent' ? typing.name ?? name : say('bot')} ${say('typing')}` : say(status));
    this.dataset.line = line === 'online' ? timeline.status : line;
    const key = agent ? `a${agent.name}` : 'bot';
    if (key !== this.#faceKey) {
      this.#faceKey = key;
      this.#face.replaceChildren(agent ? initials(agent.name) : icon(ICONS.bot, 26));
      this.#face.classList.toggle('human', Boolean(agent));
    }
  }

  /** Text that has not changed is not written again: nothing is read out twice. @param {Element} element @param {string} text */
  #set(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  #showBanner() {
    const say = this.#say;
    const { timeline, shop } = this.#conversation;
    let text = '';
    if (this.#offlineLong) {
      text = this.#everOnline || !navigator.onLine ? say('offline') : say('never');
      if (this.#options.hotline && !this.#everOnline) text += ` ${say('call', { n: this.#options.hotline })}`;
    } else if (timeline.status === 'waiting' && shop && !shop.online) {
      text = say('closed', { hours: shop.hours_text });
    }
    this.#banner.classList.toggle('calm', !this.#offlineLong);
    this.#banner.hidden = !text;
    this.#set(this.#banner, text);
  }

  /** @param {import('../shared/connection.js').LineStatus} status */
  #lineChanged(status) {
    clearTimeout(this.#offlineTimer);
    if (status === 'online') {
      this.#everOnline = true;
      this.#offlineLong = false;
    } else if (!this.#offlineLong) {
      // A short break is nobody's concern, unless the browser itself knows that there is no network.
      this.#offlineTimer = setTimeout(() => {
        this.#offlineLong = true;
        this.#update();
      }, !navigator.onLine ? 0 : this.#everOnline ? 1500 : 6000);
    }
    this.#update();
  }

  #starters() {
    const kind = this.#conversation.page?.kind ?? '';
    const place = kind === 'product' ? 'startProduct' : /^c(art|heckout)$/.test(kind) ? 'startCart' : 'start';
    return /** @type {const} */ ([1, 2, 3]).map((n) => this.#say(`${place}${n}`));
  }

  /** @param {Message} message */
  #arrived(message) {
    this.#options.onEvent('message', message);
    const away = this.hidden || document.visibilityState !== 'visible';
    if (message.author !== 'visitor' && away && this.#sound) this.#chime();
  }

  #read() {
    if (this.hidden || !this.#messages.atEnd || document.visibilityState !== 'visible' || !this.#conversation.unread) return;
    this.#conversation.read();
  }

  /** @param {boolean} open @param {boolean} [note] */
  #toggleMenu(open, note = false) {
    const had = !this.#menu.hidden;
    this.#menu.hidden = !open;
    this.#menuButton.setAttribute('aria-expanded', String(open));
    if (!open) {
      const held = /** @type {ShadowRoot} */ (this.getRootNode()).activeElement;
      if (had && (this.#menu.contains(held) || !held) && !this.hidden) this.#menuButton.focus();
      return;
    }
    place(this.#menu, note ? this.#privacy() : this.#choices());
    if (note || !had) /** @type {HTMLElement | null} */ (this.#menu.querySelector('button'))?.focus();
  }

  #choices() {
    const say = this.#say;
    const { status } = this.#conversation.timeline;
    const asked = status === 'waiting' || status === 'agent';
    const { locale } = this.#conversation;
    return [
      h('button', { type: 'button', disabled: asked, onclick: () => this.#askForPerson() },
        icon(ICONS.person), say(status === 'agent' ? 'personHere' : asked ? 'personAsked' : 'person')),
      h('div', { class: 'row', role: 'group', 'aria-label': say('language') }, icon(ICONS.language),
        /** @type {const} */ (['vi', 'en']).map((each) => h('button', { type: 'button', class: 'seg', lang: each, 'aria-pressed': each === locale,
          onclick: () => this.#setLocale(each) }, each === 'vi' ? 'Tiếng Việt' : 'English'))),
      h('button', { type: 'button', role: 'switch', 'aria-checked': this.#sound, onclick: () => this.#setSound(!this.#sound) },
        icon(ICONS.sound), h('span', null, say('sound')), h('span', { class: 'switch' })),
      h('button', { type: 'button', onclick: () => this.#toggleMenu(true, true) }, icon(ICONS.shield), say('privacy')),
    ];
  }

  #privacy() {
    const say = this.#say;
    return [h('h3', null, say('privacy')), h('p', null, linked(say('privacyNote'))),
      h('div', { class: 'acts' },
        h('button', { type: 'button', class: 'plain', onclick: () => {
          place(this.#menu, this.#choices());
          /** @type {HTMLElement | null} */ (this.#menu.querySelector('button:last-child'))?.focus();
        } }, say('back')),
        h('button', { type: 'button', class: 'plain', onclick: () => {
          this.#toggleMenu(false);
          this.#conversation.send(say('eraseText'));
        } }, say('erase')))];
  }

  async #askForPerson() {
    this.#toggleMenu(false);
    try {
      await this.#conversation.askForPerson();
    } catch {
      // Not reachable as a command: the words go the safe way, through the queue.
      this.#conversation.send(this.#say('person'));
    }
  }

  /** @param {Locale} locale */
  async #setLocale(locale) {
    if (locale !== this.#conversation.locale) {
      this.#say = await sayIn(locale);
      this.#conversation.locale = locale;
      this.#options.onLocale(locale);
      this.#speak();
      this.#conversation.setLocale(locale);
    }
    place(this.#menu, this.#choices());
    /** @type {HTMLElement | null} */ (this.#menu.querySelector('.seg[aria-pressed="true"]'))?.focus();
  }

  /** @param {boolean} on */
  #setSound(on) {
    this.#sound = on;
    this.#kept.set('sound', on ? '1' : null);
    place(this.#menu, this.#choices());
    /** @type {HTMLElement | null} */ (this.#menu.querySelector('[role="switch"]'))?.focus();
    if (on) this.#chime();
  }

  #chime() {
    try {
      const audio = this.#audio ??= new AudioContext();
      for (const [i, pitch] of [660, 880].entries()) {
        const tone = audio.createOscillator();
        const level = audio.createGain();
        const at = audio.currentTime + i * 0.12;
        tone.frequency.value = pitch;
        level.gain.setValueAtTime(0.06, at);
        level.gain.exponentialRampToValueAtTime(0.001, at + 0.25);
        tone.connect(level).connect(audio.destination);
        tone.start(at);
        tone.stop(at + 0.25);
      }
    } catch {
      // No sound before the first tap on the page, says the browser.
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation();
      if (!this.#menu.hidden) this.#toggleMenu(false);
      else this.#options.onClose();
    }
    if (event.key !== 'Tab' || !this.#phone.matches) return;
    // Full screen: the page behind is out of sight and must be out of reach.
    const all = [...this.querySelectorAll('button:not(:disabled), a[href], textarea, input, summary, [tabindex="0"]')]
      .filter((element) => element.getClientRects().length);
    const held = /** @type {ShadowRoot} */ (this.getRootNode()).activeElement;
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (held !== from) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (to).focus();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const path = event.composedPath();
    if (!this.#menu.hidden && !path.includes(this.#menu) && !path.includes(this.#menuButton)) this.#toggleMenu(false);
    // A link into the shop leads to the page behind the full-screen chat, so the chat steps aside.
    const link = target.closest('a');
    if (link && !link.target && this.#phone.matches) this.#options.onClose({ focus: false });
  }

  /** Full screen on phones, above the keyboard: iOS shrinks only the visual viewport. */
  #fit() {
    const full = !this.hidden && this.#phone.matches;
    const view = visualViewport;
    this.setAttribute('aria-modal', String(full));
    this.style.setProperty('--dh-view', full && view ? `${view.height}px` : '');
    this.style.setProperty('--dh-view-top', full && view ? `${view.offsetTop}px` : '');
    const { style } = document.documentElement;
    if (full && this.#scrollBefore === null) {
      this.#scrollBefore = style.overflow;
      style.overflow = 'hidden';
    } else if (!full && this.#scrollBefore !== null) {
      style.overflow = this.#scrollBefore;
      this.#scrollBefore = null;
    }
  }
}

/** Only the language that is spoken is loaded. @param {Locale} locale @returns {Promise<Say>} */
async function sayIn(locale) {
  const { words } = await (locale === 'en' ? import('./words.en.js') : import('./words.vi.js'));
  return speaker(words);
}

/** Vietnamese names are called by their last word. @param {string} name */
function initials(name) {
  return (name.trim().split(/\s+/).at(-1) ?? '').slice(0, 1).toUpperCase();
}

/**
 * Puts the panel into the launcher's shadow root once its looks are there.
 * @param {ShadowRoot} root @param {Options} options
 * @returns {Promise<Panel>}
 */
export async function mount(root, options) {
  for (const element of [Messages, Composer, Panel]) element.define();
  const say = sayIn(options.locale);
  setBrand(/** @type {HTMLElement} */ (root.host), options.brand);
  await Promise.all(['static/shared/tokens.css', 'static/widget/panel.css'].map((path) => new Promise((resolve, reject) => {
    const link = h('link', { rel: 'stylesheet', href: new URL(path, options.base).href });
    link.addEventListener('load', resolve);
    link.addEventListener('error', reject);
    root.append(link);
  })));
  const panel = new Panel(options, await say);
  root.prepend(panel);
  return panel;
}
