/** The right pane: what an agent should know before the first word, and where the visitor stands. */
import { h, icon } from '../shared/dom.js';
import { ago, date, dateTime, money, time } from '../shared/format.js';
import { STAGES, stage } from '../shared/stage.js';
import { inWords } from './conversation.js';
import { ICONS } from './icons.js';
import { meaning } from './meanings.js';
import { coded, nameOf } from './words.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./types').Detail} Detail */
/** @typedef {import('./types').StageEvent} StageEvent */
/** @typedef {import('./types').StageKey} StageKey */
/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Locale} Locale */

/** @type {StageKey[]} */
const ROAD = ['researching', 'evaluating', 'buying', 'post_purchase'];

export class PersonPane extends HTMLElement {
  /** @type {Desk | null} */
  #desk = null;
  /** @type {Say} */
  #say = (key) => key;
  /** @type {Locale} */
  #locale = 'vi';
  #head = h('div', { class: 'head' });
  #body = h('div', { class: 'scroll', tabindex: 0, role: 'group' });
  #drawn = '';
  #stageSaid = h('p', { class: 'said', role: 'status' });
  /** @type {(() => void)[]} */
  #off = [];

  static define(registry = customElements) {
    if (!registry.get('dh-person')) registry.define('dh-person', PersonPane);
  }

