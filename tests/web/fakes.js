/** Hand-made stand-ins for the network and the clock. */

/** A clock that moves only when told to, and the timers set by it. */
export function fakeTimers() {
  let now = 0;
  let ids = 0;
  /** @type {Map<number, {at: number, fn: () => void}>} */
  const due = new Map();
  return {
    set(/** @type {() => void} */ fn, /** @type {number} */ ms) {
      due.set(++ids, { at: now + ms, fn });
      return ids;
    },
    clear(/** @type {any} */ id) {
      due.delete(id);
    },
    get waiting() {
      return due.size;
    },
    /** Lets `ms` pass, and everything that is asynchronous settle. @param {number} ms */
    async pass(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...due].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
        if (!next) break;
        due.delete(next[0]);
        now = next[1].at;
        next[1].fn();
        await settle();
      }
      now = end;
    },
  };
}

/** Lets promises that are already decided run on. */
export async function settle() {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

/** A server in memory with the visitor's side of docs/protocol.md. */
export class FakeServer {
  /** @type {any[]} */
  messages = [];
  token = 't-1';
  conversation = 'k-1';
  /** @type {FakeSocket[]} */
  sockets = [];
  /** @type {{command: string, body: any}[]} */
  heard = [];
  /** How many answers get lost on the way. */
  swallow = 0;
  /** @type {Record<string, any>} the next answers to a command, instead of the usual one */
  answers = {};
  page = 200;

  io = () => {
    const socket = new FakeSocket(this);
    this.sockets.push(socket);
    return socket;
  };

  get socket() {
    return /** @type {FakeSocket} */ (this.sockets.at(-1));
  }

  /** @param {Partial<any>} fields */
  store(fields) {
    const message = { id: `m${this.messages.length + 1}`, conversation_id: this.conversation, seq: this.messages.length + 1, author: 'bot',
      kind: 'text', text: 'x', payload: {}, quick_replies: [], delivery: 'sent', created_at: '2026-11-21T07:05:00Z', client_id: null, ...fields };
    this.messages.push(message);
    return message;
  }

  /** Stored and told to everybody. @param {Partial<any>} fields */
  say(fields) {
    const message = this.store(fields);
    for (const socket of this.sockets) socket.hear('message.created', message);
    return message;
  }

  /** @param {string} command @param {any} body */
  answer(command, body) {
    this.heard.push({ command, body });
    const prepared = this.answers[command]?.shift();
    if (prepared) return prepared;
    if (command === 'hello') {
      const messages = this.messages.filter((message) => message.seq > body.last_seq).slice(0, this.page);
      return { ok: true, token: this.token, conversation: { id: this.conversation, status: 'bot', agent: null, language: 'vi' },
        messages, more: body.last_seq + messages.length < this.messages.length, last_seq: messages.at(-1)?.seq ?? body.last_seq, shop: { name: 'Hiên Nhà', online: true, hours_text: '8-21' } };
    }
    if (command === 'message.send') {
      const had = this.messages.find((message) => message.client_id === body.client_id);
      return { ok: true, message: had ?? this.say({ author: 'visitor', text: body.text, client_id: body.client_id }) };
    }
    if (command === 'messages.before') {
      const messages = this.messages.filter((message) => message.seq < body.seq).slice(-50);
      return { ok: true, messages, more: (messages[0]?.seq ?? 1) > 1 };
    }
    return { ok: true };
  }

  /** @param {string} command */
  said(command) {
    return this.heard.filter((each) => each.command === command).map((each) => each.body);
  }
}

export class FakeSocket {
  connected = false;
  active = true;
  /** @type {Map<string, ((...args: any[]) => void)[]>} */
  #listeners = new Map();
  #server;

  /** @param {FakeServer} server */
  constructor(server) {
    this.#server = server;
  }

  /** @param {string} event @param {(...args: any[]) => void} listener */
  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  /** @param {string} event @param {any} [body] */
  hear(event, body) {
    for (const listener of this.#listeners.get(event) ?? []) listener(body);
  }

  /** @param {string} command @param {any} body @param {(answer: any) => void} [ack] */
  emit(command, body, ack) {
    const answer = this.#server.answer(command, body);
    if (!ack) return this;
    if (this.#server.swallow > 0 && command !== 'hello') this.#server.swallow -= 1;
    else queueMicrotask(() => this.connected && ack(answer));
    return this;
  }

  connect() {
    this.connected = true;
    this.hear('connect');
    return this;
  }

  disconnect() {
    this.drop('io client disconnect');
    return this;
  }

  /** @param {string} [reason] */
  drop(reason = 'transport close') {
    if (!this.connected) return;
    this.connected = false;
    this.hear('disconnect', reason);
  }
}
