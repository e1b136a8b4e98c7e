/** The middle pane: who has the floor, what was said, and the agent's ways to act. */
import { h, icon } from '../shared/dom.js';
import { dateTime } from '../shared/format.js';
import { stage } from '../shared/stage.js';
import { ApiError } from './api.js';
import { ReplyBox } from './composer.js';
import { ICONS } from './icons.js';
import { Transcript } from './transcript.js';
import { coded, nameOf } from './words.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./types').Opened} Opened */
/** @typedef {import('./types').Row} Row */
/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Key} Key */
/** @typedef {import('./words.js').Locale} Locale */

/** @param {Say} say @param {unknown} error */
export function inWords(say, error) {
  if (!(error instanceof ApiError)) return say('serverTrouble');
  if (error.code === 'not_yours') return say('notYours');
  return say(error.status === 0 ? 'unreachable' : error.status === 403 ? 'refused' : 'serverTrouble');
}

export class ConversationPane extends HTMLElement {
  /** @type {Desk | null} */
  #desk = null;
  /** @type {Say} */
  #say = (key) => key;
  /** @type {Locale} */
  #locale = 'vi';
  #head = h('div', { class: 'head' });
  #notices = h('div', { class: 'notices', role: 'status' });
  #transcript = /** @type {Transcript} */ (document.createElement('dh-transcript'));
  #composer = /** @type {ReplyBox} */ (document.createElement('dh-reply'));
  #floor = h('div', { class: 'floor' });
  #reach = h('p', { class: 'reach', role: 'status', hidden: true });
  #ending = h('form', { class: 'ending', hidden: true });
  #empty = h('div', { class: 'empty big' });
  #drawnHead = '';
  #drawnFloor = '';
  #drawnNotices = '';
  #id = '';
  #trouble = '';
  /** @type {'hand_back' | 'resolve' | null} */
  #asked = null;
  /** @type {(() => void)[]} */
  #off = [];

  static define(registry = customElements) {
    Transcript.define(registry);
    ReplyBox.define(registry);
    if (!registry.get('dh-conversation')) registry.define('dh-conversation', ConversationPane);
  }

