import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection, backoff, newClientId } from '../../bot/web/shared/connection.js';
import { SendQueue } from '../../bot/web/shared/send_queue.js';
import { FakeServer, fakeTimers, settle } from './fakes.js';

/** @param {FakeServer} server @param {any} [options] */
function line(server, options = {}) {
  const timers = fakeTimers();
  const connection = new Connection({ io: server.io, url: 'http://bot', timers, random: () => 0.5, ...options });
  /** @type {any[]} */
  const seen = [];
  /** @type {string[]} */
  const statuses = [];
  connection.on('hello', ({ messages }) => seen.push(...messages));
  connection.on('history', ({ messages }) => seen.push(...messages));
  connection.on('message.created', (message) => seen.push(message));
  connection.on('status', (status) => statuses.push(status));
  return { connection, timers, seen, statuses, seqs: () => [...new Set(seen.map((message) => message.seq))].sort((a, b) => a - b) };
}

/** @param {FakeServer} server */
async function open(server) {
  const all = line(server);
  all.connection.open();
  server.socket.connect();
  await settle();
  return all;
}

/** @param {Connection} connection @param {any} timers @param {any} [options] */
function queueOn(connection, timers, options = {}) {
  /** @type {[string, string][]} */
  const changes = [];
  const queue = new SendQueue({ send: (item) => connection.call('message.send', item), timers, random: () => 0.5,
    changed: (item, status) => changes.push([item.client_id, status]), ...options });
  connection.on('status', (status) => (status === 'online' ? queue.start() : queue.pause()));
  if (connection.status === 'online') queue.start();
  return { queue, changes };
}

test('connecting says hello and brings the history', async () => {
  const server = new FakeServer();
  server.store({});
  server.store({});
  const { connection, seqs, statuses } = await open(server);
  assert.deepEqual(seqs(), [1, 2]);
  assert.equal(connection.cursor, 2);
  assert.deepEqual(statuses, ['connecting', 'online']);
});

test('what was said while the line was broken is there after it is back, without a hole', async () => {
  const server = new FakeServer();
  server.store({});
  const { connection, seqs, statuses } = await open(server);
  server.socket.drop();
  for (let i = 0; i < 5; i += 1) server.store({});
  server.socket.connect();
  await settle();
  assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6]);
  assert.equal(server.said('hello').at(-1).last_seq, 1);
  assert.equal(connection.cursor, 6);
  assert.deepEqual(statuses, ['connecting', 'online', 'offline', 'connecting', 'online']);
});

test('more than one answer holds is fetched by saying hello again', async () => {
  const server = new FakeServer();
  server.page = 3;
  for (let i = 0; i < 8; i += 1) server.store({});
  const { seqs } = await open(server);
  assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a server that answers the first hello with the newest messages tells that there are older ones', async () => {
  const server = new FakeServer();
  for (let i = 0; i < 300; i += 1) server.store({});
  server.answers.hello = [{ ok: true, token: 't', conversation: { id: 'k-1', status: 'bot', agent: null, language: 'vi' },
    messages: server.messages.slice(-200), more: true, last_seq: 300, shop: {} }];
  const { connection, timers } = line(server);
  let older;
  connection.on('hello', (answer) => { older ??= answer.older; });
  connection.open();
  server.socket.connect();
  await timers.pass(0);
  assert.equal(older, true);
  assert.equal(connection.cursor, 300);
});

test('after a long absence the hole between the cursor and the newest messages is filled', async () => {
  const server = new FakeServer();
  server.store({});
  const { seqs } = await open(server);
  server.socket.drop();
  for (let i = 0; i < 300; i += 1) server.store({});
  server.answers.hello = [{ ok: true, token: 't', conversation: { id: 'k-1', status: 'bot', agent: null, language: 'vi' },
    messages: server.messages.slice(-200), more: true, last_seq: 301, shop: {} }];
  server.socket.connect();
  await settle();
  await settle();
  assert.equal(seqs().length, 301);
});

test('an event lost on the way is noticed by the hole in seq and fetched', async () => {
  const server = new FakeServer();
  const { seqs, timers, connection } = await open(server);
  server.store({});
  server.say({});
  assert.equal(connection.cursor, 0);
  await timers.pass(500);
  assert.deepEqual(seqs(), [1, 2]);
  assert.equal(connection.cursor, 2);
});

test('a server that no longer knows the token opens one new conversation, which is read from its beginning', async () => {
  const server = new FakeServer();
  for (let i = 0; i < 4; i += 1) server.store({});
  const { connection, timers } = line(server, { hello: () => ({ token }) });
  let token = '';
  connection.on('hello', (answer) => { token = answer.token; });
  connection.open();
  server.socket.connect();
  await timers.pass(0);
  assert.equal(token, 't-1');
  server.token = 't-2';
  server.socket.drop();
  server.messages = [];
  server.conversation = 'k-2';
  server.store({});
  server.socket.connect();
  await settle();
  assert.deepEqual(server.said('hello').at(-1), { token: 't-2', last_seq: 0 });
  assert.equal(connection.cursor, 1);
});

test('a hello that is refused is said again later', async () => {
  const server = new FakeServer();
  server.answers.hello = [{ ok: false, error: { code: 'unavailable', message: '', retry: true } }];
  const { connection, timers } = await open(server);
  assert.equal(connection.status, 'offline');
  await timers.pass(1500);
  assert.equal(connection.status, 'online');
});

