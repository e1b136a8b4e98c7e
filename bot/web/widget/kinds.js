/** How each kind of message looks. A kind that is not in this list shows its text. */
import { h, icon, linked, safeUrl } from '../shared/dom.js';
import { date, money } from '../shared/format.js';
import { ICONS } from './icons.js';

/** @typedef {import('../shared/types').Card} Card */
/** @typedef {import('../shared/types').Locale} Locale */
/** @typedef {import('../shared/types').QuickReply} QuickReply */
/** @typedef {import('../shared/timeline.js').Line} Line */
/** @typedef {import('./words.vi.js').Say} Say */
/**
 * @typedef {object} Ways what a message can set in motion, and how it speaks
 * @property {Say} say
 * @property {Locale} locale
 * @property {string} base addresses in payloads are relative to the bot's own
 * @property {(reply: QuickReply) => void} reply
 * @property {(id: string) => void} takeOffer
 */

/** @type {Record<string, (payload: any, ways: Ways) => HTMLElement | null>} */
const KINDS = { products, comparison, offer, order, consent };

/**
 * A line's content: its words, all of them, and below them what a richer kind shows. A reply to several wishes has
 * answers and a question in the text above its cards.
 * @param {Line} line @param {Ways} ways
 * @returns {HTMLElement[]}
 */
export function drawn(line, ways) {
  /** @type {HTMLElement | null} */
  let rich = null;
  try {
    rich = KINDS[line.kind]?.(line.payload ?? {}, ways) ?? null;
  } catch (error) {
    console.error(error);
  }
  const text = rich ? line.text.trim() : line.text;
  const said = rich && (text === line.payload.title || text === line.payload.wording) ? '' : text;
  return [...(said ? [h('div', { class: 'bubble' }, rows(said))] : []), ...(rich ? [rich] : [])];
}

/** Text line by line: what begins with a bullet hangs below it, and several answers keep apart. @param {string} text */
const rows = (text) => text.split('\n').map((row) => h('span', { class: row.startsWith('• ') ? 'row point' : 'row' }, linked(told(row))));

/** The sign of the đồng stays on the line of its number. @param {string} text */
const told = (text) => text.replace(/(\d) ₫/g, '$1\u00a0₫');

/** @param {string | undefined} address @param {string} alt @param {Ways} ways */
function picture(address, alt, { base }) {
  const src = safeUrl(address, base);
  const frame = h('span', { class: 'picture' });
  if (!src) return frame;
  const image = h('img', { src, alt, loading: 'lazy', width: 400, height: 300 });
  image.addEventListener('error', () => image.remove());
  frame.append(image);
  return frame;
}

/** @param {Card} card @param {Ways} ways */
function price(card, { say, locale }) {
  const before = card.list_price && card.list_price > card.price ? card.list_price : null;
  return h('span', { class: 'price' },
    h('span', { class: 'hush' }, `${say('now')} `), h('strong', null, money(card.price, locale)),
    before && [' ', h('s', null, h('span', { class: 'hush' }, `${say('was')} `), money(before, locale))]);
}

/** @param {Card} card @param {Ways} ways */
function stock(card, { say }) {
  const words = card.stock_text || (card.stock === 0 ? say('soldOut') : '');
  if (!words) return null;
  const level = card.stock === 0 ? 'none' : (card.stock ?? 9) <= 3 ? 'few' : 'some';
  return h('span', { class: `stock ${level}` }, words);
}

/** @param {QuickReply} reply @param {Ways} ways @param {string} about @param {string} look */
function button(reply, ways, about, look) {
  return h('button', { type: 'button', class: look, 'aria-label': `${reply.title}: ${about}`, onclick: () => ways.reply(reply) }, reply.title);
}

/** @param {string} address @param {Ways} ways @param {...any} children */
function place(address, ways, ...children) {
  const href = safeUrl(address, ways.base);
  if (!href) return h('span', null, ...children);
  const here = new URL(href).origin === location.origin;
  return h('a', { href, ...(here ? null : { target: '_blank', rel: 'noopener' }) }, ...children);
}

