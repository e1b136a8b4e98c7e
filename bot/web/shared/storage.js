/** localStorage and sessionStorage that keep working, for the length of the page, when the browser denies them. */

/**
 * @param {() => Storage} open reading the property itself can throw, so it is handed over unopened
 * @param {string} [prefix]
 */
export function keep(open, prefix = 'dh:') {
  /** @type {Map<string, string>} */
  const memory = new Map();
  /** @type {Storage | null} */
  let storage = null;
  try {
    storage = open();
    storage.setItem(`${prefix}?`, '1');
    storage.removeItem(`${prefix}?`);
  } catch {
    storage = null;
  }
  return {
    /** @param {string} key @returns {string | null} */
    get(key) {
      try {
        return storage ? storage.getItem(prefix + key) : memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    /** @param {string} key @param {string | null} value */
    set(key, value) {
      if (value === null) memory.delete(key);
      else memory.set(key, value);
      try {
        if (value === null) storage?.removeItem(prefix + key);
        else storage?.setItem(prefix + key, value);
      } catch {
        // Full or withdrawn: what is in memory serves this page.
      }
    },
    /** The name under which other tabs hear of a change. @param {string} key */
    name: (key) => prefix + key,
  };
}

/** @typedef {ReturnType<typeof keep>} Keep */
