import { useMutation } from '@tanstack/react-query';
import { api } from '#kernel/ui/client.ts';
import { queryClient, useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import type { AbilityRow, RoleRow } from '../members/roles.ts';
import { back, type RoleChange, withChange } from './grants.ts';
import { words } from './words.ts';

interface Wanted {
  role: RoleRow;
  change: RoleChange;
}

type Answer = { items: RoleRow[]; abilities: AbilityRow[] };
const KEY = ['/roles', {}];

const put = (role: RoleRow) =>
  queryClient.setQueryData<Answer>(KEY, (data) =>
    data ? { ...data, items: data.items.map((one) => (one.id === role.id ? role : one)) } : data,
  );
const versionOf = (id: string) => queryClient.getQueryData<Answer>(KEY)?.items.find((one) => one.id === id)?.version;

/** Changes one of the practice's own roles, on the screen at once; quick changes go out one after the other. */
export const useChangeRole = () => {
  const refresh = useRefresh();
  const { mutate } = useMutation({
    scope: { id: 'roles' },
    mutationFn: ({ role, change }: Wanted) =>
      api.patch<RoleRow>(`/roles/${role.id}`, change, { version: versionOf(role.id) ?? role.version }),
    onSuccess: (changed, { role, change }) => {
      const now = queryClient.getQueryData<Answer>(KEY)?.items.find((one) => one.id === role.id);
      if (now) put({ ...now, version: changed.version });
      toast(words.changed(changed.name), { id: `role.${role.id}`, undo: () => apply(changed, back(role, change)) });
    },
    onError: (fault) => {
      toastRefusal(fault);
      void refresh('/roles');
    },
    onSettled: () => refresh('/me'),
  });
  const apply = (role: RoleRow, change: RoleChange) => {
    put(withChange(role, change));
    mutate({ role, change });
  };
  return apply;
};