/** @param {{items: Card[]}} payload @param {Ways} ways */
function products({ items }, ways) {
  const { say } = ways;
  const pictured = items.some((card) => safeUrl(card.image, ways.base));
  const track = h('ul', { class: 'track' }, items.slice(0, 10).map((card) => {
    const [first, ...more] = card.buttons ?? [];
    // Where none of them has a picture, a row of empty frames says nothing.
    return h('li', { class: 'card' },
      pictured && picture(card.image, '', ways),
      h('div', { class: 'facts' },
        h('span', { class: 'name' }, place(card.url ?? '', ways, card.name)), price(card, ways), stock(card, ways)),
      first && h('div', { class: 'acts' }, button(first, ways, card.name, 'primary'),
        more.slice(0, 2).map((reply) => button(reply, ways, card.name, 'plain'))));
  }));
  const box = h('div', { class: items.length > 1 ? 'wide cards' : 'cards one', role: 'group', 'aria-label': say('products', { n: items.length }) }, track);
  if (items.length < 2) return box;

  /** @param {number} step */
  const move = (step) => {
    const width = /** @type {HTMLElement} */ (track.firstElementChild).offsetWidth + 8;
    track.scrollBy({ left: step * width, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  };
  const back = h('button', { type: 'button', class: 'arrow back', 'aria-label': say('previous'), onclick: () => move(-1) }, icon(ICONS.left, 18));
  const on = h('button', { type: 'button', class: 'arrow on', 'aria-label': say('next'), onclick: () => move(1) }, icon(ICONS.right, 18));
  const ends = () => {
    back.hidden = track.scrollLeft < 8;
    on.hidden = track.scrollLeft + track.clientWidth > track.scrollWidth - 8;
  };
  track.addEventListener('scroll', ends, { passive: true });
  new ResizeObserver(ends).observe(track);
  box.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const cards = [...track.children];
    const at = cards.findIndex((card) => card.contains(/** @type {Node} */ (event.target)));
    cards[at + step]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const next = cards[at + step]?.querySelector(/** @type {Element} */ (event.target).matches('a') ? 'a' : 'button');
    if (at >= 0) /** @type {HTMLElement | null | undefined} */ (next)?.focus();
    else move(step);
  });
  back.hidden = true;
  box.append(back, on);
  return box;
}

/** @param {{items: Card[], rows: {label: string, values: string[], differs: boolean}[]}} payload @param {Ways} ways */
function comparison({ items, rows }, ways) {
  const { say } = ways;
  const pictured = items.some((card) => safeUrl(card.image, ways.base));
  return h('div', { class: 'wide sheet' },
    h('div', { class: 'scroller', role: 'region', tabindex: 0, 'aria-label': `${say('comparison')}: ${items.map((card) => card.name).join(', ')}` },
      h('table', null,
        h('thead', null, h('tr', null, h('td'), items.map((card) => h('th', { scope: 'col' },
          pictured && picture(card.image, '', ways), h('span', { class: 'name' }, place(card.url ?? '', ways, card.name)), price(card, ways))))),
        h('tbody', null, rows.map((row) => h('tr', { class: row.differs && 'differs' },
          h('th', { scope: 'row' }, row.label, row.differs && h('span', { class: 'hush' }, ` (${say('differs')})`)),
          row.values.map((value) => h('td', null, value))))),
        items.some((card) => card.buttons?.length) && h('tfoot', null, h('tr', null, h('td'), items.map((card) => h('td', null,
          card.buttons?.[0] && button(card.buttons[0], ways, card.name, 'primary'))))))),
    rows.some((row) => row.differs) && h('p', { class: 'key', 'aria-hidden': 'true' }, say('differsKey')));
}

/**
 * @param {string} code @param {Ways} ways @param {() => void} [then]
 */
