import { sql } from 'kysely';
import { derivedId } from '#ground/derived-id.ts';
import { type Id, newId } from '#ground/id.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf, ref } from '#kernel/decision/rules.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { isSendDay, sendWindow } from '#messages/channels/window.ts';
import type { Conversation } from '#messages/replies/model.ts';
import { readConversations } from '#messages/replies/store.ts';
import { caller, tell } from '../reacting.ts';
import type { MessageRooms } from './reactions.ts';
import { askSomebody } from './tasks.ts';

/** What a person's reply asks of the house, and what *Mark as handled* ends (ME-82, ME-85, CO-93). */

const HELD_SEND_DAYS = 3;
const HOLD = 'reply';

/** A task and the reply hold when a conversation opens; of more replies while it is open its member is told. */
export const replyCame = async (
  kernel: Kernel,
  desk: Desk,
  rooms: MessageRooms,
  events: readonly Recorded[],
): Promise<void> => {
  const found = await readConversations(desk, [...new Set(events.map(({ thing }) => idOf(thing)))]);
  for (const event of events) {
    const conversation = found.get(idOf(event.thing));
    if (!conversation?.open_since) continue;
    if (event.facts.open_since) await opened(kernel, desk, rooms, conversation, !!event.facts.may_mean_stop?.[1]);
    else if (conversation.member_id) await tellMember(kernel, desk, conversation, conversation.member_id);
  }
};

const opened = async (
  kernel: Kernel,
  desk: Desk,
  rooms: MessageRooms,
  conversation: Conversation,
  mayMeanStop: boolean,
): Promise<void> => {
  const { id, name, last_line, client_id, run_id, member_id, open_since } = conversation;
  const hint = mayMeanStop
    ? '\n\nIt may mean that no more texts should come. If it does, record the opt-out on the client’s page.'
    : '';
  await askSomebody(kernel, desk, rooms.loneTasks, [
    {
      id: answerTask(id, open_since!),
      title: `Reply to answer: ${name}`,
      instructions: `«${last_line}»\n\nAnswer it under Conversations, and mark it as handled there.${hint}`,
      client_id,
      author_id: member_id,
      run_id,
    },
  ]);
  const until = daysOn(desk, HELD_SEND_DAYS + 1);
  await tell(
    kernel,
    desk,
    rooms.runs,
    (await runsOf(desk, conversation)).map((run) => ({
      id: run,
      command: { do: 'room_hold', id: newId(), kind: HOLD, reason: 'A reply waits for an answer.', until },
    })),
  );
};

/** The task is done and the runs go on, their dates moved by the days they were held. */
export const handled = async (
  kernel: Kernel,
  desk: Desk,
  rooms: MessageRooms,
  events: readonly Recorded[],
): Promise<void> => {
  const found = await readConversations(
    desk,
    events.map(({ thing }) => idOf(thing)),
  );
  for (const event of events) {
    const conversation = found.get(idOf(event.thing));
    const since = event.facts.open_since?.[0];
    if (!conversation || typeof since !== 'string') continue;
    const task = answerTask(conversation.id, since);
    const finish = { do: 'finish_task' as const, task };
    await tell(kernel, desk, rooms.loneTasks, [{ id: task, command: finish }]);
    await tell(
      kernel,
      desk,
      rooms.runs,
      (await waitingForNothingElse(desk, await runsOf(desk, conversation), conversation.id)).map((run) => ({
        id: run,
        command: { do: 'room_release', kind: HOLD, dates: 'shift' },
      })),
    );
  }
};

/** One for each time a conversation opened. */
export const answerTask = (conversation: Id, openSince: string): Id =>
  derivedId('reply to answer', conversation, openSince);

/** The conversation's run, and the client's other open runs that write to this address. */
const runsOf = async ({ tx, practice }: Desk, { run_id, client_id, address, channel }: Conversation): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select r.id from app.run r
    where r.practice_id = ${practice.id} and r.ended_at is null and (r.id = ${run_id}::uuid or r.id in (
      select m.run_id from app.message m where m.practice_id = ${practice.id} and m.client_id = ${client_id}::uuid
        and m.channel = ${channel} and m.address = ${address}))`.execute(tx);
  return rows.map(({ id }) => id);
};

/** Of these runs, the ones for which nothing else waits to be answered. */
const waitingForNothingElse = async ({ tx, practice }: Desk, runs: readonly Id[], handledOne: Id): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select r.id from app.run r
    where r.practice_id = ${practice.id} and r.id = any(${runs}) and not exists (
      select 1 from app.conversation c where c.practice_id = r.practice_id and c.run_id = r.id and c.id <> ${handledOne}
        and c.open_since is not null)`.execute(tx);
  return rows.map(({ id }) => id);
};

/** The n-th send day after today. */
const daysOn = ({ practice, today }: Desk, n: number): PlainDate => {
  const window = sendWindow(practice);
  let day = today;
  for (let left = n, looked = 0; left > 0 && looked < 60; looked += 1) {
    day = addDays(day, 1);
    if (isSendDay(day, window)) left -= 1;
  }
  return day;
};

const tellMember = (kernel: Kernel, desk: Desk, { id, name }: Conversation, member: Id): Promise<void> =>
  kernel.writers.notify(
    desk,
    [
      {
        do: 'notify',
        member,
        verb: 'conversation.reply_came',
        thing: ref('conversation', id),
        title: `${name} replied again`,
        url: `/conversations/${id}`,
      },
    ],
    caller(),
  );
