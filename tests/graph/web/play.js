/** Plays the Messenger user: asks the stand-in what there is, shows it, and does what is clicked. */

import { speaker } from '/play/shared/i18n.js';
import { makeThread } from '/play/web/thread.js';
import { makeTools } from '/play/web/tools.js';
import { WORDS } from '/play/web/words.js';

const line = document.getElementById('line');
const main = document.querySelector('main');
const language = document.getElementById('language');
let locale = localStorage.getItem('language') === 'en' ? 'en' : 'vi';
let say = speaker(WORDS[locale]);
let state;
let chosen = sessionStorage.getItem('person') ?? '';

async function act(what, more = {}) {
  const response = await fetch('/play/do', {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ person: chosen, act: what, ...more }),
  }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!answer) tell(say('lost'), true);
  else if (answer.trouble) tell(answer.trouble, true);
  return answer?.result ?? answer?.id;
}

async function file(chosenFile) {
  const response = await fetch('/play/file', {
    method: 'POST', body: chosenFile, headers: { 'X-Person': chosen, 'Content-Type': chosenFile.type || 'application/octet-stream' },
  }).catch(() => null);
  if (!response?.ok) tell(say('not_sent', { name: chosenFile.name }), true);
}

const hands = {
  act, file, say: (key, values) => say(key, values), locale: () => locale,
  choose(id) { chosen = id; sessionStorage.setItem('person', id); show(); },
  async meet(name) { const id = await act('meet', { person: name }); if (id) { await look(-1); hands.choose(id); } },
};
const showThread = makeThread(document.getElementById('phone'), hands);
const showTools = makeTools(document.getElementById('tools'), hands);

let told = 0;
function tell(text, bad) {
  line.textContent = text;
  line.classList.toggle('bad', bad);
  if (bad) told = Date.now();
}

function show() {
  if (!state) return;
  const person = state.people.find((one) => one.id === chosen) ?? state.people[0];
  chosen = person.id;
  showThread(state, person);
  showTools(state, person);
  if (Date.now() - told < 6000) return;
  const last = state.webhooks.at(-1);
  if (!last) tell(say('unknown'), false);
  else if (last.status) tell(say('heard'), false);
  else tell(say('deaf', { url: state.page.callback }), true);
}

async function look(seen) {
  const response = await fetch(`/play/state?seen=${seen}`);
  state = await response.json();
  show();
}

async function watch() {
  for (;;) {
    try {
      await look(state?.version ?? -1);
    } catch {
      tell(say('lost'), true);
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
}

function speak() {
  say = speaker(WORDS[locale]);
  document.documentElement.lang = locale;
  document.title = say('title');
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = say(node.dataset.word);
  language.textContent = say('other_language');
  language.lang = locale === 'vi' ? 'en' : 'vi';
  language.setAttribute('aria-label', locale === 'vi' ? 'English' : 'Tiếng Việt');
  language.title = locale === 'vi' ? 'English' : 'Tiếng Việt';
  show();
}

language.addEventListener('click', () => {
  locale = locale === 'vi' ? 'en' : 'vi';
  localStorage.setItem('language', locale);
  speak();
});
for (const button of document.querySelectorAll('.views button')) {
  button.addEventListener('click', () => {
    main.dataset.view = button.dataset.view;
    for (const other of document.querySelectorAll('.views button')) other.setAttribute('aria-pressed', String(other === button));
  });
}
speak();
watch();
