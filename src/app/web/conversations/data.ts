import { useCallback } from 'react';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import type { ConversationRow, Entry } from '#messages/replies/lists.ts';
import type { conversationDetail } from '#messages/replies/shapes.ts';
import { words } from './words.ts';

export type { ConversationRow, Entry };
export type ConversationDetail = z.infer<typeof conversationDetail>;

export const CONVERSATIONS = '/conversations';
export const conversationPage = (id: Id): string => `${CONVERSATIONS}/${id}`;

/** Marks as handled or opens again, with its toast and the way back. */
export const useHandling = () => {
  const refresh = useRefresh();
  const again = useCallback(() => refresh(CONVERSATIONS, '/my-work', '/tasks', '/counts', '/events'), [refresh]);
  return useCallback(
    async (id: Id, handled: boolean) => {
      const at = `${conversationPage(id)}/handling`;
      const set = (to: boolean) => (to ? api.put(at) : api.delete(at));
      try {
        await set(handled);
        const undo = async () => {
          await set(!handled);
          await again();
        };
        toast(handled ? words.handled : words.opened, { undo });
      } catch (fault) {
        toastRefusal(fault);
      } finally {
        await again();
      }
    },
    [again],
  );
};
