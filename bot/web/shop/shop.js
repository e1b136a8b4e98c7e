/** What moves on the demo shop's pages: the cart (kept in this browser), filters, and the buttons that open the chat. */
import { money } from '../shared/format.js';
import { localeOf } from '../shared/i18n.js';
import { keep } from '../shared/storage.js';

/** @typedef {{sku: string, quantity: number, size?: string, colour?: string}} Item */
/** @typedef {{sku: string, name: string, price: number, stock: number, image: string, url: string, colours: Record<string, string>}} Product */

const locale = localeOf(document.documentElement.lang);
const kept = keep(() => localStorage, 'shop:');
const find = (/** @type {string} */ selector, /** @type {ParentNode} */ root = document) => /** @type {HTMLElement | null} */ (root.querySelector(selector));

/** Calls wait in a list until the widget has loaded. @param {...any} call */
const chat = (...call) => {
  const page = /** @type {any} */ (window);
  (page.DongHanh ??= []).push(call);
};

/** @returns {Item[]} */
function readCart() {
  try {
    const items = JSON.parse(kept.get('cart') ?? '[]');
    return Array.isArray(items) ? items.filter((item) => item?.sku && item.quantity > 0) : [];
  } catch {
    return [];
  }
}

/** @param {Item[]} items */
function writeCart(items) {
  kept.set('cart', JSON.stringify(items));
  showCount(items);
}

/** @param {Item[]} items */
function showCount(items) {
  const badge = find('[data-cart-count]');
  if (!badge) return;
  const count = items.reduce((sum, item) => sum + item.quantity, 0);
  badge.hidden = !count;
  badge.textContent = String(count);
}

/** @param {Item} a @param {Item} b */
const same = (a, b) => a.sku === b.sku && a.size === b.size && a.colour === b.colour;

function wireChatButtons() {
  document.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('[data-chat]');
    if (!button) return;
    const draft = button.getAttribute('data-chat');
    chat('open', draft ? { draft } : {});
  });
}

function wireFilters() {
  const form = /** @type {HTMLFormElement | null} */ (find('[data-filters]'));
  form?.addEventListener('change', () => {
    // Values left at "all" do not belong into the address.
    for (const field of form.querySelectorAll('select')) if (!field.value) field.disabled = true;
    form.requestSubmit();
  });
}

function wireAdding() {
  const form = /** @type {HTMLFormElement | null} */ (find('[data-add]'));
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = new FormData(form);
    const most = Number(form.dataset.stock);
    /** @type {Item} */
    const item = { sku: form.dataset.sku ?? '', quantity: Math.max(1, Number(values.get('quantity')) || 1) };
    for (const key of /** @type {const} */ (['size', 'colour'])) {
      const value = values.get(key);
      if (value) item[key] = String(value);
    }
    const items = readCart();
    const had = items.find((other) => same(other, item));
    if (had) had.quantity = Math.min(most, had.quantity + item.quantity);
    else items.push({ ...item, quantity: Math.min(most, item.quantity) });
    writeCart(items);
    const said = find('[data-said]', form);
    if (said) said.hidden = false;
  });
}

