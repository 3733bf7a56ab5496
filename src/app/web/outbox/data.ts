import { useCallback } from 'react';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import type { MessageRow, MessageStrip } from '#messages/outbox/lists.ts';
import type { messageDetail } from '#messages/outbox/shapes.ts';
import { words } from './words.ts';

export type { MessageRow, MessageStrip };
export type MessageDetail = z.infer<typeof messageDetail>;

export const MESSAGES = '/messages';
export const STRIP = '/message-strip';
export const messagePage = (id: Id): string => `${MESSAGES}/${id}`;
const PATHS = [MESSAGES, STRIP, '/events', '/counts'];

export const useRefreshMessages = () => {
  const refresh = useRefresh();
  return useCallback(() => refresh(...PATHS), [refresh]);
};

export type Doing = keyof typeof words.told;

const send = (id: Id, what: Exclude<Doing, 'edit'>): Promise<{ event_id: Id | null }> => {
  const at = messagePage(id);
  switch (what) {
    case 'recall':
      return api.post(`${at}/recall`, {});
    case 'approve':
      return api.put(`${at}/approval`);
    case 'hold':
      return api.put(`${at}/hold`, {});
    case 'release':
      return api.delete(`${at}/hold`);
    case 'send_now':
      return api.post(`${at}/sending`);
    case 'retry':
      return api.post(`${at}/retry`);
    case 'went':
    case 'did_not':
      return api.post(`${at}/resolution`, { went: what === 'went' });
    case 'send_again':
      return api.post(`${at}/resolution`, { send_again: true });
  }
};

/** One act on a message with its toast; only a recall can be taken back (messages.md 3.2). */
export const useMessageVerb = () => {
  const refresh = useRefreshMessages();
  return useCallback(
    async (id: Id, what: Exclude<Doing, 'edit'>) => {
      try {
        const { event_id } = await send(id, what);
        const undo = async () => {
          await api.post(`/events/${event_id}/undo`, {});
          await refresh();
        };
        toast(words.told[what], what === 'recall' && event_id ? { undo } : {});
      } catch (fault) {
        toastRefusal(fault);
      } finally {
        await refresh();
      }
    },
    [refresh],
  );
};
