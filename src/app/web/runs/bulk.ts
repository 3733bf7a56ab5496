import { useCallback } from 'react';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { type BulkTarget, bulkBody } from '#kernel/ui/list/model.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toastProgress } from '#kernel/ui/toast.tsx';
import { WORK_PATHS } from './data.ts';
import { words } from './words.ts';

/** How one row fared, with the sentence of its rule where it was left alone. */
export interface RowAnswer {
  id: Id;
  ok: boolean;
  because?: string;
}

/** What `POST /<things>/bulk` answers: the rows at once, or beyond 1,000 an operation that goes on (PL-72). */
interface Answered {
  operation_id?: Id | null;
  done: number;
  refused: number;
  /** Of an operation. */
  id?: Id;
  rows?: RowAnswer[];
}

export interface Said {
  /** «Putting on hold». */
  doing: string;
  /** «Put 47 runs on hold». */
  done: (count: number) => string;
  /** Shows why rows were left alone here; without it they are listed on the operation's own page. */
  left?: (rows: readonly RowAnswer[]) => void;
}

/** One command on many things, as one act with one undo; what was refused is a press away (PL-72, WF-153). */
export const useBulk = () => {
  const go = useGo();
  const refresh = useRefresh();
  return useCallback(
    async (path: string, command: { do: string } & Record<string, unknown>, target: BulkTarget, said: Said) => {
      const bar = toastProgress(said.doing, target.count);
      try {
        const answer = await api.post<Answered>(path, { command, ...bulkBody(target) });
        const operation = answer.operation_id ?? answer.id;
        if (!answer.rows) {
          bar.done(said.doing, seen(operation, go));
          return;
        }
        bar.at(target.count);
        const why = (rows: readonly RowAnswer[]) =>
          said.left
            ? { link: { label: words.bulk_why, run: () => said.left?.(rows.filter(({ ok }) => !ok)) } }
            : seen(operation, go);
        const undo =
          answer.done && operation
            ? { undo: () => api.post(`/bulk-operations/${operation}/undo`).then(() => refresh(...WORK_PATHS)) }
            : {};
        const sentence = answer.refused
          ? words.bulk_some(said.done(answer.done), answer.refused)
          : said.done(answer.done);
        bar.done(sentence, { ...undo, ...(answer.refused ? why(answer.rows) : {}) });
      } catch (fault) {
        bar.refused(fault);
        throw fault;
      } finally {
        await refresh(...WORK_PATHS);
      }
    },
    [go, refresh],
  );
};

const seen = (operation: Id | null | undefined, go: (to: string) => void) =>
  operation ? { link: { label: words.bulk_see, run: () => go(`/bulk/${operation}`) } } : {};
