import { addDays, type Instant, type PlainDate, startOfDay, type TimeZone } from '#ground/time.ts';
import type { Option } from '#kernel/ui/list/model.ts';
import { words } from './words.ts';

/** A row of `GET /events`. */
export interface EventRow {
  id: string;
  at: Instant;
  actor: string;
  actor_name: string;
  for_name: string | null;
  verb: string;
  thing: string;
  kind: string;
  title: string | null;
  url: string | null;
  client_id: string | null;
  sentence: string;
  facts: Record<string, [unknown, unknown]>;
  undone: boolean;
  can_undo: boolean;
  address: string | null;
  device: string | null;
  request_id: string | null;
}

/** Beginnings of spans, as instants at the start of a day of the practice. */
export const spanOptions = (today: PlainDate, zone: TimeZone): Option[] =>
  (
    [
      ['today', 0],
      ['week', 7],
      ['month', 30],
      ['quarter', 90],
      ['year', 365],
    ] as const
  ).map(([id, days]) => ({ value: startOfDay(addDays(today, -days), zone), label: words.spans[id] }));

export const kindOptions: readonly Option[] = Object.entries(words.kinds).map(([kind, label]) => ({
  value: `${kind}.*`,
  label,
}));

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A value of the facts as text; an id by its ends. Pure. */
export const valueWords = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return words.nothing;
  if (typeof value === 'string') return ID.test(value) ? `${value.slice(0, 4)}…${value.slice(-4)}` : value;
  if (Array.isArray(value)) return value.map(valueWords).join(', ') || words.nothing;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

export const fieldWords = (field: string): string => field.replace(/_ids?$/, '').replaceAll('_', ' ');
