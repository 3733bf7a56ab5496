import { Download, Pencil, Play, Tag, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { Act } from '../act.ts';
import { Amount } from '../amount.tsx';
import { ApiRefusal } from '../client.ts';
import { Day } from '../day.tsx';
import { EmptyState } from '../empty-state.tsx';
import { Place } from '../frame/place.tsx';
import { DataList } from '../list/data-list.tsx';
import { useListState } from '../list/list-state.ts';
import type { BulkAct, Column, Filter, View } from '../list/model.ts';
import { Person } from '../person.tsx';
import { RunLine } from '../run-line/run-line.tsx';
import { StateChip } from '../state-chip.tsx';
import { Facts } from '../thing-page.tsx';
import { toast, toastRefusal } from '../toast.tsx';
import { STATE_WORDS } from '../words.ts';
import { bulkDemo } from './bulk-demo.ts';
import { type Client, clients } from './data.tsx';

const VIEWS: View[] = [
  { id: 'all', label: 'All', count: 1204 },
  { id: 'mine', label: 'Mine', filters: { partner: 'me' }, count: 86 },
  { id: 'late', label: 'Overdue', filters: { overdue: 'yes' }, count: 12 },
  { id: 'inactive', label: 'Inactive', filters: { status: 'inactive' } },
];
const FILTERS: Filter[] = [
  { key: 'state', label: 'State', options: Object.entries(STATE_WORDS).map(([value, label]) => ({ value, label })) },
  {
    key: 'partner',
    label: 'Partner',
    say: (who) => `partner is ${who}`,
    options: async () => [
      { value: 'me', label: 'me' },
      { value: 'ana', label: 'Ana Example' },
      { value: 'bo', label: 'Bo Sample' },
    ],
  },
  {
    key: 'due',
    label: 'Due',
    single: true,
    options: [
      { value: 'week', label: 'due this week' },
      { value: 'month', label: 'due this month' },
    ],
  },
];
const COLUMNS: Column<Client>[] = [
  { id: 'name', label: 'Name', cell: (c) => c.name, sort: 'name' },
  { id: 'state', label: 'State', cell: (c) => <StateChip state={c.state} />, width: 130 },
  { id: 'due', label: 'Next due', cell: (c) => <Day date={c.due} due />, width: 190, sort: 'due' },
  { id: 'partner', label: 'Partner', cell: (c) => <Person name={c.partner} />, width: 160, sort: 'partner' },
  {
    id: 'line',
    label: 'Onboarding',
    cell: (c) => <RunLine size="cell" label={`Onboarding of ${c.name}`} data={c.line} />,
    width: 200,
    off_card: true,
  },
  { id: 'number', label: 'Number', cell: (c) => <span className="tabular">{c.number}</span>, width: 90 },
  { id: 'owed', label: 'Owed', cell: (c) => <Amount value={c.owed} />, align: 'right', width: 110, sort: 'owed' },
  { id: 'year_end', label: 'Year end', cell: () => '30 Jun', hidden: true },
];

const rowActs = (c: Client): Act[] => [
  {
    id: 'start',
    label: 'Start workflow',
    icon: <Play />,
    key: 's',
    run: () => toast(`Started «Onboarding» on ${c.name}`, { undo: () => undefined }),
  },
  { id: 'edit', label: 'Edit', icon: <Pencil />, key: 'e', to: '/gallery?part=form' },
  {
    id: 'roles',
    label: 'Set roles',
    icon: <UserRound />,
    why_not: c.state === 'cancelled' ? 'A cancelled client has no roles.' : undefined,
    run: () => toast('Roles set'),
  },
  {
    id: 'off',
    label: 'Deactivate',
    danger: true,
    run: () =>
      toastRefusal(
        new ApiRefusal(409, { code: 'open_runs', detail: `${c.name} has 2 open runs. End or move them first.` }),
      ),
  },
];
const BULK: BulkAct[] = [
  { id: 'start', label: 'Start workflow', icon: <Play />, key: 's', run: bulkDemo },
  { id: 'tag', label: 'Add tag', icon: <Tag />, run: () => false },
  { id: 'export', label: 'Export', icon: <Download />, run: () => false },
];

export const ListPart = ({ rows }: { rows: number }) => {
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: 'name' });
  const [all] = useState(() => clients(rows));
  const source = {
    rows: all
      .filter((c) => !state.set.state || state.set.state.split(',').includes(c.state))
      .filter((c) => c.name.toLowerCase().includes(state.q.toLowerCase())),
    loading: state.q === 'slow',
    stale: false,
    fault: undefined,
    more: rows === 60,
    loadMore: () => undefined,
    retry: () => undefined,
    countAll: async () => 1204,
  };
  return (
    <>
      <Place title="Clients" main={{ id: 'add', label: 'Add client', key: 'n', to: '/gallery?part=form' }} />
      <DataList
        name="gallery"
        label="Clients"
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(c) => c.name}
        href={() => '/gallery?part=thing'}
        acts={rowActs}
        bulk={BULK}
        quiet={(c) => c.state === 'cancelled'}
        peek={(c) => (
          <Facts
            facts={[
              { label: 'State', value: <StateChip state={c.state} /> },
              { label: 'Partner', value: <Person name={c.partner} /> },
              { label: 'Next due', value: <Day date={c.due} due /> },
              { label: 'Onboarding', value: <RunLine size="row" label="Onboarding" data={c.line} /> },
            ]}
          />
        )}
        empty={
          <EmptyState
            title="No clients yet"
            text="Clients you add or bring from another system will stand here, with what is due for each of them."
            acts={[
              { id: 'add', label: 'Add client', main: true, to: '/gallery?part=form' },
              { id: 'import', label: 'Import a file', run: () => toast('Import') },
            ]}
          />
        }
      />
    </>
  );
};