  /** @param {Desk} desk @param {Say} say @param {Locale} locale */
  start(desk, say, locale) {
    this.#desk = desk;
    this.#say = say;
    this.#locale = locale;
    this.#body.setAttribute('aria-label', say('personPane'));
    this.replaceChildren(this.#head, this.#body);
    this.#off = [desk.on('detail', () => this.#update()), desk.on('open', () => this.#update())];
    this.#update();
  }

  disconnectedCallback() {
    for (const off of this.#off) off();
  }

  #update() {
    const opened = this.#desk?.open;
    const detail = opened?.trouble ? null : opened?.detail;
    const row = opened?.row;
    this.hidden = !opened || Boolean(opened.trouble);
    const signature = JSON.stringify([opened?.id, detail, row?.stage, row?.stage_confidence]);
    if (signature === this.#drawn) return;
    if (!this.#drawn.includes(opened?.id ?? '?')) this.#stageSaid.replaceChildren();
    this.#drawn = signature;
    const say = this.#say;
    this.#head.replaceChildren(
      h('a', { href: `#/c/${opened?.id ?? ''}`, class: 'icon only-narrow', 'aria-label': say('backToTalk'), title: say('backToTalk') }, icon(ICONS.back)),
      h('h2', { tabindex: -1 }, row ? h('bdi', null, nameOf(say, row)) : say('personPane')));
    if (!detail || !row) {
      this.#body.replaceChildren(h('p', { class: 'empty' }, opened ? say('loading') : ''));
      return;
    }
    const top = this.#body.scrollTop;
    const folded = new Set([...this.#body.querySelectorAll('details')].filter((fold) => fold.open).map((fold) => fold.id));
    const held = this.#body.contains(document.activeElement) ? document.activeElement?.id : null;
    this.#body.replaceChildren(...[
      this.#brief(detail), this.#stage(detail, row.stage, row.stage_confidence), this.#contact(detail),
      this.#came(detail), this.#page(detail), this.#drafts(detail), this.#orders(detail), this.#marks(detail), this.#offers(detail), this.#consents(detail), this.#visit(detail, row.language),
    ].filter((section) => section !== null));
    for (const fold of this.#body.querySelectorAll('details')) fold.open = folded.has(fold.id);
    if (held) /** @type {HTMLElement | null} */ (this.#body.querySelector(`#${CSS.escape(held)}`))?.focus({ preventScroll: true });
    this.#body.scrollTop = top;
  }

  /** @param {string} title @param {...(Node | null)} parts */
  #section(title, ...parts) {
    return h('section', null, h('h3', null, title), parts);
  }

  /** @param {[string, (Node | string | null)[] | Node | string | null][]} pairs */
  #facts(pairs) {
    return h('dl', null, pairs.filter(([, value]) => value !== null && value !== '').map(([name, value]) =>
      h('div', null, h('dt', null, name), h('dd', { dir: 'auto' }, value))));
  }

  /** @param {Detail} detail */
  #brief({ brief, conversation }) {
    if (!brief) return null;
    const say = this.#say;
    const over = conversation.reason === null;
    return h('section', { class: over ? 'brief over' : 'brief' },
      h('h3', null, say('brief'), h('span', { class: 'sub' }, say('briefAt', { time: time(brief.requested_at) }))),
      h('p', { class: 'reason' }, icon(ICONS.hand, 16), coded(say, 'reason_', brief.reason)),
      this.#facts([
        [say('summary'), brief.summary],
        [say('wants'), (brief.wants ?? []).length ? h('span', { class: 'chips' }, brief.wants.map((want) => h('span', { class: 'chip' }, meaning(want, this.#locale)))) : null],
        ...Object.entries(brief.slots ?? {}).map(([name, value]) => /** @type {[string, string]} */ ([name, String(value)])),
        [say('failedTurns'), brief.failed_turns ? say('times', { n: brief.failed_turns }) : null],
        [say('offersShown'), (brief.offers_shown ?? []).join(', ') || null],
        [say('consented'), (brief.consent ?? []).map((purpose) => coded(say, 'purpose_', purpose)).join(', ') || say('nothing')],
      ]));
  }

  /** @param {Detail} detail @param {StageKey} now @param {number} confidence */
  #stage(detail, now, confidence) {
    const say = this.#say;
    const { icon: path, colour } = stage(now);
    const sure = Math.round(confidence * 100);
    const mark = h('p', { class: 'now' }, icon(path, 18), h('strong', null, stage(now)[this.#locale]),
      now === 'none' ? null : h('span', { class: 'sub' }, say('sureness', { n: sure })));
    mark.style.color = colour;
    const fill = h('span');
    fill.style.width = `${sure}%`;
    fill.style.background = colour;
    const bar = h('div', { class: 'bar', role: 'meter', 'aria-label': say('sureness', { n: sure }), 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': sure }, fill);
    const choice = h('select', { id: 'stage-choice', 'aria-label': say('correct') },
      h('option', { value: '' }, say('correctChoose')),
      ROAD.map((key) => h('option', { value: key }, STAGES[key][this.#locale])));
    choice.addEventListener('change', () => this.#correct(/** @type {StageKey} */ (choice.value), now, choice));
    const events = [...detail.stages].reverse();
    return this.#section(say('stage'), mark, now === 'none' ? null : bar, choice, this.#stageSaid,
      events.length ? h('details', { id: 'stage-history' }, h('summary', null, `${say('history')} (${events.length})`),
        h('ol', { class: 'history' }, events.map((event) => this.#move(event)))) : null);
  }

  /** @param {StageEvent} event */
  #move(event) {
    const say = this.#say;
    const word = h('strong', null, stage(event.stage)[this.#locale]);
    word.style.color = stage(event.stage).colour;
    return h('li', null,
      h('span', null, event.previous === 'none' ? '' : `${stage(event.previous)[this.#locale]} → `, word, ` · ${Math.round(event.confidence * 100)}%`),
      h('time', { datetime: event.at }, dateTime(event.at)),
      h('span', { class: 'why' }, event.why.map((code) => this.#why(code)).join('; ')));
  }

  /** @param {string} code such as `message:ask_price` */
  #why(code) {
    const say = this.#say;
    const at = code.indexOf(':');
    const kind = at < 0 ? code : code.slice(0, at);
    const what = at < 0 ? '' : code.slice(at + 1);
    if (kind === 'message') return say('why_message', { what: meaning(what, this.#locale).toLocaleLowerCase(this.#locale) });
    if (kind === 'page') return say('why_page', { what: coded(say, 'page_', what) });
    if (kind === 'before') return say('why_before', { what: stage(what)[this.#locale].toLocaleLowerCase(this.#locale) });
    return coded(say, 'why_', kind);
  }

  /** @param {StageKey} to @param {StageKey} from @param {HTMLSelectElement | null} choice */
  async #correct(to, from, choice) {
    if (!to) return;
    const say = this.#say;
    try {
      await this.#desk?.correctStage(to);
      const undo = choice && from !== 'none' && from !== to
        ? h('button', { type: 'button', class: 'link', onclick: () => this.#correct(from, to, null) }, say('undo')) : null;
      this.#stageSaid.replaceChildren(say('corrected', { stage: stage(to)[this.#locale] }), ' ', undo ?? '');
    } catch (error) {
      this.#stageSaid.replaceChildren(say('actTrouble', { why: inWords(say, error) }));
    }
    if (choice) choice.value = '';
  }

  /** @param {string} text @param {string} [link] */
  #copyable(text, link) {
    const say = this.#say;
    const button = h('button', { type: 'button', class: 'icon small', 'aria-label': `${say('copy')} ${text}`, title: say('copy'), onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.replaceChildren(icon(ICONS.check, 14), h('span', { class: 'sr', role: 'status' }, say('copied')));
        setTimeout(() => button.replaceChildren(icon(ICONS.copy, 14)), 1500);
      } catch {
        // No permission: the text is there to be selected.
      }
    } }, icon(ICONS.copy, 14));
    return [link ? h('a', { href: link }, text) : text, button];
  }

  /** @param {Detail} detail */
  #contact({ lead }) {
    const say = this.#say;
    if (!lead) return this.#section(say('contact'), h('p', { class: 'none' }, say('contactNone')));
    return this.#section(say('contact'), this.#facts([
      [say('name'), lead.name],
      [say('phone'), lead.phone ? this.#copyable(lead.phone, `tel:${lead.phone.replace(/[^\d+]/g, '')}`) : null],
      [say('email'), lead.email ? this.#copyable(lead.email, `mailto:${encodeURIComponent(lead.email)}`) : null],
      [say('interest'), lead.interest],
      [say('left_at'), dateTime(lead.created_at)],
    ]));
  }

  /** How the visitor came: the first time, and since. @param {Detail} detail */
  #came({ visitor: { source }, arrivals = [] }) {
    const say = this.#say;
    if (!source && !arrivals.length) return null;
    const all = arrivals.length ? arrivals : [{ .../** @type {import('./types').Source} */ (source), at: '' }];
    return this.#section(say('cameBy'), h('ul', { class: 'lines' }, all.map((one) => h('li', null,
      h('span', null, coded(say, 'source_', one.kind)),
      h('span', { class: 'sub', dir: 'auto' }, [
        one.ref ? `ref ${one.ref}` : '', one.ad_id ? say('ad', { id: one.ad_id }) : '', one.at ? dateTime(one.at) : '',
      ].filter(Boolean).map((part) => h('span', null, part)))))));
  }

  /** A cart or an address that came through a form. @param {Detail} detail */
  #drafts({ order_drafts: drafts = [] }) {
    if (!drafts.length) return null;
    const say = this.#say;
    return this.#section(say('drafts'), ...drafts.map((draft) => h('div', null,
      h('p', { class: 'sub' }, dateTime(draft.at)),
      draft.items.length ? h('ul', { class: 'lines' }, draft.items.map((item) => h('li', null, `${item.quantity ?? 1} × ${item.name || item.sku || '?'}`))) : null,
      this.#facts(Object.entries(draft.details)),
      draft.note ? h('p', { dir: 'auto' }, draft.note) : null)));
  }

  /** @param {Detail} detail */
  #marks({ surveys = [] }) {
    if (!surveys.length) return null;
    return this.#section(this.#say('marks'), h('ul', { class: 'lines' }, surveys.map((mark) => h('li', null,
      h('span', null, h('strong', null, coded(this.#say, 'mark_', mark.kind)), ` ${mark.score}`),
      h('span', { class: 'sub', dir: 'auto' }, [mark.comment, dateTime(mark.at)].filter(Boolean).map((part) => h('span', null, part)))))));
  }

  /** @param {Detail} detail */
  #page({ visitor: { page } }) {
    if (!page) return null;
    const say = this.#say;
    const items = page.cart?.items ?? [];
    const count = items.reduce((sum, item) => sum + (Number(item.quantity) || 0), 0);
    const kind = coded(say, 'page_', page.kind);
    return this.#section(say('page'), h('p', null, kind.charAt(0).toLocaleUpperCase(this.#locale) + kind.slice(1),
      page.sku ? ` · ${page.sku}` : '', page.title ? h('span', { class: 'sub', dir: 'auto' }, String(page.title)) : null),
    count ? h('p', null, say('inCart', { n: count, total: money(Number(page.cart?.total) || 0, this.#locale) })) : null);
  }

  /** @param {Detail} detail */
  #orders({ orders }) {
    if (!orders.length) return null;
    return this.#section(this.#say('orders'), h('ul', { class: 'lines' }, orders.map((order) => h('li', null,
      h('span', null, h('strong', null, order.code), ` · ${order.status_text}`),
      h('span', { class: 'sub' }, `${money(order.total, this.#locale)} · ${date(order.placed_on)}`)))));
  }

  /** @param {Detail} detail */
  #offers({ offers }) {
    if (!offers.length) return null;
    return this.#section(this.#say('offers'), h('ul', { class: 'lines' }, offers.map((offer) => h('li', null,
      h('span', null, offer.title), h('span', { class: 'sub' }, `${coded(this.#say, 'offer_', offer.event)} · ${dateTime(offer.at)}`)))));
  }

  /** @param {Detail} detail */
  #consents({ consents }) {
    if (!consents.length) return null;
    const say = this.#say;
    return this.#section(say('consents'), h('ul', { class: 'lines' }, consents.map((consent) => h('li', null,
      h('span', { class: consent.granted ? 'yes' : 'no' }, icon(consent.granted ? ICONS.check : ICONS.close, 14),
        `${say(consent.granted ? 'granted' : 'notGranted')}: ${coded(say, 'purpose_', consent.purpose)}`),
      h('span', { class: 'sub', dir: 'auto' }, `“${consent.wording}” · ${dateTime(consent.at)}`)))));
  }

  /** @param {Detail} detail @param {string} language */
  #visit({ visitor }, language) {
    const say = this.#say;
    return this.#section(say('person'), this.#facts([
      [say('firstSeen'), `${dateTime(visitor.first_seen_at)} (${ago(visitor.first_seen_at, this.#locale)})`],
      [say('speaks'), coded(say, 'lang_', language)],
    ]));
  }
}
