/** The transcript: draws the timeline, keeps its place, and moves nothing that need not move. */
import { h, icon, place } from '../shared/dom.js';
import { day, time } from '../shared/format.js';
import { groups, keyOf, lastOwn, lastSeq, lines } from '../shared/timeline.js';
import { ICONS } from './icons.js';
import { drawn } from './kinds.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('../shared/timeline.js').Group} Group */
/** @typedef {import('../shared/timeline.js').Line} Line */
/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Locale} Locale */

const NEAR_END = 48;

export class Transcript extends HTMLElement {
  /** @type {Desk | null} */
  #desk = null;
  /** @type {Say} */
  #say = (key) => key;
  /** @type {Locale} */
  #locale = 'vi';
  #older = h('button', { type: 'button', class: 'quiet older', hidden: true });
  #log = h('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-relevant': 'additions' });
  #typing = h('p', { class: 'typing', role: 'status' });
  #scroller = h('div', { class: 'scroll', tabindex: 0, role: 'group' }, this.#older, this.#log, this.#typing);
  #newer = h('button', { type: 'button', class: 'newer', hidden: true });
  /** @type {Map<string, {drawn: string, element: HTMLElement}>} */
  #bubbles = new Map();
  /** @type {Map<string, {head: string, element: HTMLElement}>} */
  #groups = new Map();
  /** @type {(() => void)[]} */
  #off = [];
  #id = '';
  #last = '';
  #firstSeq = 0;
  #atEnd = true;
  #loadingOlder = false;
  #observer = new ResizeObserver(() => this.#atEnd && this.#toEnd());

  static define(registry = customElements) {
    if (!registry.get('dh-transcript')) registry.define('dh-transcript', Transcript);
  }

