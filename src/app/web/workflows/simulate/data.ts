import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '#kernel/ui/client.ts';
import type { Content, SubjectKind } from '#workflows/definitions/content.ts';
import type { Acts, What } from '#workflows/definitions/expect.ts';
import type { Line, Simulation } from '#workflows/simulation/model.ts';
import { cadenceOf, type PanelValues } from '../../cadences/values.ts';

/** What is asked, as the form holds it. */
export interface Asked {
  version: 'draft' | number;
  as: SubjectKind;
  /** Nobody named: on a record nobody has. */
  subjects: readonly { id: string; name: string }[];
  start: string;
  horizon: number;
  act: Acts;
  /** By step key: the outcome, or that nobody does it. */
  ends: Readonly<Record<string, string>>;
  changes: readonly Change[];
  run_date: string;
  period: { start: string; end: string };
  /** Null: it starts once. */
  repeats: PanelValues | null;
}

export interface Change {
  on: string;
  kind: 'inactive' | 'convert';
}

export const NOBODY = '\u0000nobody';

/** A line with a key of its own, for lists. */
export interface Row extends Line {
  id: string;
}

/** The body of the API; what is not filled in is left out. */
export const bodyOf = (workflow: string, asked: Asked, { settings }: Content) => {
  const repeats = asked.repeats && cadenceOf(asked.repeats);
  return {
    workflow,
    version: asked.version,
    ...givenOf(asked, settings),
    ...(asked.subjects.length > 0 && { subjects: asked.subjects.map(({ id }) => id) }),
    ...(repeats && asked.as === 'client' && { repeats }),
  };
};

/** The part a case keeps too. */
export const givenOf = (asked: Asked, settings: Content['settings']) => ({
  as: asked.as,
  start: asked.start,
  horizon: asked.horizon,
  act: asked.act,
  steps: Object.fromEntries(
    Object.entries(asked.ends).map(([key, end]) => [
      key,
      end === NOBODY ? { act: { how: 'never' } } : { outcome: end },
    ]),
  ),
  changes: asked.changes.map(({ on, kind }) => ({ on, set: SETS[kind] })),
  ...(settings.run_date && asked.run_date && { run_date: asked.run_date }),
  ...(settings.period === 'ask' && { period: asked.period }),
});

const SETS = { inactive: { active: false }, convert: { kind: 'client', status: 'active' } } as const;

/** Asks anew whenever something is typed; the last answer stays until the next is there. */
export const useSimulation = (body: object | null) =>
  useQuery({
    queryKey: ['/simulations', body],
    queryFn: () => api.post<Simulation>('/simulations', body!),
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });

/** What somebody should look at before this is published. */
export const TROUBLE: readonly What[] = ['failed', 'stuck', 'refused', 'open'];
