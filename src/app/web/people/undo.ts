import { useMemo } from 'react';
import { ApiRefusal, api } from '#kernel/ui/client.ts';
import { useMe } from '../me/me.ts';
import { useRefreshPeople } from './data.ts';
import { words } from './words.ts';

/** Whose history an act stands in: a person's, or that of any other thing, written `employee:<id>`. */
export type About = { client: string } | { thing: string };

/** Takes back what one did last to a record, whole act and all (PL-74). @example toast('…', { undo: () => back({ client: id }) }) */
export const useTakeBack = () => {
  const { member } = useMe();
  const refresh = useRefreshPeople();
  return useMemo(
    () => async (about: About) => {
      const mine = member ? { actor: `member:${member.id}` } : {};
      const { items } = await api.get<{ items: { id: string; can_undo: boolean }[] }>('/events', {
        ...about,
        ...mine,
        limit: 1,
        refusals: 'false',
      });
      const [last] = items;
      if (!last?.can_undo) throw new ApiRefusal(409, { code: 'moved_on', detail: words.moved_on });
      await api.post(`/events/${last.id}/undo`, {});
      await refresh();
    },
    [member, refresh],
  );
};
