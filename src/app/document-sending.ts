import { type Id, newId } from '#ground/id.ts';
import { unsendable } from '#inbox/documents/letters.ts';
import { mailing, practiceSender } from '#inbox/documents/mailing.ts';
import type { DocumentRoomState } from '#inbox/documents/model.ts';
import type { DocumentsRoom } from '#inbox/documents/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { caller, tell } from './reacting.ts';

interface Rooms {
  kernel: Kernel;
  documents: DocumentsRoom;
  messages: MessagesRoom;
  publicUrl: string;
}

/**
 * Documents whose profile sends them as they are processed leave by e-mail; what cannot leave says why beside it (IN-115). Nothing
 * of the processing is undone by that.
 */
export const sendByThemselves = async (rooms: Rooms, desk: Desk, ids: readonly Id[]): Promise<void> => {
  const { kernel, documents, messages, publicUrl } = rooms;
  const by = caller();
  const wanted = ids.map((id) => ({
    id,
    command: { do: 'deliver' as const, message_id: newId(), seen_address: null },
  }));
  const states = await documents.load(desk, wanted, by.who);
  const sending = wanted.filter(({ id }) => {
    const { letter, around } = states.get(id)!;
    return letter?.kind === 'email' && letter.state === 'draft' && around.profile?.auto_send;
  });
  if (!sending.length) return;
  const [ready, not] = [sending, sending].map((some, i) =>
    some.filter(({ id }) => (unsendable(states.get(id)!) === null) === (i === 0)),
  ) as [typeof sending, typeof sending];
  const stays = not.map(({ id }) => ({ id, because: (unsendable(states.get(id)!) as Refusal).because }));
  const outcomes = await act(kernel, desk, by, documents, ready);
  const left = outcomes.flatMap((outcome, i) => {
    if (outcome.yes) return [{ id: ready[i]!.command.message_id, state: outcome.state }];
    stays.push({ id: ready[i]!.id, because: outcome.because });
    return [];
  });
  const how = { author: undefined, automatic: true, sender: await practiceSender(desk), publicUrl };
  const mails = left.map(({ id, state }) => ({ id, command: mailing(state as DocumentRoomState, how) }));
  const written = await act(kernel, desk, by, messages, mails);
  for (const [i, outcome] of written.entries())
    if (!outcome.yes) stays.push({ id: (left[i]!.state as DocumentRoomState).document.id, because: outcome.because });
  await tell(
    kernel,
    desk,
    documents,
    stays.map(({ id, because }) => ({ id, command: { do: 'not_delivered', because } as never })),
  );
};
