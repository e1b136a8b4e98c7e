/** The console: login or desk, addresses (`#/`, `#/c/<id>`, `#/c/<id>/person`), keys and preferences. */
import { h, icon } from '../shared/dom.js';
import { keep } from '../shared/storage.js';
import { io } from '../shared/vendor/socket.io.esm.min.js';
import { ConversationPane } from './conversation.js';
import { Desk } from './desk.js';
import { ICONS } from './icons.js';
import { LoginPage } from './login.js';
import { Bell, notify, showCount } from './notify.js';
import { PersonPane } from './person.js';
import { QUEUES, QueuePane } from './queue.js';
import { TopBar } from './topbar.js';
import { coded, nameOf, words } from './words.js';

/** @typedef {import('./topbar.js').Preferences} Preferences */
/** @typedef {import('./types').Row} Row */

for (const element of [QueuePane, ConversationPane, PersonPane, LoginPage, TopBar]) element.define();

const storage = keep(() => localStorage, 'dh-console:');
/** @type {Preferences} */
const preferences = { locale: 'vi', theme: 'auto', sound: true, notifications: false, keys: true, ...remembered() };
let say = words(preferences.locale);

const root = /** @type {HTMLElement} */ (document.getElementById('console'));
const desk = new Desk(io);
const bell = new Bell();
let seenSession = false;

/** @type {{queue: QueuePane, conversation: ConversationPane, person: PersonPane, bar: TopBar, shell: HTMLElement} | null} */
let panes = null;

/** @returns {Partial<Preferences>} */
function remembered() {
  try {
    const kept = JSON.parse(storage.get('preferences') ?? '{}');
    return typeof kept === 'object' && kept ? kept : {};
  } catch {
    return {};
  }
}

/** @param {Partial<Preferences>} change */
function prefer(change) {
  Object.assign(preferences, change);
  storage.set('preferences', JSON.stringify(preferences));
  if (change.theme) dress();
  if (change.locale) {
    say = words(preferences.locale);
    draw();
    panes?.bar.toggle('settings');
  }
}

