import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Kernel, Room } from '#kernel/loop/room.ts';
import { mayWrite } from '#messages/addresses/may-write.ts';
import type { Address, AddressCommand } from '#messages/addresses/model.ts';
import { addresses, onAddress, readAddresses } from '#messages/addresses/store.ts';
import { FILE_MISSING } from '#messages/outbox/leaving.ts';
import type { Message } from '#messages/outbox/model.ts';
import { MESSAGE, type MessagesRoom, messagesById } from '#messages/outbox/store.ts';
import { isInside } from '#messages/outbox/times.ts';
import type { LoneTaskCommand, RunCommand } from '#workflows/runs/commands.ts';
import type { RunState, Work } from '#workflows/runs/model.ts';
import { caller, tell } from '../reacting.ts';
import type { Reaction } from '../reactions.ts';
import { brakeDays } from './braking.ts';
import { handled, replyCame } from './conversations.ts';
import { downNotices, tellFailing, tellQuiet } from './down.ts';
import { forgetInMessages } from './erasing.ts';
import { forgetInInbox } from './erasing-inbox.ts';
import { type Asked, askSomebody } from './tasks.ts';

export interface MessageRooms {
  messages: MessagesRoom;
  loneTasks: Room<Work, LoneTaskCommand>;
  runs: Room<RunState, RunCommand>;
}

/** What follows from an address that must not be written to, and from a message that came back or failed. */
export const messageReactions = (rooms: MessageRooms): readonly Reaction[] => [
  {
    // Somebody has to answer, and nothing is sent on meanwhile (ME-82).
    on: /^conversation\.reply_came$/,
    do: (kernel, desk, events) => replyCame(kernel, desk, rooms, events),
  },
  {
    on: /^conversation\.handled$/,
    do: (kernel, desk, events) => handled(kernel, desk, rooms, events),
  },
  {
    // What waits for the address is recalled at once (ME-37, ME-114); each client whose address it is gets one task.
    on: /^(consent\.withdrawn|suppression\.made)$/,
    do: async (kernel, desk, events) => {
      const known = await readAddresses(desk, [...new Set(events.map(({ thing }) => idOf(thing)))]);
      for (const address of known.values()) await recallTo(kernel, desk, rooms.messages, address);
      await askSomebody(
        kernel,
        desk,
        rooms.loneTasks,
        events.flatMap((event) => stoppedTask(event, known.get(idOf(event.thing))) ?? []),
      );
    },
  },
  {
    // It came back, or the provider did not take it: the address learns it (ME-40), and somebody is told (ME-67, ME-75).
    on: /^message\.(bounced|failed|complained)$/,
    do: async (kernel, desk, events) => {
      for (const message of await messagesById(
        desk,
        events.map(({ thing }) => idOf(thing)),
      )) {
        const command = learned(message, desk.now);
        if (command) await tell(kernel, desk, addresses, [onAddress(desk.practice.id, command)]);
        if (
          !isInside(message) &&
          message.reason_code !== 'opted_out' &&
          !message.complained_at &&
          !isSaidByItsStep(message)
        )
          await askSomebody(kernel, desk, rooms.loneTasks, [cameBack(message)]);
      }
    },
  },
  {
    // It would leave without a file that somebody wanted in it (ME-31).
    on: /^message\.held$/,
    do: async (kernel, desk, events) => {
      const lack = events.filter(({ facts }) => facts.reason_code?.[1] === FILE_MISSING);
      const held = await messagesById(
        desk,
        lack.map(({ thing }) => idOf(thing)),
      );
      await askSomebody(kernel, desk, rooms.loneTasks, held.map(lacksFile));
    },
  },
  {
    on: /^message\.written$/,
    do: (kernel, desk, events) =>
      brakeDays(
        kernel,
        desk,
        rooms.messages,
        events.map(({ thing }) => idOf(thing)),
      ),
  },
  {
    // Whoever is erased is erased in messages too; what would still leave is recalled (PE-29).
    on: /^(person|employee|contact)\.erased$/,
    do: (kernel, desk, events) =>
      forgetInMessages(
        kernel,
        desk,
        rooms.messages,
        events.map(({ thing }) => idOf(thing)),
      ),
  },
  {
    // And in the inbox, with what came from them and what was prepared for them (PE-29).
    on: /^(person|employee|contact)\.erased$/,
    do: (kernel, desk, events) =>
      forgetInInbox(
        kernel,
        desk,
        rooms.messages,
        events.map(({ thing }) => idOf(thing)),
      ),
  },
  {
    on: /^channel\.down$/,
    do: async (kernel, desk, events) => kernel.writers.notify(desk, await downNotices(desk, events), caller()),
  },
  {
    on: /^mailbox\.failing$/,
    do: tellFailing,
  },
  {
    on: /^(intake_address|mailbox)\.fell_quiet$/,
    do: tellQuiet,
  },
];

