import type { ReactNode } from 'react';
import type { Query } from '../client.ts';

/** The first column carries the thing and takes the room that is left; the others are what one compares. */
export interface Column<Row> {
  id: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /** Pixels; default 140. */
  width?: number;
  /** Numbers and amounts. */
  align?: 'right';
  /** The API's sort field; a column without one cannot be sorted by. */
  sort?: string;
  /** Only shown when the member chooses it. */
  hidden?: boolean;
  /** Not on a phone's card. */
  off_card?: boolean;
}

/** A tab: a filter that has a name. */
export interface View {
  id: string;
  label: string;
  filters?: Readonly<Record<string, string>>;
  sort?: string;
  count?: number | undefined;
  /** What is said when nothing is in it; default: just that. */
  empty?: ReactNode;
}

export interface Option {
  value: string;
  label: string;
}

/** A filter a member may set; it stands in the address under `key` and reads as a part of a sentence. */
export interface Filter {
  key: string;
  label: string;
  options: readonly Option[] | (() => Promise<readonly Option[]>);
  /** Of too many to list: those that fit what was typed, or those of these values. `options` is not asked then. */
  find?: (asked: { text: string } | { values: readonly string[] }) => Promise<readonly Option[]>;
  /** Also two days, `2026-11-01..2026-11-30`, either left out; says them: «received from 1 Nov to 30 Nov». */
  days?: (said: string) => string;
  /** «assigned to …»; default: the chosen labels alone. */
  say?: (chosen: string) => string;
  /** Only one at a time. */
  single?: boolean;
}

/** What a bulk act works on: ticked rows, or everything the filter gives. */
export interface BulkTarget {
  count: number;
  ids: readonly string[];
  filter?: Query;
}

/** The body PL-72 asks for. @example api.post('/clients/bulk', { command: 'add_tag', tag, ...bulkBody(target) }) */
export const bulkBody = (target: BulkTarget) =>
  target.filter ? { filter: target.filter, expected_count: target.count } : { ids: target.ids };

/** An act on many; answers false to keep the ticks. */
export interface BulkAct {
  id: string;
  label: string;
  icon?: ReactNode;
  key?: string;
  danger?: boolean;
  run: (target: BulkTarget) => unknown;
}

const FIRST = 260;
/** The tick box and the three dots of a list that has them. */
export const EDGES = 84;
export const widthOf = <Row>(column: Column<Row>): number => column.width ?? 140;

/** The columns that fit into `width`: the last ones go first, the first one always stays. Pure. */
export const fitting = <Row>(columns: readonly Column<Row>[], width: number): Column<Row>[] => {
  const shown: Column<Row>[] = [];
  let used = FIRST + EDGES;
  for (const [at, column] of columns.entries()) {
    used += at === 0 ? 0 : widthOf(column);
    if (at > 0 && used > width) break;
    shown.push(column);
  }
  return shown;
};
