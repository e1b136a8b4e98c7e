/**
 * The line to the shop. Connecting and reconnecting are the same act: `hello` with the last `seq` seen, then live events.
 * The Socket.IO factory and the timers come from outside, so that all of it runs in a test without a network.
 */

/** @typedef {import('./types').Message} Message */
/** @typedef {import('./types').Hello} Hello */
/** @typedef {import('./types').Trouble} Trouble */
/** @typedef {import('./types').Timers} Timers */
/** @typedef {'idle' | 'connecting' | 'online' | 'offline'} LineStatus */

/**
 * @typedef {object} Socket
 * @property {boolean} connected
 * @property {boolean} [active]
 * @property {(event: string, listener: (...args: any[]) => void) => unknown} on
 * @property {(event: string, ...args: any[]) => unknown} emit
 * @property {() => unknown} connect
 * @property {() => unknown} disconnect
 */

/** A command that came to nothing. `retry` says whether the same command may succeed later. */
export class CommandError extends Error {
  /** @param {Partial<Trouble>} trouble */
  constructor({ code = 'unavailable', message = '', retry = false }) {
    super(message);
    this.code = code;
    this.retry = retry;
  }
}

const disconnected = () => new CommandError({ code: 'disconnected', retry: true });

/** @param {{messages: Message[]}} answer */
const seqsOf = (answer) => answer.messages.map((message) => message.seq);

/** @type {Timers} */
export const realTimers = {
  set: (fn, ms) => setTimeout(fn, ms),
  clear: (id) => clearTimeout(/** @type {any} */ (id)),
};

/** 1 s, 2 s, 4 s … up to `most`, spread by half so that a thousand browsers do not return in the same second.
 * @param {number} attempt from 1 @param {() => number} random @param {number} [most] */
export function backoff(attempt, random, most = 15_000) {
  return Math.min(most, 1000 * 2 ** (attempt - 1)) * (0.5 + random() / 2);
}

/** Unique in its conversation, at most 64 characters of `A-Z a-z 0-9 . _ : -`. */
export function newClientId() {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return `c-${Date.now().toString(36)}-${[...words].map((word) => word.toString(36)).join('')}`;
}

const EVENTS = ['message.created', 'message.updated', 'conversation.status_changed', 'typing'];

export class Connection {
  #io;
  #url;
  #options;
  #hello;
  #events;
  #timers;
  #random;
  #ackTimeout;
  /** @type {Socket | null} */
  #socket = null;
  /** @type {LineStatus} */
  #status = 'idle';
  /** @type {Map<string, Set<(detail: any) => void>>} */
  #listeners = new Map();
  /** Commands without an answer yet, to be refused at once when the line breaks. @type {Set<(error: CommandError) => void>} */
  #waiting = new Set();
  /** Everything up to here has been seen. */
  #cursor = 0;
  /** Whose cursor it is. */
  #conversation = '';
  /** Seen ahead of the cursor. @type {Set<number>} */
  #ahead = new Set();
  /** @type {unknown} */
  #gapTimer = null;
  /** @type {unknown} */
  #retryTimer = null;
  #attempts = 0;
  /** Counts greetings, so that the answer to an old one is not taken for the new one's. */
  #greeting = 0;

