import { api, isRefusal } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { type Acted, ITEMS, type ItemDetail, itemPage } from '../inbox/data.ts';
import { DOCUMENTS, type DocumentDetail, useRefreshDocuments } from './data.ts';
import { words } from './words.ts';

export interface Text {
  subject: string;
  body: string;
}

interface Approving {
  /** As it stands on the screen, where it was changed. */
  text: Text | undefined;
  instructions: string;
}

/** What is decided on the preview of one item; each says what it did and how to take it back. */
export const useDecisions = ({ item, document }: { item: ItemDetail; document: DocumentDetail }) => {
  const refresh = useRefreshDocuments();
  const go = useGo();
  const { number, id, version } = item;
  const { correspondence: letter, recipient } = document;
  const doing = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (fault) {
      if (!isRefusal(fault)) throw fault;
      toastRefusal(fault);
    } finally {
      await refresh('/correspondences');
    }
  };
  const decide = (body: object) => api.post<Acted>(`${ITEMS}/${id}/decision`, body, { version });
  const seen = ({ text, instructions }: Approving) => ({
    ...(letter && { correspondence_version: letter.version }),
    ...(text && { correspondence: text }),
    ...(instructions.trim() && { instructions: instructions.trim() }),
  });
  const takenBack = (answer: Acted) => ({
    undo: async () => {
      await api.post(`/events/${answer.event_id}/undo`, {});
      await refresh();
    },
    undo_ms: answer.undo_ms,
  });
  const recall = (message: string) =>
    doing(async () => {
      await api.post(`/messages/${message}/recall`, {});
      toast(words.recalled(number));
    });
  return {
    recall,
    approve: (given: Approving) =>
      doing(async () => {
        const answer = await decide({ value: 'approved', ...seen(given) });
        toast(words.decided.approved(number), answer.undo_ms ? takenBack(answer) : {});
        go(itemPage(number));
      }),
    refuse: (instructions: string) =>
      doing(async () => {
        const sure = await confirm({
          title: words.not_approve_title(number),
          consequence: words.not_approve_text,
          verb: words.not_approve,
          danger: true,
        });
        if (!sure) return;
        const answer = await decide({ value: 'not_approved', ...seen({ text: undefined, instructions }) });
        toast(words.decided.not_approved(number), answer.undo_ms ? takenBack(answer) : {});
        go(itemPage(number));
      }),
    send: (given: Approving) =>
      doing(async () => {
        const to = recipient?.address ?? '';
        await decide({ value: 'approved', send: true, to, ...seen(given) });
        const { message } = await api.get<DocumentDetail>(`${DOCUMENTS}/${document.id}`);
        const held = message ? Date.parse(message.leaves_at) - Date.now() : 0;
        toast(words.sending(number, to), message && held > 0 ? { undo: () => recall(message.id), undo_ms: held } : {});
      }),
    save: (text: Text) =>
      doing(async () => {
        await api.patch(`/correspondences/${letter!.id}`, text, { version: letter!.version });
        toast(words.letter_saved[letter!.kind]);
      }),
    settle: (outcome: 'arrived' | 'again' | 'cancel') =>
      doing(async () => {
        await api.post(`${ITEMS}/${id}/send-outcome`, { outcome });
        toast(words.settled(number));
      }),
  };
};
