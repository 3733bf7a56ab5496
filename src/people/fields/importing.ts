import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Command, Context, Json, Problem, Refusal, Who } from '#kernel/decision/model.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';

/** How the days of a column are written (PE-83). */
export const DATE_FORMATS = ['iso', 'dmy', 'mdy', 'ymd'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** What reading a cell may need to know of the practice; names are in lower case. */
export interface Reading {
  country: string;
  today: PlainDate;
  tags: ReadonlyMap<string, Id>;
  /** Tags that are not there yet and shall be made, by name in lower case (PE-88). */
  new_tags: Map<string, { id: Id; name: string }> | null;
  /** By name and by e-mail. */
  members: ReadonlyMap<string, Id>;
  /** Persons by client or prospect number, for what belongs to one. */
  persons: ReadonlyMap<string, Id>;
  date(cell: string): PlainDate | null;
  yearEnd(cell: string): { month: number; day: number } | null;
  newId(): Id;
}

/** The record as it would stand: fields by name, as `add` and `change` take them. */
export type Draft = Record<string, unknown>;

/** A field a column can be mapped to. */
export interface Target {
  key: string;
  label: string;
  /** Headings it is proposed for, in lower case without signs: «emailaddress». */
  headings: readonly string[];
  /** Its cells are days, so the format is asked (PE-83). */
  dates?: true;
  /** Its cells are numbers of prospects or clients, looked up for all rows at once. */
  persons?: true;
  /**
   * Puts a cell into the draft; `null` stands for `[clear]`. Answers what is wrong with it, as a sentence.
   * @returns null when it was taken
   */
  put(draft: Draft, cell: string | null, reading: Reading): string | null;
}

/** One of the ways a row finds the record that is there already (PE-84): «number», «tax number», «e-mail». */
export interface Finder {
  key: string;
  label: string;
  /** What a draft is found by; empty where it says nothing. */
  keys(draft: Draft): string[];
}

/** What would be done with a row, decided by the room's own rule. */
export interface Judged {
  refusal: Refusal | null;
  /** field → [old, new], as they are shown. */
  changes: Record<string, [string, string]>;
  /** Given to the room in this order, as one act: none when nothing differs. */
  commands: Command[];
}

/** A record that is there, as much of it as judging needs. */
// biome-ignore lint/suspicious/noExplicitAny: each kind brings its own state, and only its own functions read it
export type Found = any;

/** Under what a row is judged. */
export interface Asked {
  creating: boolean;
  /** The fields the row says something about. */
  touched: readonly string[];
  context: Context;
  /** Tags that are made with the rows that bring them (PE-88). */
  new_tags: readonly { id: Id; name: string }[];
}

/** A kind of record that can be read in from a file: each room describes its own (PE-80). */
export interface Importable {
  kind: string;
  /** In the plural, for sentences. */
  label: string;
  mayImport(who: Who): Refusal | null;
  room: AnyRoom;
  targets(desk: Desk): Promise<Target[]>;
  finders: readonly Finder[];
  /** The records that have one of these keys, by key; for all rows at once. */
  find(desk: Desk, keys: readonly string[]): Promise<ReadonlyMap<string, readonly Id[]>>;
  /** States of these records as the room's rules take them, without touching anything. */
  load(desk: Desk, ids: readonly Id[], around: { who: Who; persons: readonly Id[] }): Promise<Map<Id, Found>>;
  /** A state for one that is not there yet; it gives no number away. `persons` are those the file names. */
  blank(desk: Desk, around: { who: Who; persons: readonly Id[] }): Promise<(id: Id) => Found>;
  /** Where a record is looked at, for links. */
  url(id: Id): string;
  /** How a record that is there begins as a draft. */
  draft(found: Found): Draft;
  /** Whether it was deleted: its number still finds it, and a row brings it back as if it were new (PE-28, PE-91). */
  deleted(found: Found): boolean;
  judge(found: Found, draft: Draft, asked: Asked): Judged;
}

/** The problems of a refusal, at least one. */
export const problemsOf = (refusal: Refusal): Problem[] =>
  refusal.errors ?? [{ pointer: '', code: refusal.code, detail: refusal.because }];

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** A value as a preview shows it. */
export const shownValue = (value: Json | undefined): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(shownValue).filter(Boolean).join('; ');
  if (typeof value !== 'object') return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  const { address, number, name, lines, month, day } = value as Record<string, Json>;
  if (typeof month === 'number' && typeof day === 'number') return `${day} ${MONTHS[month - 1]}`;
  if (lines !== undefined) return Object.values(value).flat().filter(Boolean).map(String).join(', ');
  return [
    address ??
      number ??
      name ??
      Object.values(value)
        .filter((one) => one !== null)
        .join(' '),
  ]
    .map(String)
    .join('');
};
