import type { Instant } from '#ground/time.ts';
import type { DateFormat } from '#people/fields/importing.ts';
import type { Encoding } from '#people/imports/decoding.ts';
import type { Delimiter } from '#people/imports/limits.ts';
import type { Counts, ImportStage, Mode, RowError, RowOutcome } from '#people/imports/model.ts';
import { words } from './words.ts';

/** A row of `GET /imports`. */
export interface ImportLine {
  id: string;
  version: number;
  kind: string;
  file: string;
  encoding: Encoding;
  /** False: the encoding is only proposed (PE-81). */
  certain: boolean;
  delimiter: Delimiter;
  headings: string[];
  rows: number;
  mapping: Record<string, string | null>;
  ignored: string[];
  date_formats: Record<string, DateFormat>;
  mode: Mode;
  options: { make_new_tags: boolean; start_workflow: string | null };
  state: ImportStage;
  counts: Counts;
  previewed_at: Instant | null;
  all_or_nothing: boolean;
  committed_at: Instant | null;
  done_at: Instant | null;
  undone_at: Instant | null;
  created_at: Instant;
  created_by: string;
}

/** `GET /imports/{id}`. */
export interface ImportDetail extends ImportLine {
  targets: { key: string; label: string; dates: boolean }[];
  sample: string[][];
  found_by: { key: string; label: string }[];
  progress: { done: number; of: number } | null;
}

/** A row of `GET /imports/{id}/rows`, with an id for the list. */
export interface FileRow {
  id: string;
  no: number;
  outcome: RowOutcome;
  url: string | null;
  cells: string[];
  changes: Record<string, [string, string]>;
  errors: RowError[];
}

export const CHIP = {
  mapping: 'draft',
  previewed: 'outstanding',
  committing: 'running',
  done: 'done',
  undone: 'inactive',
} as const satisfies Record<ImportStage, string>;

export const ROW_CHIP = {
  create: 'approved',
  update: 'in_progress',
  unchanged: 'completed',
  error: 'failed',
  created: 'approved',
  updated: 'in_progress',
  changed_since_preview: 'failed',
  undone: 'inactive',
  left_alone: 'outstanding',
} as const satisfies Record<RowOutcome, string>;

/** A done import whose rows are on their way back. */
export const takingBack = ({ state, undone_at }: Pick<ImportLine, 'state' | 'undone_at'>): boolean =>
  state === 'done' && undone_at !== null;

export const stateWords = (line: Pick<ImportLine, 'state' | 'undone_at'>): string =>
  takingBack(line) ? words.taking_back : words.states[line.state];

/** Rows that would be, or were, written. */
export const toWrite = ({ create = 0, update = 0 }: Counts): number => create + update;
export const written = ({ created = 0, updated = 0 }: Counts): number => created + updated;

/** The order in which outcomes matter: what is wrong first (PE-85). */
const OUTCOMES: readonly RowOutcome[] = [
  'error',
  'changed_since_preview',
  'left_alone',
  'create',
  'update',
  'created',
  'updated',
  'undone',
  'unchanged',
];
export const outcomesOf = (counts: Counts): RowOutcome[] => OUTCOMES.filter((outcome) => counts[outcome]);

/** «600 clients would be added, 380 would change, 15 are as they are, 5 rows have errors and are left out». */
export const totals = (kind: string, counts: Counts): string =>
  (
    [
      'create',
      'created',
      'update',
      'updated',
      'undone',
      'left_alone',
      'unchanged',
      'error',
      'changed_since_preview',
      'new_tags',
      'started',
    ] as const
  )
    .flatMap((key) => {
      const n = counts[key];
      if (!n) return [];
      if (key === 'create' || key === 'created') return [words.totals[key](countedAs(kind, n))];
      return [words.totals[key](n)];
    })
    .join(', ');

export const countedAs = (kind: string, n: number): string => words.counted[kind]?.(n) ?? n.toLocaleString('en');

const NAMES: readonly (readonly string[])[] = [
  ['organisation_name'],
  ['given_name', 'family_name'],
  ['number', 'client_number', 'prospect_number'],
];

/** What a row is called: the cells that are its name, else its first cell that says something. */
export const rowName = (
  { headings, mapping }: Pick<ImportLine, 'headings' | 'mapping'>,
  cells: readonly string[],
): string => {
  const cellOf = (key: string) => cells[headings.findIndex((heading) => mapping[heading] === key)]?.trim() ?? '';
  for (const keys of NAMES) {
    const name = keys.map(cellOf).filter(Boolean).join(' ');
    if (name) return name;
  }
  return cells.find((cell) => cell.trim())?.trim() ?? '';
};

/** `tax_number` → «Tax number», by what the columns can be; else the field in words. */
export const fieldWords = ({ targets }: Pick<ImportDetail, 'targets'>, field: string): string => {
  const singular = field.replace(/s$/, '');
  const known = targets.find(({ key }) => key === field || key === singular || key.endsWith(`.${field}`));
  const plain = field.replaceAll('_', ' ');
  return known?.label ?? plain.charAt(0).toUpperCase() + plain.slice(1);
};

/** One line of what is wrong with a row or what it changes: «Email: «x» is not an e-mail address.» */
export const rowSaid = (about: Pick<ImportDetail, 'targets'>, { outcome, errors, changes }: FileRow): string => {
  if (errors.length) return errors.map(({ column, detail }) => (column ? `${column}: ${detail}` : detail)).join(' ');
  if (outcome !== 'update' && outcome !== 'updated') return '';
  return Object.entries(changes)
    .map(
      ([field, [before, after]]) =>
        `${fieldWords(about, field)}: ${before || words.nothing} → ${after || words.nothing}`,
    )
    .join('; ');
};
