import { BadgeCheck, CircleStop, ExternalLink, Pencil, RefreshCw, Trash2, UserRound } from 'lucide-react';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { canApprove } from '#people/authorizations/rules.ts';
import { peopleWhole } from '#people/fields/rights.ts';
import { useWho } from '../../me/me.ts';
import { placeOf } from '../data.ts';
import { type KnownAuthorization, namedFully, PLACE, pageOf } from './facts.ts';
import type { OpenAuthorizationSheet } from './sheets.tsx';
import { useAuthorizationVerbs } from './verbs.ts';
import { words } from './words.ts';

interface Place {
  open: OpenAuthorizationSheet;
  /** On its own page: no Open. */
  page?: boolean;
  /** On the client's page: no Open client. */
  of_client?: boolean;
}

/** The menu of an authorization. Nothing is started from one (PE-52): its client is one press away, where that is done. */
export const useAuthorizationActs = ({ open, page, of_client }: Place) => {
  const go = useGo();
  const who = useWho();
  const verbs = useAuthorizationVerbs();
  const no = can(who, writes('people'))?.because;
  const remove = async (known: KnownAuthorization) => {
    const title = words.remove_title(namedFully(known));
    if (!(await confirm({ title, consequence: words.remove_text, verb: words.remove, danger: true }))) return;
    await verbs.remove(known);
    if (page) go(PLACE);
  };
  return (known: KnownAuthorization): Act[] => {
    const { client, state, ended_on } = known;
    const kind = client.kind === 'prospect' ? 'prospect' : 'client';
    const to = placeOf(kind, client.id);
    return [
      ...(page ? [] : [{ id: 'open', label: words.open_it, icon: <ExternalLink />, to: pageOf(known.id) }]),
      ...(state === 'pending' && !ended_on
        ? [
            {
              id: 'approve',
              label: words.approve,
              icon: <BadgeCheck />,
              key: 'a',
              why_not: no ?? canApprove(client)?.because,
              run: () => open({ do: 'approve', id: known.id }),
            },
          ]
        : []),
      {
        id: 'edit',
        label: words.edit,
        icon: <Pencil />,
        key: 'e',
        why_not: no,
        run: () => open({ do: 'edit', id: known.id }),
      },
      {
        id: 'renew',
        label: words.renew,
        icon: <RefreshCw />,
        why_not: no,
        run: () => open({ do: 'renew', id: known.id }),
      },
      ...(ended_on
        ? []
        : [{ id: 'end', label: words.end, icon: <CircleStop />, why_not: no, run: () => open({ do: 'end', known }) }]),
      ...(of_client ? [] : [{ id: 'client', label: words.open_client[kind], icon: <UserRound />, to }]),
      {
        id: 'delete',
        label: words.remove,
        icon: <Trash2 />,
        danger: true,
        why_not: no ?? peopleWhole(who, 'delete an authorization')?.because,
        run: () => remove(known),
      },
    ];
  };
};
