import { CircleStop } from 'lucide-react';
import { useState } from 'react';
import { can, SIGNED_IN } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Day } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { type ListSource, useRefresh } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useWho } from '../../me/me.ts';
import { SettingsPage } from '../shell.tsx';
import { type DelegationRow, lastDayOf, useDelegations } from './delegations.ts';
import { DeputySheet } from './sheet.tsx';
import { Strip } from './strip.tsx';
import { words } from './words.ts';

const VIEWS: readonly View[] = [
  { id: 'open', label: words.views.open },
  { id: 'all', label: words.views.all },
];
const CHIP = { planned: 'planned', active: 'live', ended: 'inactive' } as const;

const COLUMNS: Column<DelegationRow>[] = [
  { id: 'member', label: words.columns.member, cell: (row) => <Person name={row.member_name} /> },
  { id: 'deputy', label: words.columns.deputy, cell: (row) => <Person name={row.deputy_name} />, width: 180 },
  { id: 'from', label: words.columns.from, cell: (row) => <Day date={row.from_on} />, width: 170 },
  { id: 'to', label: words.columns.to, cell: (row) => <Day date={lastDayOf(row)} short />, width: 120 },
  { id: 'covers', label: words.columns.covers, cell: (row) => words.covers[row.covers], width: 170, off_card: true },
  {
    id: 'state',
    label: words.columns.state,
    cell: (row) => <StateChip state={CHIP[row.state]} label={words.states[row.state]} />,
    width: 110,
  },
];

/** `/settings/delegations`: who is away and who stands in (PL-34). */
export default function DelegationsPage() {
  const { data, error, isPending, refetch } = useDelegations();
  const [open, setOpen] = useState(false);
  const acts = useActs();
  const state = useListState({ views: VIEWS });
  const rows = (data?.items ?? []).filter((row) => state.view?.id === 'all' || row.state !== 'ended');
  const source: ListSource<DelegationRow> = {
    rows,
    loading: isPending,
    stale: false,
    fault: error,
    more: false,
    loadMore: () => undefined,
    retry: () => void refetch(),
  };
  const set: Act = { id: 'set', label: words.set, key: 'c', main: true, run: () => setOpen(true) };
  return (
    <SettingsPage here="delegations" main={set}>
      <div className="settings-page">
        <p className="quiet">{words.lead}</p>
        <Strip />
        <DataList
          name="delegations"
          label={words.deputies}
          columns={COLUMNS}
          state={state}
          source={source}
          nameOf={(row) => `${row.deputy_name}, ${row.member_name}`}
          acts={acts}
          quiet={(row) => row.state === 'ended'}
          inline
          no_search
          empty={<EmptyState title={words.empty} text={words.empty_text} acts={[set]} />}
        />
      </div>
      {open && <DeputySheet close={() => setOpen(false)} />}
    </SettingsPage>
  );
}

const useActs = () => {
  const who = useWho();
  const refresh = useRefresh();
  const end = async (row: DelegationRow) => {
    const { deputy_name, member_name } = row;
    const sure = await confirm({
      title: words.end_title(deputy_name, member_name),
      consequence: words.end_text,
      verb: words.end,
      danger: true,
    });
    if (!sure) return;
    await api.delete(`/delegations/${row.id}`, { version: row.version });
    toast(words.ended(deputy_name, member_name));
    await refresh('/delegations', '/me');
  };
  return (row: DelegationRow): Act[] => {
    const own = who.member_id === row.member_id || who.member_id === row.deputy_id;
    const no = own ? undefined : can(who, { ...SIGNED_IN, ability: 'delegation.others' })?.because;
    return row.state === 'ended'
      ? []
      : [{ id: 'end', label: words.end, icon: <CircleStop />, danger: true, why_not: no, run: () => end(row) }];
  };
};
