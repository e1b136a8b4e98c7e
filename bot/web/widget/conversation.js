/** The visitor's conversation without its looks: line, send queue, timeline and what this browser remembers. */
import { Connection, newClientId } from '../shared/connection.js';
import { SendQueue } from '../shared/send_queue.js';
import { apply, emptyTimeline, lastSeq, unread } from '../shared/timeline.js';

/** @typedef {import('../shared/types').Hello} Hello */
/** @typedef {import('../shared/types').Locale} Locale */
/** @typedef {import('../shared/types').Message} Message */
/** @typedef {import('../shared/types').Outgoing} Outgoing */
/** @typedef {import('../shared/types').Page} Page */
/** @typedef {import('../shared/storage.js').Keep} Keep */
/** @typedef {import('../shared/timeline.js').TimelineEvent} TimelineEvent */

export class Conversation extends EventTarget {
  timeline = emptyTimeline();
  /** @type {Hello['shop'] | null} */
  shop = null;
  /** @type {import('../shared/connection.js').LineStatus} */
  line = 'idle';
  /** The history of this page load is complete. */
  ready = false;
  #id = '';
  #readUpTo = 0;
  #typing = 0;
  /** @type {any} */
  #typingEnds = 0;
  #fetching = false;
  #kept;
  #tab;

