import { useMemo } from 'react';
import type { Json } from '#kernel/decision/model.ts';
import { api } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useRefreshPeople } from '../data.ts';
import { useTakeBack } from '../undo.ts';
import { type AuthorizationDetail, type KnownAuthorization, nameOf, PLACE, pageOf } from './facts.ts';
import { words } from './words.ts';

type Known = Pick<KnownAuthorization, 'id' | 'version'>;
type Body = Record<string, Json>;

/** What one does with an authorization, each with its toast and its way back (PE-112). */
export const useAuthorizationVerbs = () => {
  const go = useGo();
  const refresh = useRefreshPeople();
  const back = useTakeBack();
  return useMemo(() => {
    const told = async (call: Promise<AuthorizationDetail>, say: (name: string) => string, open = false) => {
      const one = await call;
      await refresh();
      toast(say(nameOf(one)), {
        undo: () => back({ thing: `authorization:${one.id}` }),
        ...(open ? { link: { label: words.open_it, run: () => go(pageOf(one.id)) } } : {}),
      });
      return one;
    };
    const at = ({ id }: Known, rest = '') => `${pageOf(id)}${rest}`;
    return {
      add: (body: Body) => told(api.post<AuthorizationDetail>(PLACE, body), words.added, true),
      change: (known: Known, changes: Body) =>
        told(api.patch<AuthorizationDetail>(at(known), changes, { version: known.version }), words.saved),
      approve: (known: Known, body: Body) =>
        told(
          api.patch<AuthorizationDetail>(at(known), { state: 'approved', ...body }, { version: known.version }),
          words.approved,
        ),
      renew: (known: Known, body: Body) =>
        told(api.post<AuthorizationDetail>(at(known, '/renewal'), body), words.renewed, true),
      end: (known: Known, body: Body) => told(api.post<AuthorizationDetail>(at(known, '/ending'), body), words.ended),
      remove: async (known: KnownAuthorization) => {
        await api.delete(at(known), { version: known.version });
        await refresh();
        toast(words.removed(nameOf(known)), {
          undo: async () => {
            await api.post(at(known, '/restoration'));
            await refresh();
          },
        });
      },
    };
  }, [go, refresh, back]);
};
