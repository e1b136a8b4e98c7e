/**
 * What an agent has on the desk: the queue, one open conversation, and the line to the server.
 * Knows no element; says `changed` with a topic, and the elements draw themselves anew.
 */
import { Connection, newClientId } from '../shared/connection.js';
import { SendQueue } from '../shared/send_queue.js';
import { apply, emptyTimeline, lastSeq } from '../shared/timeline.js';
import { Api, ApiError } from './api.js';

/** @typedef {import('./types').Agent} Agent */
/** @typedef {import('./types').Row} Row */
/** @typedef {import('./types').Counts} Counts */
/** @typedef {import('./types').QueueName} QueueName */
/** @typedef {import('./types').Opened} Opened */
/** @typedef {import('./types').StageKey} StageKey */
/** @typedef {import('../shared/timeline.js').Timeline} Timeline */
/** @typedef {import('../shared/timeline.js').TimelineEvent} TimelineEvent */
/** @typedef {import('../shared/connection.js').LineStatus} LineStatus */
/** @typedef {'session' | 'line' | 'agents' | 'queue' | 'open' | 'timeline' | 'detail'} Topic */

const EVENTS = ['message.created', 'message.updated', 'conversation.changed', 'handoff.requested', 'typing',
  'stage.changed', 'presence'];
const TYPING_LASTS = 8_000;
const TYPING_AGAIN = 4_000;
const REFRESH_GAP = 1_500;
const KEPT_TIMELINES = 30;
const GAP_TO_BRIDGE = 400;

/** Whether a row stands in a queue; the server has the same rule. @param {QueueName} queue @param {Row} row @param {string} me */
export function standsIn(queue, row, me) {
  switch (queue) {
    case 'waiting': return row.waiting_since !== null && (row.status === 'waiting' || row.status === 'bot');
    case 'mine': return row.status === 'agent' && row.agent?.id === me;
    case 'agent': return row.status === 'agent';
    case 'bot': return row.status === 'bot' && row.waiting_since === null;
    case 'resolved': return row.status === 'resolved';
    default: return true;
  }
}

/** The longest waiting first where people wait, else the newest. @param {QueueName} queue @param {Row[]} rows */
export function inOrder(queue, rows) {
  const key = (/** @type {Row} */ row) => Date.parse(queue === 'waiting' ? row.waiting_since ?? '' : row.last_at) || 0;
  return [...rows].sort((a, b) => (queue === 'waiting' ? key(a) - key(b) : key(b) - key(a)));
}

export class Desk {
  api = new Api();
  /** @type {Agent | null} */
  me = null;
  /** @type {Agent[]} */
  agents = [];
  /** @type {LineStatus} */
  line = 'idle';
  queue = {
    /** @type {QueueName} */ name: 'waiting',
    search: '',
    /** @type {Row[]} */ rows: [],
    /** @type {Counts | null} */ counts: null,
    more: false,
    loading: false,
    /** @type {ApiError | null} */ trouble: null,
  };
  /** @type {Opened | null} */
  open = null;
  /** The last known state of every row seen, to tell what changed. @type {Map<string, Row>} */
  known = new Map();

  #io;
  /** @type {Connection | null} */
  #connection = null;
  /** @type {Map<Topic, Set<() => void>>} */
  #listeners = new Map();
  /** @type {Map<string, Timeline>} */
  #timelines = new Map();
  /** @type {Map<string, SendQueue>} */
  #outgoing = new Map();
  #queueAsked = 0;
  #refreshAt = 0;
  /** @type {number | undefined} */
  #refreshTimer;
  /** @type {number | undefined} */
  #detailTimer;
  /** @type {number | undefined} */
  #typingTimer;
  /** @type {number | undefined} */
  #stopTyping;
  #typingSaid = 0;
  #wasOnline = false;
  #readUpTo = 0;
  /** Called when a visitor asks for a person. @type {(row: Row) => void} */
  onRequest = () => {};
  /** Called when a visitor of mine wrote. @type {(row: Row) => void} */
  onVisitorWrote = () => {};

  /** @param {(url: string, options: Record<string, unknown>) => any} io */
  constructor(io) {
    this.#io = io;
    this.api.onLoginRequired = () => this.#sessionOver();
  }