  /** @param {Desk} desk @param {Say} say @param {Locale} locale */
  start(desk, say, locale) {
    this.#desk = desk;
    this.#say = say;
    this.#locale = locale;
    this.#log.setAttribute('aria-label', say('transcript'));
    this.#scroller.setAttribute('aria-label', say('transcript'));
    this.#older.textContent = say('older');
    this.#older.addEventListener('click', () => this.#loadOlder());
    this.#newer.replaceChildren(icon(ICONS.down, 16), say('newer'));
    this.#newer.addEventListener('click', () => this.#toEnd());
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.replaceChildren(this.#scroller, this.#newer);
    for (const element of [this.#scroller, this.#log]) this.#observer.observe(element);
    const seen = () => this.#seen();
    document.addEventListener('visibilitychange', seen);
    addEventListener('focus', seen);
    this.#off = [
      desk.on('timeline', () => this.#update()),
      desk.on('open', seen),
      () => document.removeEventListener('visibilitychange', seen),
      () => removeEventListener('focus', seen),
    ];
    this.#update();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    for (const off of this.#off) off();
  }

  #update() {
    const desk = this.#desk;
    if (!desk) return;
    const { timeline } = desk;
    const id = desk.open?.id ?? '';
    const isNew = id !== this.#id;
    if (isNew) {
      this.#id = id;
      this.#bubbles.clear();
      this.#groups.clear();
      this.#atEnd = true;
      this.#last = '';
      // History is not news: nobody wants it read out when a conversation is opened.
      this.#log.setAttribute('aria-live', 'off');
    }
    const all = lines(timeline);
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    const firstSeq = timeline.messages[0]?.seq ?? 0;
    const grewUpwards = !isNew && firstSeq < this.#firstSeq;
    this.#firstSeq = firstSeq;
    const own = lastOwn(timeline, 'agent');
    const drawnGroups = groups(all);
    place(this.#log, drawnGroups.flatMap((group, i) => {
      const element = this.#group(group, own);
      return i > 0 && drawnGroups[i - 1].day === group.day ? [element] : [this.#day(group), element];
    }));
    const keys = new Set(all.map(keyOf));
    for (const key of this.#bubbles.keys()) if (!keys.has(key)) this.#bubbles.delete(key);
    this.#older.hidden = !timeline.older;
    this.#typing.textContent = !timeline.typing ? ''
      : timeline.typing.author === 'visitor' ? this.#say('visitorTyping') : this.#say('agentTyping', { name: timeline.typing.name ?? '' });
    const last = all.at(-1);
    const lastKey = last ? keyOf(last) : '';
    const isOwn = last?.author === 'agent' && 'error' in last === false && !('seq' in last);
    if (isNew || this.#atEnd || (isOwn && lastKey !== this.#last)) this.#toEnd();
    else if (grewUpwards) this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
    this.#newer.hidden = this.#atEnd || !this.#last || (lastKey === this.#last && this.#newer.hidden);
    this.#last = lastKey;
    if (desk.open?.ready && all.length && this.#log.getAttribute('aria-live') === 'off') {
      setTimeout(() => this.#log.setAttribute('aria-live', 'polite'), 500);
    }
    this.#seen();
  }

  /** @param {Group} group */
  #day(group) {
    const key = `day ${group.day}`;
    const text = day(group.at, this.#locale);
    const had = this.#groups.get(key);
    if (had?.head === text) return had.element;
    const element = h('div', { class: 'day' }, h('span', null, text));
    this.#groups.set(key, { head: text, element });
    return element;
  }

  /** @param {Group} group @param {Line | null} own */
  #group(group, own) {
    if (group.kind === 'notice') return this.#notice(group.lines[0]);
    const say = this.#say;
    const isMe = group.author === 'agent' && group.name === this.#desk?.me?.name;
    const who = group.author === 'visitor' ? '' : group.author === 'bot' ? say('bot') : isMe ? say('you') : group.name ?? '';
    const lastOfOwn = own && group.lines.includes(own) ? own : null;
    const state = lastOfOwn && lastOfOwn.delivery !== 'failed' ? say(lastOfOwn.delivery ?? 'sent') : '';
    const head = [who, time(group.at), state].join('|');
    const had = this.#groups.get(group.key);
    const element = had?.element ?? h('div', { class: `group ${group.author} ${isMe ? 'me' : ''}` }, h('p', { class: 'foot' }));
    const foot = /** @type {HTMLElement} */ (element.querySelector('.foot'));
    if (had?.head !== head) {
      foot.replaceChildren(...[
        who ? h('span', { class: 'who' }, group.author === 'bot' ? icon(ICONS.bot, 13) : icon(ICONS.person, 13), who) : '',
        h('time', { datetime: group.at }, time(group.at)),
        state ? h('span', { class: 'state' }, state) : '',
      ].filter((part) => part !== ''));
      this.#groups.set(group.key, { head, element });
    }
    place(element, [...group.lines.map((line) => this.#bubble(line)), foot]);
    return element;
  }

  /** @param {Line} line */
  #bubble(line) {
    const key = keyOf(line);
    const failed = line.delivery === 'failed';
    const pending = !('seq' in line) && !failed;
    const signature = JSON.stringify([line.kind, line.text, line.payload, failed, pending, 'error' in line ? line.error : '']);
    const had = this.#bubbles.get(key);
    if (had?.drawn === signature) return had.element;
    const element = drawn(line, this.#say, this.#locale);
    element.classList.toggle('pending', pending);
    if (failed) {
      element.classList.add('failed');
      const again = 'seq' in line ? null
        : h('button', { type: 'button', onclick: () => this.#desk?.retry(key) }, icon(ICONS.undo, 13), this.#say('sendAgain'));
      const failure = line.payload?.failure;
      const told = failure ? String((this.#locale === 'en' && failure.text_en) || failure.text || '') : '';
      const why = 'error' in line && line.error === 'not_yours' ? this.#say('notYours') : told || this.#say('failed');
      element.append(h('p', { class: 'trouble' }, icon(ICONS.warning, 13), why, again));
    }
    if (had) had.element.replaceWith(element);
    this.#bubbles.set(key, { drawn: signature, element });
    return element;
  }

  /** @param {Line} line */
  #notice(line) {
    const key = keyOf(line);
    const had = this.#bubbles.get(key);
    if (had) return had.element;
    const element = h('p', { class: 'notice' }, h('span', { dir: 'auto' }, line.text), h('time', { datetime: line.created_at }, time(line.created_at)));
    this.#bubbles.set(key, { drawn: '', element });
    return element;
  }

  async #loadOlder() {
    if (this.#loadingOlder) return;
    this.#loadingOlder = true;
    this.#older.textContent = this.#say('loading');
    try {
      await this.#desk?.loadOlder();
    } catch {
      // The button stays; that is the way on.
    }
    this.#older.textContent = this.#say('older');
    this.#loadingOlder = false;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.#atEnd) this.#newer.hidden = true;
    if (scrollTop < 80 && this.#desk?.timeline.older && this.#desk.open?.ready && scrollHeight > clientHeight) this.#loadOlder();
    this.#seen();
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#atEnd = true;
    this.#newer.hidden = true;
  }

  /** Only what a person can have seen counts as read. */
  #seen() {
    const desk = this.#desk;
    if (desk?.open?.ready && this.#atEnd && document.hasFocus() && this.checkVisibility() && lastSeq(desk.timeline)) desk.markRead();
  }
}
