import type { PlainDate } from '#ground/time.ts';

/** What the machine or a person does in the step: drawn as a small sign under its dot. */
export type Sign = 'tick-box' | 'envelope' | 'phone' | 'form' | 'review' | 'job' | 'action';

/** done = filled tick, live = ring, planned = hollow, skipped = dash, failed = cross. */
export type PointState = 'done' | 'live' | 'planned' | 'skipped' | 'failed';

export interface RunPoint {
  key: string;
  title: string;
  /** When it was done or is due; without one it stands after the point before it, on a dotted line. */
  date?: PlainDate | undefined;
  state: PointState;
  sign?: Sign | undefined;
  who?: string | undefined;
  /** Why it stands here or is as it is: «5 days after Collect papers», «skipped, no payroll». */
  why?: string | undefined;
}

/** A span in which the run waits. */
export interface RunHold {
  from: PlainDate;
  /** Absent: until further notice. */
  to?: PlainDate | undefined;
  reason: string;
}

/** Data of one line, whatever it tells of: a run, a design, a simulation, a sequence, a plan's occurrences. */
export interface RunLineData {
  /** With both `from` and `to` dates stand exactly, so that lines under one another agree. */
  from?: PlainDate | undefined;
  to?: PlainDate | undefined;
  today: PlainDate;
  points: readonly RunPoint[];
  holds?: readonly RunHold[];
  /** It stands still today, so nothing in it is late (WF-42). */
  held?: boolean;
}

export type Size = 'cell' | 'row' | 'page';

/** A point that is late: live, its day has passed, and nothing holds it up. */
export const isLate = (point: RunPoint, { today, held }: Pick<RunLineData, 'today' | 'held'>): boolean =>
  point.state === 'live' && !held && point.date !== undefined && point.date < today;