  /** @param {Topic} topic @param {() => void} listener @returns {() => void} takes the listener off */
  on(topic, listener) {
    const set = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, set.add(listener));
    return () => void set.delete(listener);
  }

  /** @param {Topic} topic */
  #changed(topic) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }

  // Session

  /** Takes up the session the browser has; false if it has none. */
  async resume() {
    try {
      this.#begin((await this.api.get('session')).agent);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return false;
      throw error;
    }
  }

  /** @param {string} email @param {string} password */
  async login(email, password) {
    this.#begin((await this.api.login(email, password)).agent);
  }

  async logout() {
    try {
      await this.api.send('logout');
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
    }
    this.#sessionOver();
  }

  /** @param {Agent} agent */
  #begin(agent) {
    this.me = agent;
    this.#connect();
    this.#changed('session');
    this.loadQueue();
    this.#loadAgents();
  }

  #sessionOver() {
    if (!this.me) return;
    this.me = null;
    this.#connection?.close();
    this.#connection = null;
    this.#wasOnline = false;
    this.known.clear();
    this.#timelines.clear();
    for (const outgoing of this.#outgoing.values()) outgoing.pause();
    this.#outgoing.clear();
    this.open = null;
    this.queue = { ...this.queue, rows: [], counts: null, more: false, trouble: null };
    this.#changed('session');
  }

  async #loadAgents() {
    try {
      this.#setAgents((await this.api.get('agents')).agents);
    } catch {
      // The next presence event brings them.
    }
  }

  /** @param {Agent[]} agents */
  #setAgents(agents) {
    this.agents = agents;
    const me = agents.find((agent) => agent.id === this.me?.id);
    if (me) this.me = me;
    this.#changed('agents');
  }

  /** @param {boolean} online */
  async setPresence(online) {
    const { agent } = await this.api.send('me/presence', { online }, 'PUT');
    this.#setAgents(this.agents.map((other) => (other.id === agent.id ? agent : other)));
  }

  // The line

  #connect() {
    const connection = new Connection({ io: this.#io, url: '/console', hello: null, events: EVENTS });
    this.#connection = connection;
    connection.on('status', (status) => this.#lineChanged(status));
    connection.on('refused', () => this.resume().catch(() => {}));
    connection.on('message.created', (message) => {
      if (message.conversation_id !== this.open?.id) return;
      const gap = message.seq > lastSeq(this.timeline) + 1;
      this.#apply(message.conversation_id, { type: 'created', message });
      this.#outgoing.get(message.conversation_id)?.settle(message.client_id);
      if (gap) this.#catchUp();
      if (['offer', 'order', 'consent', 'cart', 'details', 'lead'].includes(message.kind)
        || (message.author === 'visitor' && this.open?.detail?.reach)) this.#refreshDetail();
    });
    connection.on('message.updated', (body) => {
      if (body.conversation_id !== this.open?.id) return;
      this.#apply(body.conversation_id, { type: 'updated', ...body });
      // What was not delivered may also say that nothing else will be.
      if (body.failure) this.#refreshDetail();
    });
    connection.on('conversation.changed', (row) => this.#rowChanged(row));
    connection.on('handoff.requested', (row) => {
      this.#rowChanged(row);
      this.onRequest(row);
    });
    connection.on('stage.changed', (body) => {
      if (body.conversation_id === this.open?.id) this.#refreshDetail();
    });
    connection.on('presence', (body) => this.#setAgents(body.agents));
    connection.on('typing', (body) => this.#typingHeard(body));
    connection.open();
  }

  /** @param {LineStatus} status */
  #lineChanged(status) {
    this.line = status;
    if (status === 'online') {
      // What happened while the line was down is fetched, by cursor where there is one.
      if (this.#wasOnline) {
        this.loadQueue();
        this.#loadAgents();
      }
      this.#wasOnline = true;
      if (this.open) this.show(this.open.id, true);
      for (const outgoing of this.#outgoing.values()) outgoing.start();
    } else {
      for (const outgoing of this.#outgoing.values()) outgoing.pause();
    }
    this.#changed('line');
  }

  wake() {
    this.#connection?.wake();
  }

  sleep() {
    this.#connection?.sleep();
  }

  async #watch() {
    const id = this.open?.id ?? null;
    try {
      await this.#connection?.call('watch', { conversation_id: id });
    } catch {
      // Said again with the next connection or the next conversation; an unknown one is shown as missing.
    }
  }

  // The queue

  /** @param {QueueName} name */
  chooseQueue(name) {
    if (name === this.queue.name) return;
    this.queue = { ...this.queue, name, rows: [], more: false };
    this.loadQueue();
  }

  /** @param {string} search */
  searchFor(search) {
    if (search === this.queue.search) return;
    this.queue.search = search;
    this.loadQueue();
  }

  async loadQueue() {
    const asked = ++this.#queueAsked;
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = undefined;
    this.#refreshAt = Date.now();
    this.queue.loading = true;
    this.#changed('queue');
    const { name, search } = this.queue;
    try {
      const answer = await this.api.get('conversations', { queue: name, search });
      if (asked !== this.#queueAsked) return;
      for (const row of answer.conversations) this.known.set(row.id, row);
      Object.assign(this.queue, {
        rows: answer.conversations, counts: answer.counts, more: answer.more, trouble: null,
      });
    } catch (error) {
      if (asked !== this.#queueAsked || !(error instanceof ApiError)) return;
      this.queue.trouble = error;
    }
    this.queue.loading = false;
    this.#changed('queue');
  }

  async loadMore() {
    const last = this.queue.rows.at(-1);
    if (!last || this.queue.loading) return;
    const asked = ++this.#queueAsked;
    this.queue.loading = true;
    const { name, search } = this.queue;
    try {
      const answer = await this.api.get('conversations', { queue: name, search, before: last.last_at });
      if (asked !== this.#queueAsked) return;
      const had = new Set(this.queue.rows.map((row) => row.id));
      const rows = answer.conversations.filter((/** @type {Row} */ row) => !had.has(row.id));
      for (const row of rows) this.known.set(row.id, row);
      Object.assign(this.queue, { rows: [...this.queue.rows, ...rows], counts: answer.counts, more: answer.more });
    } catch (error) {
      if (asked !== this.#queueAsked || !(error instanceof ApiError)) return;
      this.queue.trouble = error;
    }
    this.queue.loading = false;
    this.#changed('queue');
  }

  /** Counts and order may have changed in ways only the server knows; ask it, but not for every message. */
  #refreshQueue() {
    if (this.#refreshTimer !== undefined) return;
    const wait = Math.max(60, REFRESH_GAP - (Date.now() - this.#refreshAt));
    this.#refreshTimer = setTimeout(() => this.loadQueue(), wait);
  }

  /** @param {Row} row */
  #rowChanged(row) {
    const me = this.me?.id ?? '';
    const before = this.known.get(row.id);
    this.known.set(row.id, row);
    const { name, search, rows } = this.queue;
    const listed = rows.some((other) => other.id === row.id);
    const belongs = standsIn(name, row, me) && (listed || !search);
    const moved = before?.status !== row.status || before.agent?.id !== row.agent?.id
      || (before.waiting_since === null) !== (row.waiting_since === null);
    const rest = rows.filter((other) => other.id !== row.id);
    if (belongs || listed) this.queue.rows = belongs ? inOrder(name, [...rest, row]) : rest;
    if (moved) this.#refreshQueue();
    this.#changed('queue');
    if (this.open?.id === row.id) this.#openRowChanged(row, moved || before?.visitor_name !== row.visitor_name);
    const wrote = row.last_author === 'visitor' && row.last_seq > (before?.last_seq ?? row.last_seq);
    if (wrote && standsIn('mine', row, me)) this.onVisitorWrote(row);
  }

  /** How many want my attention: those who wait, and mine with something unread. */
  get attention() {
    const mine = [...this.known.values()].filter((row) =>
      standsIn('mine', row, this.me?.id ?? '') && row.unread > 0 && row.last_author === 'visitor' && row.id !== this.open?.id);
    return (this.queue.counts?.waiting ?? 0) + mine.length;
  }

  // The open conversation

  get timeline() {
    return this.#timelines.get(this.open?.id ?? '') ?? emptyTimeline();
  }

  get isMine() {
    return Boolean(this.open?.row && standsIn('mine', this.open.row, this.me?.id ?? ''));
  }

  /** Puts a conversation on the screen. @param {string} id @param {boolean} [again] */
  async show(id, again = false) {
    if (this.open?.id === id && !again) return;
    if (this.open?.id !== id) {
      this.stopTyping();
      this.#readUpTo = 0;
      this.open = { id, row: this.known.get(id) ?? null, detail: null, ready: this.#timelines.has(id), trouble: null,
        conflict: null, done: null, busy: false };
      this.#changed('open');
      this.#changed('timeline');
      this.#changed('detail');
    }
    const opened = this.open;
    try {
      // First listen, then read: what is said in between comes twice rather than never.
      const reading = this.#watch().then(() => this.#loadTimeline(id));
      const [detail] = await Promise.all([this.api.get(`conversations/${id}`), reading]);
      if (this.open !== opened) return;
      Object.assign(opened, { detail, row: detail.conversation, ready: true, trouble: null });
      this.known.set(id, detail.conversation);
    } catch (error) {
      if (this.open !== opened || !(error instanceof ApiError)) return;
      opened.trouble = error.status === 404 ? 'missing' : 'unreachable';
    }
    this.#changed('open');
    this.#changed('timeline');
    this.#changed('detail');
  }

  leave() {
    if (!this.open) return;
    this.stopTyping();
    this.open = null;
    this.#watch();
    this.#changed('open');
    this.#changed('timeline');
    this.#changed('detail');
  }

  /** @param {string} id */
  async #loadTimeline(id) {
    const path = `conversations/${id}/messages`;
    let seen = lastSeq(this.#timelines.get(id) ?? emptyTimeline());
    const ahead = (this.known.get(id)?.last_seq ?? 0) - seen;
    if (!seen || ahead > GAP_TO_BRIDGE) {
      const answer = await this.api.get(path, { before: 2 ** 31 - 1 });
      if (seen) this.#apply(id, { type: 'reset' });
      this.#apply(id, { type: 'history', messages: answer.messages, older: answer.more });
      return;
    }
    for (let more = true; more;) {
      const answer = await this.api.get(path, { after: seen });
      this.#apply(id, { type: 'history', messages: answer.messages });
      seen = answer.messages.at(-1)?.seq ?? seen;
      more = answer.more;
    }
  }

  async #catchUp() {
    const opened = this.open;
    if (!opened) return;
    // From the last message before the hole, not from the newest.
    const { messages } = this.timeline;
    const hole = messages.findIndex((message, i) => i > 0 && message.seq !== messages[i - 1].seq + 1);
    if (hole < 0) return;
    try {
      const answer = await this.api.get(`conversations/${opened.id}/messages`, { after: messages[hole - 1].seq });
      this.#apply(opened.id, { type: 'history', messages: answer.messages });
    } catch {
      // The next message or reconnect finds the hole again.
    }
  }

  async loadOlder() {
    const opened = this.open;
    const first = this.timeline.messages[0]?.seq;
    if (!opened || !first) return;
    const answer = await this.api.get(`conversations/${opened.id}/messages`, { before: first });
    this.#apply(opened.id, { type: 'history', messages: answer.messages, older: answer.more });
  }

  /** @param {string} id @param {TimelineEvent} event */
  #apply(id, event) {
    const next = apply(this.#timelines.get(id) ?? emptyTimeline(), event);
    this.#timelines.delete(id);
    this.#timelines.set(id, next);
    for (const [old, timeline] of this.#timelines) {
      if (this.#timelines.size <= KEPT_TIMELINES) break;
      if (!timeline.unsent.length && old !== this.open?.id) this.#timelines.delete(old);
    }
    if (id === this.open?.id) this.#changed('timeline');
  }

  /** @param {Row} row @param {boolean} moved */
  #openRowChanged(row, moved) {
    if (!this.open) return;
    this.open.row = row;
    if (moved) {
      if (row.status === 'agent') this.open.done = null;
      this.#refreshDetail();
    }
    this.#changed('open');
  }

  #refreshDetail() {
    clearTimeout(this.#detailTimer);
    this.#detailTimer = setTimeout(async () => {
      const opened = this.open;
      if (!opened) return;
      try {
        const detail = await this.api.get(`conversations/${opened.id}`);
        if (this.open !== opened) return;
        opened.detail = detail;
        this.#changed('detail');
      } catch {
        // What is shown stays until the next change.
      }
    }, 400);
  }

  /**
   * Takes the floor in `id` or the open conversation. A colleague who was faster is named in `open.conflict`.
   * @param {string} [id]
   */
  async claim(id = this.open?.id) {
    if (!id) return;
    await this.#act(id, 'claim', {}, (opened, error) => {
      if (error?.code === 'already_claimed') opened.conflict = error.agent || '?';
      return error?.code === 'already_claimed';
    });
    if (this.isMine && this.open) {
      this.open.conflict = null;
      this.open.done = null;
      this.#changed('open');
    }
  }

  /** @param {'hand_back' | 'resolve'} verb @param {string} note */
  async end(verb, note) {
    const opened = this.open;
    if (!opened) return;
    this.stopTyping();
    await this.#act(opened.id, verb, { note });
    opened.done = verb === 'resolve' ? 'resolved' : 'handed_back';
    this.#changed('open');
  }

  /** @param {StageKey} stage */
  async correctStage(stage) {
    if (this.open) await this.#act(this.open.id, 'stage', { stage });
    this.#refreshDetail();
  }

  /**
   * @param {string} id @param {string} verb @param {object} body
   * @param {(opened: Opened, error: ApiError) => boolean} [expected] true: the refusal is shown in its own way
   */
  async #act(id, verb, body, expected) {
    const opened = this.open?.id === id ? this.open : null;
    if (opened) {
      opened.busy = true;
      this.#changed('open');
    }
    try {
      const answer = await this.api.send(`conversations/${id}/${verb}`, body);
      this.#rowChanged(answer.conversation);
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) this.#fetchRow(id);
      if (!opened || !(error instanceof ApiError) || !expected?.(opened, error)) throw error;
    } finally {
      if (opened) {
        opened.busy = false;
        this.#changed('open');
      }
    }
  }

  /** @param {string} id */
  async #fetchRow(id) {
    try {
      this.#rowChanged((await this.api.get(`conversations/${id}`)).conversation);
    } catch {
      // An event will bring it.
    }
  }

  // Writing

  /** @param {string} text */
  send(text) {
    const opened = this.open;
    if (!opened || !this.me) return;
    this.stopTyping();
    const item = { client_id: newClientId(), text, created_at: new Date().toISOString() };
    this.#apply(opened.id, { type: 'written', message: { ...item, author: 'agent', author_name: this.me.name, kind: 'text', payload: {} } });
    this.#queueOf(opened.id).add(item);
  }

  /** @param {string} clientId */
  retry(clientId) {
    const id = this.open?.id;
    const line = this.timeline.unsent.find((unsent) => unsent.client_id === clientId);
    if (!id || !line) return;
    this.#apply(id, { type: 'written', message: line });
    this.#queueOf(id).retry(clientId);
  }

  get hasUnsent() {
    return [...this.#timelines.values()].some((timeline) => timeline.unsent.length > 0);
  }

  /** @param {string} id */
  #queueOf(id) {
    let outgoing = this.#outgoing.get(id);
    if (!outgoing) {
      outgoing = new SendQueue({
        send: ({ client_id, text }) => this.api.send(`conversations/${id}/messages`, { client_id, text }),
        changed: (item, status, detail) => {
          if (status === 'sent') this.#apply(id, { type: 'created', message: detail.message });
          if (status === 'failed') {
            this.#apply(id, { type: 'failed', client_id: item.client_id, error: detail.code });
            if (detail.code === 'not_yours') this.#fetchRow(id);
          }
        },
      });
      this.#outgoing.set(id, outgoing);
      if (this.line !== 'offline') outgoing.start();
    }
    return outgoing;
  }

  /** The agent is typing; said at once and then every few seconds. */
  typing() {
    if (!this.open || !this.isMine) return;
    clearTimeout(this.#stopTyping);
    this.#stopTyping = setTimeout(() => this.stopTyping(), TYPING_AGAIN + 1_000);
    if (Date.now() - this.#typingSaid < TYPING_AGAIN) return;
    this.#typingSaid = Date.now();
    this.#connection?.tell('typing', { conversation_id: this.open.id, active: true });
  }

  stopTyping() {
    clearTimeout(this.#stopTyping);
    if (!this.#typingSaid || !this.open) return;
    this.#typingSaid = 0;
    this.#connection?.tell('typing', { conversation_id: this.open.id, active: false });
  }

  /** @param {{conversation_id: string, author: 'visitor' | 'agent', name?: string, active: boolean}} body */
  #typingHeard({ conversation_id: id, author, name, active }) {
    if (id !== this.open?.id) return;
    clearTimeout(this.#typingTimer);
    this.#apply(id, { type: 'typing', author, name, active });
    // A browser that closes in the middle of a word never says that it stopped.
    if (active) this.#typingTimer = setTimeout(() => this.#apply(id, { type: 'typing', author, active: false }), TYPING_LASTS);
  }

  /** Everything is on the screen: tells the server where a person waits for this agent, and only there. */
  markRead() {
    const { open } = this;
    const seq = lastSeq(this.timeline);
    if (!open?.row || !seq || seq <= this.#readUpTo) return;
    if (!this.isMine && open.row.status !== 'waiting') return;
    this.#readUpTo = seq;
    this.api.send(`conversations/${open.id}/read`, { seq }).then(() => {
      const row = this.known.get(open.id);
      if (!row || row.last_seq > seq) return;
      const read = { ...row, unread: 0 };
      this.known.set(open.id, read);
      this.queue.rows = this.queue.rows.map((other) => (other.id === read.id ? read : other));
      this.#changed('queue');
    }).catch(() => {
      this.#readUpTo = 0;
    });
  }
}
