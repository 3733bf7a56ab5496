import { useMemo } from 'react';
import { type Id, newId } from '#ground/id.ts';
import type { Context } from '#kernel/decision/model.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { queryClient, useThing } from '#kernel/ui/query.ts';
import type { SubjectKind } from '#workflows/definitions/content.ts';
import { useMe, whoOf } from '../me/me.ts';
import type { Facts } from '../workflows/facts.ts';
import type { RunDetail } from './facts.ts';

/** Queries and small facts that the screens of running work share. */

export const RUNS = '/runs';
export const TASKS = '/tasks';
/** What an act on a run or a task makes old. */
export const WORK_PATHS = [RUNS, TASKS, '/run-strip', '/run-years', '/my-work', '/counts', '/events'] as const;

const keyOf = (id: Id) => [`${RUNS}/${id}`, {}] as const;

export const useRun = (id: Id | null | undefined) => useThing<RunDetail>(`${RUNS}/${id}`, {}, { enabled: !!id });

/** A run that was looked at before, as it stands on this screen. */
export const keptRun = (id: Id | null): RunDetail | undefined =>
  id === null ? undefined : queryClient.getQueryData<RunDetail>(keyOf(id));

export const keepRun = (id: Id, run: RunDetail): void => void queryClient.setQueryData(keyOf(id), run);

/** Reads a run before it is asked for. */
export const readRun = (id: Id): Promise<void> =>
  queryClient.prefetchQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => api.get<RunDetail>(`${RUNS}/${id}`, {}, { signal }),
  });

/** Stops a reading under way, so that it does not overwrite what was changed since. */
export const stopReading = (id: Id): Promise<void> => queryClient.cancelQueries({ queryKey: keyOf(id) });

/** The address of a run, opened at one of its tasks or steps. */
export const runPage = (
  id: Id,
  open: { task?: Id | null | undefined; step?: string | null | undefined } = {},
): string =>
  open.task ? `${RUNS}/${id}?task=${open.task}` : open.step ? `${RUNS}/${id}?step=${open.step}` : `${RUNS}/${id}`;

const PLACES: Readonly<Record<SubjectKind, string>> = {
  prospect: '/prospects',
  client: '/clients',
  employee: '/employees',
  invoice: '/collections',
};

/** The page of what a run is about. */
export const subjectPage = ({ kind, id }: { kind: SubjectKind; id: Id }): string => `${PLACES[kind]}/${id}`;

export interface MemberOption {
  id: Id;
  name: string;
}

/** Everybody who can be given work, by name. */
export const useMembers = (): readonly MemberOption[] =>
  useThing<{ items: MemberOption[] }>('/members', { state: 'active', limit: 200, sort: 'name' }).data?.items ?? NONE;
/** Roles as pools. */
export const useRoleOptions = (): readonly MemberOption[] =>
  useThing<{ items: MemberOption[] }>('/roles').data?.items ?? NONE;
const NONE: readonly MemberOption[] = [];

/** The days people work on, until the practice's own have arrived. */
const ANY_WEEK: Facts['calendar'] = { working_days: [1, 2, 3, 4, 5], holidays: [] };
const ANY_HOUR = '09:00';

/**
 * Who, when and where, as the rules ask for it: so a screen asks the very rule the server will obey (WF-190). Dates that
 * are only previewed count over the practice's calendar as soon as it is here.
 */
export const useRunContext = (): Context => {
  const me = useMe();
  const { now, today } = useClock();
  const reads = me.role.levels.workflows !== 'none';
  const calendar = useThing<Facts>('/workflow-design-facts', {}, { enabled: reads }).data?.calendar ?? ANY_WEEK;
  return useMemo(
    () => ({
      now,
      today,
      newId,
      who: whoOf(me),
      practice: { ...me.practice, ...calendar, send_hour: ANY_HOUR, start_hour: 6, settings: {} },
    }),
    [me, now, today, calendar],
  );
};
