import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apply, emptyTimeline, groups, lastOwn, lines, quickReplies, unread, wantedInput } from '../../bot/web/shared/timeline.js';

/** @param {number} seq @param {any} [fields] */
const message = (seq, fields = {}) => ({ id: `m${seq}`, seq, author: 'bot', kind: 'text', text: `tin ${seq}`, payload: {}, quick_replies: [],
  delivery: 'sent', created_at: new Date(Date.UTC(2026, 10, 21, 7, seq)).toISOString(), client_id: null, ...fields });
/** @param {string} id @param {string} [text] */
const written = (id, text = 'chào shop') => ({ type: 'written', message: { client_id: id, author: 'visitor', kind: 'text', text, payload: {}, created_at: '2026-11-21T07:05:00Z' } });
/** @param {...any} events */
const after = (...events) => events.reduce((state, event) => apply(state, event), emptyTimeline());
/** @param {any} state */
const texts = (state) => lines(state).map((line) => line.text);

test('messages that arrive in the wrong order stand in the order of seq', () => {
  const state = after({ type: 'created', message: message(3) }, { type: 'history', messages: [message(1), message(2)] });
  assert.deepEqual(lines(state).map((line) => line.seq), [1, 2, 3]);
});

test('a message that arrives as event and as history stands once', () => {
  const state = after({ type: 'created', message: message(1) }, { type: 'history', messages: [message(1)] }, { type: 'created', message: message(1) });
  assert.equal(lines(state).length, 1);
});

test('a written message stands last until it is stored, then takes its seq and stands once', () => {
  const waiting = after({ type: 'created', message: message(1) }, written('c-1'), { type: 'created', message: message(2) });
  assert.deepEqual(texts(waiting), ['tin 1', 'tin 2', 'chào shop']);
  assert.equal(lastOwn(waiting)?.delivery, 'pending');
  const stored = apply(waiting, { type: 'created', message: message(3, { author: 'visitor', text: 'chào shop', client_id: 'c-1' }) });
  assert.deepEqual(texts(stored), ['tin 1', 'tin 2', 'chào shop']);
  assert.equal(lastOwn(stored)?.delivery, 'sent');
});

test('a message stored before its retry is written again is not drawn twice', () => {
  const state = after({ type: 'created', message: message(1, { author: 'visitor', client_id: 'c-1' }) }, written('c-1'));
  assert.equal(lines(state).length, 1);
});

test('a failed message becomes pending again when it is retried, and keeps one place', () => {
  const failed = after(written('c-1'), { type: 'failed', client_id: 'c-1', error: 'Đợi em một chút' });
  assert.equal(failed.unsent[0].delivery, 'failed');
  const again = apply(failed, written('c-1'));
  assert.deepEqual(again.unsent.map((line) => line.delivery), ['pending']);
  assert.equal(again.unsent[0].error, undefined);
});

test('delivery moves forward only', () => {
  const read = after({ type: 'created', message: message(1) }, { type: 'updated', id: 'm1', seq: 1, delivery: 'read' });
  assert.equal(apply(read, { type: 'updated', id: 'm1', seq: 1, delivery: 'delivered' }).messages[0].delivery, 'read');
  assert.equal(apply(read, { type: 'created', message: message(1) }).messages[0].delivery, 'read');
});

test('a message that was not delivered says why, and one that was edited has its new words', () => {
  const failure = { code: 'window_closed', text: 'Đã quá 24 giờ' };
  const state = after({ type: 'created', message: message(1) }, { type: 'updated', id: 'm1', seq: 1, delivery: 'read', failure });
  assert.equal(state.messages[0].payload.failure, failure);
  const edited = apply(state, { type: 'updated', id: 'm1', seq: 1, delivery: 'sent', message: { ...message(1), text: 'mới' } });
  assert.equal(edited.messages[0].text, 'mới');
  assert.equal(edited.messages[0].delivery, 'read');
});

test('an event that changes nothing gives the same state back', () => {
  const state = after({ type: 'created', message: message(1) });
  assert.equal(apply(state, { type: 'updated', id: 'nobody', delivery: 'read' }), state);
  assert.equal(apply(state, /** @type {any} */ ({ type: 'never heard of' })), state);
});

test('applying an event leaves the state that was as it was', () => {
  const state = Object.freeze(after({ type: 'created', message: message(1) }));
  Object.freeze(state.messages);
  apply(state, { type: 'created', message: message(2) });
  assert.equal(state.messages.length, 1);
});

test('lines of one author stand in one group until five minutes, another day, another author or a notice part them', () => {
  const at = (/** @type {string} */ time) => ({ created_at: time });
  const state = after({ type: 'history', messages: [
    message(1, at('2026-11-21T07:00:00Z')), message(2, at('2026-11-21T07:01:00Z')),
    message(3, at('2026-11-21T07:20:00Z')),
    message(4, { ...at('2026-11-21T07:20:10Z'), author: 'agent', author_name: 'Lan' }),
    message(5, { ...at('2026-11-21T07:20:20Z'), author: 'agent', author_name: 'Bảo' }),
    message(6, { ...at('2026-11-21T07:20:30Z'), author: 'system', kind: 'notice' }),
    message(7, { ...at('2026-11-21T07:20:40Z'), author: 'agent', author_name: 'Bảo' }),
  ] });
  assert.deepEqual(groups(lines(state)).map((group) => group.lines.length), [2, 1, 1, 1, 1, 1]);
  assert.equal(groups(lines(state))[0].at, '2026-11-21T07:01:00Z');
});

test('quick replies are there until the visitor answers, even before the answer is stored, and never more than Messenger takes', () => {
  const replies = Array.from({ length: 20 }, (_, i) => ({ title: `${i}`, payload: `/${i}` }));
  const offered = after({ type: 'created', message: message(1, { quick_replies: replies }) }, { type: 'created', message: message(2, { author: 'system', kind: 'notice' }) });
  assert.equal(quickReplies(offered).length, 13);
  assert.deepEqual(quickReplies(apply(offered, written('c-1'))), []);
  assert.deepEqual(quickReplies(apply(offered, { type: 'created', message: message(3, { author: 'visitor' }) })), []);
});

test('the keyboard follows the last question', () => {
  const asked = after({ type: 'created', message: message(1, { payload: { input: { kind: 'tel' } } }) });
  assert.equal(wantedInput(asked), 'tel');
  assert.equal(wantedInput(apply(asked, written('c-1', '0912345678'))), null);
});

test('unread counts what others said, without notices', () => {
  const state = after({ type: 'history', messages: [message(1), message(2, { author: 'visitor' }), message(3), message(4, { kind: 'notice', author: 'system' })] });
  assert.equal(unread(state, 1), 1);
});

test('typing ends with the message', () => {
  const typing = after({ type: 'typing', author: 'agent', active: true, name: 'Lan' });
  assert.deepEqual(typing.typing, { author: 'agent', name: 'Lan' });
  assert.equal(apply(typing, { type: 'typing', author: 'bot', active: false }).typing?.author, 'agent');
  assert.equal(apply(typing, { type: 'created', message: message(1, { author: 'agent' }) }).typing, null);
});
