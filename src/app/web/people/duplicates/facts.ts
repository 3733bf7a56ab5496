import type { Instant } from '#ground/time.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Choice, Kind } from '#people/duplicates/model.ts';

/** A record as lists of pairs name it. */
export interface ShortRecord {
  id: string;
  kind: string;
  display_name: string;
  numbers: string[];
}

/** A row of `GET /duplicates`. */
export interface PairRow {
  id: string;
  kind: Kind;
  strength: 'likely' | 'possible';
  why: string[];
  a: ShortRecord;
  b: ShortRecord;
  changed_at: Instant | null;
}

export interface MergeLine {
  field: string;
  survivor: Json;
  absorbed: Json;
  proposed: Choice;
  list: boolean;
}

/** `GET /merges/sheet`: both sides field by field (PE-74). */
export interface MergeSheetFacts {
  kind: Kind;
  survivor: ShortRecord & { version: number };
  absorbed: ShortRecord & { version: number };
  lines: MergeLine[];
  /** Pairs of open runs of one workflow, the survivor's first (PE-76). */
  meetings: { id: string; workflow: string }[][];
}

/** A row of `GET /merges`. */
export interface MergeRow {
  id: string;
  survivor_id: string;
  absorbed_id: string;
  at: Instant | null;
  by: string | null;
  reversed_at: Instant | null;
}

const PLACES: Readonly<Record<string, string>> = {
  prospect: '/prospects',
  client: '/clients',
  employee: '/employees',
};
/** Where a record is looked at; a contact has no page of its own. */
export const addressOf = ({ kind, id }: ShortRecord): string | undefined =>
  PLACES[kind] ? `${PLACES[kind]}/${id}` : undefined;

/** A prospect and a client merge into the client, whoever was named first (PE-73). */
export const sides = <R extends ShortRecord>(first: R, second: R): { survivor: R; absorbed: R; fixed: boolean } => {
  const fixed = first.kind !== second.kind;
  return fixed && second.kind === 'client'
    ? { survivor: second, absorbed: first, fixed }
    : { survivor: first, absorbed: second, fixed };
};
