import { useMemo } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Filter, View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import { STATES } from '#people/authorizations/model.ts';
import { useWhyNot } from '../../me/me.ts';
import { asked } from '../bulk.ts';
import { useAuthorizationActs } from './acts.tsx';
import { COLUMNS } from './columns.tsx';
import { type AuthorizationRow, namedFully, PLACE, pageOf } from './facts.ts';
import { AuthorizationPeek } from './peek.tsx';
import { useAuthorizationSheets } from './sheets.tsx';
import { capital, words } from './words.ts';

const nothing = { empty: <EmptyState title={words.empty_view} text={words.empty_view_text} /> };
const SOON_DAYS = '60';
const VIEWS: readonly View[] = [
  { id: 'current', label: words.views.current, filters: { status: 'pending,upcoming,in_force' } },
  { id: 'expiring', label: words.views.expiring, filters: { expiring_in_days: SOON_DAYS }, ...nothing },
  { id: 'pending', label: words.views.pending, filters: { status: 'pending' }, ...nothing },
  { id: 'past', label: words.views.past, filters: { status: 'expired,ended' }, sort: '-valid_to', ...nothing },
  { id: 'all', label: words.views.all, ...nothing },
];

const FILTERS: readonly Filter[] = [
  {
    key: 'kind',
    label: words.filters.kind,
    single: true,
    options: async () => {
      const { items } = await api.get<{ items: string[] }>('/authorization-kinds');
      return items.map((value) => ({ value, label: capital(value) }));
    },
  },
  {
    key: 'state',
    label: words.filters.state,
    single: true,
    options: STATES.map((value) => ({ value, label: words.states[value] })),
  },
  {
    key: 'expiring_in_days',
    label: words.filters.expiring,
    single: true,
    options: [14, 30, 60, 90].map((n) => ({ value: String(n), label: words.days(n) })),
    say: words.filters.ends_within,
  },
];

/** `/authorizations`: what may be done for whom and until when; nothing is started from here (PE-52, PE-59). */
export default function AuthorizationsPage() {
  const { open, sheet } = useAuthorizationSheets();
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: 'valid_to' });
  const query = useMemo(() => asked(state.query), [state.query]);
  const source = useList<AuthorizationRow>(PLACE, query);
  const acts = useAuthorizationActs({ open });
  const why_not = useWhyNot(writes('people'));
  const add: Act = { id: 'add', label: words.add, key: 'n', why_not, run: () => open({ do: 'add' }) };
  return (
    <>
      <Place title={words.authorizations} main={add} />
      <DataList
        name="authorizations"
        label={words.authorizations}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={namedFully}
        href={(row) => pageOf(row.id)}
        acts={acts}
        peek={(row) => <AuthorizationPeek id={row.id} />}
        quiet={(row) => row.status === 'expired' || row.status === 'ended'}
        empty={<EmptyState title={words.empty} text={words.empty_text} acts={[{ ...add, main: true }]} />}
      />
      {sheet}
    </>
  );
}