function dress() {
  const { theme } = preferences;
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Draws the page anew: at the start, after a login or its end, and in another language. */
function draw() {
  document.documentElement.lang = preferences.locale;
  panes = null;
  if (!desk.me) {
    showCount(say('title'), 0);
    const login = /** @type {LoginPage} */ (document.createElement('dh-login'));
    root.replaceChildren(login);
    login.start(desk, say, preferences.locale, (locale) => prefer({ locale }), seenSession);
    return;
  }
  seenSession = true;
  const { locale } = preferences;
  const bar = /** @type {TopBar} */ (document.createElement('dh-topbar'));
  const queue = /** @type {QueuePane} */ (document.createElement('dh-queue'));
  const conversation = /** @type {ConversationPane} */ (document.createElement('dh-conversation'));
  const person = /** @type {PersonPane} */ (document.createElement('dh-person'));
  bar.setAttribute('role', 'banner');
  queue.setAttribute('role', 'navigation');
  queue.setAttribute('aria-label', say('queue'));
  conversation.setAttribute('role', 'region');
  conversation.setAttribute('aria-label', say('conversation'));
  conversation.id = 'conversation';
  conversation.setAttribute('tabindex', '-1');
  person.setAttribute('role', 'region');
  person.setAttribute('aria-label', say('personPane'));
  const shell = h('main', { class: 'shell' }, queue, conversation, person);
  const banner = h('div', { class: 'banner', role: 'status' });
  const skip = h('a', { href: '#conversation', class: 'skip', onclick: (/** @type {Event} */ event) => {
    event.preventDefault();
    conversation.focus();
  } }, say('skip'));
  root.replaceChildren(skip, bar, banner, shell);
  panes = { queue, conversation, person, bar, shell };
  bar.start(desk, say, preferences, prefer);
  queue.start(desk, say, locale);
  conversation.start(desk, say, locale);
  person.start(desk, say, locale);
  const drawLine = () => {
    const off = desk.line === 'offline';
    if (off === Boolean(banner.firstChild)) return;
    banner.replaceChildren(...(off ? [icon(ICONS.warning, 16), h('span', null, say('offlineBanner')), h('button', { type: 'button', class: 'link', onclick: () => desk.wake() }, say('tryNow'))] : []));
  };
  lineListener?.();
  lineListener = desk.on('line', drawLine);
  drawLine();
  follow();
  count();
}

/** @type {(() => void) | null} */
let lineListener = null;

/** Shows what the address says. */
function follow() {
  if (!desk.me || !panes) return;
  const [, id, part] = /^#\/c\/([0-9a-f]{1,64})(?:\/(person))?$/.exec(location.hash) ?? [];
  const before = panes.shell.dataset.pane;
  const pane = !id ? 'queue' : part ?? 'conversation';
  panes.shell.dataset.pane = pane;
  if (id) desk.show(id);
  else desk.leave();
  if (before && before !== pane && isNarrow()) {
    // On a phone the old pane is gone; what has focus must be on the new one.
    const heading = /** @type {HTMLElement | null} */ ((pane === 'person' ? panes.person : panes.conversation).querySelector('h2'));
    if (pane === 'queue') panes.queue.links[0]?.focus({ preventScroll: true });
    else heading?.focus({ preventScroll: true });
  }
}

const isNarrow = () => matchMedia('(max-width: 1023px)').matches;

function count() {
  if (desk.me) showCount(say('title'), desk.attention);
}

/** @param {Row} row @param {'noteWaiting' | 'noteMessage'} key @param {string} body */
function call(row, key, body) {
  if (preferences.sound) bell.ring();
  if (preferences.notifications && !document.hasFocus()) {
    notify(say(key, { name: nameOf(say, row) }), body, row.id, () => { location.hash = `#/c/${row.id}`; });
  }
}

desk.onRequest = (/** @type {Row} */ row) => call(row, 'noteWaiting', coded(say, 'reason_', row.reason));
desk.onVisitorWrote = (/** @type {Row} */ row) => {
  if (row.id !== desk.open?.id || !document.hasFocus()) call(row, 'noteMessage', row.last_text);
};

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (!panes || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  const writes = target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable]');
  if (event.key === 'Escape') {
    if (panes.bar.toggle(null) || panes.conversation.closeQuestion()) return;
    if (writes) return target.blur();
    if (location.hash.endsWith('/person') && isNarrow()) return history.back();
    if (desk.open) {
      const link = panes.queue.links.find((each) => each.getAttribute('aria-current'));
      location.hash = '#/';
      link?.focus();
    }
    return;
  }
  if (writes || !preferences.keys) return;
  const key = event.key.toLowerCase();
  const index = Number(key) - 1;
  const acts = /** @type {Record<string, () => void>} */ ({
    j: () => panes?.queue.step(1),
    k: () => panes?.queue.step(-1),
    c: () => panes?.conversation.claim(),
    r: () => panes?.conversation.focusComposer(),
    '/': () => panes?.queue.focusSearch(),
    '?': () => panes?.bar.toggle('help'),
  });
  const act = Object.hasOwn(acts, key) ? acts[key] : QUEUES[index] ? () => desk.chooseQueue(QUEUES[index][0]) : null;
  if (!act) return;
  event.preventDefault();
  act();
}

dress();
addEventListener('hashchange', follow);
addEventListener('keydown', pressed);
addEventListener('online', () => desk.wake());
addEventListener('offline', () => desk.sleep());
addEventListener('beforeunload', (event) => {
  if (desk.hasUnsent) event.preventDefault();
});
desk.on('session', draw);
desk.on('queue', count);
desk.on('open', count);

/** Takes up the session, and tries again for as long as there is no answer at all. @param {number} wait ms */
async function begin(wait = 1000) {
  try {
    if (!(await desk.resume())) draw();
  } catch {
    root.replaceChildren(h('div', { class: 'empty big', role: 'status' }, icon(ICONS.warning, 36), h('strong', null, say('unreachable')),
      h('button', { type: 'button', class: 'quiet', onclick: () => location.reload() }, say('retry'))));
    setTimeout(() => begin(Math.min(wait * 2, 15_000)), wait);
  }
}
begin();
