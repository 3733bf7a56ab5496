import { Day, Moment } from '#kernel/ui/day.tsx';
import type { Column } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { RunDots } from './run-dots.tsx';
import { words } from './words.ts';

export const COLUMNS: readonly Column<RunRow>[] = [
  {
    id: 'subject',
    label: words.columns.subject,
    cell: (row) => (
      <>
        {row.subject} <span className="run-of">{row.workflow}</span>
      </>
    ),
    sort: 'subject',
  },
  { id: 'progress', label: words.columns.progress, cell: (row) => <Progress row={row} />, width: 196, off_card: true },
  { id: 'now', label: words.columns.steps, cell: (row) => <Now row={row} />, width: 172 },
  { id: 'next', label: words.columns.next, cell: (row) => <Next row={row} />, sort: 'next_due', width: 184 },
  { id: 'state', label: words.columns.state, cell: (row) => <State row={row} />, width: 116 },
  { id: 'owner', label: words.columns.owner, cell: (row) => <Person name={row.owner} />, width: 140, off_card: true },
  {
    id: 'workflow',
    label: words.columns.workflow,
    cell: (row) => row.workflow,
    sort: 'workflow',
    width: 170,
    hidden: true,
    off_card: true,
  },
  {
    id: 'started',
    label: words.columns.started,
    cell: (row) => <Moment instant={row.started_at} />,
    sort: 'started_at',
    width: 150,
    off_card: true,
    hidden: true,
  },
  {
    id: 'by',
    label: words.columns.by,
    cell: (row) =>
      row.starter ? <Person name={row.starter} /> : <span className="quiet">{words.origins[row.origin]}</span>,
    width: 150,
    off_card: true,
    hidden: true,
  },
  {
    id: 'version',
    label: words.columns.version,
    cell: (row) => <span className="tabular">{row.workflow_version}</span>,
    width: 76,
    align: 'right',
    off_card: true,
    hidden: true,
  },
  {
    id: 'run_date',
    label: words.columns.run_date,
    cell: (row) => <Day date={row.run_date} short />,
    width: 120,
    off_card: true,
    hidden: true,
  },
  {
    id: 'period',
    label: words.columns.period,
    cell: (row) => <Day date={row.period_end} short />,
    width: 120,
    off_card: true,
    hidden: true,
  },
];

/** What a card of the board tells: the lane says the rest. */
export const BOARD_COLUMNS: readonly Column<RunRow>[] = [
  { id: 'subject', label: words.columns.subject, cell: (row) => row.subject },
  { id: 'next', label: words.columns.next, cell: (row) => <Next row={row} /> },
  {
    id: 'state',
    label: words.columns.state,
    cell: (row) =>
      row.state === 'running' && !row.needs_attention ? <span className="none">–</span> : <State row={row} />,
  },
  { id: 'owner', label: words.columns.owner, cell: (row) => <Person name={row.owner} bare /> },
];

const Progress = ({ row }: { row: RunRow }) => (
  <span className="run-progress">
    <RunDots row={row} />
    <span className="quiet tabular" aria-hidden>
      {words.progress(row.done_count, row.step_count)}
    </span>
  </span>
);

/** The steps somebody has now; of an ended run, why it ended. */
const Now = ({ row }: { row: RunRow }) => {
  const [first, ...others] = row.current_steps;
  if (row.ended_at)
    return (
      <span className="quiet" title={row.ended_reason ?? undefined}>
        {row.ended_reason ?? '–'}
      </span>
    );
  if (!first) return <span className="none">–</span>;
  return (
    <span title={row.current_steps.join(', ')}>
      {first}
      {others.length > 0 && <span className="quiet"> {words.more_steps(others.length)}</span>}
    </span>
  );
};

const Next = ({ row }: { row: RunRow }) => (
  <Day date={row.ended_at ? null : row.next_due} due={row.state === 'running'} />
);

const State = ({ row }: { row: RunRow }) => {
  if (row.needs_attention && !row.ended_at) return <StateChip state="unknown" label={words.attention} />;
  const [hold] = row.holds;
  return (
    <span title={hold?.reason}>
      <StateChip state={row.state} />
    </span>
  );
};
