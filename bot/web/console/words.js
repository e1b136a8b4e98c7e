/** The words in the chosen language, and how rows are called. */
import { translator } from '../shared/i18n.js';
import { EN } from './words.en.js';
import { VI } from './words.vi.js';

/** @typedef {import('../shared/types').Locale} Locale */
/** @typedef {keyof typeof VI} Key */
/** @typedef {(key: Key, values?: Record<string, string | number>) => string} Say */

/** @param {Locale} locale @returns {Say} */
export const words = (locale) => translator({ vi: VI, en: EN }, locale);

/**
 * The word for a code of the server (`reason_` + asked), or the code itself where there is none.
 * @param {Say} say @param {string} prefix @param {string | null | undefined} code
 */
export function coded(say, prefix, code) {
  if (!code) return '';
  const key = prefix + code;
  return Object.hasOwn(VI, key) ? say(/** @type {Key} */ (key)) : code.replaceAll('_', ' ');
}

/** What a visitor is called who has not said a name. @param {Say} say @param {{id: string, visitor_name: string | null}} row */
export function nameOf(say, row) {
  return row.visitor_name?.trim() || say('guest', { id: row.id.slice(0, 4) });
}
