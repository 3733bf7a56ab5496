import type { Desk } from '#kernel/database/practice.ts';
import type { Storage } from '#kernel/files/port.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { conversationOfKey } from './keys.ts';
import type { Answered } from './matching.ts';
import type { Conversation, Keyword, MatchedBy, Read, Reply, ReplyKind, Thread } from './model.ts';
import { machine } from './receiving.ts';
import { type ConversationsRoom, conversationId, readConversations, replies } from './store.ts';

export interface Reading {
  kernel: Kernel;
  storage: Storage;
  messages: MessagesRoom;
  conversations: ConversationsRoom;
  /** The name under which our mail server says whether a sender is authentic (RFC 8601); null: nobody says so. */
  authserv: string | null;
}

/** What a reading came to. */
export interface Verdict {
  kind: ReplyKind;
  keyword: Keyword | null;
  read?: Read;
  matched: { by: MatchedBy; message: Answered; thread: Thread } | null;
  /** It asks for no answer. */
  quiet: boolean;
}

/** Written down in the transaction of what follows from it: the conversation, and the fact on the message (ME-82, ME-65). */
export const settle = async (reading: Reading, desk: Desk, reply: Reply, verdict: Verdict): Promise<void> => {
  const { kernel } = reading;
  const { kind, keyword, matched, quiet, read } = verdict;
  const joins = kind === 'person' ? matched : null;
  const within = joins && (await conversationOf(desk, joins.message));
  const conversation = joins && (within?.id ?? conversationId(desk.practice.id, joins.thread));
  const judged = {
    kind,
    keyword,
    matched_by: matched?.by ?? null,
    message_id: matched?.message.id ?? null,
    conversation_id: conversation,
    client_id: matched?.message.client_id ?? null,
  };
  const decided = { do: 'decide' as const, judged, ...(read && { read }) };
  await act(kernel, desk, machine(), replies, [{ id: reply.id, command: decided }]);
  if (!joins || !conversation) return;
  const came = {
    do: 'reply_came' as const,
    thread: within ? threadIn(within, joins) : joins.thread,
    reply: reply.id,
    at: reply.received_at,
    line: firstLine(read?.body ?? reply.body),
    quiet,
    may_mean_stop: keyword === 'mentions_stop',
  };
  await act(kernel, desk, machine(), reading.conversations, [{ id: conversation, command: came }]);
  const replied = { do: 'replied' as const, at: reply.received_at };
  await act(kernel, desk, machine(), reading.messages, [{ id: joins.message.id, command: replied }]);
};

/** The conversation that the message was an answer in: what is said to it goes on there. */
const conversationOf = async (desk: Desk, { key }: Answered): Promise<Conversation | null> => {
  const id = conversationOfKey(key);
  return id ? ((await readConversations(desk, [id])).get(id) ?? null) : null;
};

const threadIn = (within: Conversation, { thread }: { thread: Thread }): Thread => ({
  ...thread,
  address: within.address,
  name: within.name,
  client_id: within.client_id,
  run_id: within.run_id,
  subject: within.subject,
  member_id: within.member_id,
});

/** What a list shows of it. */
const firstLine = (text: string): string =>
  text
    .trim()
    .split(/\r?\n/)
    .find((line) => line.trim())
    ?.trim()
    .slice(0, 200) ?? '';
