/** Money, dates and times as the shop writes them; digits are set by hand so that every browser agrees. */

/** @typedef {import('./types').Locale} Locale */

/** @param {number} n */
const two = (n) => String(n).padStart(2, '0');

/**
 * `12.990.000 ₫`, in English `₫12,990,000`.
 * @param {number} amount whole đồng
 * @param {Locale} [locale]
 */
export function money(amount, locale = 'vi') {
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(Math.round(amount)))
    .replace(/\B(?=(\d{3})+$)/g, locale === 'en' ? ',' : '.');
  return locale === 'en' ? `${sign}₫${digits}` : `${sign}${digits} ₫`;
}

/**
 * A date without a time ("2026-12-31") is that day everywhere, so it must not be read as UTC midnight.
 * @param {string | number | Date} value
 */
export function toDate(value) {
  const day = typeof value === 'string' && /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  return day ? new Date(+day[1], +day[2] - 1, +day[3]) : new Date(value);
}

/** `21/11/2026`. @param {string | number | Date} value */
export function date(value) {
  const d = toDate(value);
  return Number.isNaN(+d) ? '' : `${two(d.getDate())}/${two(d.getMonth() + 1)}/${d.getFullYear()}`;
}

/** `14:05`. @param {string | number | Date} value */
export function time(value) {
  const d = toDate(value);
  return Number.isNaN(+d) ? '' : `${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** `14:05 21/11/2026`. @param {string | number | Date} value */
export function dateTime(value) {
  return `${time(value)} ${date(value)}`.trim();
}

/**
 * The day of a message: "Hôm nay", "Hôm qua" or the date.
 * @param {string | number | Date} value
 * @param {Locale} [locale]
 * @param {number} [now]
 */
export function day(value, locale = 'vi', now = Date.now()) {
  const text = date(value);
  if (text === date(now)) return locale === 'en' ? 'Today' : 'Hôm nay';
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  if (text === date(before)) return locale === 'en' ? 'Yesterday' : 'Hôm qua';
  return text;
}

/**
 * How long somebody has been waiting: `40 giây`, `3 phút`, `1 giờ 05 phút`, `2 ngày`.
 * @param {number} ms
 * @param {Locale} [locale]
 */
export function waiting(ms, locale = 'vi') {
  const en = locale === 'en';
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return en ? `${seconds} s` : `${seconds} giây`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return en ? `${minutes} min` : `${minutes} phút`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return en ? `${hours} h ${two(minutes % 60)} min` : `${hours} giờ ${two(minutes % 60)} phút`;
  const days = Math.floor(hours / 24);
  return en ? `${days} ${days === 1 ? 'day' : 'days'}` : `${days} ngày`;
}

/**
 * `vừa xong`, `3 phút trước`, and the date once it is more than a week ago.
 * @param {string | number | Date} value
 * @param {Locale} [locale]
 * @param {number} [now]
 */
export function ago(value, locale = 'vi', now = Date.now()) {
  const ms = now - +toDate(value);
  if (ms < 60_000) return locale === 'en' ? 'just now' : 'vừa xong';
  if (ms > 7 * 86_400_000) return date(value);
  const span = ms < 3_600_000 || ms >= 86_400_000
    ? waiting(ms, locale)
    : waiting(Math.floor(ms / 3_600_000) * 3_600_000, locale).replace(/ 00.*/, '');
  return locale === 'en' ? `${span} ago` : `${span} trước`;
}
