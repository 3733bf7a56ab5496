import { useCallback } from 'react';
import { api, type Query } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import { toast } from '#kernel/ui/toast.tsx';
import type { RecordKind } from '#people/tags/model.ts';
import { PLACES, useRefreshPeople } from './data.ts';
import { words } from './words.ts';

/** A command of `POST /<kind>s/bulk`; its verb picks the words of the toast. */
export type BulkAsked = { do: keyof typeof words.bulk } & Record<string, unknown>;

interface Row {
  id: string;
  ok: boolean;
  because?: string;
}
/** Up to 1,000 rows are answered at once; more become an operation that goes on by itself (PL-72). */
type Answer =
  | { operation_id: string | null; rows: Row[]; done: number; refused: number }
  | { id: string; title: string; state: string };

/** Filters of a list that may stand several times: the address joins them by commas, the API takes them one by one. */
const SEVERAL = ['status', 'tag', 'missing', 'custom'];

/** What a list's state asks, as the API takes it: «open,waitlisted» becomes two. Pure. */
export const asked = (query: Query): Query =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [
        name,
        SEVERAL.includes(name) && typeof value === 'string' && value.includes(',') ? value.split(',') : value,
      ]),
  );

const bodyOf = (target: BulkTarget) =>
  target.filter ? { filter: numbers(asked(target.filter)), expected_count: target.count } : { ids: target.ids };

const numbers = ({ year_end_month, ...rest }: Query): Query => ({
  ...rest,
  ...(year_end_month ? { year_end_month: Number(year_end_month) } : {}),
});

/** One command on many records, told with what was refused and a way back (PE-45, PE-110, PE-112). */
export const useBulk = () => {
  const go = useGo();
  const refresh = useRefreshPeople();
  return useCallback(
    async (kind: RecordKind, command: BulkAsked, target: BulkTarget): Promise<void> => {
      const answer = await api.post<Answer>(`${PLACES[kind]}/bulk`, { command, ...bodyOf(target) });
      await refresh();
      const look = (id: string) => ({ link: { label: words.see, run: () => go(`/bulk/${id}`) } });
      if (!('rows' in answer)) return void toast(words.bulk_later(answer.title), look(answer.id));
      const { operation_id: id, done, refused, rows } = answer;
      const because = rows.find((row) => !row.ok)?.because ?? '';
      if (done === 0) return void toast(words.bulk_none(rows.length, because));
      const told = words.bulk[command.do](words.counted[kind](done));
      const undo = async () => {
        await api.post(`/bulk-operations/${id}/undo`);
        await refresh();
      };
      toast(refused ? words.bulk_refused(told, refused) : told, id ? { undo, ...(refused ? look(id) : {}) } : {});
    },
    [go, refresh],
  );
};
