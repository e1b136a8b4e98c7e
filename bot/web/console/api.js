/** Calls to `/console/api/`, each answered with its JSON or an ApiError. */

const BASE = '/console/api/';
const PATIENCE = 15_000;

/** A refused or failed call. `retry` says whether the same call may succeed later. */
export class ApiError extends Error {
  /** @param {number} status 0: no answer at all @param {{code?: string, message?: string, agent?: string}} error */
  constructor(status, { code = 'unavailable', message = '', agent }) {
    super(message);
    this.status = status;
    this.code = code;
    this.agent = agent ?? '';
    this.retry = status === 0 || status >= 500 || status === 429;
  }
}

export class Api {
  #csrf = '';
  /** Called when the session is over. */
  onLoginRequired = () => {};

  /** @param {string} path @param {Record<string, string | number | undefined>} [query] @returns {Promise<any>} */
  get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
    const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
    return this.#call('GET', given.length ? `${path}?${search}` : path);
  }

  /** @param {string} path @param {object} [body] @param {'POST' | 'PUT'} [method] @returns {Promise<any>} */
  async send(path, body = {}, method = 'POST') {
    return this.#call(method, path, body);
  }

  /** @param {string} email @param {string} password */
  login(email, password) {
    return this.#call('POST', 'login', { email, password });
  }

  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  async #call(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    if (body) headers['Content-Type'] = 'application/json';
    if (method !== 'GET') headers['X-CSRF-Token'] = this.#csrf;
    let answer;
    let data;
    try {
      answer = await fetch(BASE + path, {
        method, headers, body: body ? JSON.stringify(body) : undefined,
        credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE),
      });
      data = await answer.json();
    } catch {
      throw new ApiError(answer && !answer.ok ? answer.status : 0, {});
    }
    if (!answer.ok) {
      const error = new ApiError(answer.status, data?.error ?? {});
      if (error.code === 'login_required') this.onLoginRequired();
      throw error;
    }
    if (data.csrf) this.#csrf = data.csrf;
    return data;
  }
}
