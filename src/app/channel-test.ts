import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { ChannelRow } from '#messages/channels/model.ts';
import type { Tested } from '#messages/channels/port.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { Answer, Mail } from '#messages/outbox/port.ts';
import type { Sending } from '#messages/outbox/sending.ts';

/** A test of a channel: to the member who asks, past outbox, limits and reports (ME-25, ME-78). */
export const channelTest =
  (house: { sending: Pick<Sending, 'exitOf'> }) =>
  (desk: Desk, channel: ChannelRow, sealed: string | null, to: string): (() => Promise<Tested>) => {
    const { email, sms } = house.sending.exitOf(desk, channel, sealed);
    if (channel.kind === 'email') return async () => testedBy(await email.send(testMail(desk, channel, to)));
    // nobody's phone is written to: whether the account answers with this secret is all that is asked
    const nothing = { id: newId(), to: channel.address, from: channel.address, body: '', status_callback: null };
    return async () => {
      const { found } = await sms.find(nothing, desk.now);
      return found === 'cannot_tell'
        ? { ok: false, said: 'The account could not be opened with this secret.', down: true }
        : { ok: true, said: '', down: false };
    };
  };

const testedBy = (answer: Answer): Tested =>
  answer.answer === 'accepted'
    ? { ok: true, said: answer.provider_id, down: false }
    : { ok: false, said: answer.text, down: answer.answer === 'down' };

const testMail = ({ practice }: Desk, channel: ChannelRow, to: string): Mail => {
  const id = newId();
  const from = senderOf(channel, practice.name);
  return {
    id,
    message_id: `${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}`,
    from,
    reply_to: null,
    return_path: from.address,
    to: [to],
    cc: [],
    subject: `[Test] E-mail of ${practice.name}`,
    text: `This is a test of how e-mail leaves ${practice.name}. It went to you alone.`,
    html: null,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: [],
  };
};

/** Where a member reads their own mail; null for a key of a service. */
export const ownAddress = async ({ tx, practice }: Desk, who: Who): Promise<string | null> => {
  if (!who.member_id) return null;
  const { rows } = await sql<{ email: string }>`
    select email from app.member where practice_id = ${practice.id} and id = ${who.member_id}`.execute(tx);
  return rows[0]?.email ?? null;
};
