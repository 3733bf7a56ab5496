import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { channelOf } from '#messages/channels/store.ts';
import { htmlOf } from '#messages/fields/html.ts';
import { blankMessage } from '#messages/outbox/blank.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { settingsOf } from '../items/settings.ts';
import { readItems } from '../items/store.ts';
import { LOOP_HEADER } from './judging.ts';
import type { Arrival, ReadMail } from './model.ts';
import { machine } from './receiving.ts';

/** «We have received your mail, number #n», where the practice wants it (IN-74). */

const DAY_MS = 86_400_000;
const RECEIPT = 'receipt:';

/** Only to a mail that a person wrote, and whose sender did not fail. */
export const mayAnswer = ({
  class: kind,
  verdict,
  from_address,
}: Pick<ReadMail, 'class' | 'verdict' | 'from_address'>) =>
  kind === 'ordinary' && verdict !== 'failed' && from_address !== '';

/** Writes it by way of the outbox, at most once per sender in 24 hours; an address that must not be written to gets none. */
export const acknowledge = async (
  { kernel, messages }: { kernel: Kernel; messages: MessagesRoom },
  desk: Desk,
  { arrival, read, item }: { arrival: Arrival; read: ReadMail; item: Id },
): Promise<void> => {
  const address = read.from_address.toLowerCase();
  if (!settingsOf(desk.practice).automatic_answer || !mayAnswer(read) || (await answeredLately(desk, address))) return;
  const made = (await readItems(desk, [item])).get(item)!;
  const sender = senderOf(await channelOf(desk, 'email'), desk.practice.name);
  const body = `We have received your mail, number #${made.number}. This is an automatic answer; whatever you answer to it reaches us.\n\n${desk.practice.name}`;
  const { id: _, version: __, attachments: ___, ...blank } = blankMessage('');
  const message = {
    ...blank,
    class: 'service' as const,
    channel: 'email' as const,
    key: `${RECEIPT}${item}`,
    automatic: true,
    item_id: item,
    subject_kind: made.client_id ? ('person' as const) : null,
    subject_id: made.client_id,
    client_id: made.client_id,
    recipients: [{ address, name: read.from_name || address, record: null }],
    from_name: sender.name,
    from_address: sender.address,
    subject: `We have received your mail (#${made.number})`,
    html: htmlOf(body),
    body,
    headers: {
      'Auto-Submitted': 'auto-replied',
      [LOOP_HEADER]: desk.practice.id,
      ...(arrival.message_id && { 'In-Reply-To': `<${arrival.message_id}>`, References: `<${arrival.message_id}>` }),
    },
  };
  await act(kernel, desk, machine(), messages, [{ id: newId(), command: { do: 'write', message } }]);
};

/** One left within a day, or is about to; looked for by an index for each, as no index holds all messages to an address. */
const answeredLately = async ({ tx, practice, now }: Desk, address: string): Promise<boolean> => {
  const ours = sql`m.practice_id = ${practice.id} and m.channel = 'email' and m.address = ${address} and m.key like ${`${RECEIPT}%`}`;
  const { rows } = await sql`
    select 1 from app.message m where ${ours} and m.automatic and m.accepted_at > ${addMilliseconds(now, -DAY_MS)}
    union all
    select 1 from app.message m where ${ours} and m.state in ('planned', 'started') limit 1`.execute(tx);
  return rows.length > 0;
};
