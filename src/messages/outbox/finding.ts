import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { act, again } from '#kernel/loop/perform.ts';
import { channelOf, secretOf } from '#messages/channels/store.ts';
import { textOf } from './letter.ts';
import type { Message, MessageCommand } from './model.ts';
import type { Found } from './port.ts';
import { reported } from './reported.ts';
import type { Sending } from './sending.ts';
import { messagesById } from './store.ts';

/**
 * Asks the provider for texts of which nobody knows whether they left. A single match settles one; otherwise it stays as it is,
 * to be asked for again or settled by a person (ME-64). The provider is called between two transactions.
 */
export const findTexts = async (sending: Sending, practice: Id, ids: readonly Id[]): Promise<void> => {
  const inOne = <T>(work: Parameters<typeof inPractice<T>>[2]): Promise<T> =>
    again(() => inPractice(sending.kernel.db, practice, work));
  const { texts, sms } = await inOne(async (desk) => {
    const channel = await channelOf(desk, 'sms');
    const found = await messagesById(desk, [...new Set(ids)]);
    const exit = sending.exitOf(desk, channel, await secretOf(desk, 'sms'));
    return { texts: found.filter(({ state }) => state === 'unknown'), sms: exit.sms };
  });
  for (const message of texts) {
    const found = await sms.find(textOf(message, practice, sending.publicUrl), message.started_at!);
    if (found.found !== 'found') continue;
    await inOne(async (desk) => {
      for (const command of settling(message, found, desk.now))
        await act(sending.kernel, desk, machine(), sending.room, [{ id: message.id, command }]);
    });
  }
};

const settling = (message: Message, { provider_id, status }: Extract<Found, { found: 'found' }>, at: string) => {
  const ended: MessageCommand = {
    do: 'end',
    attempt: message.attempts.length,
    answer: { answer: 'accepted', provider_id, refused: [] },
    saved: false,
  };
  const became = reported({ status, provider_id, code: null, address: message.address }, at);
  return became && became.do !== 'proved' ? [ended, became] : [ended];
};

const machine = () => ({ who: systemWho('messages'), request_id: newId() });