  /**
   * @param {object} options
   * @param {any} options.io
   * @param {string} options.url
   * @param {string} options.path
   * @param {Locale} options.locale
   * @param {Page | null} options.page
   * @param {Keep} options.kept shared by all tabs
   * @param {Keep} options.tab this tab only
   */
  constructor({ io, url, path, locale, page, kept, tab }) {
    super();
    this.locale = locale;
    this.page = page;
    this.#kept = kept;
    this.#tab = tab;
    this.connection = new Connection({ io, url, path, hello: () => this.#hello() });
    this.queue = new SendQueue({
      send: ({ created_at, ...body }) => this.connection.call('message.send', body),
      changed: (item, status, detail) => this.#sending(item, status, detail),
      save: (items) => tab.set('unsent', items.length ? JSON.stringify(items) : null),
    });
    this.#listen();
    this.#takeUpUnsent();
  }

  get unread() {
    return unread(this.timeline, this.#readUpTo);
  }

  open() {
    this.connection.open();
  }

  /** @param {string} text @param {string} [payload] of the quick reply or button that was tapped */
  send(text, payload) {
    const trimmed = text.trim();
    if (!trimmed) return;
    this.typing(false);
    this.queue.add({ client_id: newClientId(), text: trimmed, created_at: new Date().toISOString(),
      ...(payload ? { payload } : null), ...(this.page ? { page: this.page } : null) });
  }

  /** @param {string} clientId */
  retry(clientId) {
    this.queue.retry(clientId);
  }

  /** All that is there has been seen by a person. */
  read() {
    const seq = lastSeq(this.timeline);
    if (!this.#id || seq <= this.#readUpTo) return;
    this.#readUpTo = seq;
    this.#kept.set('read', `${this.#id} ${seq}`);
    this.connection.call('messages.read', { seq }).catch(() => {});
    this.#changed();
  }

  async older() {
    const first = this.timeline.messages[0];
    if (!this.timeline.older || this.#fetching || !first) return;
    this.#fetching = true;
    try {
      const { messages, more } = await this.connection.call('messages.before', { seq: first.seq });
      this.#apply({ type: 'history', messages, older: more });
    } catch {
      // Scrolling up again asks again.
    } finally {
      this.#fetching = false;
    }
  }

  /** @param {boolean} active */
  typing(active) {
    const now = Date.now();
    if (active ? now - this.#typing < 3000 : !this.#typing) return;
    this.#typing = active ? now : 0;
    this.connection.tell('typing', { active });
  }

  askForPerson() {
    return this.connection.call('handoff.request', {});
  }

  /** @param {string} id */
  takeOffer(id) {
    return this.connection.call('offer.take', { offer_id: id });
  }

  /** @param {Page | null} page */
  setPage(page) {
    if (!page || JSON.stringify(page) === JSON.stringify(this.page)) return;
    this.page = page;
    this.connection.call('page.set', page).catch(() => {});
  }

  /** @param {Locale} locale */
  setLocale(locale) {
    this.locale = locale;
    this.connection.resume();
    this.#changed();
  }

  #hello() {
    const token = this.#kept.get('token');
    return { ...(token ? { token } : null), locale: this.locale, ...(this.page ? { page: this.page } : null) };
  }

  #listen() {
    const line = this.connection;
    line.on('status', (status) => {
      this.line = status;
      if (status === 'online') {
        this.ready = true;
        this.queue.start();
      } else this.queue.pause();
      this.#changed();
    });
    line.on('hello', (/** @type {Hello & {older?: boolean}} */ answer) => this.#greeted(answer));
    line.on('history', ({ messages }) => this.#apply({ type: 'history', messages }));
    line.on('message.created', (/** @type {Message} */ message) => this.#arrived(message));
    line.on('message.updated', (body) => this.#apply({ type: 'updated', ...body }));
    line.on('conversation.status_changed', (body) => {
      // Nobody is made to wait unless somebody is there, who may have come after `hello`.
      if (body.status === 'waiting' && this.shop) this.shop = { ...this.shop, online: true };
      this.#apply({ type: 'status_changed', ...body });
      this.dispatchEvent(new CustomEvent('status', { detail: body }));
    });
    line.on('typing', (body) => {
      this.#apply({ type: 'typing', ...body });
      // "Stopped" may get lost on the way; nobody types for half a minute without a word.
      clearTimeout(this.#typingEnds);
      this.#typingEnds = setTimeout(() => this.#apply({ type: 'typing', author: body.author, active: false }), 30_000);
    });
    addEventListener('online', () => line.wake());
    addEventListener('offline', () => line.sleep());
    addEventListener('pageshow', (event) => event.persisted && line.wake());
    addEventListener('storage', ({ key, newValue }) => {
      if (key === this.#kept.name('read')) this.#recallRead();
      // Two tabs opened at once by a new visitor: the one that has said nothing yet joins the other's conversation.
      const nothingSaid = !this.timeline.messages.length && !this.queue.items.length;
      if (key === this.#kept.name('token') && newValue && nothingSaid) line.resume(true);
    });
  }

  /** @param {Hello & {older?: boolean}} answer */
  #greeted({ token, conversation, messages, shop, older }) {
    this.#kept.set('token', token);
    this.shop = shop;
    if (this.#id && this.#id !== conversation.id) {
      this.timeline = apply(this.timeline, { type: 'reset' });
      this.#readUpTo = 0;
    }
    this.#id = conversation.id;
    this.#recallRead();
    this.timeline = apply(this.timeline, { type: 'history', messages, older });
    for (const message of messages) this.queue.settle(message.client_id);
    this.#apply({ type: 'status_changed', status: conversation.status, agent: conversation.agent });
  }

  /** @param {Message} message */
  #arrived(message) {
    if (message.conversation_id && this.#id && message.conversation_id !== this.#id) return this.connection.resume(true);
    const known = this.timeline.messages.some((other) => other.seq === message.seq);
    this.queue.settle(message.client_id);
    this.#apply({ type: 'created', message });
    if (!known) this.dispatchEvent(new CustomEvent('message', { detail: message }));
  }

  /** @param {Outgoing} item @param {'pending' | 'sent' | 'failed'} status @param {any} detail */
  #sending(item, status, detail) {
    if (status === 'sent') return this.#arrived(detail.message);
    if (status === 'failed') return this.#apply({ type: 'failed', client_id: item.client_id, error: detail.message });
    this.#apply({ type: 'written', message: { client_id: item.client_id, author: 'visitor', kind: 'text', text: item.text,
      payload: {}, created_at: item.created_at ?? new Date().toISOString() } });
  }

  /** What was written just before the page was left is sent from this one, under the same id. */
  #takeUpUnsent() {
    try {
      for (const item of JSON.parse(this.#tab.get('unsent') ?? '[]')) this.queue.add(item);
    } catch {
      this.#tab.set('unsent', null);
    }
  }

  #recallRead() {
    const [id, seq] = (this.#kept.get('read') ?? '').split(' ');
    if (id === this.#id && Number(seq) > this.#readUpTo) {
      this.#readUpTo = Number(seq);
      this.#changed();
    }
  }

  /** @param {TimelineEvent} event */
  #apply(event) {
    const next = apply(this.timeline, event);
    if (next === this.timeline) return;
    this.timeline = next;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
