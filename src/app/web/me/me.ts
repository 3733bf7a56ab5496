import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate, TimeZone } from '#ground/time.ts';
import type { Act, Grants } from '#kernel/access/roles/model.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Who } from '#kernel/decision/model.ts';
import { api } from '#kernel/ui/client.ts';

/** How news of one kind reaches a member (PL-125). */
export type News = 'at_once' | 'digest' | 'app' | 'off';

export interface PracticeLine {
  id: Id;
  name: string;
  kind: 'live' | 'demo' | 'sandbox';
}

/** `GET /me`: who is at the screen, what they may do now, and where. */
export interface Me {
  member: {
    id: Id;
    version: number;
    name: string;
    email: string;
    language: string | null;
    time_zone: TimeZone | null;
    notifications: Record<string, News>;
  } | null;
  role: Grants & { id?: Id; name: string };
  deputy_for: Id[];
  practice: PracticeLine & {
    time_zone: TimeZone;
    country: string;
    locale: string;
    currency: string;
    today: PlainDate;
  };
  practices: PracticeLine[];
  /** Where the session stands with its second factor (PL-41). */
  standing: { at: 'open' | 'grace' | 'enrol' | 'confirm'; until?: Instant } | null;
  session_id: string | null;
  /** `role:<id>` or `member:<id>` while looking as somebody else (PL-191). */
  looking_as: string | null;
}

export const meQuery = {
  queryKey: ['/me', {}],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Me>('/me', {}, { signal }),
} as const;

const Context = createContext<Me | undefined>(undefined);
export const MeProvider = Context.Provider;

/** Who is at the screen; only inside the frame. @example const { member, practice } = useMe(); */
export const useMe = (): Me => {
  const me = useContext(Context);
  if (!me) throw new Error('useMe stands outside the frame.');
  return me;
};

/** The one at the screen as the rules know them. @example can(useWho(), writes('workflows', 'workflows.design')) */
export const useWho = (): Who => whoOf(useMe());

/** Why this member may not do `act`, as a sentence; undefined when they may. @example const why_not = useWhyNot(writes('settings', 'members.manage')); */
export const useWhyNot = (act: Act): string | undefined => can(useWho(), act)?.because;

/** Asks `/me` again on focus and after each act that could have changed it; a role that changed holds at once (PL-30). */
export const useSession = () => useQuery({ ...meQuery, staleTime: 5_000 });

export const whoOf = ({ member, role, deputy_for }: Me): Who => ({
  actor: member ? `member:${member.id}` : 'system:screen',
  ...(member ? { member_id: member.id } : {}),
  ...(role.id ? { role_id: role.id } : {}),
  role_name: role.name,
  levels: role.levels,
  reach: role.reach,
  abilities: role.abilities,
  deputy_for,
  ...(role.own_clients_only ? { own_clients_only: true } : {}),
});
