import { useMemo } from 'react';
import type { PlainDate } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useRefreshPeople } from '../data.ts';
import { useTakeBack } from '../undo.ts';
import { words as people } from '../words.ts';
import type { EmployeeDetail, KnownEmployee } from './facts.ts';
import { words } from './words.ts';

const PATH = '/employees';

/** What one does with an employee, each told by its toast. */
export const useEmployeeVerbs = () => {
  const refresh = useRefreshPeople();
  const back = useTakeBack();
  return useMemo(() => {
    const post = async (known: KnownEmployee, verb: string, body: object, told: string) => {
      const one = await api.post<EmployeeDetail>(`${PATH}/${known.id}/${verb}`, body, { version: known.version });
      await refresh();
      toast(told, { undo: () => back({ thing: `employee:${known.id}` }) });
      return one;
    };
    const restore = async (known: KnownEmployee) => {
      await api.post(`${PATH}/${known.id}/restoration`);
      await refresh();
    };
    return {
      onboarded: (known: KnownEmployee) => post(known, 'onboarding', {}, words.was_onboarded(known.name)),
      startLeave: (known: KnownEmployee, leave: { from: PlainDate; to: PlainDate | null; reason: string | null }) =>
        post(known, 'leaves', leave, words.leave_set(known.name)),
      endLeave: (known: KnownEmployee) => post(known, 'return', {}, words.leave_over(known.name)),
      lastDay: (known: KnownEmployee, asked: { end_on: PlainDate; reason?: string }) =>
        post(known, 'last-day', asked, words.last_day_set(known.name)),
      rehire: (known: KnownEmployee, start_on: PlainDate) =>
        post(known, 'rehiring', { start_on }, words.rehired(known.name)),
      link: async (known: KnownEmployee, member: string | null) => {
        const change = async (to: string | null, version: number) => {
          const one = await api.patch<EmployeeDetail>(`${PATH}/${known.id}`, { member: to }, { version });
          await refresh();
          return one;
        };
        const one = await change(member, known.version);
        toast(words.linked(known.name), { undo: () => change(known.member_id, one.version) });
      },
      remove: async (known: KnownEmployee) => {
        await api.delete(`${PATH}/${known.id}`, { version: known.version });
        await refresh();
        toast(people.removed(known.name), { undo: () => restore(known) });
      },
      erase: async (known: KnownEmployee, number: string) => {
        await api.post(`${PATH}/${known.id}/erasure`, { number });
        await refresh();
        toast(people.erased(number));
      },
    };
  }, [refresh, back]);
};
