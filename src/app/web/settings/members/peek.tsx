import { can, writes } from '#kernel/access/roles/rules.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import { useWho } from '../../me/me.ts';
import { SessionList } from '../../me/session-list.tsx';
import type { MemberRow } from '../practice.ts';
import { FactorChip, MemberState } from './chips.tsx';
import { type RoleRow, roleName } from './roles.ts';
import { words } from './words.ts';

interface MemberPeekProps {
  row: MemberRow;
  roles: readonly RoleRow[];
  members: readonly MemberRow[];
}

/** A member beside the list: their facts, and for who may, where they are signed in. */
export const MemberPeek = ({ row, roles, members }: MemberPeekProps) => {
  const who = useWho();
  const sees = row.state === 'active' && !can(who, writes('settings', 'security.manage'));
  return (
    <div className="stack">
      <Facts facts={factsOf(row, roles, members)} />
      {sees && (
        <section className="settings-part">
          <h3>{words.sessions}</h3>
          <SessionList path={`/members/${row.id}/sessions`} empty={words.no_sessions} />
        </section>
      )}
    </div>
  );
};

const factsOf = (row: MemberRow, roles: readonly RoleRow[], members: readonly MemberRow[]): Fact[] => {
  const successor = members.find((one) => one.id === row.successor_id)?.name;
  return [
    { label: words.facts.state, value: <MemberState state={row.state} /> },
    { label: words.facts.role, value: roleName(roles, row.role_id) },
    ...(row.email ? [{ label: words.facts.email, value: row.email }] : []),
    ...(row.has_factor === undefined
      ? []
      : [{ label: words.facts.factor, value: <FactorChip has={row.has_factor} /> }]),
    ...moment(words.facts.seen, row.last_seen_at),
    ...moment(words.facts.joined, row.joined_at),
    ...(row.joined_at ? [] : moment(words.facts.invited, row.invited_at)),
    ...(row.state === 'invited' ? moment(words.facts.ends, row.invitation_ends_at) : []),
    ...moment(words.facts.gone, row.deactivated_at),
    ...(successor ? [{ label: words.facts.successor, value: successor }] : []),
  ];
};

const moment = (label: string, at: string | null | undefined): Fact[] =>
  at ? [{ label, value: <Moment instant={at} /> }] : [];
