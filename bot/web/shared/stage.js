/** The four stages of the customer journey: an icon, a word and a colour each, never the colour alone. */

/** @typedef {import('./types').StageKey} StageKey */

/** @type {Record<StageKey, {icon: string, vi: string, en: string, colour: string}>} */
export const STAGES = {
  researching: {
    icon: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM20 20l-4.8-4.8',
    vi: 'Tìm hiểu', en: 'Researching', colour: 'var(--dh-stage-researching)',
  },
  evaluating: {
    icon: 'M12 4v16M8 20h8M5 7h14M5 7l-3 7h6L5 7ZM19 7l-3 7h6l-3-7Z',
    vi: 'Cân nhắc', en: 'Evaluating', colour: 'var(--dh-stage-evaluating)',
  },
  buying: {
    icon: 'M3 4h2.2l2.3 11h10.3l2.2-8H6M9 20a1 1 0 1 0 0-.01M17 20a1 1 0 1 0 0-.01',
    vi: 'Mua', en: 'Buying', colour: 'var(--dh-stage-buying)',
  },
  post_purchase: {
    icon: 'M4 8l8-4 8 4v9l-8 4-8-4V8ZM12 17.2s-3.4-2-3.4-4.2a1.8 1.8 0 0 1 3.4-.8 1.8 1.8 0 0 1 3.4.8c0 2.2-3.4 4.2-3.4 4.2Z',
    vi: 'Sau mua', en: 'After purchase', colour: 'var(--dh-stage-post-purchase)',
  },
  none: {
    icon: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM9 12h6',
    vi: 'Chưa rõ', en: 'Not known yet', colour: 'var(--dh-stage-none)',
  },
};

/** @param {string | null | undefined} key */
export function stage(key) {
  return STAGES[/** @type {StageKey} */ (key)] ?? STAGES.none;
}
