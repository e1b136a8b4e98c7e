/** The agents' shapes (docs/protocol.md), for the type checker only. */
import type { Delivery, Message, Page, StageKey, Status } from '../shared/types';

export type { Delivery, Message, Page, StageKey, Status };
export type QueueName = 'waiting' | 'mine' | 'agent' | 'bot' | 'resolved' | 'all';

export interface Agent { id: string; name: string; email: string; role: 'agent' | 'admin'; online: boolean }

export interface Row {
  id: string;
  visitor_name: string | null;
  channel: string;
  status: Status;
  stage: StageKey;
  stage_confidence: number;
  language: string;
  last_text: string;
  last_author: string;
  last_at: string;
  waiting_since: string | null;
  agent: { id: string; name: string } | null;
  reason: string | null;
  unread: number;
  last_seq: number;
}

export interface Brief {
  reason: string;
  reason_text: string;
  summary: string;
  stage: StageKey;
  language: string;
  wants: string[];
  slots: Record<string, string>;
  failed_turns: number;
  offers_shown: string[];
  consent: string[];
  requested_at: string;
}

export interface StageEvent {
  stage: StageKey;
  previous: StageKey;
  confidence: number;
  why: string[];
  source: 'message' | 'page' | 'agent' | 'order';
  at: string;
}

export interface Lead {
  name: string;
  phone: string | null;
  email: string | null;
  interest: string | null;
  consented_at: string;
  created_at: string;
}

export interface Source { kind: string; ref?: string | null; ad_id?: string | null }

export interface Detail {
  conversation: Row;
  visitor: { id: string; name: string | null; channel: string; first_seen_at: string; page: Page | null; source?: Source | null };
  reach?: { state: 'open' | 'human' | 'closed'; until: string | null } | null;
  arrivals?: (Source & { at: string })[];
  surveys?: { kind: string; score: number; comment: string | null; at: string }[];
  order_drafts?: { kind: string; items: { name?: string; sku?: string; quantity?: number }[]; details: Record<string, string>; note: string | null; at: string }[];
  brief: Brief | null;
  stages: StageEvent[];
  lead: Lead | null;
  consents: { purpose: string; wording: string; granted: boolean; at: string }[];
  offers: { title: string; event: string; at: string }[];
  orders: { code: string; status_text: string; total: number; placed_on: string }[];
}

export type Counts = Record<Exclude<QueueName, 'all'>, number>;

/** One conversation on the screen. */
export interface Opened {
  id: string;
  row: Row | null;
  detail: Detail | null;
  ready: boolean;
  trouble: 'missing' | 'unreachable' | null;
  /** A colleague was faster. */
  conflict: string | null;
  /** What was done last and can be taken back. */
  done: 'resolved' | 'handed_back' | null;
  /** An act is under way. */
  busy: boolean;
}
