/** What stays readable on a shop's own colour, and the brand tokens made from it. */

/**
 * @param {string} colour `#rgb` or `#rrggbb`
 * @returns {[number, number, number] | null}
 */
function channels(colour) {
  let hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(colour.trim())?.[1];
  if (!hex) return null;
  if (hex.length === 3) hex = hex.replace(/./g, '$&$&');
  const n = parseInt(hex, 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/** Relative luminance (WCAG 2.2). @param {string} colour */
export function luminance(colour) {
  const [r, g, b] = (channels(colour) ?? [0, 0, 0]).map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). @param {string} a @param {string} b */
export function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of `b` stirred into `a`. @param {string} a @param {string} b @param {number} share */
export function mix(a, b, share) {
  const from = channels(a) ?? [0, 0, 0];
  const to = channels(b) ?? [0, 0, 0];
  return '#' + from.map((c, i) => Math.round(c + (to[i] - c) * share).toString(16).padStart(2, '0')).join('');
}

/**
 * The text colour for a coloured ground: the first of white, ink and black that reads well (4.5); black always does where white does not.
 * @param {string} colour
 */
export function readableOn(colour) {
  return ['#ffffff', '#16181d'].find((ink) => contrast(colour, ink) >= 4.5) ?? '#000000';
}

/**
 * The colour, moved towards the far end until it reads as text on `ground`.
 * @param {string} colour @param {string} ground
 */
export function readableText(colour, ground) {
  const end = luminance(ground) > 0.4 ? '#000000' : '#ffffff';
  for (let share = 0; share < 1; share += 0.08) {
    const tried = mix(colour, end, share);
    if (contrast(tried, ground) >= 4.6) return tried;
  }
  return end;
}

/**
 * Sets the brand tokens on an element; an unreadable value leaves the defaults of tokens.css.
 * @param {HTMLElement} element @param {string | null | undefined} colour
 */
export function setBrand(element, colour) {
  if (!colour || !channels(colour)) return;
  const ink = readableOn(colour);
  const tokens = {
    brand: colour,
    'on-brand': ink,
    'brand-strong': mix(colour, ink === '#ffffff' ? '#000000' : '#ffffff', 0.14),
    'brand-text-light': readableText(colour, '#f1f2f4'),
    'brand-text-dark': readableText(colour, '#2a2e36'),
    'brand-soft-light': mix('#ffffff', colour, 0.09),
    'brand-soft-dark': mix('#1b1e24', colour, 0.2),
  };
  for (const [name, value] of Object.entries(tokens)) element.style.setProperty(`--dh-${name}`, value);
}
