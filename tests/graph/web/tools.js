/** The developer's side: what to try, the ledger, what was posted, what was called, how to start the bot. */

import { h, place } from '/play/shared/dom.js';
import { dateTime, time } from '/play/shared/format.js';

const TABS = ['acts', 'ledger', 'webhooks', 'calls', 'setup'];

/** @param {HTMLElement} tools @param {any} hands */
export function makeTools(tools, hands) {
  const bar = h('div', { class: 'tabs' });
  const pane = h('div', { class: 'pane' });
  tools.append(bar, pane);
  let tab = 'acts';
  let drawn = '';
  let latest;

  /** @param {string} word @param {() => any} onclick @param {string} [kind] */
  const button = (word, onclick, kind = 'plain') => h('button', { type: 'button', class: kind, onclick }, hands.say(word));
  const set = (name, value) => hands.act('set', { name, value });

  /** A row of fields and a button that sends them. */
  function fields(names, word, done, values = {}) {
    const inputs = names.map((name) => h('label', null, hands.say(name), h('input', { name, value: values[name] ?? '' })));
    const form = h('form', { class: 'fields' }, inputs, h('button', { class: 'plain' }, hands.say(word)));
    form.addEventListener('submit', (event) => { event.preventDefault(); done(Object.fromEntries(new FormData(form)), form); });
    return form;
  }

  const group = (word, ...inside) => h('section', { class: 'group' }, h('h2', null, hands.say(word)), ...inside);

  function troubles(state) {
    const choice = h('select', { 'aria-label': hands.say('choose') },
      ['stall', 'reset', 'html', 'truncate'].map((name) => h('option', { value: name }, hands.say(name))),
      state.errors.map((line) => h('option', { value: line.name }, `${line.name} · ${line.code} · ${line.class}`)));
    choice.value = remembered.fault ?? 'stall';
    choice.addEventListener('change', () => { remembered.fault = choice.value; });
    return group('trouble',
      h('div', { class: 'fields' }, choice, button('apply', () => hands.act('fault', { name: choice.value }))),
      h('p', { class: 'note' }, state.page.faults.length ? hands.say('waiting', { names: state.page.faults.join(', ') }) : hands.say('none')),
      state.page.faults.length > 0 && button('heal', () => hands.act('heal')));
  }

  const remembered = {};

  function delivery(state) {
    const echo = h('select', { 'aria-label': hands.say('echo') }, ['before', 'after', 'never'].map((name) => h('option', { value: name, selected: state.page.echo === name }, hands.say(`echo_${name}`))));
    echo.addEventListener('change', () => set('echo', echo.value));
    const copies = h('input', { type: 'checkbox', checked: state.page.copies > 1 });
    copies.addEventListener('change', () => set('copies', copies.checked));
    const result = h('p', { class: 'note', role: 'status' }, remembered.verified ?? '');
    return group('delivery',
      h('label', { class: 'fields' }, hands.say('echo'), echo), h('label', { class: 'check' }, copies, hands.say('copies')),
      button('verify', async () => {
        const answer = await hands.act('verify');
        if (answer) result.textContent = remembered.verified = answer.status === 200 ? hands.say('verified') : hands.say('unverified', answer);
      }), result);
  }

  const PANES = {
    acts: (state, person) => [
      group('time', h('p', null, hands.say('now', { when: dateTime(state.now) })),
        h('div', { class: 'buttons' }, button('hour', () => hands.act('clock', { hours: 1 })), button('day', () => hands.act('clock', { hours: 25 })), button('week', () => hands.act('clock', { hours: 192 }))),
        h('p', { class: 'note' }, hands.say('time_hint'))),
      group('page', h('div', { class: 'buttons' },
        state.page.blocked ? button('policy_unblock', () => hands.act('policy', { value: false }), 'solid') : button('policy_block', () => hands.act('policy', { value: true }), 'danger'),
        state.page.token_good ? button('revoke', () => set('token', false), 'danger') : button('restore', () => set('token', true), 'solid'),
        !state.page.token_good && button('fresh', async () => { await hands.act('new_token'); choose('setup'); }))),
      group('person', h('div', { class: 'buttons' },
        button('read', () => hands.act('reads')),
        person.blocked ? button('unblock', () => set('blocked', false), 'solid') : button('block', () => set('blocked', true)),
        person.nameless ? button('named', () => set('nameless', false), 'solid') : button('nameless', () => set('nameless', true))),
        fields(['ref'], 'open_link', (given) => hands.act('link', { ref: given.ref || 'demo' }), { ref: 'demo' }),
        fields(['ad', 'ad_says'], 'open_ad', (given) => hands.act('ad', { ad: given.ad || '1', text: given.ad_says }), { ad: '120210000000000001' })),
      group('inbox_title',
        fields(['inbox_text'], 'inbox_reply', async (given, form) => { if (given.inbox_text.trim()) { await hands.act('inbox', { text: given.inbox_text.trim() }); form.reset(); } }),
        h('div', { class: 'buttons' }, person.owner === 'bot' ? button('take', () => hands.act('thread', { value: true })) : button('give', () => hands.act('thread', { value: false }), 'solid'))),
      troubles(state),
      delivery(state),
    ],
    ledger: (state, person) => (person.thread.length
      ? [h('div', { class: 'scroll' }, h('table', null,
        h('thead', null, h('tr', null, ['when', 'who', 'what', 'how'].map((word) => h('th', { scope: 'col' }, hands.say(word))))),
        h('tbody', null, person.thread.map((line) => h('tr', null,
          h('td', null, time(line.at)),
          h('td', null, line.persona ?? (line.author === 'person' ? person.name : hands.say(line.author))),
          h('td', null, line.unsent ? hands.say('unsent') : said(line), choices(line).length > 0 && h('p', { class: 'note' }, choices(line).map((one) => `[${one}]`).join(' '))),
          h('td', null, [line.messaging_type, line.tag, line.kind !== 'text' && (line.attachment?.payload?.template_type ?? line.kind), line.metadata].filter(Boolean).map((one) => h('code', { title: one }, one))))))))]
      : [h('p', { class: 'empty' }, hands.say('no_ledger', { name: person.name }))]),
    webhooks: (state) => many(state.webhooks, 'no_webhooks', (post) => [
      h('summary', null, h('code', { class: post.status === 200 ? 'good' : 'bad' }, post.status || hands.say('unreachable')), ` ${time(post.at)} `, kinds(post.body), post.attempt > 1 && h('span', { class: 'note' }, ` ${hands.say('try', { n: post.attempt })}`)),
      h('pre', null, JSON.stringify(post.body, null, 2)), post.answer && h('p', { class: 'note' }, `${hands.say('answer')}: ${post.answer}`)]),
    calls: (state) => many(state.calls, 'no_calls', (call) => [
      h('summary', null, h('code', { class: call.status === 200 ? 'good' : 'bad' }, call.status || '…'), ` ${time(call.at)} ${call.method} ${call.path}`, call.params.sender_action && h('span', { class: 'note' }, ` ${call.params.sender_action}`)),
      h('pre', null, JSON.stringify(call.params, null, 2)), call.answer && h('pre', null, call.answer)]),
    setup: (state) => {
      const text = Object.entries(state.settings).map(([name, value]) => `${name}=${value}`).join('\n');
      const copy = button('copy', async () => { await navigator.clipboard?.writeText(text); copy.textContent = hands.say('copied'); });
      return [h('p', null, hands.say('setup_hint')), h('pre', { class: 'settings' }, text), copy];
    },
  };

  /** The words of a line, or of its cards. */
  function said(line) {
    const payload = line.attachment?.payload ?? {};
    return line.text || (payload.elements ?? []).map((card) => card.title).join(' · ') || payload.url || `[${line.kind}]`;
  }

  /** What could be tapped under it. */
  function choices(line) {
    const payload = line.attachment?.payload ?? {};
    const buttons = [...(payload.buttons ?? []), ...(payload.elements ?? []).flatMap((card) => card.buttons ?? [])];
    return [...line.quick_replies, ...buttons].map((one) => one.title ?? one.content_type);
  }

  /** What stands in a webhook, in a few words. */
  function kinds(body) {
    const events = (body.entry ?? []).flatMap((entry) => ['messaging', 'standby', 'changes'].flatMap((channel) => (entry[channel] ?? []).map((event) => {
      const kind = Object.keys(event).find((key) => !['sender', 'recipient', 'timestamp'].includes(key));
      return `${channel === 'messaging' ? '' : `${channel}: `}${event.message?.is_echo ? 'echo' : kind}`;
    })));
    return events.join(', ');
  }

  const openOnes = new Set();
  function many(all, empty, inside) {
    if (!all.length) return [h('p', { class: 'empty' }, hands.say(empty))];
    return [...all].reverse().map((one) => {
      const key = `${one.at} ${JSON.stringify(one.body ?? one.params)} ${one.attempt ?? ''}`;
      const details = h('details', { class: 'entry', open: openOnes.has(key) }, inside(one));
      details.addEventListener('toggle', () => (details.open ? openOnes.add(key) : openOnes.delete(key)));
      return details;
    });
  }

  function choose(name) { tab = name; drawn = ''; if (latest) show(...latest); }

  /** Draws anew only what changed, and not under somebody's fingers. */
  function show(state, person) {
    latest = [state, person];
    const parts = { acts: [state.page, person.blocked, person.nameless, person.owner, person.id, dateTime(state.now)], ledger: person.thread, webhooks: state.webhooks, calls: state.calls, setup: state.settings };
    const now = JSON.stringify([tab, hands.locale(), parts[tab]]);
    if (now === drawn) return;
    const busy = pane.contains(document.activeElement) && /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) && drawn.startsWith(JSON.stringify([tab]).slice(0, -1));
    if (busy && document.activeElement.value && document.activeElement.type !== 'checkbox') return;
    drawn = now;
    place(bar, TABS.map((name) => h('button', { type: 'button', 'aria-pressed': name === tab, onclick: () => choose(name) }, hands.say(name))));
    const top = pane.scrollTop;
    place(pane, PANES[tab](state, person).filter(Boolean));
    pane.dataset.tab = tab;
    pane.scrollTop = top;
  }
  return show;
}
