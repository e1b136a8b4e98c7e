/** A conversation as a value: `apply(state, event)` gives the next state and changes nothing. Widget and console share it. */

/** @typedef {import('./types').Message} Message */
/** @typedef {import('./types').Unsent} Unsent */
/** @typedef {import('./types').Author} Author */
/** @typedef {import('./types').Delivery} Delivery */
/** @typedef {import('./types').Status} Status */
/** @typedef {import('./types').Agent} Agent */
/** @typedef {Message | Unsent} Line */

/**
 * @typedef {object} Timeline
 * @property {Message[]} messages stored ones, by seq
 * @property {Unsent[]} unsent in the order they were written
 * @property {boolean} older the server has more before the first
 * @property {{author: Author, name: string | null} | null} typing
 * @property {Status} status
 * @property {Agent | null} agent
 */

/**
 * @typedef {{type: 'history', messages: Message[], older?: boolean}
 *   | {type: 'created', message: Message}
 *   | {type: 'updated', id: string, seq?: number, delivery: Delivery, failure?: object, message?: Message}
 *   | {type: 'written', message: Omit<Unsent, 'delivery'>}
 *   | {type: 'failed', client_id: string, error?: string}
 *   | {type: 'status_changed', status: Status, agent: Agent | null}
 *   | {type: 'typing', author: Author, active: boolean, name?: string | null}
 *   | {type: 'reset'}} TimelineEvent
 */

/** @typedef {{key: string, author: Author, name: string | null, kind: 'notice' | 'talk', day: string, at: string, lines: Line[]}} Group */

/** @type {Delivery[]} */
const ORDER = ['pending', 'failed', 'sent', 'delivered', 'read'];
const GROUP_GAP = 5 * 60_000;

/** @returns {Timeline} */
export function emptyTimeline() {
  return { messages: [], unsent: [], older: false, typing: null, status: 'bot', agent: null };
}

/** What a message is called for as long as it lives: stored or not, it stays the same element. @param {Line} line */
export function keyOf(line) {
  return line.client_id || /** @type {Message} */ (line).id;
}

/**
 * @param {Timeline} state
 * @param {TimelineEvent} event
 * @returns {Timeline}
 */
export function apply(state, event) {
  switch (event.type) {
    case 'history':
      return { ...merge(state, event.messages), older: event.older ?? state.older };
    case 'created': {
      const next = merge(state, [event.message]);
      const quiet = state.typing?.author === event.message.author;
      return quiet ? { ...next, typing: null } : next;
    }
    case 'updated': {
      const at = state.messages.findIndex((message) => message.id === event.id || (event.seq && message.seq === event.seq));
      if (at < 0) return state;
      const had = state.messages[at];
      const delivery = further(had.delivery, event.delivery);
      if (delivery === had.delivery && !event.failure && !event.message) return state;
      const next = { ...had, ...event.message, delivery };
      if (event.failure) next.payload = { ...next.payload, failure: event.failure };
      return { ...state, messages: state.messages.map((message, i) => (i === at ? next : message)) };
    }
    case 'written': {
      const id = event.message.client_id;
      if (state.messages.some((message) => message.client_id === id)) return state;
      const rest = state.unsent.filter((line) => line.client_id !== id);
      return { ...state, unsent: [...rest, { ...event.message, delivery: 'pending', error: undefined }] };
    }
    case 'failed':
      return { ...state, unsent: state.unsent.map((line) =>
        line.client_id === event.client_id ? { ...line, delivery: 'failed', error: event.error } : line) };
    case 'status_changed':
      return { ...state, status: event.status, agent: event.agent };
    case 'typing':
      if (event.active) return { ...state, typing: { author: event.author, name: event.name ?? null } };
      return state.typing?.author === event.author ? { ...state, typing: null } : state;
    case 'reset':
      return { ...emptyTimeline(), unsent: state.unsent };
    default:
      return state;
  }
}

/** @param {Delivery | undefined} had @param {Delivery | undefined} has @returns {Delivery | undefined} */
function further(had, has) {
  if (!had || !has) return has ?? had;
  return ORDER.indexOf(has) > ORDER.indexOf(had) ? has : had;
}

/** @param {Timeline} state @param {Message[]} arrived @returns {Timeline} */
function merge(state, arrived) {
  if (!arrived.length) return state;
  const bySeq = new Map(state.messages.map((message) => [message.seq, message]));
  for (const message of arrived) {
    const had = bySeq.get(message.seq);
    bySeq.set(message.seq, had ? { ...message, delivery: further(had.delivery, message.delivery) } : message);
  }
  const stored = new Set(arrived.map((message) => message.client_id).filter(Boolean));
  return {
    ...state,
    messages: [...bySeq.values()].sort((a, b) => a.seq - b.seq),
    unsent: state.unsent.filter((line) => !stored.has(line.client_id)),
  };
}

/** Everything in the order it is shown: stored by seq, then what is not yet sent. @param {Timeline} state @returns {Line[]} */
export function lines(state) {
  return [...state.messages, ...state.unsent];
}

/**
 * Runs of one author within five minutes and one day; a notice stands alone. `at` is the time stamp of the group: its last line's.
 * @param {Line[]} all
 * @returns {Group[]}
 */
export function groups(all) {
  /** @type {Group[]} */
  const result = [];
  for (const line of all) {
    const kind = line.kind === 'notice' || line.author === 'system' ? 'notice' : 'talk';
    const name = line.author_name ?? null;
    const day = new Date(line.created_at).toDateString();
    const last = result.at(-1);
    if (last && last.kind === 'talk' && kind === 'talk' && last.author === line.author && last.name === name
      && last.day === day && Date.parse(line.created_at) - Date.parse(last.at) < GROUP_GAP) {
      last.lines.push(line);
      last.at = line.created_at;
    } else {
      result.push({ key: keyOf(line), author: line.author, name, kind, day, at: line.created_at, lines: [line] });
    }
  }
  return result;
}

/** The lines after the visitor's last one: what is open to be answered. @param {Timeline} state */
function unanswered(state) {
  if (state.unsent.length) return [];
  const at = state.messages.findLastIndex((message) => message.author === 'visitor');
  return state.messages.slice(at + 1);
}

const MOST_REPLIES = 13;

/** The quick replies that may be tapped now, no more than Messenger takes. @param {Timeline} state */
export function quickReplies(state) {
  const offer = unanswered(state).findLast((message) => message.quick_replies?.length);
  return offer?.quick_replies?.slice(0, MOST_REPLIES) ?? [];
}

/** The keyboard that the next answer wants. @param {Timeline} state @returns {string | null} */
export function wantedInput(state) {
  const last = unanswered(state).findLast((message) => message.author !== 'system');
  return last?.payload?.input?.kind ?? null;
}

/** The visitor's last line, under which its state is shown. @param {Timeline} state @param {Author} [author] @returns {Line | null} */
export function lastOwn(state, author = 'visitor') {
  return lines(state).findLast((line) => line.author === author) ?? null;
}

/** How many lines of the other side came after `seq`. @param {Timeline} state @param {number} seq @param {Author} [own] */
export function unread(state, seq, own = 'visitor') {
  return state.messages.filter((message) => message.seq > seq && message.author !== own && message.kind !== 'notice').length;
}

/** @param {Timeline} state */
export function lastSeq(state) {
  return state.messages.at(-1)?.seq ?? 0;
}
