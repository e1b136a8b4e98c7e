/*
 * The whole embed: <script async src="https://your-bot.example/widget.js"></script>
 * Draws the launcher at once; everything else is loaded when somebody wants to talk, or when a conversation is already going on.
 *
 *   data-locale    vi (default), en, or auto (from <html lang>)
 *   data-brand     the shop's colour, e.g. #0b6e5f
 *   data-position  right (default) or left
 *   data-theme     auto (default), light or dark
 *   data-greeting  the first sentence of the welcome
 *   data-hotline   shown when the chat cannot be reached
 *   data-name      the shop's name until the server has told it
 *
 * Calls before it has loaded:  (window.DongHanh = window.DongHanh || []).push(['open'])
 */
(() => {
  'use strict';

  /** @typedef {import('../shared/types').Locale} Locale */
  /** @typedef {import('../shared/types').Page} Page */
  /** @typedef {import('./panel.js').Panel} Panel */

  const VERSION = '1.0.0';
  const found = document.currentScript ?? document.querySelector('script[src*="widget.js"]');
  if (!(found instanceof HTMLScriptElement) || document.querySelector('dong-hanh')) return;
  const data = found.dataset;
  const base = new URL('.', found.src).href;

  const WORDS = {
    vi: {
      open: 'Mở trò chuyện với shop', close: 'Thu nhỏ trò chuyện', chat: 'Trò chuyện với shop', unread: '{n} tin chưa đọc',
      sorry: 'Dạ, khung trò chuyện chưa mở được trên máy này ạ.', call: 'Anh/chị gọi {n} giúp em nhé.',
      again: 'Thử lại', dismiss: 'Đóng', mail: 'Anh/chị thử lại sau ít phút nhé.',
    },
    en: {
      open: 'Open the chat with the shop', close: 'Minimise the chat', chat: 'Chat with the shop', unread: '{n} unread',
      sorry: 'Sorry, the chat could not be opened on this device.', call: 'Please call {n} instead.',
      again: 'Try again', dismiss: 'Close', mail: 'Please try again in a few minutes.',
    },
  };

  const store = {
    /** @param {string} key */
    get(key) {
      try {
        return localStorage.getItem(`dh:${key}`);
      } catch {
        return null;
      }
    },
    /** @param {string} key @param {string} value */
    set(key, value) {
      try {
        localStorage.setItem(`dh:${key}`, value);
      } catch {
        // Denied: the panel starts closed on the next page.
      }
    },
  };

  const pageLocale = data.locale === 'en' || (data.locale === 'auto' && /^en\b/i.test(document.documentElement.lang)) ? 'en' : 'vi';
  // A choice made in the widget holds for pages of the language it was made on.
  const chosen = (store.get('locale') ?? '').split(':');
  /** @type {Locale} */
  const locale = chosen[0] === pageLocale && (chosen[1] === 'vi' || chosen[1] === 'en') ? chosen[1] : pageLocale;

  /** @type {Record<string, Set<(detail: any) => void>>} */
  const listeners = { open: new Set(), close: new Set(), message: new Set(), status: new Set() };
  /** @param {string} name @param {any} [detail] */
  const emit = (name, detail) => {
    for (const listener of listeners[name] ?? []) {
      try {
        listener(detail);
      } catch (error) {
        console.error(error);
      }
    }
  };

  /** Until the exact rule of shared/colour.js is loaded. @param {string} colour */
  const inkOn = (colour) => {
    const n = parseInt(colour.length === 4 ? colour.replace(/\w/g, '$&$&').slice(1) : colour.slice(1), 16);
    return (n >> 16) * 0.3 + ((n >> 8) & 255) * 0.59 + (n & 255) * 0.11 > 150 ? '#16181d' : '#fff';
  };

  const CSS = `
:host { position: fixed; z-index: 2147483000; inset: auto; bottom: max(20px, env(safe-area-inset-bottom)); right: max(20px, env(safe-area-inset-right));
  display: block; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
:host([data-position="left"]) { right: auto; left: max(20px, env(safe-area-inset-left)); }
:host([hidden]) { display: none; }
@media print { :host { display: none; } }
button { font: inherit; cursor: pointer; }
.launcher { position: relative; display: grid; place-items: center; width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%;
  color: var(--dh-on-brand, #fff); background: var(--dh-brand, #0b6e5f);
  box-shadow: 0 0 0 1px rgb(255 255 255 / .16), 0 2px 6px rgb(18 22 33 / .16), 0 8px 24px rgb(18 22 33 / .2); transition: transform 160ms cubic-bezier(.2, .7, .3, 1); }
.launcher:hover { transform: translateY(-2px); }
.launcher:active { transform: none; }
.launcher:focus-visible, .sorry :focus-visible { outline: 3px solid var(--dh-brand-text, #0b6e5f); outline-offset: 3px; }
.launcher svg { grid-area: 1 / 1; transition: opacity 120ms, transform 160ms; }
.launcher .down, :host([open]) .launcher .talk { opacity: 0; transform: scale(.7); }
:host([open]) .launcher .down { opacity: 1; transform: none; }
.busy .talk { opacity: .45; }
.count { position: absolute; top: -4px; right: -4px; min-width: 22px; height: 22px; padding: 0 6px; box-sizing: border-box; border-radius: 11px;
  background: #b3261e; color: #fff; font-size: 13px; font-weight: 600; line-height: 22px; text-align: center; box-shadow: 0 0 0 2px #fff; }
.count[hidden], :host([open]) .count { display: none; }
.sorry { position: absolute; right: 0; bottom: 72px; width: min(300px, calc(100vw - 40px)); box-sizing: border-box; padding: 16px; border-radius: 12px;
  background: #fff; color: #16181d; box-shadow: 0 2px 6px rgb(18 22 33 / .1), 0 12px 40px rgb(18 22 33 / .2); }
:host([data-position="left"]) .sorry { right: auto; left: 0; }
.sorry p { margin: 0 0 8px; }
.sorry a { color: #0b5cad; font-weight: 600; }
.sorry button { margin: 4px 8px 0 0; padding: 8px 14px; border: 1px solid #868d99; border-radius: 8px; background: #fff; color: #16181d; }
@media (prefers-reduced-motion: reduce) { .launcher, .launcher svg { transition: none; } }
@media (max-width: 480px), (max-height: 480px) { :host([open]) .launcher { display: none; } }`;

  const SVG = 'http://www.w3.org/2000/svg';
  /** @param {string} name @param {string} path */
  const icon = (name, path) => {
    const svg = document.createElementNS(SVG, 'svg');
    const line = document.createElementNS(SVG, 'path');
    const attributes = { class: name, viewBox: '0 0 24 24', width: '28', height: '28', fill: 'none', stroke: 'currentColor',
      'stroke-width': '1.8', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' };
    for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
    line.setAttribute('d', path);
    svg.append(line);
    return svg;
  };

  class Launcher extends HTMLElement {
    #root = this.attachShadow({ mode: 'open' });
    #button = document.createElement('button');
    #count = document.createElement('span');
    /** @type {Promise<Panel> | null} */
    #panel = null;
    #attempt = 0;
    #open = false;
    #unread = 0;
    /** @type {Locale} */
    #locale = locale;
    /** @type {Page | null} */
    #page = null;

    static define() {
      customElements.define('dong-hanh', Launcher);
    }

    connectedCallback() {
      if (this.#button.isConnected) return;
      if (data.position === 'left') this.dataset.position = 'left';
      if (data.theme === 'light' || data.theme === 'dark') this.dataset.theme = data.theme;
      if (/^#([\da-f]{3}|[\da-f]{6})$/i.test(data.brand ?? '')) {
        this.style.setProperty('--dh-brand', data.brand ?? '');
        this.style.setProperty('--dh-on-brand', inkOn(data.brand ?? ''));
      }
      try {
        // Allowed under a content security policy that forbids inline styles.
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(CSS);
        this.#root.adoptedStyleSheets = [sheet];
      } catch {
        const style = document.createElement('style');
        style.textContent = CSS;
        this.#root.append(style);
      }
      this.#button.className = 'launcher';
      this.#button.type = 'button';
      this.#count.className = 'count';
      this.#count.hidden = true;
      this.#button.append(
        icon('talk', 'M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-6.5L8 20v-3.5H5A1.5 1.5 0 0 1 3.5 15V7A1.5 1.5 0 0 1 5 5.5ZM8.5 11h.01M12 11h.01M15.5 11h.01'),
        icon('down', 'M6 9.5l6 6 6-6'), this.#count);
      this.#button.addEventListener('click', () => this.toggle());
      // A hand on its way to the button is the sign to fetch the rest.
      for (const sign of ['pointerenter', 'focus', 'touchstart']) {
        this.#button.addEventListener(sign, () => this.#load().catch(() => {}), { once: true, passive: true });
      }
      this.#root.append(this.#button);
      this.#label();
      this.#page = readPage();
      if (store.get('open') === '1') this.open({ focus: false });
      else if (store.get('token')) {
        const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ fn) => setTimeout(fn, 1500));
        idle(() => this.#load().then((panel) => panel.connect()).catch(() => {}), { timeout: 4000 });
      }
    }

    get isOpen() {
      return this.#open;
    }

    /** @param {{draft?: string, focus?: boolean}} [options] `draft`: words put into the input, not sent */
    async open(options) {
      const { draft, focus = true } = options ?? {};
      this.#sorry(false);
      const was = this.#open;
      this.#setOpen(true);
      this.#button.classList.add('busy');
      try {
        const panel = await this.#load();
        if (!this.#open) return;
        panel.show({ focus, draft });
        if (!was) emit('open');
      } catch {
        this.#setOpen(false);
        this.#sorry(true);
      } finally {
        this.#button.classList.remove('busy');
      }
    }

    /** @param {{focus?: boolean, remember?: boolean}} [options] */
    async close({ focus = true } = {}) {
      if (!this.#open) return;
      const inside = this.#root.activeElement !== null;
      this.#setOpen(false);
      if (focus && inside) this.#button.focus();
      (await this.#panel)?.hide();
      emit('close');
    }

    toggle() {
      return this.#open ? this.close() : this.open();
    }

    /** @param {Page} page */
    setPage(page) {
      this.#page = withAddress(page);
      this.#panel?.then((panel) => panel.setPage(this.#page), () => {});
    }

    #load() {
      this.#panel ??= import(new URL('static/widget/panel.js', base).href + (this.#attempt++ ? `?again=${this.#attempt}` : ''))
        .then((module) => module.mount(this.#root, {
          base, locale: this.#locale, brand: data.brand, greeting: data.greeting, hotline: data.hotline, name: data.name, page: this.#page,
          onLocale: (/** @type {Locale} */ next) => {
            this.#locale = next;
            store.set('locale', `${pageLocale}:${next}`);
            this.#label();
          },
          onUnread: (/** @type {number} */ n) => {
            this.#unread = n;
            this.#label();
          },
          onClose: (/** @type {any} */ options) => this.close(options),
          onEvent: emit,
        }));
      this.#panel.catch(() => {
        this.#panel = null;
      });
      return this.#panel;
    }

    /** @param {boolean} open */
    #setOpen(open) {
      this.#open = open;
      this.toggleAttribute('open', open);
      store.set('open', open ? '1' : '0');
      this.#label();
    }

    #label() {
      const words = WORDS[this.#locale];
      const n = this.#unread;
      this.#count.hidden = !n;
      this.#count.textContent = n > 9 ? '9+' : String(n);
      this.#button.lang = this.#locale;
      this.#button.setAttribute('aria-expanded', String(this.#open));
      this.#button.setAttribute('aria-label', this.#open ? words.close : n ? `${words.open}, ${words.unread.replace('{n}', String(n))}` : words.open);
    }

    /** The way on when the panel cannot be had: a sentence and the telephone. @param {boolean} show */
    #sorry(show) {
      this.#root.querySelector('.sorry')?.remove();
      if (!show) return;
      const words = WORDS[this.#locale];
      const box = document.createElement('div');
      box.className = 'sorry';
      box.setAttribute('role', 'alert');
      box.lang = this.#locale;
      const text = document.createElement('p');
      text.textContent = words.sorry;
      const way = document.createElement('p');
      const hotline = data.hotline;
      if (hotline) {
        const [before, after] = words.call.split('{n}');
        const link = document.createElement('a');
        link.href = `tel:${hotline.replace(/[^\d+]/g, '')}`;
        link.textContent = hotline;
        way.append(before, link, after);
      } else way.textContent = words.mail;
      const again = document.createElement('button');
      again.textContent = words.again;
      again.addEventListener('click', () => this.open());
      const dismiss = document.createElement('button');
      dismiss.textContent = words.dismiss;
      dismiss.addEventListener('click', () => this.#sorry(false));
      box.append(text, way, again, dismiss);
      this.#root.append(box);
    }
  }

  /** @param {Page} page @returns {Page} */
  const withAddress = (page) => ({ url: location.origin + location.pathname + location.search, title: document.title.slice(0, 200), ...page });

  /** What the page says about itself: `DongHanh.page`, else `<meta name="dh:page">`. @returns {Page} */
  function readPage() {
    const declared = /** @type {any} */ (window).DongHanh?.page;
    try {
      const meta = document.querySelector('meta[name="dh:page"]')?.getAttribute('content');
      return withAddress(declared ?? (meta ? JSON.parse(meta) : { kind: 'other' }));
    } catch {
      return withAddress({ kind: 'other' });
    }
  }

  Launcher.define();
  const launcher = /** @type {Launcher} */ (document.createElement('dong-hanh'));

  const before = /** @type {any} */ (window).DongHanh;
  const api = {
    version: VERSION,
    page: before?.page,
    open: (/** @type {any} */ options) => launcher.open(options),
    close: () => launcher.close(),
    toggle: () => launcher.toggle(),
    setPage: (/** @type {Page} */ page) => launcher.setPage(page),
    /**
     * `open`, `close`, `message` (Message), `status` ({status, agent}).
     * @param {string} name @param {(detail: any) => void} listener @returns {() => void} takes it off again
     */
    on(name, listener) {
      listeners[name]?.add(listener);
      return () => void listeners[name]?.delete(listener);
    },
    /** A call as a list, the form in which calls wait before this script has run. @param {[string, ...any[]]} call */
    push([name, ...values]) {
      const method = /** @type {any} */ (api)[name];
      if (typeof method === 'function') method(...values);
    },
  };
  /** @type {any} */ (window).DongHanh = api;

  const start = () => {
    document.body.append(launcher);
    for (const call of Array.isArray(before) ? before : before?.queue ?? []) api.push(call);
  };
  if (document.body) start();
  else addEventListener('DOMContentLoaded', start);
})();
