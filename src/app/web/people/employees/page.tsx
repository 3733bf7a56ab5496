import { Download, Play, Tag } from 'lucide-react';
import { useMemo } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { address, api } from '#kernel/ui/client.ts';
import { Day } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { BulkTarget, Column, Filter, View } from '#kernel/ui/list/model.ts';
import { type ListAnswer, useList } from '#kernel/ui/query.ts';
import { asked } from '../bulk.ts';
import { NameCell, Text, WorkCell } from '../cells.tsx';
import { placeOf, useTags } from '../data.ts';
import type { TagRow } from '../facts.ts';
import { useImportActs } from '../imports/import-acts.tsx';
import { ListMenu } from '../list/list-menu.tsx';
import { chosen, useStartWorkflow } from '../start.ts';
import { TagList } from '../tags.tsx';
import { words as people } from '../words.ts';
import { useEmployeeActs, useEmployeesWhyNot } from './acts.tsx';
import { EmployeeStatusChip, SignInChip } from './cells.tsx';
import { type EmployeeRow, knownRow } from './facts.ts';
import { EmployeePeek } from './peek.tsx';
import { useEmployeeSheets } from './sheets.tsx';
import { words } from './words.ts';

const nobody = { empty: <EmptyState title={words.empty_view} text={words.empty_view_text} /> };
const VIEWS: readonly View[] = [
  { id: 'here', label: words.views.here, filters: { status: 'onboarding,active,on_leave' } },
  { id: 'onboarding', label: words.views.onboarding, filters: { status: 'onboarding' }, ...nobody },
  { id: 'on_leave', label: words.views.on_leave, filters: { status: 'on_leave' }, ...nobody },
  { id: 'left', label: words.views.left, filters: { status: 'left' }, sort: '-end_on', ...nobody },
  { id: 'all', label: words.views.all, ...nobody },
];

const columnsFor = (tags: readonly TagRow[]): Column<EmployeeRow>[] => [
  { id: 'name', label: words.columns.name, sort: 'name', cell: (row) => <NameCell name={row.display_name} /> },
  { id: 'job', label: words.columns.job_title, cell: (row) => <Text value={row.job_title} />, width: 160 },
  { id: 'team', label: words.columns.team, cell: (row) => <Text value={row.team} />, width: 120 },
  { id: 'status', label: words.columns.status, cell: (row) => <EmployeeStatusChip status={row.status} />, width: 118 },
  {
    id: 'sign_in',
    label: words.columns.sign_in,
    cell: (row) => <SignInChip status={row.status} sign_in={row.sign_in} />,
    width: 104,
    off_card: true,
  },
  { id: 'work', label: words.columns.work, cell: (row) => <WorkCell {...row} />, width: 124 },
  {
    id: 'start',
    label: words.columns.start,
    sort: 'start_on',
    cell: (row) => <Day date={row.start_on} short />,
    width: 130,
    off_card: true,
  },
  {
    id: 'end',
    label: words.columns.end,
    sort: 'end_on',
    cell: (row) => <Day date={row.end_on} short />,
    width: 130,
    off_card: true,
  },
  {
    id: 'manager',
    label: words.columns.manager,
    cell: (row) => <Text value={row.manager?.display_name} />,
    width: 140,
    off_card: true,
  },
  {
    id: 'number',
    label: words.columns.number,
    sort: 'number',
    cell: (row) => <span className="tabular">{row.number}</span>,
    width: 100,
    off_card: true,
    hidden: true,
  },
  {
    id: 'tags',
    label: words.columns.tags,
    cell: (row) => <TagList ids={row.tags} tags={tags} />,
    width: 160,
    off_card: true,
    hidden: true,
  },
];

const SPANS = [7, 30, 90].map((n) => ({ value: String(n), label: words.days(n) }));
const FILTERS: readonly Filter[] = [
  {
    key: 'team',
    label: words.filters.team,
    single: true,
    say: words.filters.in_team,
    options: async () => {
      const { items } = await api.get<ListAnswer<EmployeeRow>>('/employees', { limit: 200, sort: 'name' });
      return [...new Set(items.flatMap(({ team }) => team ?? []))]
        .toSorted()
        .map((team) => ({ value: team, label: team }));
    },
  },
  {
    key: 'starts_in_days',
    label: words.filters.starts,
    single: true,
    options: SPANS,
    say: words.filters.starts_within,
  },
  {
    key: 'leaves_in_days',
    label: words.filters.leaves,
    single: true,
    options: SPANS,
    say: words.filters.leaves_within,
  },
  {
    key: 'has_open_run',
    label: people.filters.runs,
    single: true,
    options: [
      { value: 'true', label: people.filters.with_run },
      { value: 'false', label: people.filters.without_run },
    ],
  },
];

/** `/employees` (PE-1, PE-102). */
export default function EmployeesPage() {
  const { open, sheet } = useEmployeeSheets();
  const tags = useTags();
  const columns = useMemo(() => columnsFor(tags), [tags]);
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: 'name' });
  const query = useMemo(() => asked(state.query), [state.query]);
  const source = useList<EmployeeRow>('/employees', query);
  const starting = useStartWorkflow('employee');
  const acts = useEmployeeActs({ open, starting });
  const why_not = useEmployeesWhyNot();
  const importing = useImportActs('employee');
  const add: Act = { id: 'add', label: words.add, key: 'n', why_not, run: () => open({ do: 'add' }) };
  const start = async (target: BulkTarget) => {
    starting.start(await chosen('employee', target, source.rows));
    return false;
  };
  const tag = (target: BulkTarget) => {
    open({ do: 'tag_many', target });
    return false;
  };
  return (
    <>
      <Place title={words.employees} main={add} />
      <DataList
        name="employees"
        label={words.employees}
        columns={columns}
        state={state}
        source={source}
        nameOf={(row) => row.display_name}
        href={(row) => placeOf('employee', row.id)}
        acts={(row) => acts(knownRow(row))}
        bulk={[
          ...(starting.startable ? [{ id: 'start', label: people.start, icon: <Play />, key: 's', run: start }] : []),
          { id: 'tag', label: people.set_tags, icon: <Tag />, run: tag },
        ]}
        peek={(row) => <EmployeePeek row={row} tags={tags} />}
        quiet={(row) => row.status === 'left'}
        tools={<ListMenu acts={[...importing, exporting(state.query)]} />}
        empty={<EmptyState title={words.empty} text={words.empty_text} acts={[{ ...add, main: true }, ...importing]} />}
      />
      {starting.sheet}
      {sheet}
    </>
  );
}

/** The file of what the filter shows (PE-92). */
const exporting = ({ sort: _, ...filter }: ReturnType<typeof asked>): Act => ({
  id: 'export',
  label: people.export_all,
  icon: <Download />,
  run: () => window.location.assign(address('/api/v1/employees.csv', asked(filter))),
});
