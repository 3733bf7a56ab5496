import { Ban } from 'lucide-react';
import type { Instant } from '#ground/time.ts';
import { dateAt } from '#ground/time.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Day, Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { type ListSource, useRefresh, useThing } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useRoles } from '../members/roles.ts';
import { abilitiesOf, type KeyRow, type KeyState, scopesOf, stateOf } from './keys.ts';
import { words } from './words.ts';

const CHIP = { live: 'active', ended: 'inactive', revoked: 'cancelled' } as const satisfies Record<KeyState, string>;

const VIEWS: readonly View[] = [
  { id: 'live', label: words.views.live },
  { id: 'over', label: words.views.over },
  { id: 'all', label: words.views.all },
];

interface KeyListProps {
  of: 'mine' | 'all';
  inline?: boolean;
  /** The one next act of an empty list. */
  make: Act;
}

/** Keys with what they may do, when they were last used, and when they end (PL-44). */
export const KeyList = ({ of, inline, make }: KeyListProps) => {
  const { data, error, isPending, refetch } = useThing<{ items: KeyRow[] }>('/keys', { of });
  const { now, zone } = useClock();
  const acts = useKeyActs();
  const state = useListState({ views: VIEWS });
  const view = state.view?.id;
  const rows = (data?.items ?? []).filter(
    (key) => view === 'all' || (stateOf(key, now) === 'live') === (view === 'live'),
  );
  const source: ListSource<KeyRow> = {
    rows,
    loading: isPending,
    stale: false,
    fault: error,
    more: false,
    loadMore: () => undefined,
    retry: () => void refetch(),
  };
  const over = view === 'over';
  return (
    <DataList
      name={`keys.${of}`}
      label={words.keys}
      columns={columnsFor(of, now, zone)}
      state={state}
      source={source}
      nameOf={(key) => key.name}
      acts={acts}
      peek={(key) => <KeyFacts row={key} />}
      quiet={(key) => stateOf(key, now) !== 'live'}
      no_search
      {...(inline ? { inline } : {})}
      empty={
        <EmptyState
          title={over ? words.empty_over : words.empty}
          text={over ? words.empty_over_text : words.empty_text}
          acts={over ? [] : [make]}
        />
      }
    />
  );
};

const columnsFor = (of: 'mine' | 'all', now: Instant, zone: string): Column<KeyRow>[] => [
  { id: 'name', label: words.columns.name, cell: (key) => key.name },
  ...(of === 'all'
    ? [{ id: 'owner', label: words.columns.owner, cell: (key: KeyRow) => <Owner row={key} />, width: 150 }]
    : []),
  {
    id: 'scopes',
    label: words.columns.scopes,
    cell: (key) => <span title={scopesOf(key)}>{scopesOf(key)}</span>,
    width: 180,
  },
  {
    id: 'used',
    label: words.columns.used,
    cell: (key) =>
      key.last_used_at ? <Moment instant={key.last_used_at} /> : <span className="quiet">{words.never}</span>,
    width: 140,
    off_card: true,
  },
  {
    id: 'ends',
    label: words.columns.ends,
    cell: (key) =>
      stateOf(key, now) === 'live' ? (
        <Day date={dateAt(key.expires_at, zone)} />
      ) : (
        <StateChip state={CHIP[stateOf(key, now)]} label={words.states[stateOf(key, now)]} />
      ),
    width: 180,
  },
  { id: 'kind', label: words.columns.kind, cell: (key) => words.kinds_short[key.kind], width: 64, off_card: true },
  {
    id: 'prefix',
    label: words.columns.prefix,
    cell: (key) => <code className="cut">{key.shown_prefix}…</code>,
    width: 130,
    off_card: true,
  },
];

const Owner = ({ row }: { row: KeyRow }) => {
  const { roles } = useRoles();
  const role = roles.find((one) => one.id === row.role_id)?.name;
  return row.owner_id ? <Person name={row.owner_name} /> : <span>{`${words.service}, ${role ?? ''}`}</span>;
};

const useKeyActs = () => {
  const refresh = useRefresh();
  const { now } = useClock();
  const revoke = async (key: KeyRow) => {
    const sure = await confirm({
      title: words.revoke_title(key.name),
      consequence: words.revoke_text,
      verb: words.revoke,
      danger: true,
    });
    if (!sure) return;
    await api.post(`/keys/${key.id}/revocation`);
    toast(words.revoked(key.name));
    await refresh('/keys');
  };
  return (key: KeyRow): Act[] =>
    stateOf(key, now) === 'live'
      ? [{ id: 'revoke', label: words.revoke, icon: <Ban />, danger: true, run: () => revoke(key) }]
      : [];
};

const KeyFacts = ({ row }: { row: KeyRow }) => (
  <Facts
    facts={[
      { label: words.facts.kind, value: words.kinds[row.kind] },
      { label: words.facts.owner, value: <Owner row={row} /> },
      { label: words.facts.scopes, value: scopesOf(row) },
      { label: words.facts.abilities, value: abilitiesOf(row) || words.none },
      { label: words.facts.addresses, value: row.addresses.join(', ') || words.anywhere },
      { label: words.facts.used, value: row.last_used_at ? <Moment instant={row.last_used_at} /> : words.never },
      { label: words.facts.ends, value: <Moment instant={row.expires_at} /> },
      ...(row.revoked_at ? [{ label: words.facts.revoked, value: <Moment instant={row.revoked_at} /> }] : []),
    ]}
  />
);