const recallTo = async (kernel: Kernel, desk: Desk, room: MessagesRoom, known: Address): Promise<void> => {
  const { rows } = await sql<Message>`
    select ${MESSAGE} from app.message m
    where m.practice_id = ${desk.practice.id} and m.channel = ${known.channel} and m.address = ${known.address}
      and m.state in ('planned', 'held')`.execute(desk.tx);
  const wanted = rows.flatMap(({ id, channel, class: kind, address }) => {
    const may = mayWrite({ channel, class: kind, address, known });
    return may.yes ? [] : [{ id, command: { do: 'recall' as const, code: may.code, reason: may.because } }];
  });
  await tell(kernel, desk, room, wanted);
};

/** Of what a member did by hand nobody needs to be told, nor of a bounce, whose message tells it. */
const stoppedTask = ({ client_id, actor }: Recorded & { actor?: string }, address?: Address): Asked | null => {
  if (!client_id || !address || actor?.startsWith('member:')) return null;
  const { channel, address: at, reason, consent_source, consent_words } = address;
  if (reason === 'opted_out' && consent_source === 'keyword')
    return {
      title: `Opted out of texts: ${at}`,
      instructions: `No text will go to ${at} any more${consent_words ? `. They wrote «${consent_words}»` : ''}. Use another way; START from them, or a fresh consent, opens it again.`,
      client_id,
    };
  if (channel === 'email' && (reason === 'unsubscribed' || reason === 'complaint'))
    return {
      title: `${reason === 'unsubscribed' ? 'Unsubscribed from reminders' : 'Reported a reminder as unwanted'}: ${at}`,
      instructions: `Reminders no longer go to ${at}. Invoices and answers that somebody writes still do. Use another way to remind them.`,
      client_id,
    };
  return null;
};

const learned = (message: Message, now: string): AddressCommand | null => {
  const { channel, address, bounce, bounced_at } = message;
  const about = { channel, address };
  if (message.state === 'failed' && message.reason_code === 'opted_out')
    return { do: 'withdraw_consent', source: 'keyword', words: message.reason ?? undefined, ...about };
  if (message.complained_at) return { do: 'complained', evidence: 'The recipient reported it as unwanted.', ...about };
  if (!bounce) return null;
  const evidence = `${bounce.code} ${bounce.text}`.trim().slice(0, 500);
  const at = bounced_at ?? now;
  return { do: 'bounced', kind: bounce.kind, at, evidence, ...about, address: bounce.address.toLowerCase() };
};

/** A step that could not send says so itself, on its task, its run and the dashboard (WF-60); one place is enough (ME-67). */
const isSaidByItsStep = ({ state, key }: Message): boolean => state === 'failed' && key.startsWith('task:');

const lacksFile = ({ recipients, address, reason, client_id, author_id, run_id }: Message): Asked => ({
  title: `A message to ${recipients[0]?.name || address} lacks a file`,
  instructions: `${reason}\n\nWrite it once more with the file, and recall this one; or release it when the file is back.`,
  client_id: client_id as Id | null,
  author_id,
  run_id,
});

const cameBack = ({ recipients, address, subject, body, bounce, reason, ...about }: Message): Asked => {
  const name = recipients[0]?.name || address;
  const because = bounce ? `${bounce.code} ${bounce.text}`.trim() : (reason ?? 'no reason is known');
  return {
    title: `A message to ${name} ${bounce ? 'came back' : 'could not be sent'}`,
    instructions: `«${subject ?? body.slice(0, 80)}» to ${address}: ${because}\n\nCorrect the address or use another way. It is not sent again by itself.`,
    client_id: about.client_id as Id | null,
    author_id: about.author_id,
    run_id: about.run_id,
  };
};
