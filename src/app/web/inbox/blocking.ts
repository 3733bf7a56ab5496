import { useCallback } from 'react';
import { WRITES_SENDERS } from '#inbox/senders/rules.ts';
import type { SenderRuleRow } from '#inbox/senders/store.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../me/me.ts';
import { words } from './mail-words.ts';

export const SENDER_RULES = '/sender-rules';

/** Sets all further mail of a sender aside; one press takes it back (IN-70, IN-76). */
export const useBlocking = () => {
  const refresh = useRefresh();
  const why_not = useWhyNot(WRITES_SENDERS);
  const block = useCallback(
    async (sender: string) => {
      const sure = await confirm({
        title: words.block_title(sender),
        consequence: words.block_text,
        verb: words.block_verb,
      });
      if (!sure) return;
      try {
        const made = await api.post<SenderRuleRow>(SENDER_RULES, { pattern: sender, list: 'block' });
        const undo = async () => {
          await api.delete(`${SENDER_RULES}/${made.id}`);
          await refresh(SENDER_RULES);
        };
        toast(words.blocked(sender), { undo });
      } catch (fault) {
        toastRefusal(fault);
      } finally {
        await refresh(SENDER_RULES);
      }
    },
    [refresh],
  );
  return { block, why_not };
};
