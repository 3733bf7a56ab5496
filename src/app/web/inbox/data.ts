import { useCallback } from 'react';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { ItemRow, NoteRow } from '#inbox/items/lists.ts';
import type { Status } from '#inbox/items/model.ts';
import type { acted, itemCounts, itemDetail } from '#inbox/items/shapes.ts';
import { api } from '#kernel/ui/client.ts';
import { changeRows, keepVersion, useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import type { FoundRecord } from '../people/form/record-select.tsx';
import { words } from './words.ts';

export type { ItemRow, NoteRow };
export type ItemDetail = z.infer<typeof itemDetail>;
export type ItemCounts = z.infer<typeof itemCounts>;
export type Acted = z.infer<typeof acted>;
/** What an act needs to know of an item: it stands in rows and on its page. */
export type ItemLike = Pick<
  ItemRow,
  | 'id'
  | 'version'
  | 'number'
  | 'status'
  | 'assignee_id'
  | 'client_id'
  | 'client'
  | 'client_kind'
  | 'due_on'
  | 'hold'
  | 'may'
  | 'closed'
  | 'deleted'
  | 'document_id'
  | 'source'
  | 'contact'
  | 'subject'
>;

export const ITEMS = '/items';
export const COUNTS = '/item-counts';
/** The page of what was deleted. */
export const DELETED = '/inbox/deleted';
/** The address of an item's page goes by its number. */
export const itemPage = (number: number): string => `/inbox/${number}`;
export const numbered = (number: number): string => `#${number}`;
/** Its client as a field that chooses one wants it. */
export const clientOf = ({ client_id, client, client_kind }: ItemLike): FoundRecord | undefined =>
  client_id ? { id: client_id, kind: client_kind ?? 'client', display_name: client ?? '' } : undefined;

/** What an act on an item makes old. */
const PATHS = [ITEMS, COUNTS, '/counts', '/events', '/arrivals'];

export const useRefreshItems = () => {
  const refresh = useRefresh();
  return useCallback(() => refresh(...PATHS), [refresh]);
};

interface Said {
  sentence: (answer: Acted) => string;
  /** It leaves the tab it stands in. */
  leaves?: boolean;
  /** The dialog that asked shows the refusal itself. */
  quiet?: boolean;
}

/** One act on one item: at once on the screen, with its toast and the way back; a refusal puts everything back. */
export const useItemAct = () => {
  const refresh = useRefreshItems();
  return useCallback(
    async (item: Pick<ItemLike, 'id'>, send: () => Promise<Acted>, { sentence, leaves, quiet }: Said) => {
      const putBack = leaves ? changeRows<ItemRow>(ITEMS, (row) => (row.id === item.id ? undefined : row)) : undefined;
      try {
        const answer = await send();
        keepVersion(ITEMS, answer);
        const undo = async () => {
          await api.post(`/events/${answer.event_id}/undo`, {});
          await refresh();
        };
        if (answer.unchanged) toast(words.unchanged(words.tabs[answer.status], answer.unchanged.by));
        else toast(sentence(answer), answer.event_id && answer.undo_ms ? { undo, undo_ms: answer.undo_ms } : {});
      } catch (fault) {
        putBack?.();
        if (quiet) throw fault;
        toastRefusal(fault);
      } finally {
        await refresh();
      }
    },
    [refresh],
  );
};

const at = (id: Id, what = ''): string => `${ITEMS}/${id}${what}`;

/** What is sent for each act; each names the version that was on the screen (IN-31). */
export const sends = {
  status: ({ id, version }: ItemLike, status: Status) => api.put<Acted>(at(id, '/status'), { status }, { version }),
  decide: (
    { id, version }: ItemLike,
    value: 'approved' | 'not_approved',
    { instructions, letter }: { instructions: string | undefined; letter?: number | null },
  ) =>
    api.post<Acted>(
      at(id, '/decision'),
      {
        value,
        ...(instructions && { instructions }),
        ...(typeof letter === 'number' && { correspondence_version: letter }),
      },
      { version },
    ),
  take: ({ id }: ItemLike) => api.post<Acted>(at(id, '/taking')),
  assign: ({ id, version }: ItemLike, assignee_id: Id | null, note: string) =>
    api.put<Acted>(at(id, '/assignment'), { assignee_id, ...(note.trim() && { note: note.trim() }) }, { version }),
  change: ({ id, version }: Pick<ItemLike, 'id' | 'version'>, changes: object) =>
    api.patch<Acted>(at(id), changes, { version }),
  hold: ({ id, version }: ItemLike, why: string, until: string | null) =>
    api.put<Acted>(at(id, '/hold'), { why, until }, { version }),
  release: ({ id, version }: ItemLike) => api.delete<Acted>(at(id, '/hold'), { version }),
  note: ({ id }: Pick<ItemLike, 'id'>, body: string, mentions: readonly Id[]) =>
    api.post<Acted>(at(id, '/notes'), { body, mentions }),
  delete: ({ id, version }: ItemLike) => api.delete<Acted>(at(id), { version }),
  restore: ({ id }: ItemLike) => api.post<Acted>(at(id, '/restoration')),
  resubmit: ({ id }: ItemLike) => api.post<ItemDetail>(at(id, '/resubmission')),
};
