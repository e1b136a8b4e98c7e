/** One bubble of the thread: texts, pictures and templates as Messenger shows them. */

import { h, linked, safeUrl } from '/play/shared/dom.js';
import { money } from '/play/shared/format.js';

/** @typedef {{act: (what: string, more?: object) => Promise<any>, say: (key: string, values?: object) => string, open: (node: Node) => void}} Hands */

/** @param {any} button @param {Hands} hands */
function button(button, hands) {
  const href = safeUrl(button.type === 'web_url' ? button.url : null);
  if (button.type === 'web_url') {
    return h('a', { class: 'act', href, target: '_blank', rel: 'noopener noreferrer' }, button.title);
  }
  if (button.type === 'phone_number') return h('a', { class: 'act', href: `tel:${button.payload}` }, button.title);
  return h('button', { type: 'button', class: 'act', onclick: () => hands.act('taps', { what: button.payload }) }, button.title);
}

/** @param {any} line */
const payloadOf = (line) => line.attachment?.payload ?? {};

/** @type {Record<string, (payload: any, line: any, hands: Hands) => Node[]>} */
const TEMPLATES = {
  button: (payload, line, hands) => [
    h('p', null, linked(payload.text)),
    h('div', { class: 'acts' }, (payload.buttons ?? []).map((one) => button(one, hands))),
  ],
  generic: (payload, line, hands) => [
    h('ul', { class: 'cards', tabindex: payload.elements.length > 1 ? 0 : null }, payload.elements.map((card) => h('li', { class: 'card' },
      safeUrl(card.image_url) && h('img', { src: safeUrl(card.image_url), alt: '', loading: 'lazy' }),
      h('div', { class: 'words' }, h('strong', null, card.title), card.subtitle && h('p', null, card.subtitle)),
      h('div', { class: 'acts' }, (card.buttons ?? []).map((one) => button(one, hands))),
    ))),
  ],
  receipt: (payload, line, hands) => [
    h('strong', null, hands.say('order', { number: payload.order_number })),
    h('ul', { class: 'goods' }, (payload.elements ?? []).map((good) =>
      h('li', null, h('span', null, `${good.quantity ?? 1} × ${good.title}`), h('span', null, price(good.price, payload.currency))))),
    h('p', { class: 'sum' }, h('span', null, hands.say('total')), h('span', null, price(payload.summary.total_cost, payload.currency))),
  ],
  coupon: (payload, line, hands) => [
    h('strong', null, payload.title), payload.subtitle && h('p', null, payload.subtitle),
    h('details', null, h('summary', { class: 'act' }, hands.say('reveal')), h('code', null, payload.coupon_code)),
  ].filter(Boolean),
  customer_feedback: (payload, line, hands) => [h('strong', null, payload.title), payload.subtitle && h('p', null, payload.subtitle), feedback(payload, hands)].filter(Boolean),
};

/** @param {any} payload @param {Hands} hands */
function feedback(payload, hands) {
  const question = payload.feedback_screens[0].questions[0];
  const [from, to] = { csat: [1, 5], nps: [0, 10], ces: [1, 7] }[question.type] ?? [1, 5];
  const scores = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const text = question.follow_up && h('input', { 'aria-label': question.follow_up.placeholder ?? '…', placeholder: question.follow_up.placeholder ?? '…' });
  const row = h('div', { class: 'scores', role: 'group', 'aria-label': question.title ?? hands.say('rate') }, scores.map((score) =>
    h('button', { type: 'button', onclick: async (event) => {
      await hands.act('rates', { score, text: text?.value });
      event.target.closest('.scores').replaceWith(h('p', { class: 'note' }, hands.say('rated')));
    } }, score)));
  const toggle = (event) => event.currentTarget.scrollIntoView({ block: 'nearest' });
  return h('details', { toggle }, h('summary', { class: 'act' }, payload.button_title), question.title && h('p', null, question.title), text, row);
}

/** @param {number} amount @param {string} currency */
const price = (amount, currency) => (currency === 'VND' ? money(amount) : `${amount} ${currency}`);

/** @param {any} line @param {Hands} hands @returns {Node[]} */
export function inside(line, hands) {
  if (line.unsent) return [h('em', null, hands.say('unsent'))];
  const payload = payloadOf(line);
  if (line.kind === 'template') {
    const make = TEMPLATES[payload.template_type];
    return make ? make(payload, line, hands) : [h('pre', null, JSON.stringify(payload, null, 1))];
  }
  if (payload.sticker_id) return [h('span', { class: 'sticker', role: 'img', 'aria-label': hands.say('sticker') }, '👍')];
  const nodes = [];
  if (line.kind === 'image') {
    const picture = h('img', { class: 'picture', src: safeUrl(payload.url), alt: payload.url ?? '', loading: 'lazy' });
    picture.addEventListener('error', () => picture.replaceWith(link(payload.url, '🖼')));
    nodes.push(picture);
  } else if (line.kind !== 'text') nodes.push(link(payload.url, hands.say('file')));
  if (line.text) nodes.push(h('p', null, linked(line.text)));
  return nodes;
}

/** @param {string | undefined} url @param {string} mark */
function link(url, mark) {
  return h('a', { href: safeUrl(url), target: '_blank', rel: 'noopener noreferrer' }, `${mark} ${url ?? ''}`);
}