  /** @param {Desk} desk @param {Say} say @param {Locale} locale */
  start(desk, say, locale) {
    this.#desk = desk;
    this.#say = say;
    this.#locale = locale;
    this.replaceChildren(this.#head, this.#notices, this.#transcript, this.#ending, this.#floor, this.#reach, this.#composer, this.#empty);
    this.#transcript.start(desk, say, locale);
    this.#composer.start(say, { send: (text) => desk.send(text), typing: () => desk.typing(), stop: () => desk.stopTyping() });
    this.#off = [desk.on('open', () => this.#update()), desk.on('detail', () => this.#drawReach()), desk.on('queue', () => this.#drawHead())];
    this.#update();
  }

  disconnectedCallback() {
    for (const off of this.#off) off();
  }

  /** Claims or takes over, if there is something to claim. */
  async claim() {
    const row = this.#desk?.open?.row;
    if (!row || this.#desk?.open?.busy || (row.status === 'agent' && row.agent)) return;
    await this.#try(() => this.#desk?.claim());
    if (this.#desk?.isMine) this.#composer.focus();
  }

  /** @returns {boolean} whether there is a field to write in */
  focusComposer() {
    if (this.#composer.hidden) return false;
    this.#composer.focus();
    return true;
  }

  /** Closes the question about ending, if it is open. */
  closeQuestion() {
    if (!this.#asked) return false;
    this.#ask(null);
    return true;
  }

  /** @param {() => Promise<void> | undefined} act */
  async #try(act) {
    this.#trouble = '';
    try {
      await act();
    } catch (error) {
      this.#trouble = this.#say('actTrouble', { why: inWords(this.#say, error) });
    }
    this.#update();
  }

  #update() {
    const desk = this.#desk;
    if (!desk) return;
    const opened = desk.open;
    if ((opened?.id ?? '') !== this.#id) {
      this.#id = opened?.id ?? '';
      this.#trouble = '';
      this.#ask(null);
      this.#composer.turnTo(this.#id);
    }
    const shown = opened && !opened.trouble;
    if (!desk.isMine) this.#ask(null);
    for (const element of [this.#head, this.#notices, this.#transcript]) element.hidden = !shown;
    this.#composer.hidden = !shown || !desk.isMine || this.#asked !== null;
    this.#floor.hidden = !shown || desk.isMine || !opened.row;
    this.#empty.hidden = Boolean(shown);
    this.#drawHead();
    this.#drawReach();
    this.#drawNotices(opened);
    if (!this.#floor.hidden && opened?.row) this.#drawFloor(opened.row, opened.busy);
    if (!shown) this.#drawEmpty(opened);
  }

  /** @param {Row} row */
  #status(row) {
    const say = this.#say;
    const mine = row.agent?.id === this.#desk?.me?.id;
    if (row.status === 'agent') return mine ? say('statusMine') : say('statusAgent', { name: row.agent?.name ?? say('outside') });
    if (row.status === 'bot') return say(row.waiting_since ? 'statusBotWaiting' : 'statusBot');
    return say(row.status === 'waiting' ? 'statusWaiting' : 'statusResolved');
  }

  /** Says before an agent writes whether the platform will take it. */
  #drawReach() {
    const reach = this.#desk?.open?.detail?.reach;
    this.#reach.hidden = !reach || this.#composer.hidden;
    if (!reach) return;
    const until = reach.until ? dateTime(reach.until) : '';
    const words = reach.state === 'open' ? this.#say('reachOpen', { until }) : reach.state === 'human' ? this.#say('reachHuman', { until }) : this.#say('reachClosed');
    this.#reach.className = `reach ${reach.state}`;
    if (this.#reach.textContent !== words) this.#reach.textContent = words;
  }

  #drawHead() {
    const desk = this.#desk;
    const row = desk?.open?.row;
    if (!desk || !row) {
      this.#drawnHead = '';
      this.#head.replaceChildren();
      return;
    }
    const say = this.#say;
    const signature = JSON.stringify([row.id, row.visitor_name, row.status, row.agent, row.stage, row.channel, row.waiting_since === null, desk.open?.busy]);
    if (signature === this.#drawnHead) return;
    this.#drawnHead = signature;
    const { icon: path, colour } = stage(row.stage);
    const mark = h('span', { class: 'stage' }, icon(path, 15), stage(row.stage)[this.#locale]);
    mark.style.color = colour;
    const held = this.#head.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.act : null;
    this.#head.replaceChildren(...[
      h('a', { href: '#/', class: 'icon only-narrow', 'aria-label': say('back'), title: say('back') }, icon(ICONS.back)),
      h('div', { class: 'title' },
        h('h2', { tabindex: -1 }, h('bdi', null, nameOf(say, row))),
        h('p', null, h('span', { class: `status ${row.status}` }, icon(row.status === 'bot' ? ICONS.bot : row.status === 'resolved' ? ICONS.check : row.status === 'waiting' ? ICONS.clock : ICONS.person, 14), this.#status(row)),
          mark, h('span', { class: 'wide-only' }, coded(say, 'channel_', row.channel)))),
      this.#desk?.isMine ? h('div', { class: 'acts' }, this.#acts()) : null,
      h('a', { href: `#/c/${row.id}/person`, class: 'quiet to-person', title: say('personPane') }, icon(ICONS.info, 18), h('span', { class: 'label' }, say('person'))),
    ].filter((part) => part !== null));
    if (held) /** @type {HTMLElement | null} */ (this.#head.querySelector(`[data-act="${held}"]`))?.focus();
  }

  #acts() {
    const say = this.#say;
    const busy = this.#desk?.open?.busy ? 'true' : null;
    /** @type {['hand_back' | 'resolve', Key, string][]} */
    const acts = [['hand_back', 'handBack', ICONS.bot], ['resolve', 'resolve', ICONS.check]];
    return acts.map(([verb, key, path]) => h('button', {
      type: 'button', class: 'quiet', 'data-act': verb, 'aria-disabled': busy, title: say(key), onclick: () => this.#ask(verb),
    }, icon(path, 16), h('span', { class: 'label' }, say(key))));
  }

  /** @param {Row} row @param {string | null} busy */
  #claimButton(row, busy) {
    const key = row.waiting_since !== null ? 'claim' : row.status === 'resolved' ? 'reopen' : 'takeOver';
    return h('button', { type: 'button', class: 'primary', 'data-act': 'claim', 'aria-disabled': busy, 'aria-keyshortcuts': 'c', onclick: () => this.claim() },
      icon(ICONS.hand, 16), this.#say(key));
  }

  /** @param {Row} row @param {boolean} busy */
  #drawFloor(row, busy) {
    const signature = JSON.stringify([row.status, row.agent, row.waiting_since === null, busy]);
    if (signature === this.#drawnFloor) return;
    this.#drawnFloor = signature;
    const say = this.#say;
    const words = row.status === 'agent' ? (row.agent ? say('floorAgent', { name: row.agent.name }) : say('floorOutside'))
      : row.status === 'resolved' ? say('floorResolved') : say(row.waiting_since !== null ? 'floorWaiting' : 'floorBot');
    this.#floor.replaceChildren(h('p', null, words), ...(row.status === 'agent' && row.agent ? [] : [this.#claimButton(row, busy ? 'true' : null)]));
  }

  /** @param {Opened | null} opened */
  #drawNotices(opened) {
    const signature = JSON.stringify([opened?.conflict, opened?.done, this.#trouble]);
    if (signature === this.#drawnNotices) return;
    this.#drawnNotices = signature;
    const say = this.#say;
    const desk = this.#desk;
    /** @param {() => void} gone */
    const close = (gone) => h('button', { type: 'button', class: 'icon', 'aria-label': say('close'), onclick: () => {
      gone();
      this.#update();
    } }, icon(ICONS.close, 16));
    const parts = [];
    if (opened?.conflict) {
      parts.push(h('div', { class: 'strip warning' }, icon(ICONS.people, 18),
        h('p', null, h('strong', null, say('conflict', { name: opened.conflict })), ' ', say('conflictHint', { name: opened.conflict })),
        h('a', { href: '#/', class: 'quiet' }, say('back')), close(() => { opened.conflict = null; })));
    }
    if (opened?.done) {
      parts.push(h('div', { class: 'strip' }, icon(ICONS.check, 18),
        h('p', null, say(opened.done === 'resolved' ? 'doneResolved' : 'doneHandedBack')),
        h('button', { type: 'button', class: 'quiet', onclick: () => this.#try(() => desk?.claim()) }, icon(ICONS.undo, 16), say('takeBack')),
        close(() => { opened.done = null; })));
    }
    if (this.#trouble) {
      parts.push(h('div', { class: 'strip danger' }, icon(ICONS.warning, 18), h('p', null, this.#trouble), close(() => { this.#trouble = ''; })));
    }
    this.#notices.replaceChildren(...parts);
  }

  /** @param {Opened | null} opened */
  #drawEmpty(opened) {
    const say = this.#say;
    if (opened?.trouble === 'missing') {
      this.#empty.replaceChildren(icon(ICONS.search, 36), h('strong', null, say('missing')), h('a', { href: '#/', class: 'quiet' }, say('back')));
    } else if (opened?.trouble) {
      this.#empty.replaceChildren(icon(ICONS.warning, 36), h('strong', null, say('talkTrouble')),
        h('button', { type: 'button', class: 'quiet', onclick: () => this.#desk?.show(opened.id, true) }, say('retry')));
    } else {
      this.#empty.replaceChildren(icon(ICONS.reply, 36), h('strong', null, say('nothingOpen')), h('p', null, say('nothingOpenHint')));
    }
  }

  /** Asks once, in place, with room for a note. @param {'hand_back' | 'resolve' | null} verb */
  #ask(verb) {
    if (verb === this.#asked) return;
    this.#asked = verb;
    this.#ending.hidden = !verb;
    if (!verb) {
      this.#ending.replaceChildren();
      this.#composer.hidden = !this.#desk?.open || Boolean(this.#desk.open.trouble) || !this.#desk.isMine;
      return;
    }
    this.#composer.hidden = true;
    const say = this.#say;
    const note = h('textarea', { rows: 2, maxlength: 2000, id: 'ending-note' });
    this.#ending.replaceChildren(
      h('p', { id: 'ending-ask' }, say(verb === 'resolve' ? 'resolveAsk' : 'handBackAsk')),
      h('label', { for: 'ending-note' }, say('note')), note,
      h('div', { class: 'buttons' },
        h('button', { type: 'submit', class: 'primary' }, say(verb === 'resolve' ? 'resolve' : 'handBack')),
        h('button', { type: 'button', class: 'quiet', onclick: () => {
          this.#ask(null);
          this.#composer.focus();
        } }, say('cancel'))));
    this.#ending.onsubmit = (event) => {
      event.preventDefault();
      const text = note.value.trim();
      this.#ask(null);
      this.#try(() => this.#desk?.end(verb, text));
    };
    note.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) this.#ending.requestSubmit();
    });
    note.focus();
  }
}