test('a goodbye from the server is followed by a new attempt, which Socket.IO would not make', async () => {
  const server = new FakeServer();
  const { connection, timers } = await open(server);
  server.socket.active = false;
  server.socket.drop('io server disconnect');
  assert.equal(connection.status, 'offline');
  await timers.pass(2000);
  assert.equal(connection.status, 'online');
});

test('a command without an answer is refused as timeout, one cut off as disconnected', async () => {
  const server = new FakeServer();
  const { connection, timers } = await open(server);
  server.swallow = 2;
  const slow = assert.rejects(connection.call('messages.read', { seq: 1 }), { code: 'timeout', retry: true });
  await timers.pass(10_000);
  await slow;
  const cut = assert.rejects(connection.call('messages.read', { seq: 1 }), { code: 'disconnected', retry: true });
  server.socket.drop();
  await cut;
  await assert.rejects(connection.call('messages.read', { seq: 1 }), { code: 'disconnected' });
});

test('a message whose answer is lost is sent again under its id and stored once', async () => {
  const server = new FakeServer();
  const { connection, timers } = await open(server);
  const { queue, changes } = queueOn(connection, timers);
  server.swallow = 1;
  queue.add({ client_id: 'c-1', text: 'còn hàng không' });
  await timers.pass(15_000);
  assert.deepEqual(server.said('message.send').map((body) => body.client_id), ['c-1', 'c-1']);
  assert.equal(server.messages.length, 1);
  assert.deepEqual(changes, [['c-1', 'pending'], ['c-1', 'sent']]);
});

test('messages written offline leave in their order once the line is back', async () => {
  const server = new FakeServer();
  const { connection, timers } = await open(server);
  const { queue, changes } = queueOn(connection, timers);
  server.socket.drop();
  for (const id of ['c-1', 'c-2', 'c-3']) queue.add({ client_id: id, text: id });
  await timers.pass(60_000);
  assert.equal(server.messages.length, 0);
  assert.ok(changes.every(([, status]) => status === 'pending'));
  server.socket.connect();
  await timers.pass(0);
  assert.deepEqual(server.messages.map((message) => message.text), ['c-1', 'c-2', 'c-3']);
});

test('a refused message fails at once, lets the next one pass, and can be sent again', async () => {
  const server = new FakeServer();
  const { connection, timers } = await open(server);
  const { queue, changes } = queueOn(connection, timers);
  server.answers['message.send'] = [{ ok: false, error: { code: 'too_long', message: 'Dài quá', retry: false } }];
  queue.add({ client_id: 'c-1', text: 'một' });
  queue.add({ client_id: 'c-2', text: 'hai' });
  await timers.pass(0);
  assert.deepEqual(server.messages.map((message) => message.text), ['hai']);
  assert.deepEqual(changes.at(-2), ['c-1', 'failed']);
  queue.retry('c-1');
  await timers.pass(0);
  assert.deepEqual(server.messages.map((message) => message.text), ['hai', 'một']);
});

test('a message that cannot be stored for long is called failed, not lost', async () => {
  const server = new FakeServer();
  const { connection, timers } = await open(server);
  const { queue, changes } = queueOn(connection, timers);
  const busy = { ok: false, error: { code: 'unavailable', message: '', retry: true } };
  server.answers['message.send'] = [busy, busy, busy, busy];
  queue.add({ client_id: 'c-1', text: 'một' });
  await timers.pass(60_000);
  assert.deepEqual(changes.at(-1), ['c-1', 'failed']);
  assert.equal(queue.items.length, 1);
});

test('what is unsent is kept for the next page, and forgotten once stored', async () => {
  const server = new FakeServer();
  const { connection, timers } = await open(server);
  /** @type {any[]} */
  let kept = [];
  const { queue } = queueOn(connection, timers, { save: (/** @type {any[]} */ items) => { kept = items; } });
  server.socket.drop();
  queue.add({ client_id: 'c-1', text: 'một' });
  assert.equal(kept.length, 1);
  server.socket.connect();
  await timers.pass(0);
  assert.deepEqual(kept, []);
});

test('the server that forgot us hears hello again before the message', async () => {
  const server = new FakeServer();
  const { connection, timers } = await open(server);
  const { queue } = queueOn(connection, timers);
  server.answers['message.send'] = [{ ok: false, error: { code: 'hello_first', message: '', retry: false } }];
  queue.add({ client_id: 'c-1', text: 'một' });
  await timers.pass(5000);
  assert.equal(server.said('hello').length, 2);
  assert.equal(server.messages.length, 1);
});

test('a line without hello, as the console has it, is online once it is connected', async () => {
  const server = new FakeServer();
  const { connection } = line(server, { hello: null });
  connection.open();
  server.socket.connect();
  assert.equal(connection.status, 'online');
  assert.equal(server.said('hello').length, 0);
});

test('waiting between attempts grows, is spread, and has an end', () => {
  assert.equal(backoff(1, () => 1), 1000);
  assert.equal(backoff(3, () => 0), 2000);
  assert.equal(backoff(30, () => 1), 15_000);
});

test('client ids are unique and within the alphabet of the protocol', () => {
  const ids = Array.from({ length: 500 }, newClientId);
  assert.equal(new Set(ids).size, 500);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9._:-]{1,64}$/);
});
