import { latest, type PlainDate } from '#ground/time.ts';
import type { RunLineData } from '#kernel/ui/run-line/model.ts';
import { signOf } from '../workflows/sign.ts';
import type { LaunchPreview } from './data.ts';

/** How a run would go, as its line (WF-45). */
export const previewLine = (
  { steps }: Pick<LaunchPreview, 'steps'>,
  today: PlainDate,
  nameOf: (member: string | null) => string | null,
): RunLineData => ({
  today,
  points: steps.map(({ key, title, kind, due_on, starts_on, people, applies, why }, at) => ({
    key: key ?? String(at),
    title,
    state: applies === false ? 'skipped' : 'planned',
    date: due_on ?? starts_on ?? undefined,
    sign: signOf(kind),
    who: nameOf(people?.assignee_id ?? null) ?? undefined,
    why: why.at(-1),
  })),
});

/** The last day it is expected to go on. */
export const previewEnd = ({ steps }: Pick<LaunchPreview, 'steps'>): PlainDate | null =>
  latest(...steps.map(({ due_on, starts_on }) => due_on ?? starts_on));
