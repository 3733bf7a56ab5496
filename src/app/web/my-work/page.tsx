import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { reads } from '#kernel/access/roles/rules.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import { useList, useThing } from '#kernel/ui/query.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { MyItems } from '../inbox/my-items.tsx';
import { useWhyNot } from '../me/me.ts';
import { TASKS, useRoleOptions } from '../runs/data.ts';
import { AddTaskSheet } from '../runs/task/add-task.tsx';
import { useTaskDoors } from '../runs/task/doors.tsx';
import { useTaskBulk } from './bulk.tsx';
import { columnsOf } from './columns.tsx';
import { NextUp } from './next-up.tsx';
import { useOpened } from './opened.ts';
import { useRowActs, useRowAt } from './row-at.ts';
import { sectionsOf } from './sections.ts';
import { TaskPeek } from './task-peek.tsx';
import { FILTERS, isFinishedState, isShared, type MyCounts, viewsOf } from './views.ts';
import { words } from './words.ts';
import { type Group, WorkList } from './work-list.tsx';

/** `/my-work`: what one has to do, by when (WF section 5). */
export default function MyWorkPage() {
  const counts = useThing<MyCounts>('/my-work').data;
  const sees = useWhyNot(reads('workflows')) === undefined;
  const views = useMemo(() => viewsOf(counts, sees), [counts, sees]);
  const state = useListState({ views, filters: FILTERS, sort: 'due_on' });
  const finished = isFinishedState(state.set.state);
  const source = useList<TaskRow>(TASKS, finished ? { ...state.query, sort: '-ready_at' } : state.query);
  const roles = useRoleOptions();
  const shared = isShared(state.view?.id);
  const narrow = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false }) ?? false;
  const deputy = state.view?.id === 'deputy';
  const columns = useMemo(
    () => columnsOf({ roles, shared, deputy, finished, narrow }),
    [roles, shared, deputy, finished, narrow],
  );
  const groups = useGroups(source.rows, {
    counts,
    finished,
    more: source.more,
    all: state.view?.id === 'mine' && !state.narrowed,
  });
  const [adding, setAdding] = useState(false);
  const opener = useRef<(id: string) => void>(undefined);
  const [asked, setAsked] = useState({ finish: 0, comment: 0 });
  const { doorsOf, dialog } = useTaskDoors((at, what) => {
    opener.current?.(at.task.id);
    setAsked((now) => ({ ...now, [what]: now[what] + 1 }));
  });
  const rowAt = useRowAt();
  const { acts, near } = useRowActs(rowAt, doorsOf);
  const bulk = useTaskBulk(source.rows);
  useOpened(source, opener);
  const add = { id: 'add', label: words.add, key: 'n t', run: () => setAdding(true) };
  const [title, text] = words.empty[state.view?.id ?? 'mine'] ?? words.empty.mine!;
  return (
    <>
      <Place title={words.title} main={add} />
      <WorkList
        name="my-work"
        label={words.label}
        columns={columns}
        state={state}
        source={source}
        groups={groups}
        nameOf={({ title: name }) => name}
        href={({ id, run_id }) => (run_id ? `/runs/${run_id}?task=${id}` : `/my-work?task=${id}`)}
        acts={acts}
        bulk={finished ? [] : bulk.acts}
        peek={(row) => <TaskPeek row={row} rowAt={rowAt} doorsOf={doorsOf} asked={asked} />}
        why
        opener={opener}
        near={near}
        note={
          <>
            {state.view?.id === 'mine' && !state.narrowed && <MyItems />}
            <NextUp counts={counts} state={state} />
          </>
        }
        empty={<EmptyState title={title} text={text} acts={[{ ...add, main: true }]} />}
      />
      {dialog}
      {bulk.dialog}
      {adding && <AddTaskSheet close={() => setAdding(false)} />}
    </>
  );
}

interface GroupsOptions {
  counts: MyCounts | undefined;
  finished: boolean;
  more: boolean;
  /** All of one's own, so that the counts of the server are those of the sections. */
  all: boolean;
}

/** The sections by time with their counts; what is finished stands in one. */
const useGroups = (rows: readonly TaskRow[], { counts, finished, more, all }: GroupsOptions): Group[] => {
  const { today } = useClock();
  const counted = (n: number) => `${n.toLocaleString('en')}${more ? '+' : ''}`;
  if (finished)
    return rows.length ? [{ id: 'finished', label: words.finished, count: counted(rows.length), rows }] : [];
  return sectionsOf(rows, today).map(({ id, rows: found }) => ({
    id,
    label: words.buckets[id],
    count:
      all && more && counts
        ? counts[id].toLocaleString('en')
        : more
          ? counted(found.length)
          : found.length.toLocaleString('en'),
    rows: found,
  }));
};
