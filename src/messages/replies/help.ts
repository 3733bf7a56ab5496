import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import { helpAnswer } from '#messages/addresses/keywords.ts';
import { channelOf } from '#messages/channels/store.ts';
import { blankMessage } from '#messages/outbox/blank.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { Reply } from './model.ts';
import { machine } from './receiving.ts';
import type { Reading } from './settling.ts';

const DAY_MS = 24 * 3_600_000;
/** By this the answers the machine gives by itself are known. */
const ANSWER = 'answer:';

/** HELP is answered by us where the provider leaves keywords to us, and at most once in 24 hours (ME-38, ME-39, ME-87). */
export const answerHelp = async (reading: Reading, desk: Desk, reply: Reply): Promise<void> => {
  const channel = await channelOf(desk, 'sms');
  if (channel.settings.keywords !== 'ours' || (await answeredLately(desk, reply.from_address))) return;
  const { name, settings } = desk.practice;
  const sender = senderOf(channel, name);
  const { id: _, version: __, ...blank } = blankMessage(newId());
  const message = {
    ...blank,
    channel: 'sms' as const,
    key: `${ANSWER}${reply.id}`,
    automatic: true,
    recipients: [{ address: reply.from_address, name: reply.from_address, record: null }],
    from_name: sender.name,
    from_address: reply.to_address || sender.address,
    body: helpAnswer({ name, phone: typeof settings.phone === 'string' ? settings.phone : null }),
  };
  const wanted = { id: newId(), command: { do: 'write' as const, message } };
  await act(reading.kernel, desk, machine(), reading.messages, [wanted]);
};

const answeredLately = async ({ tx, practice, now }: Desk, address: string): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from app.message
    where practice_id = ${practice.id} and channel = 'sms' and address = ${address} and key like ${`${ANSWER}%`}
      and created_at > ${addMilliseconds(now, -DAY_MS)} limit 1`.execute(tx);
  return rows.length > 0;
};
