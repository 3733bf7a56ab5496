import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { contextAt, memberWho } from '#messages/outbox/testing.ts';
import { blankConversation, blankReply } from './blank.ts';
import type { Arrived, ConversationCommand, ConversationState, Thread } from './model.ts';
import { decide, decideReply, evolve, evolveReply } from './rules.ts';

const TUESDAY = '2026-06-16T10:00:00.000Z';
const ARRIVED: Arrived = {
  channel: 'email',
  provider_id: 'one@bay.example',
  from_address: 'anna@bay.example',
  to_address: 'office@testing.example',
  return_path: 'anna@bay.example',
  bytes: 900,
  body: '',
};
const THREAD: Thread = {
  channel: 'email',
  address: 'anna@bay.example',
  our_address: 'office@testing.example',
  name: 'Bay Bakery',
  client_id: newId(),
  run_id: null,
  subject: 'Your records',
  member_id: newId(),
  message_id: newId(),
};
const came = (more: Partial<Extract<ConversationCommand, { do: 'reply_came' }>> = {}): ConversationCommand => ({
  do: 'reply_came',
  thread: THREAD,
  reply: newId(),
  at: TUESDAY,
  line: 'Here they are.',
  quiet: false,
  may_mean_stop: false,
  ...more,
});
const begin = (): ConversationState => ({ conversation: blankConversation(newId()), about: { assigned_to: [] } });
const after = (state: ConversationState, command: ConversationCommand, who = memberWho('Owner')) => {
  const decision = decide(state, command, contextAt(TUESDAY, who));
  if (!decision.yes) throw new Error(decision.because);
  const { about, conversation } = decision.events.reduce(evolve, state);
  return { about, conversation: { ...conversation, version: conversation.version + 1 } };
};

test('ME-79 what came in is stored, then read by a job, and decided once', () => {
  const state = { reply: blankReply(newId()) };
  const stored = decideReply(state, { do: 'receive', arrived: ARRIVED }, contextAt(TUESDAY));
  expect(stored).toMatchObject({
    yes: true,
    events: [{ verb: 'reply.received' }],
    effects: [{ do: 'queue', queue: 'inbound', name: 'read_reply' }],
  });
  if (!stored.yes) return;
  const kept = stored.events.reduce(evolveReply, state);
  kept.reply.version = 1;
  expect(decideReply(kept, { do: 'receive', arrived: ARRIVED }, contextAt(TUESDAY))).toMatchObject({ events: [] });
  const judged = {
    kind: 'person' as const,
    keyword: null,
    matched_by: null,
    message_id: null,
    conversation_id: null,
    client_id: null,
  };
  const decided = decideReply(kept, { do: 'decide', judged }, contextAt(TUESDAY));
  expect(decided).toMatchObject({ yes: true, events: [{ verb: 'reply.kept' }] });
  if (!decided.yes) return;
  const over = decided.events.reduce(evolveReply, kept);
  expect(decideReply(over, { do: 'decide', judged }, contextAt(TUESDAY))).toMatchObject({ events: [] });
});

test('ME-82 ME-85 a reply opens its conversation, an answer does not close it, and «handled» does', () => {
  const open = after(begin(), came());
  expect(open.conversation).toMatchObject({ open_since: TUESDAY, replies: 1, last_from: 'them', name: 'Bay Bakery' });
  const answered = after(open, { do: 'answered', at: TUESDAY, line: 'Thank you.', message: newId() });
  expect(answered.conversation).toMatchObject({ open_since: TUESDAY, last_from: 'us' });
  const handled = after(answered, { do: 'handle' });
  expect(handled.conversation).toMatchObject({ open_since: null, handled_at: TUESDAY });
  expect(decide(handled, { do: 'handle' }, contextAt(TUESDAY, memberWho('Owner')))).toMatchObject({ code: 'handled' });
  expect(after(handled, came()).conversation).toMatchObject({ open_since: TUESDAY, handled_at: null, replies: 2 });
  expect(after(handled, { do: 'open_again' }).conversation.open_since).toBe(TUESDAY);
});

test('ME-85 whoever may not write to people may not handle what they wrote', () => {
  const open = after(begin(), came());
  expect(decide(open, { do: 'handle' }, contextAt(TUESDAY, memberWho('Viewer')))).toMatchObject({
    kind: 'not_allowed',
  });
});

test('ME-37 a STOP joins the conversation and asks for nothing; a second reply keeps the first one’s time', () => {
  expect(after(begin(), came({ quiet: true })).conversation).toMatchObject({ open_since: null, replies: 1 });
  const open = after(begin(), came());
  expect(after(open, came({ quiet: true })).conversation.open_since).toBe(TUESDAY);
});
