import type { Act } from '#kernel/access/roles/model.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Facts, Refusal } from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, notFound, ref, refused } from '#kernel/decision/rules.ts';
import type { Conversation, ConversationCommand, ConversationState, ReplyCommand, ReplyState } from './model.ts';

/** Whoever may write to people may answer them, and say that an answer is not needed (ME-85). */
export const ANSWERS: Act = { module: null, level: 'write', ability: 'messages.send' };

/** A reply is stored once, then decided once (ME-79). */
export const decideReply = ({ reply }: ReplyState, command: ReplyCommand, context: Context): Decision => {
  const event = (verb: string, facts: Facts, client: string | null = null): Event => ({
    verb,
    thing: ref('reply', reply.id),
    facts,
    ...(client && { client_id: client }),
  });
  if (command.do === 'receive') {
    if (reply.version > 0) return accept([]);
    const born = creation({ ...command.arrived, received_at: context.now });
    const job = { do: 'queue', queue: 'inbound', name: READ_REPLY, data: { reply: reply.id } } as const;
    return accept([event('reply.received', born)], [job]);
  }
  if (reply.version === 0) return notFound();
  if (reply.decided_at) return accept([]);
  const set = { ...command.read, ...command.judged, decided_at: context.now };
  const verb = command.judged.conversation_id || command.judged.message_id ? 'reply.matched' : 'reply.kept';
  return accept([event(verb, difference<ReplyState['reply']>(reply, set), command.judged.client_id)]);
};

/** The job that reads and decides what was stored. */
export const READ_REPLY = 'read_reply';

export const evolveReply = (state: ReplyState, event: Event): ReplyState => ({ reply: changed(state.reply, event) });

/** Opened by a person's reply, closed by *Mark as handled*; an answer closes nothing by itself (ME-82, ME-85). */
export const decide = (state: ConversationState, command: ConversationCommand, context: Context): Decision => {
  const { conversation } = state;
  switch (command.do) {
    case 'reply_came':
      return replyCame(conversation, command, context);
    case 'answered': {
      const { at, line, message } = command;
      return change(conversation, 'conversation.answered', {
        last_at: at,
        last_line: line,
        last_from: 'us',
        message_id: message,
      });
    }
    case 'handle':
      return (
        canHandle(state, context) ??
        change(conversation, 'conversation.handled', {
          open_since: null,
          handled_at: context.now,
          handled_by: context.who.actor,
        })
      );
    case 'open_again':
      return (
        canOpenAgain(state, context) ??
        change(conversation, 'conversation.opened_again', {
          open_since: context.now,
          handled_at: null,
          handled_by: null,
        })
      );
  }
};

export const evolve = (state: ConversationState, event: Event): ConversationState => ({
  ...state,
  conversation: changed(state.conversation, event),
});

/** Refuses `handled` when nothing waits in it. */
export const canHandle = (
  { conversation, about }: Pick<ConversationState, 'about'> & { conversation: Pick<Conversation, 'open_since'> },
  context: Pick<Context, 'who'>,
): Refusal | null =>
  can(context.who, ANSWERS, about) ??
  (conversation.open_since ? null : refused('handled', 'Nothing waits for an answer in this conversation.'));

/** Refuses `open` when it is open already. */
export const canOpenAgain = (
  { conversation, about }: Pick<ConversationState, 'about'> & { conversation: Pick<Conversation, 'open_since'> },
  context: Pick<Context, 'who'>,
): Refusal | null =>
  can(context.who, ANSWERS, about) ??
  (conversation.open_since ? refused('open', 'This conversation is open already.') : null);

const replyCame = (
  conversation: Conversation,
  { thread, at, line, quiet, may_mean_stop }: Extract<ConversationCommand, { do: 'reply_came' }>,
  { now }: Context,
): Decision => {
  const open_since = conversation.open_since ?? (quiet ? null : now);
  const set: Partial<Conversation> = {
    ...thread,
    subject: conversation.subject ?? thread.subject,
    last_at: at,
    last_line: line,
    last_from: 'them',
    replies: conversation.replies + 1,
    open_since,
    ...(open_since && { handled_at: null, handled_by: null }),
  };
  const facts =
    conversation.version === 0 ? creation({ ...conversation, ...set }) : difference<Conversation>(conversation, set);
  const told = { ...facts, ...(may_mean_stop && { may_mean_stop: [null, true] as const }) };
  return accept([eventOf({ ...conversation, ...set }, 'conversation.reply_came', told)]);
};

const change = (conversation: Conversation, verb: string, set: Partial<Conversation>): Decision =>
  accept([eventOf(conversation, verb, difference<Conversation>(conversation, set))]);

const eventOf = ({ id, client_id, run_id }: Conversation, verb: string, facts: Facts): Event => ({
  verb,
  thing: ref('conversation', id),
  facts,
  ...(client_id && { client_id }),
  ...(run_id && { run_id }),
});