function codeBox(code, { say }, then) {
  const words = h('code', null, code);
  const label = h('span', null, say('copy'));
  const copy = h('button', { type: 'button', class: 'plain copy', 'aria-live': 'polite', async onclick() {
    try {
      await navigator.clipboard.writeText(code);
    } catch {
      // No clipboard without https: mark the code and let the older command copy it.
      getSelection()?.selectAllChildren(words);
      document.execCommand('copy');
    }
    label.textContent = say('copied');
    copy.classList.add('done');
    then?.();
    setTimeout(() => {
      label.textContent = say('copy');
      copy.classList.remove('done');
    }, 4000);
  } }, icon(ICONS.copy, 16), label);
  return h('div', { class: 'code' }, words, copy);
}

/** @param {{id: string, title: string, detail?: string, value_text?: string, code?: string | null, ends_on?: string | null, conditions?: string}} payload @param {Ways} ways */
function offer({ id, title, detail, value_text, code, ends_on, conditions }, ways) {
  const { say } = ways;
  return h('div', { class: 'sheet offer' },
    h('div', { class: 'top' }, h('span', { class: 'mark' }, icon(ICONS.ticket, 22)),
      h('div', null, value_text && h('strong', { class: 'value' }, value_text), h('span', { class: 'title' }, title))),
    detail && detail !== title && h('p', null, told(detail)),
    code && codeBox(code, ways, () => ways.takeOffer(id)),
    ends_on && h('p', { class: 'until' }, say('until', { date: date(ends_on) })),
    conditions && h('details', null, h('summary', null, say('conditions')), h('p', null, told(conditions))));
}

/**
 * @param {{code: string, status: string, status_text: string, items?: {name: string, quantity: number, image?: string}[], total?: number,
 *   carrier?: string | null, tracking_code?: string | null, expected_on?: string | null,
 *   steps?: {key: string, title: string, done: boolean, at?: string | null}[]}} payload
 * @param {Ways} ways
 */
function order({ code, status, status_text, items = [], total, carrier, tracking_code, expected_on, steps = [] }, ways) {
  const { say, locale } = ways;
  const now = steps.findLastIndex((step) => step.done);
  const bad = /cancel|return|refund/.test(status);
  /** @param {string} name @param {any} value */
  const fact = (name, value) => value && h('div', null, h('dt', null, name), h('dd', null, value));
  return h('div', { class: 'sheet order' },
    h('div', { class: 'top' }, h('span', { class: 'mark' }, icon(ICONS.box, 20)), h('strong', { class: 'title' }, say('order', { code })),
      h('span', { class: bad ? 'pill warn' : 'pill' }, status_text)),
    steps.length > 0 && h('ol', { class: 'steps' }, steps.map((step, i) => h('li', { class: i === now ? 'done now' : step.done ? 'done' : '' },
      h('span', { class: 'dot' }, step.done && icon(ICONS.check, 12)),
      h('span', null, step.title, h('span', { class: 'hush' }, `, ${say(i === now ? 'current' : step.done ? 'done' : 'todo')}`)),
      step.at && h('time', null, date(step.at))))),
    items.length > 0 && h('ul', { class: 'items' }, items.map((item) => h('li', null,
      picture(item.image, '', ways), h('span', null, item.name), h('span', { class: 'times' }, `× ${item.quantity}`)))),
    h('dl', null,
      fact(say('expected'), expected_on && date(expected_on)), fact(say('carrier'), carrier), fact(say('tracking'), tracking_code),
      fact(say('total'), total != null && h('strong', null, money(total, locale)))));
}

/** @param {{wording: string}} payload @param {Ways} ways */
function consent({ wording }, { say }) {
  return wording ? h('div', { class: 'sheet consent' },
    h('div', { class: 'top' }, h('span', { class: 'mark' }, icon(ICONS.shield, 20)), h('strong', { class: 'title' }, say('consent'))),
    h('p', null, linked(wording))) : null;
}
