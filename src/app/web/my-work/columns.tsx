import { Day, Moment } from '#kernel/ui/day.tsx';
import type { Column } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import type { MemberOption } from '../runs/data.ts';
import { words } from './words.ts';

interface ColumnsOptions {
  roles: readonly MemberOption[];
  /** Other people's tasks are among them. */
  shared: boolean;
  /** Those of somebody who is away. */
  deputy: boolean;
  finished: boolean;
  /** On a phone. */
  narrow: boolean;
}

export const columnsOf = ({ roles, shared, deputy, finished, narrow }: ColumnsOptions): Column<TaskRow>[] => {
  const subject: Column<TaskRow> = {
    id: 'subject',
    label: words.columns.subject,
    cell: (row) => row.subject ?? <None />,
    width: 200,
  };
  const when: Column<TaskRow> = finished
    ? { id: 'done', label: words.columns.done, cell: (row) => <Moment instant={row.finished_at} />, width: 160 }
    : {
        id: 'due',
        label: words.columns.due,
        cell: (row) => <Day date={row.due_on} due={!row.held} short={narrow && deputy} />,
        width: 184,
      };
  /** Given to the deputy, or still theirs. */
  const absent = (row: TaskRow) => row.for_member ?? (deputy ? row.assignee : null);
  return [
    { id: 'task', label: words.columns.task, cell: (row) => <Title row={row} absent={narrow ? null : absent(row)} /> },
    // a card has room for little: what is shown first stays
    ...(narrow ? [when, subject] : [subject, when]),
    ...(narrow && deputy
      ? [{ id: 'for', label: words.columns.for, cell: (row: TaskRow) => words.for_member(absent(row) ?? '') }]
      : []),
    { id: 'state', label: words.columns.state, cell: (row) => <State row={row} />, width: 132 },
    ...(shared
      ? [{ id: 'who', label: words.columns.who, cell: (row: TaskRow) => <Who row={row} roles={roles} />, width: 168 }]
      : []),
    {
      id: 'workflow',
      label: words.columns.workflow,
      cell: (row) => row.workflow ?? <span className="quiet">{words.no_workflow}</span>,
      width: 184,
      hidden: shared,
      off_card: true,
    },
    {
      id: 'ready',
      label: words.columns.ready,
      cell: (row) => <Moment instant={row.ready_at} />,
      width: 150,
      hidden: true,
      off_card: true,
    },
  ];
};

const None = () => <span className="none">–</span>;

/** The title, and whose it is when it is done for somebody who is away (WF-130). */
const Title = ({ row, absent }: { row: TaskRow; absent: string | null }) => (
  <>
    {row.title}
    {absent && <span className="work-for"> {words.for_member(absent)}</span>}
    {row.kind !== 'task' && <span className="work-for"> {words[row.kind]}</span>}
    {row.round > 1 && <span className="work-for"> {words.again(row.round)}</span>}
  </>
);

const State = ({ row }: { row: TaskRow }) =>
  row.held ? <StateChip state="on_hold" label={words.on_hold} /> : <StateChip state={row.state} />;

const Who = ({ row, roles }: { row: TaskRow; roles: readonly MemberOption[] }) => {
  const pool = !row.assignee_id && roles.find(({ id }) => id === row.pool_role_id)?.name;
  return pool ? <span className="quiet">{words.pool(pool)}</span> : <Person name={row.assignee} />;
};
