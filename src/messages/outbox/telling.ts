import { addMilliseconds } from '#ground/time.ts';
import type { Context, Effect, Event, Facts, Json } from '#kernel/decision/model.ts';
import { changed, difference, ref } from '#kernel/decision/rules.ts';
import type { Attempt, Message } from './model.ts';
import { GIVEN_AGAIN_MS, LOOK_EVERY_MS } from './times.ts';

/** How decisions tell what happened to a message, and what the shell shall do about it. */

export const VERBS = [
  'message.written',
  'message.held',
  'message.planned',
  'message.recalled',
  'message.restored',
  'message.edited',
  'message.started',
  'message.sent',
  'message.put_back',
  'message.failed',
  'message.unknown',
  'message.delivered',
  'message.bounced',
  'message.complained',
  'message.replied',
  'message.pressed',
  'message.erased',
] as const;
export type Verb = (typeof VERBS)[number];

/** What becomes of a message; of its attempts the one that begins, or what an attempt ended with. */
export type Told = Partial<Message> & { attempt?: Partial<Attempt> };

/** An attempt is told by itself: with all of them before and after, an event would grow with each. */
export const told = (message: Message, verb: Verb, { attempt, ...set }: Told): Event =>
  toldWith(message, verb, {
    ...difference<Message>(message, set),
    ...(attempt && { attempt: [null, attempt as unknown as Json] }),
  });

/** A message as an event left it: an attempt of a new number is one more, else the last one goes on. */
export const toldOf = (message: Message | undefined, event: Event): Message => {
  const { attempt, ...facts } = event.facts;
  const next = changed(message, { ...event, facts });
  if (!attempt) return next;
  const one = attempt[1] as unknown as Attempt;
  const last = next.attempts.at(-1);
  const attempts =
    last?.number === one.number ? [...next.attempts.slice(0, -1), { ...last, ...one }] : [...next.attempts, one];
  return { ...next, attempts };
};

export const toldWith = (message: Pick<Message, 'id' | 'client_id' | 'run_id'>, verb: Verb, facts: Facts): Event => ({
  verb,
  thing: ref('message', message.id),
  facts,
  ...(message.client_id && { client_id: message.client_id }),
  ...(message.run_id && { run_id: message.run_id }),
});

export const wakeAt = ({ id }: Pick<Message, 'id'>, at: string): Effect => ({
  do: 'wake',
  room: 'message',
  thing: id,
  at,
});
export const sleep = ({ id }: Pick<Message, 'id'>): Effect => ({ do: 'sleep', room: 'message', thing: id });

/** To the workers of its channel; if none comes to it, it is given again. */
const given = (message: Pick<Message, 'id' | 'channel' | 'attempts'>, { now }: Pick<Context, 'now'>): Effect[] => [
  {
    do: 'queue',
    queue: message.channel === 'email' ? 'mail' : 'sms',
    name: 'send_message',
    data: { message: message.id, channel: message.channel, attempt: message.attempts.length + 1 },
  },
  wakeAt(message, addMilliseconds(now, GIVEN_AGAIN_MS)),
];

/** To the workers when its time has come, else its alarm is set for that. */
export const atItsTime = (
  message: Pick<Message, 'id' | 'channel' | 'attempts' | 'leaves_at'>,
  context: Pick<Context, 'now'>,
): Effect[] => (message.leaves_at <= context.now ? given(message, context) : [wakeAt(message, message.leaves_at)]);

/** The name of the job that asks the provider for an unknown text. */
export const FIND_TEXT = 'find_text';

/** Asked for now, and again in a while (ME-64). */
export const lookedFor = (message: Pick<Message, 'id'>, { now }: Pick<Context, 'now'>): Effect[] => [
  { do: 'queue', queue: 'sms', name: FIND_TEXT, data: { message: message.id } },
  wakeAt(message, addMilliseconds(now, LOOK_EVERY_MS)),
];
