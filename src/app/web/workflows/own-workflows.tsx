import { Switch, Tooltip } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Go, useGo } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, Filter, View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { PutSheet } from '../cadences/put-sheet.tsx';
import { type Actable, useSwitch, useWorkflowActs } from './acts.tsx';
import { kindsWords, subjectsOf, useFacts, WORKFLOWS } from './data.ts';
import { shapeLine } from './dating.ts';
import type { WorkflowDetail, WorkflowRow } from './facts.ts';
import { words } from './words.ts';

const VIEWS: View[] = [
  { id: 'all', label: words.all, filters: { collection: 'false' } },
  { id: 'on', label: words.on, filters: { collection: 'false', on: 'true' } },
  { id: 'off', label: words.off, filters: { collection: 'false', on: 'false' } },
  { id: 'archived', label: words.archived, filters: { archived: 'true' } },
];
/** Under their own heading, and only for whoever may design them (WF-20). */
const COLLECTION: View = { id: 'collection', label: words.collection, filters: { collection: 'true' } };
const FILTERS: Filter[] = [
  {
    key: 'kind',
    label: words.for,
    single: true,
    options: (['client', 'prospect', 'employee'] as const).map((value) => ({ value, label: words.kinds[value] })),
    say: (kind) => `for ${kind.toLowerCase()}`,
  },
  {
    key: 'used',
    label: words.used,
    single: true,
    options: [
      { value: 'true', label: words.used_yes },
      { value: 'false', label: words.used_no },
    ],
  },
];

const COLUMNS: Column<WorkflowRow>[] = [
  { id: 'name', label: words.name, cell: ({ name }) => name, sort: 'name' },
  { id: 'on', label: words.on, cell: (row) => <OnSwitch thing={actable(row)} />, width: 60 },
  {
    id: 'subjects',
    label: words.subjects,
    cell: (row) => <Subjects row={row} />,
    align: 'right',
    width: 84,
    sort: 'subjects',
  },
  { id: 'days', label: words.total_days, cell: ({ days }) => <Days days={days} />, width: 196 },
  {
    id: 'line',
    label: words.line,
    cell: ({ name, shape }) => <RunLine size="cell" label={`${words.line}: ${name}`} data={shapeLine(shape)} />,
    width: 176,
    off_card: true,
  },
  { id: 'for', label: words.for, cell: ({ subject_kinds }) => kindsWords(subject_kinds), width: 160, off_card: true },
  { id: 'version', label: words.version, cell: (row) => <Version row={row} />, width: 152, off_card: true },
  { id: 'failures', label: words.failures, cell: (row) => <Failures row={row} />, width: 130, off_card: true },
  {
    id: 'changed',
    label: words.changed,
    cell: ({ changed_at }) => <Moment instant={changed_at} />,
    width: 150,
    sort: 'changed_at',
    off_card: true,
    hidden: true,
  },
];

/** The practice's own workflows (WF-5, WF-6). */
export const OwnWorkflows = ({ create }: { create: Act }) => {
  const go = useGo();
  const { data: facts } = useFacts();
  const collects = facts?.designable.includes('invoice') ?? false;
  const views = useMemo(() => (collects ? [...VIEWS, COLLECTION] : VIEWS), [collects]);
  const state = useListState({ views, filters: FILTERS, sort: 'name' });
  const source = useList<WorkflowRow>(WORKFLOWS, state.query);
  const [putting, setPutting] = useState<Actable>();
  const acts = useWorkflowActs(setPutting);
  return (
    <>
      <DataList
        inline
        name="workflows"
        label={words.own}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ name }) => name}
        href={({ id, may_design, archived }) => `${WORKFLOWS}/${id}${may_design && !archived ? '/edit' : ''}`}
        acts={(row) => acts(actable(row))}
        quiet={({ on }) => !on}
        empty={
          state.view && state.view.id !== 'all' ? (
            <EmptyState title={words.empty_views[state.view.id as keyof typeof words.empty_views]} />
          ) : (
            <EmptyState
              title={words.empty}
              text={words.empty_text}
              acts={[
                { ...create, main: true },
                { id: 'choose', label: words.choose_template, run: () => go('/workflows/templates') },
              ]}
            />
          )
        }
      />
      {putting && <PutSheet workflow={putting} close={() => setPutting(undefined)} />}
    </>
  );
};

const actable = (row: WorkflowRow): Actable => ({ ...row, end: row.runs_ever ? 'archive' : 'delete' });

interface OnSwitchProps {
  thing: Actable;
  /** With the word beside it, where it stands alone. */
  worded?: boolean;
  told?: (detail: WorkflowDetail) => void;
}

/** The toggle (WF-5); its tooltip says with numbers what it means (WF-8). */
export const OnSwitch = ({ thing, worded, told }: OnSwitchProps) => {
  const turn = useSwitch(told);
  const { name, on, current_version, may_design, archived, open_runs } = thing;
  const dead = archived || !may_design || (!on && current_version === null);
  const hint = !may_design
    ? words.may_not_design
    : current_version === null
      ? words.nothing_published
      : (on ? words.on_hint : words.off_hint)(open_runs);
  return (
    <Tooltip label={hint} multiline maw={300} refProp="rootRef">
      <Switch
        size="xs"
        withThumbIndicator={false}
        {...(worded ? { label: on ? words.on : words.off } : {})}
        className="on-switch"
        aria-label={words.is_on(name)}
        checked={on}
        aria-disabled={dead || undefined}
        data-dead={dead || undefined}
        onChange={(event) => !dead && turn.mutate({ thing, on: event.currentTarget.checked })}
      />
    </Tooltip>
  );
};

const Subjects = ({ row: { id, name, subjects } }: { row: WorkflowRow }) => (
  <Go className="link tabular" to={subjectsOf(id)} aria-label={words.subjects_of(subjects, name)}>
    {subjects.toLocaleString('en')}
  </Go>
);

const Days = ({ days }: { days: string }) => (
  <span className="tabular" title={days}>
    {days}
  </span>
);

const Version = ({ row: { current_version, has_draft } }: { row: WorkflowRow }) => {
  if (current_version === null) return <StateChip state="draft" label={words.not_published} />;
  return has_draft ? words.and_draft(current_version) : words.version_n(current_version);
};

const Failures = ({ row: { failures } }: { row: WorkflowRow }) =>
  failures ? <StateChip state="failed" label={words.failed(failures)} /> : <span className="quiet">–</span>;
