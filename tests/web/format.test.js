import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, readableOn, readableText } from '../../bot/web/shared/colour.js';
import { ago, date, dateTime, day, money, time, waiting } from '../../bot/web/shared/format.js';
import { localeOf, translator } from '../../bot/web/shared/i18n.js';

test('money is grouped by dots with the sign behind, in English by commas with the sign before', () => {
  assert.equal(money(12_990_000), '12.990.000 ₫');
  assert.equal(money(12_990_000, 'en'), '₫12,990,000');
  assert.equal(money(0), '0 ₫');
  assert.equal(money(999), '999 ₫');
  assert.equal(money(-50_000), '-50.000 ₫');
});

test('a day without a time is that day in every time zone', () => {
  assert.equal(date('2026-12-31'), '31/12/2026');
});

test('a time stamp is shown in local time', () => {
  const at = new Date(2026, 10, 21, 14, 5);
  assert.equal(time(at), '14:05');
  assert.equal(dateTime(at), '14:05 21/11/2026');
  assert.equal(date('nonsense'), '');
});

test('today and yesterday are called so', () => {
  const now = +new Date(2026, 10, 21, 0, 10);
  assert.equal(day(new Date(2026, 10, 21, 0, 1), 'vi', now), 'Hôm nay');
  assert.equal(day(new Date(2026, 10, 20, 23, 59), 'en', now), 'Yesterday');
  assert.equal(day(new Date(2026, 10, 19), 'vi', now), '19/11/2026');
});

test('waiting time has one unit, hours with minutes', () => {
  assert.equal(waiting(40_000), '40 giây');
  assert.equal(waiting(185_000), '3 phút');
  assert.equal(waiting(65 * 60_000), '1 giờ 05 phút');
  assert.equal(waiting(50 * 3_600_000), '2 ngày');
  assert.equal(waiting(26 * 3_600_000, 'en'), '1 day');
  assert.equal(waiting(-5), '0 giây');
});

test('how long ago', () => {
  const now = Date.UTC(2026, 10, 21, 12);
  assert.equal(ago(now - 10_000, 'vi', now), 'vừa xong');
  assert.equal(ago(now - 180_000, 'vi', now), '3 phút trước');
  assert.equal(ago(now - 5_400_000, 'vi', now), '1 giờ trước');
  assert.equal(ago(now - 3 * 86_400_000, 'en', now), '3 days ago');
  assert.match(ago(now - 30 * 86_400_000, 'vi', now), /^\d\d\/10\/2026$/);
});

test('text on any brand colour is readable, and so is the brand colour as text', () => {
  for (const colour of ['#a8472a', '#ffd400', '#0b6e5f', '#ffffff', '#000000', '#ee4d2d', '#767676', '#7f7f00']) {
    assert.ok(contrast(colour, readableOn(colour)) >= 4.5, `on ${colour}`);
    for (const ground of ['#f1f2f4', '#2a2e36']) assert.ok(contrast(readableText(colour, ground), ground) >= 4.5, `${colour} on ${ground}`);
  }
});

test('words are filled in, and a missing value stays visible', () => {
  const say = translator({ vi: { hi: 'Chào {name}' }, en: { hi: 'Hello {name}' } }, 'en');
  assert.equal(say('hi', { name: 'Vera' }), 'Hello Vera');
  assert.equal(say('hi'), 'Hello {name}');
  assert.equal(localeOf('en-GB'), 'en');
  assert.equal(localeOf('fr'), 'vi');
});
