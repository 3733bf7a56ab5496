import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Storage } from '#kernel/files/port.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { type ChannelKind, type ChannelRow, channelId } from '#messages/channels/model.ts';
import { channelOf, channels, secretOf } from '#messages/channels/store.ts';
import { goAsLinks } from './attaching.ts';
import { bytesOf, type FilesAtHand, filesAtHand, lackOf } from './carrying.ts';
import { CALLED_WITHIN_MS, inLanes, nextRound } from './lanes.ts';
import { canUnsubscribe, mailOf, textOf } from './letter.ts';
import type { Message } from './model.ts';
import type { Answer, EmailPort, SmsPort } from './port.ts';
import type { MessagesRoom } from './store.ts';
import type { Verb } from './telling.ts';
import { MINUTE } from './times.ts';
import { lockAddresses, takeTurns } from './turns.ts';

/** What a run of the worker is given: this attempt of this message. */
export interface GivenMessage {
  message: Id;
  channel: ChannelKind;
  attempt: number;
}

/** The way out of a channel as it is set up: the port, and how many messages it takes at the same time. */
export interface Exit {
  email: EmailPort;
  sms: SmsPort;
  at_once: number;
  /** It is the delivery folder: nothing leaves this machine (ME-77). */
  saves: boolean;
}

/** A letter's words as they leave. */
export type SecretWords = Pick<Message, 'body' | 'html'>;

