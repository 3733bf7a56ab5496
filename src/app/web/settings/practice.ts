import type { Instant } from '#ground/time.ts';
import { useThing } from '#kernel/ui/query.ts';

/** `GET /practice`. */
export interface Practice {
  id: string;
  version: number;
  name: string;
  slug: string;
  kind: 'live' | 'demo' | 'sandbox';
  country: string;
  time_zone: string;
  locale: string;
  currency: string;
  send_hour: string;
  mfa: 'optional' | 'required';
  session_mode: 'standard' | 'strict' | 'relaxed';
  retention_months: number;
  settings: { letters?: { letterhead?: string }; inbox?: unknown };
}

export const usePractice = () => useThing<Practice>('/practice');

/** A row of `GET /members`; what only who manages members sees is optional. */
export interface MemberRow {
  id: string;
  version: number;
  name: string;
  role_id: string;
  state: 'invited' | 'active' | 'withdrawn' | 'deactivated';
  time_zone: string | null;
  email?: string;
  has_factor?: boolean;
  last_seen_at?: Instant | null;
  invited_at?: Instant | null;
  invitation_ends_at?: Instant | null;
  joined_at?: Instant | null;
  deactivated_at?: Instant | null;
  successor_id?: string | null;
}