/** @param {HTMLElement} box */
async function showCart(box) {
  const words = box.dataset;
  const list = /** @type {HTMLElement} */ (find('[data-lines]', box));
  const template = /** @type {HTMLTemplateElement} */ (find('template[data-line]'));
  const empty = /** @type {HTMLElement} */ (find('[data-empty]'));
  const undo = /** @type {HTMLElement} */ (find('[data-undo]'));
  /** @type {Map<string, Product>} */
  let products = new Map();
  let known = true;
  const skus = readCart().map((item) => item.sku);
  if (skus.length) {
    try {
      const query = new URLSearchParams([...skus.map((sku) => ['sku', sku]), ['lang', locale]]);
      const answer = await fetch(`/gio-hang/hang.json?${query}`);
      products = new Map((await answer.json()).items.map((/** @type {Product} */ product) => [product.sku, product]));
    } catch {
      // Without today's prices none is shown.
      known = false;
    }
  }

  /** @param {Item} item @param {number} change */
  const step = (item, change) => {
    const most = products.get(item.sku)?.stock ?? item.quantity;
    item.quantity = Math.min(Math.max(1, item.quantity + change), Math.max(1, most));
  };

  const draw = () => {
    const items = readCart();
    const lines = items.map((item) => {
      const line = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (template.content.firstElementChild).cloneNode(true));
      const product = products.get(item.sku);
      const name = /** @type {HTMLAnchorElement} */ (find('.name', line));
      const image = /** @type {HTMLImageElement} */ (find('img', line));
      name.textContent = product?.name ?? item.sku;
      if (product) {
        name.href = product.url;
        image.src = product.image;
      } else image.remove();
      /** @param {string} selector @param {string} text */
      const put = (selector, text) => {
        /** @type {HTMLElement} */ (find(selector, line)).textContent = text;
      };
      const colour = item.colour && (product?.colours[item.colour] ?? item.colour);
      put('.variant', [item.size, colour].filter(Boolean).join(' · '));
      put('output', String(item.quantity));
      put('.line-total', product ? money(product.price * item.quantity, locale) : '');
      const enough = product && product.stock >= item.quantity;
      put('.stock', !known ? '' : !product ? words.noLonger ?? '' : !product.stock ? words.soldOut ?? '' : enough ? '' : (words.few ?? '').replace('{n}', String(product.stock)));
      const [less, more] = [find('[data-less]', line), find('[data-more]', line)].map((button) => /** @type {HTMLButtonElement} */ (button));
      /** @type {HTMLElement} */ (find('.stepper', line)).hidden = !product;
      less.disabled = item.quantity <= 1;
      more.disabled = !product || item.quantity >= product.stock;
      /** @param {(items: Item[], at: number) => void} change @param {string} back selector that gets the focus again */
      const then = (change, back) => {
        const all = readCart();
        const at = all.findIndex((other) => same(other, item));
        if (at < 0) return;
        change(all, at);
        writeCart(all);
        draw();
        const again = list.children[Math.min(at, list.children.length - 1)];
        if (again) (find(`${back}:not(:disabled)`, again) ?? find('button:not(:disabled)', again))?.focus();
      };
      less.addEventListener('click', () => then((all, at) => step(all[at], -1), '[data-less]'));
      more.addEventListener('click', () => then((all, at) => step(all[at], 1), '[data-more]'));
      find('[data-remove]', line)?.addEventListener('click', () => then((all, at) => {
        const [gone] = all.splice(at, 1);
        undo.hidden = false;
        /** @type {HTMLElement} */ (find('span', undo)).textContent = (words.removed ?? '').replace('{name}', name.textContent ?? '');
        const button = /** @type {HTMLButtonElement} */ (find('button', undo));
        button.onclick = () => {
          const now = readCart();
          now.splice(at, 0, gone);
          writeCart(now);
          undo.hidden = true;
          draw();
        };
      }, '[data-remove]'));
      return line;
    });
    list.replaceChildren(...lines);
    box.hidden = !items.length;
    empty.hidden = items.length > 0;
    sum(items);
  };

  /** @param {Item[]} items */
  const sum = (items) => {
    const total = items.reduce((all, item) => all + (products.get(item.sku)?.price ?? 0) * item.quantity, 0);
    const missing = Number(words.freeFrom) - total;
    const fee = Number(words.feeFrom);
    /** @param {string} selector @param {string} text */
    const put = (selector, text) => {
      /** @type {HTMLElement} */ (find(selector, box)).textContent = text;
    };
    put('[data-subtotal]', money(total, locale));
    put('[data-shipping]', missing > 0 ? (words.shipFrom ?? '').replace('{money}', money(fee, locale)) : words.free ?? '');
    put('[data-total]', money(total + (missing > 0 ? fee : 0), locale));
    put('[data-hint]', missing > 0 ? (words.untilFree ?? '').replace('{money}', money(missing, locale)) : words.isFree ?? '');
    const sold = items.filter((item) => products.has(item.sku)).map(({ sku, quantity }) => ({ sku, quantity }));
    chat('setPage', { kind: 'cart', cart: { items: sold, total } });
  };

  const order = find('[data-order]', box);
  order?.addEventListener('click', () => {
    const demo = find('[data-demo]', box);
    if (!demo) return;
    demo.hidden = !demo.hidden;
    order.setAttribute('aria-expanded', String(!demo.hidden));
  });
  addEventListener('storage', (event) => {
    if (event.key === kept.name('cart')) draw();
  });
  draw();
}

document.documentElement.classList.add('live');
showCount(readCart());
addEventListener('storage', (event) => {
  if (event.key === kept.name('cart')) showCount(readCart());
});
wireChatButtons();
wireFilters();
wireAdding();
const cart = find('[data-cart]');
if (cart) showCart(cart);
