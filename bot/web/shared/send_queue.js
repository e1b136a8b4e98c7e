/**
 * Messages on their way out, one at a time and in order, each under the `client_id` it was given when it was written:
 * sent twice it is stored once, so trying again is always safe.
 */
import { backoff, realTimers } from './connection.js';

/** @typedef {import('./types').Outgoing} Outgoing */
/** @typedef {import('./types').Trouble} Trouble */
/** @typedef {import('./types').Timers} Timers */
/** @typedef {'pending' | 'sent' | 'failed'} SendStatus */

export class SendQueue {
  #send;
  #changed;
  #save;
  #timers;
  #random;
  #attemptsMost;
  /** @type {Outgoing[]} */
  #items = [];
  /** @type {Map<string, Outgoing>} */
  #failed = new Map();
  #running = false;
  #busy = false;
  #attempts = 0;
  /** @type {unknown} */
  #timer = null;

  /**
   * @param {object} options
   * @param {(item: Outgoing) => Promise<any>} options.send rejects with a Trouble; code `disconnected` costs no attempt
   * @param {(item: Outgoing, status: SendStatus, detail: any) => void} options.changed detail: the answer or the Trouble
   * @param {(items: Outgoing[]) => void} [options.save] keeps what is unsent over a reload of the page
   * @param {Timers} [options.timers]
   * @param {() => number} [options.random]
   * @param {number} [options.attempts] before a message is called failed
   */
  constructor({ send, changed, save = () => {}, timers = realTimers, random = Math.random, attempts = 4 }) {
    this.#send = send;
    this.#changed = changed;
    this.#save = save;
    this.#timers = timers;
    this.#random = random;
    this.#attemptsMost = attempts;
  }

  /** Unsent, failed ones included. */
  get items() {
    return [...this.#failed.values(), ...this.#items];
  }

  /** @param {Outgoing} item */
  add(item) {
    this.#items.push(item);
    this.#keep();
    this.#changed(item, 'pending', null);
    this.#drain();
  }

  /** Tapped again: the same message, the same id. @param {string} clientId */
  retry(clientId) {
    const item = this.#failed.get(clientId);
    if (!item) return;
    this.#failed.delete(clientId);
    this.add(item);
  }

  /** It came back as stored although its answer was lost. @param {string | null | undefined} clientId */
  settle(clientId) {
    if (!clientId) return;
    this.#failed.delete(clientId);
    // The one in flight is taken off by its own answer.
    this.#items = this.#items.filter((item, i) => item.client_id !== clientId || (i === 0 && this.#busy));
    this.#keep();
  }

  start() {
    this.#running = true;
    this.#attempts = 0;
    this.#timers.clear(this.#timer);
    this.#drain();
  }

  pause() {
    this.#running = false;
    this.#timers.clear(this.#timer);
  }

  async #drain() {
    if (!this.#running || this.#busy || !this.#items.length) return;
    const item = this.#items[0];
    this.#busy = true;
    /** @type {any} */
    let answer = null;
    /** @type {Trouble | null} */
    let trouble = null;
    try {
      answer = await this.#send(item);
    } catch (error) {
      trouble = /** @type {Trouble} */ (error);
    }
    this.#busy = false;
    if (trouble?.code === 'disconnected') return;
    if (trouble?.retry && ++this.#attempts < this.#attemptsMost) {
      if (this.#running) this.#timer = this.#timers.set(() => this.#drain(), backoff(this.#attempts, this.#random));
      return;
    }
    this.#attempts = 0;
    this.#items = this.#items.filter((other) => other !== item);
    if (trouble) this.#failed.set(item.client_id, item);
    this.#keep();
    this.#changed(item, trouble ? 'failed' : 'sent', trouble ?? answer);
    this.#drain();
  }

  #keep() {
    this.#save(this.items);
  }
}
