import { ArrowUpRight, Download, ListFilter, Undo2, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { address, api, type Query } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { type ListState, useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, Filter, View } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { useList, useRefresh } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { ListMenu } from '../../people/list/list-menu.tsx';
import type { MemberRow } from '../practice.ts';
import { SettingsPage } from '../shell.tsx';
import { Chain } from './chain.tsx';
import { ClientName } from './client-name.tsx';
import { type EventRow, kindOptions, spanOptions } from './events.ts';
import { EventPeek } from './peek.tsx';
import { words } from './words.ts';
import './audit.css';

const VIEWS: readonly View[] = [
  { id: 'all', label: words.views.all },
  { id: 'changes', label: words.views.changes, filters: { refusals: 'false' } },
  { id: 'sign-in', label: words.views.sign_in, filters: { verb: 'session.*' } },
  { id: 'members', label: words.views.members, filters: { verb: 'member.*' } },
];

const COLUMNS: Column<EventRow>[] = [
  {
    id: 'what',
    label: words.columns.what,
    cell: (row) => (
      <span className="audit-what" data-undone={row.undone || undefined}>
        <Person name={row.actor_name} bare />
        <span className="cut">
          <b>{row.actor_name}</b> {row.for_name && `${words.for(row.for_name)} `}
          <span className="audit-sentence">{row.sentence}</span>
          {row.undone && <span className="quiet">, {words.was_taken_back}</span>}
        </span>
      </span>
    ),
  },
  { id: 'when', label: words.columns.when, cell: (row) => <Moment instant={row.at} />, width: 140 },
  {
    id: 'thing',
    label: words.columns.thing,
    cell: (row) =>
      row.url && row.title ? (
        <Go to={row.url} className="audit-link">
          {row.title}
        </Go>
      ) : (
        <span className="quiet">{row.title ?? words.kinds[row.kind] ?? row.kind.replaceAll('_', ' ')}</span>
      ),
    width: 170,
  },
  { id: 'address', label: words.columns.address, cell: (row) => row.address, width: 120, off_card: true },
  {
    id: 'client',
    label: words.columns.client,
    cell: (row) => row.client_id && <ClientName id={row.client_id} />,
    width: 170,
    hidden: true,
  },
  { id: 'device', label: words.columns.device, cell: (row) => row.device, width: 200, hidden: true },
];

/** `/settings/audit`: everything that happened, told in sentences, under a chain that shows every change (PL-100 to PL-104). */
export default function AuditPage() {
  const filters = useFilters();
  const state = useListState({ views: VIEWS, filters, sort: '-at' });
  const source = useList<EventRow>('/events', state.query);
  const acts = useActs(state);
  return (
    <SettingsPage here="audit" full>
      <div className="audit">
        <DataList
          name="audit"
          label={words.audit}
          columns={COLUMNS}
          state={state}
          source={source}
          nameOf={(row) => `${row.actor_name} ${row.sentence}`}
          acts={acts}
          peek={(row) => <EventPeek row={row} />}
          no_search
          tools={<ListMenu acts={[exporting(state.query)]} />}
          empty={<EmptyState title={words.empty} text={words.empty_text} />}
        />
        <Chain />
      </div>
    </SettingsPage>
  );
}

/** What the filter shows as a file, with seals, signature and the script that checks them (PL-105). */
const exporting = ({ sort: _, q: __, ...filter }: Query): Act => ({
  id: 'export',
  label: words.export,
  icon: <Download />,
  run: () => window.location.assign(address('/api/v1/audit/export', filter)),
});

/** What can be asked; one thing and one client only where the address names them. */
const useFilters = (): Filter[] => {
  const { today, zone } = useClock();
  const { read } = useSearchText();
  const thing = read('thing');
  const client = read('client');
  return useMemo(() => {
    const spans = spanOptions(today, zone);
    return [
      { key: 'actor', label: words.actor, single: true, say: words.by, options: actorOptions },
      { key: 'verb', label: words.kind, single: true, say: words.about, options: kindOptions },
      { key: 'from', label: words.from, single: true, say: words.since, options: spans },
      { key: 'to', label: words.to, single: true, say: words.until, options: spans },
      ...(thing ? [{ key: 'thing', label: words.thing, single: true, say: words.one_thing, options: [] }] : []),
      ...(client ? [{ key: 'client', label: words.client, single: true, say: words.one_client, options: [] }] : []),
    ];
  }, [today, zone, thing, client]);
};

const actorOptions = async () => {
  const { items } = await api.get<{ items: MemberRow[] }>('/members', { limit: 200 });
  return [
    ...items.map((member) => ({ value: `member:${member.id}`, label: member.name })),
    { value: 'operator', label: words.operator },
    { value: 'system:sign_in', label: words.sign_in_part },
  ];
};

const useActs = (state: ListState) => {
  const refresh = useRefresh();
  const takeBack = async (row: EventRow) => {
    await api.post(`/events/${row.id}/undo`, {});
    toast(words.taken_back);
    await refresh('/');
  };
  return (row: EventRow): Act[] => [
    ...(row.url ? [{ id: 'open', label: words.open, icon: <ArrowUpRight />, to: row.url }] : []),
    {
      id: 'thing',
      label: words.only_thing,
      icon: <ListFilter />,
      run: () => state.filter('thing', row.thing),
    },
    {
      id: 'actor',
      label: words.only_actor(row.actor_name),
      icon: <UserRound />,
      run: () => state.filter('actor', row.actor),
    },
    ...(row.can_undo
      ? [{ id: 'undo', label: words.take_back, icon: <Undo2 />, danger: true, run: () => takeBack(row) }]
      : []),
  ];
};
