import type { Machine } from './machine.ts';

/** A figure of one baseline: before ours and after, in the same run (PL-181). */
export interface Baseline {
  before: number;
  after: number;
}

export interface Figure {
  value: number;
  floor: number;
  aim: number;
  meets: 'aim' | 'floor' | 'neither';
}

/** What was measured, by the names of the table in PL-182; percentiles and parts stand after a dot. */
export type Measured = Partial<Record<FigureName, number>>;

interface Asked {
  floor: number;
  aim: number;
  /** Of these more is better, of all others less. */
  more?: true;
  /** A share of a baseline of the same run: it holds on any machine. */
  ratio?: true;
}

/** Floor and aim of each figure. */
const TABLE = {
  steps_per_s: { floor: 1_000, aim: 3_000, more: true },
  steps_to_pgboss: { floor: 0.08, aim: 0.2, more: true, ratio: true },
  'wake_lag_ms.p50': { floor: 750, aim: 300 },
  'wake_lag_ms.p99': { floor: 2_000, aim: 1_000 },
  dry_run_s: { floor: 10, aim: 4 },
  'start_run_ms.p50': { floor: 25, aim: 10 },
  'start_run_ms.p99': { floor: 78, aim: 40 },
  bulk_start_s: { floor: 10, aim: 4 },
  cadence_wake_s: { floor: 60, aim: 20 },
  import_preview_s: { floor: 5, aim: 2.5 },
  import_commit_s: { floor: 10, aim: 5 },
  bulk_status_ms: { floor: 2_000, aim: 500 },
  mails_in_per_s: { floor: 50, aim: 150, more: true },
  mails_read_per_s: { floor: 25, aim: 100, more: true },
  'inbox_list_ms.p95': { floor: 100, aim: 40 },
  'list_ms.p50': { floor: 50, aim: 15 },
  'list_ms.p95': { floor: 100, aim: 40 },
  'list_ms.p99': { floor: 250, aim: 100 },
  'search_ms.p95': { floor: 100, aim: 40 },
  'message_words_ms.p95': { floor: 100, aim: 40 },
  audit_verify_s: { floor: 30, aim: 10 },
  cold_start_s: { floor: 8, aim: 5 },
  warm_start_s: { floor: 3, aim: 1.5 },
  'memory_mb.worker': { floor: 300, aim: 200 },
  'memory_mb.app_idle': { floor: 300, aim: 200 },
  'memory_mb.app_peak': { floor: 800, aim: 500 },
  'memory_mb.postgres_peak': { floor: 600, aim: 400 },
} as const satisfies Record<string, Asked>;
export type FigureName = keyof typeof TABLE;

/** A baseline that drifted further than this makes every figure between doubtful (PL-181). */
const DRIFT = 0.15;

export interface Bench {
  quick: boolean;
  seed: number;
  commit: string | null;
  began_at: string;
  seconds: number;
  machine: Machine;
  /** Floors in figures hold on 4 cores and 8 GB; on less they are shown and do not gate (PL-182). */
  floors_hold: boolean;
  steady: boolean;
  baselines: Record<string, Baseline>;
  /** Steps a second by the number of worker processes. */
  steps_by_workers: Record<string, number>;
  /** The same with one of them and a real mail server. */
  steps_by_smtp: number;
  /** Mails taken in, as a share of one-row commits over one connection. */
  mails_in_to_commits: number;
  figures: Record<string, Figure>;
  /** Figures that missed their floor, whether or not it holds here. */
  missed: string[];
  /** What the table of PL-182 asks for and this machine could not say. */
  not_measured: string[];
  data: Record<string, number>;
  notes: readonly string[];
}

type Given = Omit<Bench, 'floors_hold' | 'steady' | 'figures' | 'missed' | 'not_measured'> & { measured: Measured };

/** The one document of a run: each figure beside its floor and aim, and what to think of them (PL-180 to PL-183). */
export const documentOf = ({ measured, ...given }: Given): Bench => {
  const figures = Object.fromEntries(
    Object.entries(measured).map(([name, value]) => [name, figureOf(name as FigureName, value, given.quick)]),
  );
  return {
    ...given,
    floors_hold: given.machine.cores >= 4 && given.machine.memory_gb >= 7.5,
    steady: Object.values(given.baselines).every(isSteady),
    figures,
    missed: Object.keys(figures).filter((name) => figures[name]!.meets === 'neither'),
    not_measured: Object.keys(TABLE).filter((name) => !(name in measured)),
  };
};

/** Work that grows with the data alone: a tenth of it has a tenth of the time. */
const LINEAR: readonly FigureName[] = ['audit_verify_s', 'dry_run_s'];

const figureOf = (name: FigureName, value: number, quick: boolean): Figure => {
  const part = quick && LINEAR.includes(name) ? 10 : 1;
  const asked: Asked = TABLE[name];
  const [floor, aim] = [asked.floor / part, asked.aim / part];
  const reaches = (mark: number): boolean => (asked.more ? value >= mark : value <= mark);
  return { value, floor, aim, meets: reaches(aim) ? 'aim' : reaches(floor) ? 'floor' : 'neither' };
};

const isSteady = ({ before, after }: Baseline): boolean => Math.abs(after - before) <= DRIFT * before;

/** Whether `--gate` lets a run pass: it does not when a floor that holds on this machine was missed; ratios hold on any (PL-182). */
export const passes = ({ floors_hold, missed }: Pick<Bench, 'floors_hold' | 'missed'>): boolean =>
  !missed.some((name) => floors_hold || (TABLE[name as FigureName] as Asked).ratio);

/** The value that `share` of the samples do not exceed, rounded to a tenth. */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  return rounded(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0, 1);
};

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
