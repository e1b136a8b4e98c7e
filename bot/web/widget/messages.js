/** The list of messages: draws the timeline, keeps its place, and moves nothing that need not move. */
import { h, icon, place } from '../shared/dom.js';
import { day, time } from '../shared/format.js';
import { groups, keyOf, lastOwn, lines, quickReplies } from '../shared/timeline.js';
import { ICONS } from './icons.js';
import { drawn } from './kinds.js';

/** @typedef {import('../shared/timeline.js').Group} Group */
/** @typedef {import('../shared/timeline.js').Line} Line */
/** @typedef {import('../shared/timeline.js').Timeline} Timeline */
/** @typedef {import('./kinds.js').Ways} Ways */
/**
 * @typedef {object} Scene
 * @property {Timeline} timeline
 * @property {boolean} ready the history is complete
 * @property {boolean} online
 * @property {string} shop
 * @property {string} greeting
 * @property {string[]} starters
 */

export class Messages extends HTMLElement {
  /** @type {Ways | null} */
  #ways = null;
  /** @type {(clientId: string) => void} */
  #retry = () => {};
  #log = h('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-relevant': 'additions' });
  #typing = h('div', { class: 'dots', hidden: true, 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  #chips = h('div', { class: 'chips', role: 'group' });
  #scroller = h('div', { class: 'scroll', role: 'group', tabindex: 0 }, this.#log, this.#typing, this.#chips);
  #newer = h('button', { type: 'button', class: 'newer', hidden: true });
  /** @type {Map<string, HTMLElement>} */
  #drawn = new Map();
  /** @type {Map<string, HTMLElement>} */
  #groups = new Map();
  #chipsKey = '';
  #count = 0;
  #own = '';
  #atEnd = true;

  static define(registry = customElements) {
    if (!registry.get('dh-messages')) registry.define('dh-messages', Messages);
  }

