import { useMemo, useState } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, Filter, View } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { useList, useThing } from '#kernel/ui/query.ts';
import { useMe, useWhyNot } from '../../me/me.ts';
import type { MemberRow } from '../practice.ts';
import { SettingsPage } from '../shell.tsx';
import { type SignatureRow, useMemberActs } from './acts.tsx';
import { FactorChip, MemberState } from './chips.tsx';
import { MemberPeek } from './peek.tsx';
import { type RoleRow, roleName, useRoles } from './roles.ts';
import { DeactivateSheet, InviteSheet, RoleSheet } from './sheets.tsx';
import { words } from './words.ts';

const VIEWS: readonly View[] = [
  { id: 'active', label: words.views.active, filters: { state: 'active' } },
  { id: 'invited', label: words.views.invited, filters: { state: 'invited' } },
  { id: 'deactivated', label: words.views.deactivated, filters: { state: 'deactivated' } },
  { id: 'all', label: words.views.all },
];

const columnsFor = (roles: readonly RoleRow[], me: string | undefined, manages: boolean): Column<MemberRow>[] => [
  {
    id: 'name',
    label: words.columns.name,
    sort: 'name',
    cell: (row) => (
      <span className="member-name">
        <Person name={row.name} />
        {row.id === me && <span className="caption">{words.you}</span>}
      </span>
    ),
  },
  { id: 'role', label: words.columns.role, cell: (row) => roleName(roles, row.role_id), width: 130 },
  { id: 'state', label: words.columns.state, cell: (row) => <MemberState state={row.state} />, width: 120 },
  ...(manages ? managed : []),
];

const managed: Column<MemberRow>[] = [
  {
    id: 'factor',
    label: words.columns.factor,
    cell: (row) => (row.state === 'active' ? <FactorChip has={row.has_factor ?? false} /> : null),
    width: 130,
    off_card: true,
  },
  {
    id: 'seen',
    label: words.columns.seen,
    cell: (row) =>
      row.last_seen_at ? <Moment instant={row.last_seen_at} /> : <span className="quiet">{words.never}</span>,
    width: 150,
    off_card: true,
  },
  { id: 'email', label: words.columns.email, sort: 'email', cell: (row) => row.email, width: 220, off_card: true },
  {
    id: 'joined',
    label: words.columns.joined,
    sort: 'joined_at',
    cell: (row) => <Moment instant={row.joined_at} />,
    width: 150,
    hidden: true,
  },
];

/** `/settings/members`: who works here (PL-29, PL-30). */
export default function MembersPage() {
  const { member } = useMe();
  const no = useWhyNot(writes('settings', 'members.manage'));
  const { roles } = useRoles();
  const everyone = useThing<{ items: MemberRow[] }>('/members', { limit: 200 }).data?.items ?? [];
  const [sheet, setSheet] = useState<{ do: 'invite' } | { do: 'role' | 'deactivate'; row: MemberRow }>();
  const close = () => setSheet(undefined);
  const filters = useMemo(() => [roleFilter(roles)], [roles]);
  const state = useListState({ views: VIEWS, filters, sort: 'name' });
  const source = useList<MemberRow>('/members', state.query);
  const signatures = useThing<{ items: SignatureRow[] }>('/signatures', {}, { enabled: !no }).data?.items ?? [];
  const acts = useMemberActs(everyone, roles, {
    signatures,
    changeRole: (row) => setSheet({ do: 'role', row }),
    deactivate: (row) => setSheet({ do: 'deactivate', row }),
  });
  return (
    <SettingsPage
      here="members"
      full
      main={{ id: 'invite', label: words.invite, key: 'c', why_not: no, run: () => setSheet({ do: 'invite' }) }}
    >
      <DataList
        name="members"
        label={words.members}
        columns={columnsFor(roles, member?.id, !no)}
        state={state}
        source={source}
        nameOf={(row) => row.name}
        {...(no ? {} : { acts })}
        peek={(row) => <MemberPeek row={row} roles={roles} members={everyone} />}
        quiet={(row) => row.state === 'deactivated' || row.state === 'withdrawn'}
        empty={<EmptyState title={words.empty} text={words.empty_text} />}
      />
      {sheet?.do === 'invite' && <InviteSheet close={close} roles={roles} />}
      {sheet?.do === 'role' && <RoleSheet row={sheet.row} close={close} roles={roles} />}
      {sheet?.do === 'deactivate' && <DeactivateSheet row={sheet.row} close={close} roles={roles} members={everyone} />}
    </SettingsPage>
  );
}

const roleFilter = (roles: readonly RoleRow[]): Filter => ({
  key: 'role_id',
  label: words.role,
  single: true,
  say: words.with_role,
  options: roles.map((role) => ({ value: role.id, label: role.name })),
});
