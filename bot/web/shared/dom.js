/** Making elements without ever parsing data as HTML. */

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * `h('button', {class: 'chip', onclick}, 'Text')`: a function becomes a listener, `true` an empty attribute,
 * `null`, `undefined` and `false` are left out (`aria-…` says `true` or `false`); strings become text nodes, never markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any> | null} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    const aria = name.startsWith('aria-');
    if (value === null || value === undefined || (value === false && !aria)) continue;
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else element.setAttribute(name, value === true && !aria ? '' : String(value));
  }
  add(element, children);
  return element;
}

/** @param {Element} parent @param {(Child | Child[])[]} children */
function add(parent, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A decorative line icon on a 24 px grid.
 * @param {string} path @param {number} [size]
 */
export function icon(path, size = 20) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: '0 0 24 24', width: size, height: size, fill: 'none', stroke: 'currentColor',
    'stroke-width': 1.8, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true',
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, String(value));
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/**
 * Makes `nodes` the children of `parent` in this order and moves only what stands elsewhere,
 * so that scroll positions, focus and what a screen reader has read stay as they are.
 * @param {Element} parent @param {Node[]} nodes
 */
export function place(parent, nodes) {
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/**
 * An address that may be followed or loaded (http or https), else null.
 * @param {string | null | undefined} address
 * @param {string} [base]
 */
export function safeUrl(address, base = document.baseURI) {
  if (!address) return null;
  try {
    const url = new URL(address, base);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Plain text as nodes; web addresses in it become links.
 * @param {string} text
 * @returns {(Text | HTMLAnchorElement)[]}
 */
export function linked(text) {
  /** @type {(Text | HTMLAnchorElement)[]} */
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'“”]+/gi)) {
    // A full stop or bracket after an address belongs to the sentence.
    const address = match[0].replace(/[.,;:!?…)\]}]+$/, '');
    const href = safeUrl(address);
    if (!href) continue;
    nodes.push(
      new Text(text.slice(end, match.index)),
      h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, address),
    );
    end = match.index + address.length;
  }
  nodes.push(new Text(text.slice(end)));
  return nodes.filter((node) => node.textContent);
}
