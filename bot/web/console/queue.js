/** The queue: tabs with counts, search, and one line for each conversation. */
import { h, icon, place } from '../shared/dom.js';
import { ago, date, time, waiting } from '../shared/format.js';
import { stage } from '../shared/stage.js';
import { ICONS } from './icons.js';
import { coded, nameOf } from './words.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./types').Row} Row */
/** @typedef {import('./types').QueueName} QueueName */
/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Key} Key */
/** @typedef {import('./words.js').Locale} Locale */

/** @type {[QueueName, Key][]} */
export const QUEUES = [['waiting', 'qWaiting'], ['mine', 'qMine'], ['agent', 'qAgent'], ['bot', 'qBot'],
  ['resolved', 'qResolved'], ['all', 'qAll']];

/** @type {Record<QueueName, [Key, Key | null]>} */
const EMPTY = {
  waiting: ['emptyWaiting', 'emptyWaitingHint'], mine: ['emptyMine', 'emptyMineHint'], agent: ['emptyAgent', null],
  bot: ['emptyBot', null], resolved: ['emptyResolved', null], all: ['emptyAll', 'emptyAllHint'],
};

const TICK = 5_000;
const SEARCH_PAUSE = 300;
const SOON = 60_000;
const LATE = 180_000;

/** How bad a wait is. @param {number} ms @returns {'ok' | 'soon' | 'late'} */
export function sla(ms) {
  return ms >= LATE ? 'late' : ms >= SOON ? 'soon' : 'ok';
}

export class QueuePane extends HTMLElement {
  /** @type {Desk | null} */
  #desk = null;
  /** @type {Say} */
  #say = (key) => key;
  /** @type {Locale} */
  #locale = 'vi';
  /** @type {Map<QueueName, {button: HTMLButtonElement, count: HTMLElement}>} */
  #tabs = new Map();
  /** @type {Map<string, {drawn: string, item: HTMLLIElement, waits: HTMLElement | null}>} */
  #rows = new Map();
  #search = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search', maxlength: 100 });
  #list = h('ul', { class: 'rows' });
  #note = h('div', { class: 'empty', hidden: true });
  #found = h('p', { class: 'found', role: 'status' });
  #more = h('button', { type: 'button', class: 'quiet wide', hidden: true });
  #scroller = h('div', { class: 'scroll', tabindex: -1 });
  /** @type {(() => void)[]} */
  #off = [];
  #timer = 0;
  #searchTimer = 0;

  static define(registry = customElements) {
    if (!registry.get('dh-queue')) registry.define('dh-queue', QueuePane);
  }

  /** @param {Desk} desk @param {Say} say @param {Locale} locale */
  start(desk, say, locale) {
    this.#desk = desk;
    this.#say = say;
    this.#locale = locale;
    const tabs = h('div', { class: 'tabs', role: 'group', 'aria-label': say('queues') },
      QUEUES.map(([name, key]) => {
        const count = h('span', { class: 'count' });
        const button = h('button', { type: 'button', onclick: () => desk.chooseQueue(name) }, h('span', null, say(key)), count);
        this.#tabs.set(name, { button, count });
        return button;
      }));
    this.#search.placeholder = say('search');
    this.#search.setAttribute('aria-label', say('search'));
    this.#search.value = desk.queue.search;
    this.#search.addEventListener('input', () => {
      clearTimeout(this.#searchTimer);
      this.#searchTimer = setTimeout(() => desk.searchFor(this.#search.value.trim()), this.#search.value ? SEARCH_PAUSE : 0);
    });
    this.#search.addEventListener('keydown', (event) => {
      // The browser empties the field on Escape without saying so to everybody.
      if (event.key !== 'Escape' || !this.#search.value || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.#search.value = '';
      clearTimeout(this.#searchTimer);
      desk.searchFor('');
    });
    this.#more.textContent = say('more');
    this.#more.addEventListener('click', () => desk.loadMore());
    this.#scroller.append(this.#list, this.#more, this.#note);
    this.replaceChildren(
      h('h2', { class: 'sr' }, say('queue')), tabs,
      h('div', { class: 'search' }, icon(ICONS.search, 16), this.#search), this.#found, this.#scroller,
    );
    this.#off = [desk.on('queue', () => this.#update()), desk.on('open', () => this.#mark())];
    this.#timer = setInterval(() => this.#tick(), TICK);
    this.#update();
  }

