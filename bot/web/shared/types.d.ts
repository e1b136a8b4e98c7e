/** The wire's shapes (docs/protocol.md), for the type checker only: no browser ever loads this file. */

export type Locale = 'vi' | 'en';
export type Author = 'visitor' | 'bot' | 'agent' | 'system';
export type Delivery = 'pending' | 'sent' | 'delivered' | 'read' | 'failed';
export type Status = 'bot' | 'waiting' | 'agent' | 'resolved';
export type StageKey = 'researching' | 'evaluating' | 'buying' | 'post_purchase' | 'none';

export interface QuickReply { title: string; payload: string }

export interface Card {
  sku: string;
  name: string;
  category?: string;
  price: number;
  list_price?: number | null;
  stock?: number;
  stock_text?: string;
  image?: string;
  url?: string;
  buttons?: QuickReply[];
}

export interface Message {
  id: string;
  conversation_id?: string;
  seq: number;
  author: Author;
  author_name?: string | null;
  client_id?: string | null;
  kind: string;
  text: string;
  payload: any;
  quick_replies?: QuickReply[];
  delivery?: Delivery;
  created_at: string;
}

/** A message of one's own which the server has not stored yet. */
export interface Unsent {
  client_id: string;
  author: Author;
  author_name?: string | null;
  kind: string;
  text: string;
  payload: any;
  delivery: 'pending' | 'failed';
  created_at: string;
  error?: string;
}

export interface Page {
  kind: 'home' | 'category' | 'product' | 'cart' | 'checkout' | 'order' | 'other';
  url?: string;
  title?: string;
  sku?: string;
  category?: string;
  cart?: { items: { sku: string; quantity: number }[]; total: number };
}

export interface Agent { name: string }

export interface Hello {
  ok: true;
  token: string;
  conversation: { id: string; status: Status; agent: Agent | null; language: Locale };
  messages: Message[];
  more: boolean;
  last_seq: number;
  shop: { name: string; online: boolean; hours_text: string };
}

export interface Outgoing { client_id: string; text: string; payload?: string; page?: Page; created_at?: string }

/** What goes wrong with a command, as docs/protocol.md names it, plus `timeout` and `disconnected`. */
export interface Trouble { code: string; message: string; retry: boolean }

export interface Timers {
  set(fn: () => void, ms: number): unknown;
  clear(id: unknown): void;
}
