import { useMemo, useState } from 'react';
import { Day } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { type ListState, useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, Filter, View } from '#kernel/ui/list/model.ts';
import { Period } from '#kernel/ui/period.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { WhyPanel } from '#kernel/ui/why.tsx';
import type { What } from '#workflows/definitions/expect.ts';
import type { Line } from '#workflows/simulation/model.ts';
import { type Row, TROUBLE } from './data.ts';
import { words } from './words.ts';

const CHIP: Readonly<Record<What, string>> = {
  started: 'started',
  refused: 'failed',
  ready: 'ready',
  done: 'done',
  approved: 'approved',
  handed_back: 'overdue',
  left_out: 'skipped',
  action: 'sent',
  failed: 'failed',
  moved: 'planned',
  stuck: 'unknown',
  completed: 'completed',
  ended: 'cancelled',
  open: 'waiting',
};

const VIEWS: View[] = [
  { id: 'all', label: words.views.all },
  { id: 'messages', label: words.views.messages, filters: { only: 'messages' } },
  { id: 'trouble', label: words.views.trouble, filters: { only: 'trouble' } },
];

const TITLE: Column<Row> = {
  id: 'title',
  label: words.step,
  cell: ({ title, text }) => (
    <span className="sim-title">
      <span className="cut">{title}</span>
      {text && <span className="caption cut">{text}</span>}
    </span>
  ),
};

/** Only where there is more than one. */
const RECORD: Column<Row> = {
  id: 'record',
  label: words.record,
  cell: ({ subject_name }) => <span className="cut">{subject_name}</span>,
  width: 150,
};
const PERIOD: Column<Row> = {
  id: 'period',
  label: words.period,
  cell: ({ period }) => <Period from={period?.start} to={period?.end} />,
  width: 150,
};

const REST: Column<Row>[] = [
  {
    id: 'what',
    label: words.what,
    cell: ({ what }) => <StateChip state={CHIP[what]} label={words.whats[what]} />,
    width: 150,
  },
  {
    id: 'when',
    label: words.when,
    cell: ({ on, time }) => (
      <span className="tabular">
        <Day date={on} short /> {time}
      </span>
    ),
    width: 168,
  },
  { id: 'who', label: words.who, cell: ({ to }) => to.join(', ') || <span className="none">–</span>, width: 130 },
  { id: 'due', label: words.due, cell: ({ due_on }) => <Day date={due_on} short />, width: 124, off_card: true },
  {
    id: 'why',
    label: words.why,
    cell: ({ why }) => (
      <span className="quiet" title={why.join('; ')}>
        {why.join('; ')}
      </span>
    ),
    width: 300,
    off_card: true,
  },
];

const PAGE = 100;

/** The dated list, filtered here: all of it has come already. */
export const Lines = ({ lines, stale }: { lines: readonly Line[]; stale: boolean }) => {
  const rows = useMemo(() => lines.map((line, at): Row => ({ ...line, id: String(at) })), [lines]);
  const filters = useMemo(() => filtersOf(rows), [rows]);
  const columns = useMemo(() => columnsOf(rows), [rows]);
  const state = useListState({ views: VIEWS, filters });
  const [pages, setPages] = useState(1);
  const found = useMemo(() => rows.filter((row) => fits(row, state)), [rows, state]);
  const source = {
    rows: found.slice(0, pages * PAGE),
    loading: false,
    stale,
    fault: null,
    more: found.length > pages * PAGE,
    loadMore: () => setPages((n) => n + 1),
    retry: () => {},
    countAll: async () => found.length,
  };
  return (
    <DataList
      inline
      name="simulation"
      label={words.list}
      columns={columns}
      state={state}
      source={source}
      nameOf={({ title }) => title}
      quiet={({ what }) => what === 'left_out' || what === 'open'}
      why
      peek={(row) => <Peek row={row} />}
      empty={<EmptyState title={words.empty} text={words.empty_text} />}
    />
  );
};

const Peek = ({ row: { text, why } }: { row: Row }) => (
  <div className="sim-peek">
    {text && <p>{text}</p>}
    <WhyPanel
      groups={why.length ? [{ label: words.because, lines: why.map((says) => ({ says: capital(says) })) }] : []}
    />
  </div>
);

const columnsOf = (rows: readonly Row[]): Column<Row>[] => [
  TITLE,
  ...(rows.some(({ subject }) => subject !== rows[0]!.subject) ? [RECORD] : []),
  ...(rows.some(({ period }) => period?.start !== rows[0]!.period?.start) ? [PERIOD] : []),
  ...REST,
];

const filtersOf = (rows: readonly Row[]): Filter[] => {
  const titles = new Map(rows.flatMap(({ step, title }) => (step ? [[step, title] as const] : [])));
  const people = [...new Set(rows.flatMap(({ to }) => to))].sort();
  const whats = [...new Set(rows.map(({ what }) => what))];
  const records = new Map(rows.map(({ subject, subject_name }) => [subject, subject_name]));
  const record = [...records].map(([value, label]) => ({ value, label }));
  return [
    ...(record.length > 1 ? [{ key: 'record', label: words.record, options: record }] : []),
    { key: 'step', label: words.step, options: [...titles].map(([value, label]) => ({ value, label })) },
    { key: 'person', label: words.person, options: people.map((value) => ({ value, label: value })) },
    { key: 'what', label: words.what, options: whats.map((value) => ({ value, label: words.whats[value] })) },
  ];
};

const fits = (row: Row, { query, q }: ListState): boolean => {
  const among = (key: string, own: readonly string[]) => {
    const asked = String(query[key] ?? '');
    return !asked || asked.split(',').some((one) => own.includes(one));
  };
  const only = query.only;
  const typed = q.trim().toLowerCase();
  return (
    among('record', [row.subject]) &&
    among('step', [row.step ?? '']) &&
    among('person', row.to) &&
    among('what', [row.what]) &&
    (only !== 'messages' || row.message || row.action === 'notify' || row.action === 'note') &&
    (only !== 'trouble' || TROUBLE.includes(row.what)) &&
    (!typed || [row.title, row.subject_name, row.text ?? '', ...row.to].join(' ').toLowerCase().includes(typed))
  );
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
