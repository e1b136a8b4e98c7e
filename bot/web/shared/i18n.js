/** Small message tables: one object a language, `{name}` marks what is filled in. */

/** @typedef {import('./types').Locale} Locale */
/** @typedef {Record<string, string>} Words */

/**
 * @template {Words} T
 * @param {T} table
 * @returns {(key: keyof T, values?: Record<string, string | number>) => string}
 */
export function speaker(table) {
  return (key, values = {}) => table[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * @template {Words} T
 * @param {{vi: T, en: T}} tables
 * @param {Locale} locale
 */
export function translator(tables, locale) {
  return speaker(tables[locale] ?? tables.vi);
}

/**
 * The language of a page (`<html lang>`): English where it says so, Vietnamese everywhere else.
 * @param {string | null | undefined} lang
 * @returns {Locale}
 */
export function localeOf(lang) {
  return /^en\b/i.test(lang ?? '') ? 'en' : 'vi';
}