  /**
   * @param {object} options
   * @param {(url: string, options: Record<string, unknown>) => Socket} options.io
   * @param {string} options.url with the namespace, e.g. `https://bot.example/console`
   * @param {string} [options.path]
   * @param {(() => Record<string, unknown>) | null} [options.hello] body of `hello` without `last_seq`; null: none is said
   * @param {string[]} [options.events] server events to pass on
   * @param {Timers} [options.timers]
   * @param {() => number} [options.random]
   * @param {number} [options.ackTimeout] ms
   */
  constructor({ io, url, path = '/socket.io/', hello = () => ({}), events = EVENTS, timers = realTimers,
    random = Math.random, ackTimeout = 10_000 }) {
    this.#io = io;
    this.#url = url;
    // One connection attempt over WebSocket first: long polling needs sticky sessions behind a load balancer.
    this.#options = { path, transports: ['websocket', 'polling'], tryAllTransports: true, forceNew: true,
      reconnectionDelay: 800, reconnectionDelayMax: 15_000, timeout: 10_000 };
    this.#hello = hello;
    this.#events = events;
    this.#timers = timers;
    this.#random = random;
    this.#ackTimeout = ackTimeout;
  }

  get status() {
    return this.#status;
  }

  /** The last `seq` up to which nothing is missing. */
  get cursor() {
    return this.#cursor;
  }

  /**
   * Server events by their names, and `status` (LineStatus), `hello` (Hello), `history` ({messages}), `refused` (Error).
   * @param {string} name @param {(detail: any) => void} listener
   * @returns {() => void} takes the listener off again
   */
  on(name, listener) {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  }

  open() {
    if (this.#socket) return this.#dial();
    this.#setStatus('connecting');
    const socket = this.#io(this.#url, this.#options);
    this.#socket = socket;
    socket.on('connect', () => this.#greet());
    socket.on('disconnect', () => this.#lost());
    socket.on('connect_error', (error) => {
      this.#lost();
      // Refused by the server, not by the network: Socket.IO itself does not try again.
      if (socket.active === false) this.#emit('refused', error);
    });
    for (const event of this.#events) {
      socket.on(event, (body) => {
        if (event === 'message.created') this.#note(body.seq);
        this.#emit(event, body);
      });
    }
  }

  close() {
    this.#timers.clear(this.#retryTimer);
    this.#timers.clear(this.#gapTimer);
    this.#socket?.disconnect();
    this.#socket = null;
    this.#refuseWaiting();
    this.#setStatus('idle');
  }

  /** The network is back, says the browser: do not wait for the next attempt. */
  wake() {
    const socket = this.#socket;
    if (!socket) return;
    if (!socket.connected) this.#dial(true);
    else if (this.#status !== 'online') this.#greet();
  }

  /** The network is gone, says the browser; the socket itself would notice half a minute later. */
  sleep() {
    if (this.#socket) this.#setStatus('offline');
  }

  /** Says hello again, e.g. after a change of language, or as somebody else (`fromStart`). @param {boolean} [fromStart] */
  resume(fromStart = false) {
    if (fromStart) this.#rewind();
    if (this.#socket?.connected) this.#greet();
  }

  /**
   * One command, answered. Rejects with a CommandError: the server's own, `timeout` or `disconnected`.
   * @param {string} command @param {object} body
   * @returns {Promise<any>}
   */
  call(command, body) {
    return this.#status === 'online' ? this.#command(command, body) : Promise.reject(disconnected());
  }

  /** @param {string} command @param {object} body @returns {Promise<any>} */
  #command(command, body) {
    const socket = this.#socket;
    if (!socket?.connected) return Promise.reject(disconnected());
    return new Promise((resolve, reject) => {
      /** @param {CommandError} error */
      const refuse = (error) => {
        done();
        reject(error);
      };
      const timer = this.#timers.set(() => refuse(new CommandError({ code: 'timeout', retry: true })), this.#ackTimeout);
      const done = () => {
        this.#timers.clear(timer);
        this.#waiting.delete(refuse);
      };
      this.#waiting.add(refuse);
      socket.emit(command, body, (/** @type {any} */ answer) => {
        done();
        if (answer?.ok) return resolve(answer);
        const error = new CommandError(answer?.error ?? { retry: true });
        if (error.code === 'hello_first') {
          error.retry = true;
          this.#greet();
        }
        reject(error);
      });
    });
  }

  /** One command whose loss does not matter. @param {string} command @param {object} body */
  tell(command, body) {
    if (this.#socket?.connected && this.#status === 'online') this.#socket.emit(command, body);
  }

  async #greet() {
    const greeting = ++this.#greeting;
    this.#timers.clear(this.#retryTimer);
    if (this.#status !== 'online') this.#setStatus('connecting');
    if (!this.#hello) {
      this.#setStatus('online');
      return;
    }
    try {
      for (let more = true; more;) {
        const before = this.#cursor;
        /** @type {Hello} */
        const answer = await this.#command('hello', { ...this.#hello(), last_seq: before });
        if (greeting !== this.#greeting) return;
        const { id } = answer.conversation;
        const other = before > 0 && id !== this.#conversation;
        this.#conversation = id;
        if (other) {
          // Not the conversation whose cursor we kept: this one is read from its beginning.
          this.#rewind();
          this.#emit('hello', { ...answer, messages: [], older: false });
          continue;
        }
        const seqs = seqsOf(answer);
        const first = Math.min(...seqs);
        // The first hello may bring the newest messages only: what is older is fetched when somebody scrolls up.
        if (before === 0 && seqs.length) this.#cursor = first - 1;
        for (const seq of seqs) this.#note(seq);
        this.#emit('hello', { ...answer, older: before ? undefined : seqs.length > 0 && first > 1 });
        if (seqs.length && first > this.#cursor + 1) await this.#fill(first);
        more = this.#cursor > before && (answer.more || this.#cursor < answer.last_seq);
        if (!more && this.#cursor < answer.last_seq) this.#jump(answer.last_seq);
      }
      this.#attempts = 0;
      this.#setStatus('online');
    } catch {
      if (greeting !== this.#greeting || !this.#socket?.connected) return;
      this.#setStatus('offline');
      this.#retryTimer = this.#timers.set(() => this.#greet(), backoff(++this.#attempts, this.#random));
    }
  }

  /** Fetches backwards what lies between the cursor and `seq`. @param {number} seq */
  async #fill(seq) {
    for (let from = seq; from > this.#cursor + 1;) {
      const answer = await this.#command('messages.before', { seq: from });
      const seqs = seqsOf(answer);
      if (!seqs.length) return;
      for (const each of seqs) this.#note(each);
      this.#emit('history', answer);
      from = Math.min(...seqs);
    }
  }

  /** @param {number} seq */
  #note(seq) {
    if (!(seq > this.#cursor)) return;
    this.#ahead.add(seq);
    while (this.#ahead.delete(this.#cursor + 1)) this.#cursor += 1;
    this.#timers.clear(this.#gapTimer);
    // `seq` has no holes: if one stays open, an event was lost on the way, and hello brings it.
    if (this.#ahead.size && this.#status === 'online') this.#gapTimer = this.#timers.set(() => this.#greet(), 400);
  }

  /** @param {number} seq */
  #jump(seq) {
    this.#cursor = seq;
    for (const each of this.#ahead) if (each <= seq) this.#ahead.delete(each);
  }

  #rewind() {
    this.#cursor = 0;
    this.#ahead.clear();
  }

  #lost() {
    this.#greeting += 1;
    this.#timers.clear(this.#retryTimer);
    this.#refuseWaiting();
    this.#setStatus('offline');
    const socket = this.#socket;
    // Socket.IO comes back by itself, except after a goodbye or a refusal from the server.
    if (socket && socket.active === false) {
      this.#retryTimer = this.#timers.set(() => this.#dial(), backoff(++this.#attempts, this.#random));
    }
  }

  /**
   * Starts connecting, unless Socket.IO is at it already: `connect()` in the middle of its handshake would greet the
   * server twice, which refuses the second greeting; the socket would then count as connected, hear nothing and rest.
   * @param {boolean} [afresh] break off an attempt that is under way, or the wait for the next one
   */
  #dial(afresh = false) {
    const socket = this.#socket;
    if (!socket || (socket.active && !afresh)) return;
    socket.disconnect();
    this.#timers.clear(this.#retryTimer);
    socket.connect();
  }

  #refuseWaiting() {
    for (const refuse of [...this.#waiting]) refuse(disconnected());
  }

  /** @param {LineStatus} status */
  #setStatus(status) {
    if (status === this.#status) return;
    this.#status = status;
    this.#emit('status', status);
  }

  /** @param {string} name @param {any} detail */
  #emit(name, detail) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(detail);
  }
}
