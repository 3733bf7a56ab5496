import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { mayWrite } from '#messages/addresses/may-write.ts';
import { knownAddresses } from '#messages/addresses/store.ts';
import { channelOf } from '#messages/channels/store.ts';
import { htmlOf } from '#messages/fields/html.ts';
import { canLink } from '#messages/links/store.ts';
import { blankMessage } from '#messages/outbox/blank.ts';
import { messageIdOf, senderOf } from '#messages/outbox/letter.ts';
import { type MessagesRoom, messagesById } from '#messages/outbox/store.ts';
import { answerKey } from './keys.ts';
import type { Conversation } from './model.ts';
import { type ConversationsRoom, readConversations, repliesIn } from './store.ts';

export interface Answering {
  /** PUBLIC_URL, where links to files would lead (ME-30). */
  publicUrl: string;
  kernel: Kernel;
  messages: MessagesRoom;
  conversations: ConversationsRoom;
}

/**
 * A member's answer, by way of the outbox and in the thread of what it answers (ME-85). Refuses an address that must not be
 * written to, and files that no message takes (ME-29). It belongs to no run: what holds the run must not hold its answer.
 */
export const answer = async (
  { kernel, messages, conversations, publicUrl }: Answering,
  desk: Desk,
  { caller, id, body, files }: { caller: Caller; id: Id; body: string; files: readonly Id[] },
): Promise<{ yes: true } | Refusal | null> => {
  const conversation = (await readConversations(desk, [id])).get(id);
  if (!conversation) return null;
  const no = await mayAnswer(desk, conversation);
  if (no) return no;
  const message = await written(desk, conversation, caller, body);
  const [outcome] = await act(kernel, desk, caller, messages, [
    { id: newId(), command: { do: 'write', message, attaching: { files, can_link: canLink(publicUrl) } } },
  ]);
  if (!outcome!.yes) return outcome!;
  const line = body.trim().split(/\r?\n/)[0]!.slice(0, 200);
  const answered = { do: 'answered' as const, at: desk.now, line, message: outcome!.id };
  const [told] = await act(kernel, desk, caller, conversations, [{ id, command: answered }]);
  return told!.yes ? { yes: true } : told!;
};

const mayAnswer = async (desk: Desk, { channel, address }: Conversation): Promise<Refusal | null> => {
  const known = (await knownAddresses(desk, [{ channel, address }])).get(`${channel}:${address}`);
  const may = mayWrite({ channel, class: 'service', address, known });
  return may.yes ? null : refused(may.code, may.because);
};

const written = async (desk: Desk, conversation: Conversation, caller: Caller, body: string) => {
  const { channel, address, name, client_id, subject, message_id } = conversation;
  const sender = senderOf(await channelOf(desk, channel), desk.practice.name);
  const last = (await repliesIn(desk, conversation.id)).findLast((reply) => reply.kind === 'person');
  const [before] = message_id ? await messagesById(desk, [message_id]) : [];
  const { id: _, version: __, ...blank } = blankMessage('');
  const references = [before && `<${messageIdOf(before)}>`, last && `<${last.provider_id}>`].filter(Boolean).join(' ');
  return {
    ...blank,
    class: 'service' as const,
    channel,
    key: answerKey(conversation.id, newId()),
    automatic: false,
    author_id: caller.who.member_id ?? null,
    subject_kind: client_id ? ('person' as const) : null,
    subject_id: client_id,
    client_id,
    recipients: [{ address, name, record: client_id ? { kind: 'person' as const, id: client_id } : null }],
    from_name: sender.name,
    from_address: sender.address,
    subject: channel === 'email' ? `Re: ${(subject ?? 'your message').replace(/^(re:\s*)+/i, '')}` : null,
    html: channel === 'email' ? htmlOf(body) : null,
    body,
    headers: last && channel === 'email' ? { 'In-Reply-To': `<${last.provider_id}>`, References: references } : {},
  };
};
