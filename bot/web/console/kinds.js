/** A message's content, drawn compactly: agents want to know what the visitor was shown, not to press it. */
import { h, icon, linked, safeUrl } from '../shared/dom.js';
import { date, money } from '../shared/format.js';
import { ICONS } from './icons.js';

/** @typedef {import('../shared/timeline.js').Line} Line */
/** @typedef {import('../shared/types').Card} Card */
/** @typedef {import('../shared/types').QuickReply} QuickReply */
/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Locale} Locale */

/** @param {unknown} value @returns {any[]} */
const list = (value) => (Array.isArray(value) ? value : []);
/** @param {unknown} value */
const words = (value) => (value === null || value === undefined ? '' : String(value));

/** @param {string} text */
function said(text) {
  return h('p', { class: 'text', dir: 'auto' }, linked(text));
}

/** @param {Card} card @param {Locale} locale */
function price(card, locale) {
  return h('span', { class: 'price' }, Number.isFinite(card.price) ? money(card.price, locale) : '',
    Number.isFinite(card.list_price) && card.list_price !== card.price
      ? h('s', null, money(/** @type {number} */ (card.list_price), locale)) : null);
}

/** A small picture, or a box where there is none. @param {string | null} address */
function thumb(address) {
  const none = h('span', { class: 'noimg' }, icon(ICONS.box, 18));
  if (!address) return none;
  const picture = h('img', { src: address, alt: '', loading: 'lazy', width: 40, height: 40 });
  picture.addEventListener('error', () => picture.replaceWith(none));
  return picture;
}

/** @param {Card} card @param {Locale} locale */
function product(card, locale) {
  const page = safeUrl(card.url);
  const name = words(card.name);
  return h('li', null,
    thumb(safeUrl(card.image)),
    h('span', { class: 'what' },
      page ? h('a', { href: page, target: '_blank', rel: 'noopener' }, name) : name,
      h('span', { class: 'sub' }, price(card, locale), h('span', null, words(card.stock_text)))));
}

/** @param {any} payload @param {Say} say @param {Locale} locale */
function comparison({ items, rows }, say, locale) {
  return h('div', { class: 'tablebox', tabindex: 0, role: 'group', 'aria-label': list(items).map((item) => words(item?.name)).join(' – ') },
    h('table', null,
      h('thead', null, h('tr', null, h('td'), list(items).map((item) =>
        h('th', { scope: 'col' }, words(item?.name), h('span', { class: 'sub' }, price(item ?? {}, locale)))))),
      h('tbody', null, list(rows).map((row) => h('tr', { class: row?.differs ? 'differs' : null },
        h('th', { scope: 'row' }, words(row?.label), row?.differs ? h('span', { class: 'sr' }, ` (${say('differs')})`) : null),
        list(row?.values).map((value) => h('td', null, words(value))))))));
}

/** @param {any} offer @param {Say} say */
function ticket(offer, say) {
  return h('div', { class: 'box ticket' }, icon(ICONS.ticket, 18), h('div', null,
    h('strong', null, [offer.value_text, offer.title].map(words).filter(Boolean).join(' · ')),
    h('span', { class: 'sub' }, [
      words(offer.detail),
      offer.code ? say('code', { code: words(offer.code) }) : '',
      offer.ends_on ? say('until', { date: date(words(offer.ends_on)) }) : '',
    ].filter(Boolean).map((part) => h('span', null, part)))));
}

/** @param {any} order @param {Say} say @param {Locale} locale */
function parcel(order, say, locale) {
  const steps = list(order.steps);
  return h('div', { class: 'box order' }, icon(ICONS.box, 18), h('div', null,
    h('strong', null, [order.code, order.status_text].map(words).filter(Boolean).join(' · ')),
    list(order.items).map((item) => h('span', { class: 'item' }, `${words(item?.quantity)} × ${words(item?.name)}`)),
    h('span', { class: 'sub' }, [
      Number.isFinite(order.total) ? `${say('total')} ${money(order.total, locale)}` : '',
      [order.carrier, order.tracking_code].map(words).filter(Boolean).join(' '),
      order.expected_on ? say('expected', { date: date(words(order.expected_on)) }) : '',
    ].filter(Boolean).map((part) => h('span', null, part))),
    steps.length ? h('ol', { class: 'steps' }, steps.map((step) =>
      h('li', { class: step?.done ? 'done' : null }, step?.done ? icon(ICONS.check, 12) : null, words(step?.title)))) : null));
}

/** A file that the visitor sent, from our own copy of it. @param {any} file @param {Say} say */
function sentFile(file, say) {
  const address = /^[0-9a-f]{32}$/.test(words(file.id)) ? `/console/files/${file.id}` : null;
  if (file.status !== 'kept' || !address) {
    return h('p', { class: 'sub' }, icon(ICONS.box, 14), file.status === 'pending' ? say('fileComing') : say('fileRefused'));
  }
  const type = words(file.content_type);
  if (type.startsWith('image/')) {
    return h('a', { href: address, target: '_blank', rel: 'noopener' }, h('img', { src: address, alt: say('visitorsPicture'), loading: 'lazy' }));
  }
  if (type.startsWith('audio/')) return h('audio', { src: address, controls: true, preload: 'none' });
  if (type.startsWith('video/')) return h('video', { src: address, controls: true, preload: 'none' });
  return h('a', { href: address, target: '_blank', rel: 'noopener' }, icon(ICONS.box, 14), say('openFile'));
}

/**
 * The content of one message; a kind nobody knows shows its text.
 * @param {Line} line @param {Say} say @param {Locale} locale
 * @returns {HTMLElement}
 */
export function drawn(line, say, locale) {
  const payload = line.payload ?? {};
  const extra = {
    products: () => h('ul', { class: 'products' }, list(payload.items).map((item) => product(item ?? {}, locale))),
    comparison: () => comparison(payload, say, locale),
    offer: () => ticket(payload, say),
    order: () => parcel(payload, say, locale),
    consent: () => h('div', { class: 'box' }, icon(ICONS.shield, 18), h('div', null, h('strong', null, say('asksConsent')),
      payload.wording && payload.wording !== line.text ? h('span', { class: 'sub' }, words(payload.wording)) : null)),
  }[line.kind];
  const files = list(payload.attachments);
  const replies = list(/** @type {{quick_replies?: QuickReply[]}} */ (line).quick_replies);
  return h('div', { class: `bubble ${extra ? 'rich' : ''}` },
    line.text ? said(line.text) : null,
    extra?.() ?? null,
    files.length ? h('div', { class: 'files' }, files.map((file) => sentFile(file ?? {}, say))) : null,
    payload.edits || payload.reaction ? h('p', { class: 'sub' },
      payload.edits ? h('span', null, say('edited')) : null,
      payload.reaction ? h('span', null, say('reacted', { emoji: words(payload.reaction) })) : null) : null,
    replies.length ? h('p', { class: 'offered' }, h('span', null, say('offered')), replies.map((reply) => h('span', { class: 'chip' }, words(reply?.title)))) : null);
}