  connectedCallback() {
    if (this.#scroller.isConnected) return;
    this.append(this.#scroller, this.#newer);
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#newer.addEventListener('click', () => this.toEnd(true));
    // Pictures that arrive late and a keyboard that opens must not push the last line out of sight.
    const observer = new ResizeObserver(() => this.#atEnd && this.toEnd());
    for (const element of [this.#scroller, this.#log, this.#chips]) observer.observe(element);
  }

  get atEnd() {
    return this.#atEnd;
  }

  /** @param {Ways} ways @param {(clientId: string) => void} retry */
  speak(ways, retry) {
    this.#ways = ways;
    this.#retry = retry;
    this.#drawn.clear();
    this.#groups.clear();
    this.#chipsKey = '';
    this.#log.setAttribute('aria-live', 'off');
    this.#log.setAttribute('aria-label', ways.say('history'));
    this.#scroller.setAttribute('aria-label', ways.say('history'));
    this.#chips.setAttribute('aria-label', ways.say('replies'));
    this.#newer.replaceChildren(icon(ICONS.down, 16), ways.say('newer'));
  }

  /** @param {Scene} scene */
  update(scene) {
    const ways = this.#ways;
    if (!ways) return;
    const { timeline } = scene;
    const all = lines(timeline);
    const first = timeline.messages[0]?.seq ?? 0;
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    const olderCame = first && this.#firstSeq && first < this.#firstSeq;
    this.#firstSeq = first;

    /** @type {Node[]} */
    const nodes = [];
    let shownDay = new Date().toDateString();
    // It stays above a conversation that the visitor began, so that nothing vanishes when the first answer comes.
    if (!timeline.older && (timeline.messages[0]?.author ?? 'visitor') === 'visitor') nodes.push(this.#welcome(scene));
    for (const group of groups(all)) {
      if (group.day !== shownDay) {
        shownDay = group.day;
        nodes.push(this.#piece(`day ${group.day}`, () => h('div', { class: 'day' }, day(group.at, ways.locale))));
      }
      nodes.push(this.#group(group));
    }
    place(this.#log, nodes);
    this.#states(scene);
    this.#showChips(scene);
    this.#typing.hidden = !timeline.typing;

    const own = lastOwn(timeline);
    const wrote = own ? keyOf(own) !== this.#own && this.#own !== '' : false;
    this.#own = own ? keyOf(own) : '-';
    const came = all.length > this.#count;
    this.#count = all.length;
    this.#fresh = !all.length;
    if (olderCame) this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
    else if (this.#atEnd || (wrote && !olderCame)) this.toEnd();
    else if (came) this.#newer.hidden = false;
    // History is not read out; from here on only what is new is.
    if (scene.ready) setTimeout(() => this.#log.setAttribute('aria-live', 'polite'), 300);
  }

  #firstSeq = 0;

  /** @override @param {FocusOptions} [options] */
  focus(options) {
    this.#scroller.focus(options);
  }

  #fresh = true;

  toEnd(smooth = false) {
    // A greeting is read from its beginning, also where it is longer than the window.
    if (this.#fresh) return;
    const still = !smooth || matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: still ? 'auto' : 'smooth' });
    this.#atEnd = true;
    this.#newer.hidden = true;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < 60;
    if (this.#atEnd && !this.#newer.hidden) this.#newer.hidden = true;
    if (this.#atEnd) this.dispatchEvent(new Event('end'));
    if (scrollTop < 120) this.dispatchEvent(new Event('older'));
  }

  /** @param {string} key @param {() => HTMLElement} make */
  #piece(key, make) {
    let element = this.#groups.get(key);
    if (!element) this.#groups.set(key, element = make());
    return element;
  }

  /** @param {Group} group */
  #group(group) {
    const { say } = /** @type {Ways} */ (this.#ways);
    if (group.kind === 'notice') {
      return this.#piece(group.key, () => h('div', { class: 'notice' }, group.lines[0].text));
    }
    const who = group.author === 'agent' ? group.name ?? say('agent') : group.author === 'bot' ? say('bot') : say('you');
    const section = this.#piece(group.key, () => h('div', { class: `group ${group.author}` },
      h('div', { class: group.author === 'agent' ? 'who' : 'who hush' }, who,
        group.author === 'agent' && group.name && h('span', null, ` · ${say('agent')}`))));
    const stamp = this.#piece(`time ${group.key}`, () => h('div', { class: 'stamp' }, h('time'), h('span', { class: 'state' })));
    const clock = /** @type {HTMLTimeElement} */ (stamp.firstChild);
    const at = time(group.at);
    if (clock.textContent !== at) {
      clock.textContent = at;
      clock.dateTime = group.at;
    }
    place(section, [/** @type {Node} */ (section.firstChild), ...group.lines.map((line) => this.#line(line)), stamp]);
    return section;
  }

  /** @param {Line} line */
  #line(line) {
    const key = keyOf(line);
    let element = this.#drawn.get(key);
    if (!element) {
      element = h('div', { class: 'line' }, drawn(line, /** @type {Ways} */ (this.#ways)));
      this.#drawn.set(key, element);
    }
    return element;
  }

  /** The state stands beside the time of the last own line, and under each line that failed. @param {Scene} scene */
  #states({ timeline, online }) {
    const { say } = /** @type {Ways} */ (this.#ways);
    const last = lastOwn(timeline);
    /** @type {Element | null | undefined} */
    let beside = null;
    for (const line of lines(timeline)) {
      const element = line.author === 'visitor' && this.#drawn.get(keyOf(line));
      if (!element) continue;
      const delivery = line.delivery ?? 'sent';
      const failed = delivery === 'failed';
      if (failed !== Boolean(element.querySelector('.failed'))) {
        if (failed) element.append(this.#failed(line));
        else element.querySelector('.failed')?.remove();
      }
      if (line !== last || failed) continue;
      beside = element.parentElement?.querySelector('.state');
      const words = ` · ${delivery === 'pending' && !online ? say('held') : say(delivery)}`;
      if (beside && beside.textContent !== words) beside.textContent = words;
    }
    for (const other of this.#log.querySelectorAll('.state')) if (other !== beside && other.textContent) other.textContent = '';
  }

  /** @param {Line} line */
  #failed(line) {
    const why = 'error' in line && line.error;
    return h('button', { type: 'button', class: 'failed', onclick: () => {
      this.#retry(keyOf(line));
      this.dispatchEvent(new Event('focusback'));
    } }, icon(ICONS.warning, 15),
      this.#ways?.say('failed'), why && h('small', null, why));
  }

  /** @param {Scene} scene */
  #showChips({ timeline, ready, starters }) {
    const fresh = !timeline.messages.length && !timeline.unsent.length;
    const replies = fresh && (ready || starters.length) ? starters.map((title) => ({ title, payload: '' })) : quickReplies(timeline);
    const key = JSON.stringify(replies);
    if (key === this.#chipsKey) return;
    this.#chipsKey = key;
    const held = this.#chips.contains(/** @type {ShadowRoot} */ (this.getRootNode()).activeElement);
    this.#chips.replaceChildren(...replies.map((reply) =>
      h('button', { type: 'button', class: 'chip', onclick: () => this.#ways?.reply(reply) }, reply.title)));
    if (held) this.dispatchEvent(new Event('focusback'));
  }

  /** Said on the spot, before the server has said anything. @param {Scene} scene */
  #welcome({ greeting, shop }) {
    const { say } = /** @type {Ways} */ (this.#ways);
    return this.#piece(`welcome ${shop}`, () => h('div', { class: 'group bot' },
      h('div', { class: 'who hush' }, say('bot')),
      h('div', { class: 'line' }, h('div', { class: 'bubble' }, `${greeting || say('welcome')} ${say('welcomeBot', { shop })}`))));
  }
}
