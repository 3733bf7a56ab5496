import { Eye, LogOut, MailPlus, ShieldOff, Signature, Undo2, UserCheck, UserRoundCog, UserX } from 'lucide-react';
import type { Id } from '#ground/id.ts';
import type { MemberCommand } from '#kernel/access/members/model.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { lookAs } from '../../home/stripes.tsx';
import { useWho } from '../../me/me.ts';
import { showOnce } from '../copy-once.tsx';
import type { MemberRow } from '../practice.ts';
import { whyNot } from './allowed.ts';
import type { RoleRow } from './roles.ts';
import { words } from './words.ts';

export interface SignatureRow {
  id: Id;
  member_id: Id;
}

interface Doors {
  /** The pictures that members sign letters with (IN-116). */
  signatures: readonly SignatureRow[];
  changeRole: (row: MemberRow) => void;
  deactivate: (row: MemberRow) => void;
}

/** What can be done with a member now, each asked of the rule first (WF-190). */
export const useMemberActs = (members: readonly MemberRow[], roles: readonly RoleRow[], doors: Doors) => {
  const who = useWho();
  const refresh = useRefresh();
  const ask = (row: MemberRow, command: MemberCommand) => whyNot(row, command, { who, members, roles });
  const done = (sentence: string) => {
    toast(sentence);
    return refresh('/members');
  };
  const signatureOf = (row: MemberRow): Act[] => {
    const there = doors.signatures.find(({ member_id }) => member_id === row.id);
    if (!there) return [];
    const run = async () => {
      await removeSignature(row, there, done);
      await refresh('/signatures', '/me/signature');
    };
    return [{ id: 'signature', label: words.drop_signature, icon: <Signature />, danger: true, run }];
  };
  const invited = (row: MemberRow): Act[] => [
    {
      id: 'again',
      label: words.again,
      icon: <MailPlus />,
      why_not: ask(row, { do: 'invite_again' }),
      run: async () => {
        showInvitation(row.name, await api.post<{ link: string }>(`/invitations/${row.id}/letter`));
        await refresh('/members');
      },
    },
    {
      id: 'withdraw',
      label: words.withdraw,
      icon: <Undo2 />,
      danger: true,
      why_not: ask(row, { do: 'withdraw' }),
      run: async () => {
        await api.delete(`/invitations/${row.id}`, { version: row.version });
        await done(words.withdrawn(row.name));
      },
    },
  ];
  const active = (row: MemberRow): Act[] => [
    {
      id: 'role',
      label: words.change_role,
      icon: <UserRoundCog />,
      key: 'r',
      why_not: noOtherRole(row, roles, (role_id) => ask(row, { do: 'change', role_id })),
      run: () => doors.changeRole(row),
    },
    ...(row.id === who.member_id ? [] : [...othersOnly(row, who, done), ...signatureOf(row)]),
    {
      id: 'deactivate',
      label: words.deactivate,
      icon: <UserX />,
      danger: true,
      why_not: ask(row, { do: 'deactivate', successor_id: null }),
      run: () => doors.deactivate(row),
    },
  ];
  const gone = (row: MemberRow): Act[] => [
    ...signatureOf(row),
    {
      id: 'reactivate',
      label: words.reactivate,
      icon: <UserCheck />,
      why_not: ask(row, { do: 'reactivate' }),
      run: async () => {
        await api.delete(`/members/${row.id}/deactivation`, { version: row.version });
        await done(words.reactivated(row.name));
      },
    },
  ];
  const byState = { invited, active, deactivated: gone, withdrawn: () => [] as Act[] };
  return (row: MemberRow): Act[] => byState[row.state](row);
};

/** The first reason when no role but the present one could be given. */
const noOtherRole = (row: MemberRow, roles: readonly RoleRow[], ask: (role: string) => string | undefined) => {
  const answers = roles.filter((role) => role.id !== row.role_id).map((role) => ask(role.id));
  return answers.every(Boolean) ? answers[0] : undefined;
};

type Done = (sentence: string) => unknown;

const othersOnly = (row: MemberRow, who: Who, done: Done): Act[] => [
  {
    id: 'see',
    label: words.see_as,
    icon: <Eye />,
    why_not: can(who, writes('settings', 'roles.manage'))?.because,
    run: () => lookAs({ member_id: row.id }),
  },
  {
    id: 'sessions',
    label: words.end_sessions,
    icon: <LogOut />,
    why_not: can(who, writes('settings', 'security.manage'))?.because,
    run: () => endSessions(row, done),
  },
  ...(row.has_factor
    ? [
        {
          id: 'factor',
          label: words.drop_factor,
          icon: <ShieldOff />,
          danger: true,
          why_not: can(who, writes('settings', 'security.manage'))?.because,
          run: () => dropFactor(row, done),
        },
      ]
    : []),
];

const endSessions = async (row: MemberRow, done: Done) => {
  const sure = await confirm({
    title: words.end_sessions_title(row.name),
    consequence: words.end_sessions_text,
    verb: words.end_sessions,
  });
  if (!sure) return;
  const { ended } = await api.delete<{ ended: number }>(`/members/${row.id}/sessions`);
  await done(words.ended(ended));
};

const removeSignature = async (row: MemberRow, { id }: SignatureRow, done: Done) => {
  const sure = await confirm({
    title: words.drop_signature_title(row.name),
    consequence: words.drop_signature_text,
    verb: words.drop_signature,
    danger: true,
  });
  if (!sure) return;
  await api.delete(`/signatures/${id}`);
  await done(words.dropped_signature(row.name));
};

const dropFactor = async (row: MemberRow, done: Done) => {
  const sure = await confirm({
    title: words.drop_factor_title(row.name),
    consequence: words.drop_factor_text,
    verb: words.drop_factor,
    danger: true,
  });
  if (!sure) return;
  await api.delete(`/members/${row.id}/factors`);
  await done(words.dropped_factor(row.name));
};

export const showInvitation = (name: string, { link }: { link: string }): void =>
  showOnce({
    title: words.invited_title(name),
    text: words.invited_text,
    label: words.invited_link,
    value: link,
  });
