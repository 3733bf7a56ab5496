import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Actor, Command, Problem, Refusal } from '#kernel/decision/model.ts';
import { DATE_FORMATS, type DateFormat } from '#people/fields/importing.ts';
import { ENCODINGS, type Encoding } from './decoding.ts';
import { DELIMITERS, type Delimiter } from './limits.ts';
import type { Mapping } from './mapping.ts';

export const MODES = ['create', 'update', 'both'] as const;
export type Mode = (typeof MODES)[number];
export const STATES = ['mapping', 'previewed', 'committing', 'done', 'undone'] as const;
export type ImportStage = (typeof STATES)[number];
export const OUTCOMES = [
  'create',
  'update',
  'unchanged',
  'error',
  'created',
  'updated',
  'changed_since_preview',
  'undone',
  'left_alone',
] as const;
export type RowOutcome = (typeof OUTCOMES)[number];

/** A preview is good for so long (PE-85), a done import can be taken back for so long (PE-91). */
export const PREVIEW_DAYS = 7;
export const UNDO_DAYS = 30;
/** Rows in one transaction (PE-86), and how many are done while somebody waits. */
export const CHUNK = 500;
export const AT_ONCE = 1_000;

const options = z.strictObject({
  /** Unknown tags are made instead of being an error (PE-88). */
  make_new_tags: z.boolean().default(false),
  /** Started for every record that is new (PE-89); null: none. */
  start_workflow: z.uuid().nullable().default(null),
});
export type Options = z.infer<typeof options>;

export const mappingBody = z.strictObject({
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.enum(DELIMITERS).optional(),
  mapping: z.record(z.string().max(200), z.string().max(80).nullable()),
  date_formats: z.record(z.string().max(200), z.enum(DATE_FORMATS)).default({}),
  mode: z.enum(MODES).default('both'),
  options: options.default({ make_new_tags: false, start_workflow: null }),
  /** Keeps the mapping under this name for the next file (PE-82). */
  save_as: z.string().trim().min(1).max(60).optional(),
});
export type MappingBody = z.infer<typeof mappingBody>;
export const commitBody = z.strictObject({ all_or_nothing: z.boolean().default(false) });

export type Counts = Partial<Record<RowOutcome | 'new_tags' | 'started', number>>;

export interface Import {
  id: Id;
  version: number;
  kind: string;
  file: string;
  bytes: number;
  encoding: Encoding;
  /** False: the encoding is only proposed, with a sample to confirm (PE-81). */
  certain: boolean;
  delimiter: Delimiter;
  headings: string[];
  rows: number;
  mapping: Mapping;
  date_formats: Record<string, DateFormat>;
  mode: Mode;
  options: Options;
  state: ImportStage;
  counts: Counts;
  previewed_at: Instant | null;
  /** All or nothing (PE-86). */
  whole: boolean;
  committed_at: Instant | null;
  committed_by: Actor | null;
  done_at: Instant | null;
  undone_at: Instant | null;
  undone_by: Actor | null;
  deleted_at: Instant | null;
  created_at?: Instant;
  created_by?: Actor;
}

export interface ImportRow {
  no: number;
  cells: string[];
  outcome: RowOutcome;
  thing_id: Id | null;
  changes: Record<string, [string, string]>;
  errors: RowError[];
  stamp: string;
  act_ids: Id[];
  version: number | null;
}

/** Row, column, value and a sentence (PE-85). */
export interface RowError extends Pick<Problem, 'code' | 'detail'> {
  column: string | null;
  value: string | null;
  /** Records to look at: the two of an ambiguous match. */
  links?: string[];
}

export interface ImportState {
  import: Import;
  /** Whether whoever acts may import this kind at all (PE-80). */
  no: Refusal | null;
}

export type ImportCommand =
  | {
      do: 'upload';
      fields: Pick<
        Import,
        'kind' | 'file' | 'bytes' | 'encoding' | 'certain' | 'delimiter' | 'headings' | 'rows' | 'mapping'
      >;
    }
  | {
      do: 'map';
      fields: Pick<
        Import,
        'encoding' | 'delimiter' | 'headings' | 'rows' | 'mapping' | 'date_formats' | 'mode' | 'options'
      >;
    }
  | { do: 'previewed'; counts: Counts }
  | { do: 'commit'; all_or_nothing: boolean }
  | { do: 'finish'; counts: Counts }
  | { do: 'give_up'; counts: Counts }
  | { do: 'undo_import' }
  | { do: 'undone'; counts: Counts }
  | { do: 'discard' };
true satisfies ImportCommand extends Command ? true : false;

export const blankImport = (id: Id): Import => ({
  id,
  version: 0,
  kind: '',
  file: '',
  bytes: 0,
  encoding: 'utf-8',
  certain: true,
  delimiter: ',',
  headings: [],
  rows: 0,
  mapping: {},
  date_formats: {},
  mode: 'both',
  options: { make_new_tags: false, start_workflow: null },
  state: 'mapping',
  counts: {},
  previewed_at: null,
  whole: false,
  committed_at: null,
  committed_by: null,
  done_at: null,
  undone_at: null,
  undone_by: null,
  deleted_at: null,
});
