/** The phone: who is writing, the thread, what can be tapped, the composer. */

import { h, icon, place } from '/play/shared/dom.js';
import { day, time } from '/play/shared/format.js';
import { inside } from '/play/web/bubbles.js';

const ICONS = {
  menu: 'M4 6h16M4 12h16M4 18h16', image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9.5h.01', send: 'M4 12l16-8-6 16-3-6z',
  heart: 'M12 20s-7-4.4-9-9c-1.500-3.600 1-7 4.500-7 2 0 3.500 1.200 4.500 2.800C13 5.200 14.500 4 16.500 4 20 4 22.500 7.400 21 11c-2 4.600-9 9-9 9z', pencil: 'M4 20l1-4L16 5l3 3L8 19z', back: 'M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6', plus: 'M12 5v14M5 12h14',
};

/** @param {HTMLElement} phone @param {import('./bubbles.js').Hands & {choose: (id: string) => void, locale: () => string}} hands */
export function makeThread(phone, hands) {
  const people = h('div', { class: 'people' });
  const head = h('div', { class: 'head' });
  const log = h('div', { class: 'log', role: 'log', tabindex: 0 });
  const chips = h('div', { class: 'chips' });
  const menu = h('div', { class: 'menu', hidden: true });
  const input = h('textarea', { rows: 1, enterkeyhint: 'send', maxlength: 20000 });
  const send = h('button', { type: 'submit', class: 'round' }, icon(ICONS.send));
  const like = h('button', { type: 'button', class: 'round like', onclick: () => hands.act('likes') }, '👍');
  const picture = h('button', { type: 'button', class: 'round', onclick: () => chooser.click() }, icon(ICONS.image));
  const chooser = h('input', { type: 'file', hidden: true, accept: 'image/*,audio/*,video/*,application/pdf' });
  chooser.addEventListener('change', async () => {
    for (const file of chooser.files) await hands.file(file);
    chooser.value = '';
  });
  const burger = h('button', { type: 'button', class: 'round', 'aria-expanded': 'false', onclick: () => showMenu(menu.hidden) }, icon(ICONS.menu));
  const form = h('form', { class: 'composer' }, burger, picture, chooser, input, send, like);
  phone.append(people, head, log, chips, menu, form);

  let shown = '';
  /** What each part shows, so that it is made anew only when that changed: focus stays where it is. */
  const drawn = new Map();
  /** @param {Element} parent @param {any} what @param {() => Node[]} make */
  function draw(parent, what, make) {
    const key = JSON.stringify([what, hands.locale()]);
    if (drawn.get(parent) === key) return;
    drawn.set(parent, key);
    place(parent, make());
  }
  /** @type {Map<string, {node: HTMLElement, as: string}>} */
  let kept = new Map();
  let greeted = '';
  /** @type {Node} */
  let greet;

  form.addEventListener('submit', (event) => { event.preventDefault(); say(); });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); say(); }
  });
  input.addEventListener('input', fit);
  // Pictures grow when they arrive; whoever looks at the end keeps looking at it.
  let atEnd = true;
  log.addEventListener('scroll', () => { atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60; });
  log.addEventListener('load', () => { if (atEnd) log.scrollTop = log.scrollHeight; }, true);
  phone.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !menu.hidden) { showMenu(false); burger.focus(); } });

  async function say() {
    const text = input.value.trim();
    if (!text) return;
    input.value = '';
    fit();
    await hands.act('says', { text });
  }

  function fit() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 120)}px`;
    send.hidden = !input.value.trim();
    like.hidden = !send.hidden;
  }

  function showMenu(open) {
    menu.hidden = !open;
    burger.setAttribute('aria-expanded', String(open));
    if (open) menu.querySelector('button, a')?.focus();
  }

  /** A small form in place of a dialog. */
  function ask(word, done, value = '') {
    const field = h('input', { value, 'aria-label': hands.say(word), placeholder: hands.say(word) });
    field.value = value;
    const box = h('form', { class: 'ask' }, field, h('button', { class: 'solid' }, hands.say('send')),
      h('button', { type: 'button', class: 'plain', onclick: () => box.remove() }, hands.say('cancel')));
    box.addEventListener('submit', (event) => { event.preventDefault(); if (field.value.trim()) done(field.value.trim()); box.remove(); });
    phone.querySelector('.ask')?.remove();
    chips.before(box);
    field.focus();
  }

  function bubble(line, first) {
    const mine = line.author === 'person';
    const tools = h('span', { class: 'own' },
      mine && line.kind === 'text' && line.edits < 5 && h('button', { type: 'button', title: hands.say('edit'), 'aria-label': hands.say('edit'), onclick: () => ask('edit', (text) => hands.act('edits', { mid: line.mid, text }), line.text) }, icon(ICONS.pencil, 16)),
      mine && h('button', { type: 'button', title: hands.say('unsend'), 'aria-label': hands.say('unsend'), onclick: () => hands.act('unsends', { mid: line.mid }) }, icon(ICONS.back, 16)),
      !mine && h('button', { type: 'button', title: hands.say(line.reaction ? 'unreact' : 'react'), 'aria-label': hands.say(line.reaction ? 'unreact' : 'react'), onclick: () => hands.act(line.reaction ? 'unreacts' : 'reacts', { mid: line.mid }) }, icon(ICONS.heart, 16)));
    const wide = !line.unsent && (line.attachment?.payload?.template_type === 'generic' || line.attachment?.payload?.sticker_id || (line.kind === 'image' && !line.text));
    const name = line.persona ?? (line.author === 'inbox' ? hands.say('inbox') : '');
    return h('div', { class: `row ${mine ? 'mine' : 'theirs'}`, 'data-mid': line.mid },
      first && h('p', { class: 'when' }, `${day(line.at, hands.locale())} ${time(line.at)}`),
      name && h('p', { class: 'name' }, name),
      h('div', { class: 'beside' }, h('div', { class: `bubble ${wide ? 'bare' : ''} ${line.author === 'inbox' || line.persona ? 'human' : ''}` }, inside(line, hands)), !line.unsent && tools),
      (line.reaction || line.edits > 0) && h('p', { class: 'note' }, [line.reaction && '❤️', line.edits > 0 && hands.say('edited')].filter(Boolean).join(' ')));
  }

  function welcome(person) {
    const { greeting, get_started: start, ice_breakers: breakers } = person.welcome;
    return h('div', { class: 'welcome' }, h('div', { class: 'face big' }, 'Đ'), h('p', null, greeting || hands.say('welcome')),
      breakers.map((one) => h('button', { type: 'button', class: 'chip', onclick: () => hands.act('taps', { what: one.payload }) }, one.question)),
      !breakers.length && start && h('button', { type: 'button', class: 'solid', onclick: () => hands.act('starts') }, hands.say('start')),
      !breakers.length && !start && h('p', { class: 'note' }, hands.say('no_profile')));
  }

  return function show(state, person) {
    draw(people, [state.people.map((one) => [one.id, one.name]), person.id], () => [
      ...state.people.map((one) => h('button', { type: 'button', 'aria-pressed': one.id === person.id, class: 'chip', onclick: () => hands.choose(one.id) }, one.name)),
      h('button', { type: 'button', class: 'chip', 'aria-label': hands.say('new_person'), title: hands.say('new_person'), onclick: () => ask('ask_name', (name) => hands.meet(name)) }, icon(ICONS.plus, 16)),
    ]);
    const now = state.now;
    const open = person.window_ends && person.window_ends > now;
    const window = open ? hands.say('window_open', { when: `${time(person.window_ends)} ${day(person.window_ends, hands.locale(), now)}` })
      : hands.say(person.window_ends ? 'window_closed' : 'window_none');
    draw(head, [state.page.name, person.typing, window], () => [h('div', { class: 'face' }, 'Đ'), h('div', null, h('strong', null, state.page.name), h('p', { class: 'note' }, person.typing ? hands.say('typing') : window))]);

    const fresh = new Map();
    let before = 0;
    for (const line of person.thread) {
      const first = line.at - before > 15 * 60_000;
      before = line.at;
      const as = JSON.stringify([line, first, hands.locale()]);
      const old = kept.get(line.mid);
      fresh.set(line.mid, old?.as === as ? old : { node: bubble(line, first), as });
    }
    kept = fresh;
    const notes = [];
    if (person.owner !== 'bot') notes.push(hands.say(`owner_${person.owner}`));
    if (person.blocked) notes.push(hands.say('blocked_by', { name: person.name }));
    const asks = JSON.stringify([person.id, person.welcome, hands.locale()]);
    if (asks !== greeted) [greeted, greet] = [asks, welcome(person)];
    place(log, [
      ...(person.thread.length ? [] : [greet]),
      ...[...fresh.values()].map((one) => one.node),
      ...(person.typing ? [h('div', { class: 'row theirs' }, h('div', { class: 'bubble dots', role: 'img', 'aria-label': hands.say('typing') }, '•••'))] : []),
      ...notes.map((note) => h('p', { class: 'notice' }, note)),
    ]);
    const last = `${person.id} ${person.thread.at(-1)?.mid} ${person.typing}`;
    draw(chips, [person.id, person.quick_replies], () => person.quick_replies.map((reply) => {
      const shared = { user_phone_number: ['share_phone', '+84900000000'], user_email: ['share_email', 'vera@example.com'] }[reply.content_type];
      return h('button', { type: 'button', class: 'chip', onclick: () => hands.act('taps', { what: shared ? reply.content_type : reply.payload }) }, shared ? hands.say(shared[0], { value: shared[1] }) : reply.title);
    }));
    draw(menu, [person.id, person.menu], () => person.menu.map((item) => (item.type === 'web_url'
      ? h('a', { href: item.url, target: '_blank', rel: 'noopener noreferrer' }, item.title)
      : h('button', { type: 'button', onclick: () => { showMenu(false); hands.act('taps', { what: item.payload }); } }, item.title))));
    burger.hidden = !person.menu.length;
    if (!person.menu.length) showMenu(false);
    for (const [node, word] of [[input, 'composer'], [send, 'send'], [like, 'like'], [picture, 'image'], [burger, 'menu']]) node.setAttribute('aria-label', hands.say(word));
    input.placeholder = hands.say('composer');
    fit();
    if (last !== shown) { log.scrollTop = log.scrollHeight; atEnd = true; }
    shown = last;
  };
}
