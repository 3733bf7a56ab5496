import type { Occurrence } from '#workflows/cadence/model.ts';
import type { Launch } from './model.ts';

/** How an occurrence is launched: with its period and, as run date, its due date; the key is the period, else its own (WF-174). */
export const launchOf = ({ key, due, period }: Pick<Occurrence, 'key' | 'due' | 'period'>): Omit<Launch, 'as'> => ({
  do: 'launch',
  origin: 'cadence',
  key,
  run_date: due,
  ...(period && { period: { start: period.from, end: period.to } }),
});