export interface Sending {
  kernel: Kernel;
  room: MessagesRoom;
  /** This process, as attempts name it. */
  node: string;
  /** Where providers may report to; null where nobody outside can reach us. */
  publicUrl: string | null;
  /** Answers come to us, so an address of our own can say what they answer (ME-80). */
  receives: boolean;
  /** Where the recipient of each unsubscribes; empty where nobody outside can reach us (ME-113). */
  unsubscribeUrls(desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, string>>;
  /** The words of letters that stand in no row; null: it is not wanted any more (PL-S12). */
  secretLetters(desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, SecretWords | null>>;
  /** Where the receiver of each fetches files that no mail takes; empty where nobody outside can reach us (ME-30). */
  fileUrls(desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, string>>;
  /** Where answers to each find what it is about; empty where none can come in (IN-62). */
  replyAddresses(desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, string>>;
  storage: Storage;
  exitOf(desk: Desk, channel: ChannelRow, sealed: string | null): Exit;
  /** How many to begin together, as this process learnt it, by practice and channel. */
  rounds: Map<string, number>;
}

/**
 * Sends what is due, in steps that a kill may come between: turns are taken, attempts are begun and committed, the provider is
 * called, attempts are ended (ME-58). So few are begun together that few become unknown: what leaves within half a second.
 * Jobs that are not due any more are let go.
 */
export const sendMessages = async (sending: Sending, practice: Id, given: readonly GivenMessage[]): Promise<void> => {
  const inOne = <T>(work: (desk: Desk) => Promise<T>): Promise<T> =>
    again(() => inPractice(sending.kernel.db, practice, work));
  for (const mine of byChannel(given)) {
    const place = `${practice} ${mine[0]!.channel}`;
    for (let waiting = mine; waiting.length; ) {
      const round = await inOne((desk) => nextOf(sending, desk, waiting, sending.rounds.get(place)));
      waiting = waiting.slice(round.taken);
      if (!round.now.length) continue;
      const begun = await inOne((desk) => beginSome(sending, desk, round));
      const began = performance.now();
      const ended = await calledAll(sending, begun);
      if (!ended.length) continue;
      sending.rounds.set(place, nextRound(ended.length, performance.now() - began, begun.exit.at_once));
      await inOne((desk) => endAll(sending, desk, begun, ended));
    }
  }
};

/** The same in one transaction: for a sandbox, whose exit is always the folder (ME-124, PL-142). */
export const sendHere = async (sending: Sending, desk: Desk, given: readonly GivenMessage[]): Promise<void> => {
  for (const mine of byChannel(given)) {
    for (let waiting = mine; waiting.length; ) {
      const round = await nextOf(sending, desk, waiting);
      waiting = waiting.slice(round.taken);
      const begun = await beginSome(sending, desk, round);
      await endAll(sending, desk, begun, await calledAll(sending, begun));
    }
  }
};

const byChannel = (given: readonly GivenMessage[]): GivenMessage[][] => [
  ...Map.groupBy(given, ({ channel }) => channel).values(),
];

/** Of what waits, those whose turn it is. */
interface Round {
  kind: ChannelKind;
  exit: Exit;
  /** The channel was down before. */
  down: boolean;
  /** How many jobs are dealt with, whether their turn is now or later. */
  taken: number;
  now: readonly GivenMessage[];
}

/**
 * The next `round` of them, or as many as the exit takes at once, as far as the minute still has room; the rest of a full
 * minute comes again (ME-68).
 */
const nextOf = async (sending: Sending, desk: Desk, waiting: readonly GivenMessage[], round = 0): Promise<Round> => {
  const kind = waiting[0]!.channel;
  const channel = await channelOf(desk, kind);
  const exit = sending.exitOf(desk, channel, await secretOf(desk, kind));
  const some = waiting.slice(0, Math.max(round, exit.at_once));
  const perMinute = channel.per_minute;
  const turns = exit.saves ? some.length : await takeTurns(desk, kind, { wanted: some.length, perMinute });
  await comeAgain(sending, desk, some.slice(turns), perMinute);
  return { kind, exit, down: channel.down_since !== null, taken: some.length, now: some.slice(0, turns) };
};

interface Begun extends Pick<Round, 'kind' | 'exit' | 'down'> {
  practice: Id;
  messages: Message[];
  unsubscribe: ReadonlyMap<Id, string>;
  letters: ReadonlyMap<Id, SecretWords | null>;
  files: FilesAtHand;
  links: ReadonlyMap<Id, string>;
  answers: ReadonlyMap<Id, string>;
}

const beginSome = async (sending: Sending, desk: Desk, { kind, exit, down, now }: Round): Promise<Begun> => {
  await lockAddresses(
    desk,
    kind,
    now.map(({ message }) => message),
  );
  const files = await filesAtHand(desk, sending.storage, now);
  const outcomes = await act(
    sending.kernel,
    desk,
    machine(),
    sending.room,
    now.map(({ message, attempt }) => ({
      id: message,
      command: lackOf(files, message, attempt) ?? ({ do: 'begin', attempt, node: sending.node } as const),
    })),
  );
  // Begun here and now: one that stands as begun may be another node's, whose job was handed on to us (ME-63).
  const messages = outcomes.flatMap((outcome) =>
    outcome.yes && outcome.events.some(({ verb }) => verb === ('message.started' satisfies Verb))
      ? [outcome.state.message]
      : [],
  );
  const unsubscribe = await sending.unsubscribeUrls(desk, messages.filter(canUnsubscribe));
  const letters = await sending.secretLetters(
    desk,
    messages.filter(({ secret_letter }) => secret_letter !== null),
  );
  const links = await sending.fileUrls(desk, messages.filter(goAsLinks));
  const answers = await sending.replyAddresses(
    desk,
    messages.filter(({ item_id }) => item_id !== null),
  );
  return { practice: desk.practice.id, kind, exit, down, messages, unsubscribe, letters, files, links, answers };
};

/** For those without room: at the pace of the limit, so that they do not all come back together. */
const comeAgain = async (
  { kernel }: Sending,
  desk: Desk,
  given: readonly GivenMessage[],
  perMinute: number,
): Promise<void> => {
  if (!given.length) return;
  const wakes = given.map(
    ({ message }, i) =>
      ({
        do: 'wake',
        room: 'message',
        thing: message,
        at: addMilliseconds(desk.now, Math.ceil(((i + 1) * MINUTE) / perMinute)),
      }) as const,
  );
  await kernel.writers.wake(desk, wakes, machine());
};

interface Called {
  message: Message;
  answer: Answer;
}

/** Mails with files so many at once, so that few files are in memory at any time. */
const HEAVY_AT_ONCE = 5;

const calledAll = async (sending: Sending, begun: Begun): Promise<Called[]> => {
  const { messages, exit } = begun;
  const { heavy = [], light = [] } = Object.groupBy(messages, ({ attachments }) =>
    attachments.length ? 'heavy' : 'light',
  );
  const until = performance.now() + CALLED_WITHIN_MS;
  const calls = (some: readonly Message[], lanes: number) =>
    inLanes(some, { lanes, until }, (message) => call(sending, begun, message));
  const answers = [
    ...(await calls(light, exit.at_once)),
    ...(await calls(heavy, Math.min(HEAVY_AT_ONCE, exit.at_once))),
  ];
  return [...light, ...heavy].map((message, i) => ({ message, answer: answers[i]! }));
};

const call = async (
  { publicUrl, storage, receives }: Sending,
  { practice, kind, exit, unsubscribe, letters, files, links, answers }: Begun,
  message: Message,
): Promise<Answer> => {
  const words = letters.get(message.id);
  if (words === null) return NOT_WANTED;
  return kind === 'email'
    ? exit.email.send(
        mailOf(
          { ...message, ...words },
          {
            attachments: goAsLinks(message) ? [] : await bytesOf(files, storage, message),
            unsubscribe: unsubscribe.get(message.id),
            files: links.get(message.id),
            reply_to: answers.get(message.id),
            receives,
          },
        ),
      )
    : exit.sms.send(textOf(message, practice, publicUrl));
};

const NOT_WANTED: Answer = { answer: 'refused', temporary: false, code: '', text: 'It is not wanted any more.' };

const endAll = async (
  sending: Sending,
  desk: Desk,
  { kind, exit, ...begun }: Begun,
  ended: readonly Called[],
): Promise<void> => {
  const caller = machine();
  await act(
    sending.kernel,
    desk,
    caller,
    sending.room,
    ended.map(({ message, answer }) => ({
      id: message.id,
      command: { do: 'end', attempt: message.attempts.length, answer, saved: exit.saves } as const,
    })),
  );
  const down = ended.find(({ answer }) => answer.answer === 'down')?.answer;
  const up = begun.down && ended.some(({ answer }) => answer.answer === 'accepted');
  const command =
    down?.answer === 'down' ? ({ do: 'is_down', because: down.text } as const) : up ? ({ do: 'is_up' } as const) : null;
  if (command) await act(sending.kernel, desk, caller, channels, [{ id: channelId(kind), command }]);
};

const machine = (): Caller => ({ who: systemWho('messages'), request_id: newId() });
