import { dateAt } from '#ground/time.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { Day } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { hint } from '#kernel/ui/hint.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { useList } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { RecordKind } from '#people/tags/model.ts';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { useStartables } from '../../launch/data.ts';
import { useWhyNot } from '../../me/me.ts';
import { RUNS, runPage } from '../../runs/data.ts';
import { RunDots } from '../../runs/run-dots.tsx';
import { RunPeek } from '../../runs/run-peek.tsx';
import { Text } from '../cells.tsx';
import { words } from './words.ts';

const VIEWS: readonly View[] = [
  { id: 'all', label: words.run_views.all, sort: '-started_at' },
  {
    id: 'open',
    label: words.run_views.open,
    filters: { state: 'open' },
    empty: <EmptyState title={words.no_open_runs} />,
  },
];

/** Beginning with the workflow, since the subject is the page itself (PE-36). */
const COLUMNS: readonly Column<RunRow>[] = [
  { id: 'workflow', label: words.run_columns.workflow, cell: (row) => row.workflow, sort: 'workflow' },
  { id: 'state', label: words.run_columns.state, cell: (row) => <State row={row} />, width: 104 },
  { id: 'progress', label: words.run_columns.progress, cell: (row) => <RunDots row={row} width={108} />, width: 122 },
  {
    id: 'started',
    label: words.run_columns.started,
    sort: 'started_at',
    cell: (row) => <Started row={row} />,
    width: 124,
  },
  {
    id: 'next',
    label: words.run_columns.next,
    cell: (row) => <Day date={row.ended_at ? null : row.next_due} due={row.state === 'running'} short />,
    width: 108,
  },
  {
    id: 'now',
    label: words.run_columns.now,
    cell: (row) => <Text value={row.ended_reason ?? row.current_steps.join(', ')} />,
    width: 200,
    off_card: true,
  },
];

/** Who started it, when, and as what it was started, which is another kind after a conversion. */
const Started = ({ row }: { row: RunRow }) => {
  const { zone } = useClock();
  const by = row.starter ?? words.by_itself;
  return (
    <span className="run-started" {...hint(words.started(by, words.as[row.launched_as] ?? row.launched_as))}>
      <Person name={by} bare />
      <Day date={dateAt(row.started_at, zone)} short />
    </span>
  );
};

const State = ({ row }: { row: RunRow }) =>
  row.needs_attention && !row.ended_at ? (
    <StateChip state="unknown" label={words.attention} />
  ) : (
    <span title={row.holds[0]?.reason ?? row.ended_reason ?? undefined}>
      <StateChip state={row.state} />
    </span>
  );

/** All runs of a record, open and ended (PE-36); plans will stand above them once there are any (PE-37). */
export const RunsTab = ({ kind, subject }: { kind: RecordKind; subject: string }) => {
  const state = useListState({ views: VIEWS, sort: '-started_at', fixed: { subject } });
  const source = useList<RunRow>(RUNS, state.query);
  return (
    <section className="overview-part">
      <h2>{words.runs}</h2>
      <DataList
        inline
        name={`${kind}-runs`}
        label={words.runs}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(row) => row.workflow}
        href={(row) => runPage(row.id)}
        peek={(row) => <RunPeek row={row} />}
        quiet={(row) => row.ended_at !== null}
        no_search
        empty={<NoRuns kind={kind} />}
      />
    </section>
  );
};

/** Whoever designs is told when there is nothing to start at all (PE-35). */
const NoRuns = ({ kind }: { kind: RecordKind }) => {
  const designs = useWhyNot(writes('workflows', 'workflows.design')) === undefined;
  const { data } = useStartables(kind, designs);
  return designs && data?.items.length === 0 ? (
    <EmptyState
      title={words.no_workflow[kind]}
      text={words.no_workflow_text}
      acts={[{ id: 'library', label: words.to_library, main: true, to: '/workflows/templates' }]}
    />
  ) : (
    <EmptyState title={words.no_runs} text={words.no_runs_text} />
  );
};
