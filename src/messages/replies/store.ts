import { sql } from 'kysely';
import { derivedId } from '#ground/derived-id.ts';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { blankConversation, blankReply } from './blank.ts';
import type {
  Channel,
  Conversation,
  ConversationCommand,
  ConversationState,
  ConversationsPort,
  Reply,
  ReplyCommand,
  ReplyState,
  Thread,
} from './model.ts';
import { decide, decideReply, evolve, evolveReply } from './rules.ts';

/** What comes twice is one: its provider's id says so (ME-79). */
export const replyId = (practice: Id, channel: Channel, providerId: string): Id =>
  derivedId(practice, 'reply', channel, providerId);

/** One address about one run, else about one client (messages.md 2). */
export const conversationId = (
  practice: Id,
  { channel, address, run_id, client_id }: Pick<Thread, 'channel' | 'address' | 'run_id' | 'client_id'>,
): Id => derivedId(practice, 'conversation', channel, address, run_id ?? client_id ?? '');

/** What came in, each a root of its own. */
export const replies: Room<ReplyState, ReplyCommand> = {
  name: 'reply',
  kinds: {
    reply: {
      table: 'app.reply',
      find: (state) => state.reply,
      personal: ['from_address', 'from_name', 'to_address', 'return_path', 'subject', 'body', 'html', 'attachments'],
    },
  },
  load: async (desk, wanted) => {
    const known = await readReplies(
      desk,
      wanted.map(({ id }) => id),
    );
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const reply = known.get(id) ?? (command.do === 'receive' ? blankReply(id) : null);
        return reply ? [[id, { reply }] as const] : [];
      }),
    );
  },
  decide: decideReply,
  evolve: evolveReply,
};

export type ConversationsRoom = Room<ConversationState, ConversationCommand>;

export const conversationsRoom = (port: ConversationsPort<Desk>): ConversationsRoom => ({
  name: 'conversation',
  kinds: {
    conversation: {
      table: 'app.conversation',
      find: (state) => state.conversation,
      personal: ['address', 'our_address', 'name', 'subject', 'last_line'],
    },
  },
  load: async (desk, wanted) => {
    const known = await readConversations(
      desk,
      wanted.map(({ id }) => id),
    );
    const about = await port.about(desk, [...known.values()]);
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const conversation = known.get(id) ?? (command.do === 'reply_came' ? blankConversation(id) : null);
        return conversation ? [[id, { conversation, about: about.get(id) ?? { assigned_to: [] } }] as const] : [];
      }),
    );
  },
  decide,
  evolve,
});

const REPLY = sql`r.id, r.version, r.channel, r.provider_id, r.from_address, r.from_name, r.to_address, r.return_path, r.received_at,
  r.bytes, r.subject, r.body, r.html, r.attachments, r.unread_because, r.kind, r.keyword, r.matched_by, r.message_id,
  r.conversation_id, r.client_id, r.authenticated, r.decided_at`;

export const readReplies = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Reply>> => {
  const { rows } = await sql<Reply>`
    select ${REPLY} from app.reply r where r.practice_id = ${practice.id} and r.id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** Texts of the number of one, up to it and in the order in which they came, that are not decided. */
export const textsThatWait = async ({ tx, practice }: Desk, { from_address, received_at }: Reply): Promise<Reply[]> =>
  (
    await sql<Reply>`
      select ${REPLY} from app.reply r
      where r.practice_id = ${practice.id} and r.channel = 'sms' and r.from_address = ${from_address}
        and r.decided_at is null and r.received_at <= ${received_at} order by r.received_at, r.id`.execute(tx)
  ).rows;

/** Of one conversation, in the order in which they came. */
export const repliesIn = async ({ tx, practice }: Desk, conversation: Id): Promise<Reply[]> =>
  (
    await sql<Reply>`
      select ${REPLY} from app.reply r
      where r.practice_id = ${practice.id} and r.conversation_id = ${conversation} order by r.received_at, r.id`.execute(
      tx,
    )
  ).rows;

export const CONVERSATION = sql`c.id, c.version, c.channel, c.address, c.our_address, c.name, c.client_id, c.run_id, c.subject,
  c.member_id, c.message_id, c.last_at, c.last_line, c.last_from, c.replies, c.open_since, c.handled_at, c.handled_by`;

export const readConversations = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Conversation>> => {
  const { rows } = await sql<Conversation>`
    select ${CONVERSATION} from app.conversation c where c.practice_id = ${practice.id} and c.id = any(${ids})`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
};