  disconnectedCallback() {
    for (const off of this.#off) off();
    clearInterval(this.#timer);
    clearTimeout(this.#searchTimer);
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  /** The links of the rows, in order. */
  get links() {
    return /** @type {HTMLAnchorElement[]} */ ([...this.#list.querySelectorAll('a')]);
  }

  /** Goes one row down or up, from the focused row or from the open one. @param {1 | -1} by */
  step(by) {
    const { links } = this;
    let at = links.findIndex((link) => link === document.activeElement);
    if (at < 0) {
      const current = links.findIndex((link) => link.getAttribute('aria-current'));
      at = current < 0 ? (by > 0 ? -1 : links.length) : current;
    }
    const next = links[Math.min(links.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }

  #update() {
    const desk = this.#desk;
    if (!desk) return;
    const { name, rows, counts, more, loading, trouble, search } = desk.queue;
    for (const [key, { button, count }] of this.#tabs) {
      button.setAttribute('aria-pressed', String(key === name));
      const n = counts && (key === 'all' ? counts.waiting + counts.agent + counts.bot + counts.resolved : counts[key]);
      count.textContent = n === null ? '' : n > 999 ? '999+' : String(n);
      count.classList.toggle('hot', key === 'waiting' && Boolean(n));
    }
    this.setAttribute('aria-busy', String(loading && !rows.length));
    const seen = new Set(rows.map((row) => row.id));
    for (const id of this.#rows.keys()) if (!seen.has(id)) this.#rows.delete(id);
    place(this.#list, rows.map((row) => this.#row(row)));
    this.#more.hidden = !more || name === 'waiting';
    this.#found.textContent = search && !loading && rows.length
      ? this.#say(more ? 'foundMore' : 'found', { n: rows.length }) : '';
    this.#found.hidden = !this.#found.textContent;
    this.#drawNote(rows.length === 0, loading, trouble !== null, name, search);
    this.#mark();
  }

  /** @param {boolean} none @param {boolean} loading @param {boolean} trouble @param {QueueName} name @param {string} search */
  #drawNote(none, loading, trouble, name, search) {
    const say = this.#say;
    const key = !none && !trouble ? '' : trouble ? 'trouble' : loading ? 'loading' : `${name} ${search}`;
    if (this.#note.dataset.key === key) return;
    this.#note.dataset.key = key;
    this.#note.hidden = !key;
    if (!key) return;
    if (trouble) {
      this.#note.replaceChildren(h('strong', null, say('queueTrouble')),
        h('button', { type: 'button', class: 'quiet', onclick: () => this.#desk?.loadQueue() }, say('retry')));
    } else if (loading) {
      this.#note.replaceChildren(say('loading'));
    } else if (search) {
      this.#note.replaceChildren(icon(ICONS.search, 28), h('strong', null, say('emptySearch', { text: search })),
        h('p', null, say('emptySearchHint')));
    } else {
      const [title, hint] = EMPTY[name];
      const picture = name === 'waiting' ? ICONS.check : name === 'bot' ? ICONS.bot : ICONS.reply;
      this.#note.replaceChildren(icon(picture, 28), h('strong', null, say(title)), hint && h('p', null, say(hint)) || '');
    }
  }

  /** @param {Row} row */
  #row(row) {
    const isOpen = this.#desk?.open?.id === row.id;
    const drawn = JSON.stringify([row, isOpen]);
    const had = this.#rows.get(row.id);
    if (had?.drawn === drawn) return had.item;
    const say = this.#say;
    const { icon: path, colour } = stage(row.stage);
    const stageWord = stage(row.stage)[this.#locale];
    const mark = icon(path, 18);
    mark.style.color = colour;
    const waits = row.waiting_since !== null && row.status !== 'agent' && row.status !== 'resolved'
      ? h('span', { class: 'wait', 'data-since': row.waiting_since }) : null;
    const isMine = row.agent?.id === this.#desk?.me?.id;
    const author = row.last_author === 'bot' ? say('byBot')
      : row.last_author === 'agent' ? (isMine ? say('byMe') : row.agent ? say('byAgent', { name: row.agent.name }) : '') : '';
    const unread = isOpen || row.status === 'bot' && !waits || row.status === 'resolved' ? 0 : row.unread;
    const state = row.status === 'agent' ? (isMine ? say('qMine') : row.agent?.name ?? say('outside'))
      : row.status === 'resolved' ? say('qResolved') : row.status === 'bot' ? say('qBot') : '';
    const link = h('a', { href: `#/c/${row.id}`, class: unread ? 'row unread' : 'row' },
      h('span', { class: 'mark', title: stageWord }, mark),
      h('span', { class: 'name' }, h('bdi', null, nameOf(say, row))),
      waits ?? h('time', { class: 'when', datetime: row.last_at, title: `${time(row.last_at)} ${date(row.last_at)}` }),
      h('span', { class: 'line2' },
        h('span', { class: 'last' }, author && h('span', { class: 'by' }, `${author} `), h('bdi', null, row.last_text)),
        unread ? h('span', { class: 'badge' }, h('span', { 'aria-hidden': 'true' }, unread > 99 ? '99+' : unread),
          h('span', { class: 'sr' }, say('unread', { n: unread }))) : null),
      h('span', { class: 'meta' }, [stageWord, coded(say, 'channel_', row.channel), state, coded(say, 'reason_', row.reason)]
        .filter(Boolean).map((word) => h('span', null, word))),
    );
    const item = had?.item ?? h('li');
    const held = item.contains(document.activeElement);
    item.replaceChildren(link);
    if (held) link.focus({ preventScroll: true });
    this.#rows.set(row.id, { drawn, item, waits });
    this.#tickRow(link);
    return item;
  }

  #mark() {
    const id = this.#desk?.open?.id;
    for (const link of this.links) {
      if (link.hash === `#/c/${id}`) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  #tick() {
    for (const link of this.links) this.#tickRow(link);
  }

  /** @param {HTMLAnchorElement} link */
  #tickRow(link) {
    const when = link.querySelector('time');
    if (when) when.textContent = ago(when.dateTime, this.#locale);
    const waits = /** @type {HTMLElement | null} */ (link.querySelector('.wait'));
    if (!waits) return;
    const ms = Date.now() - Date.parse(waits.dataset.since ?? '');
    const level = sla(ms);
    const word = level === 'late' ? ` · ${this.#say('late')}` : level === 'soon' ? ` · ${this.#say('soonLate')}` : '';
    const text = this.#say('waits', { time: waiting(ms, this.#locale) }) + word;
    waits.className = `wait ${level}`;
    if (waits.lastChild?.textContent !== text) waits.replaceChildren(icon(level === 'late' ? ICONS.warning : ICONS.clock, 13), text);
  }
}
