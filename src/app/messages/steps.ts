import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Message, MessageCommand } from '#messages/outbox/model.ts';
import { type MessagesRoom, messagesById, stoppable } from '#messages/outbox/store.ts';
import { sends } from '#workflows/definitions/actions.ts';
import type { MessageBecame, RunCommand } from '#workflows/runs/commands.ts';
import { DROP, SEND } from '#workflows/runs/messages.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { forgetKept } from '#workflows/runs/sheets.ts';
import { stepOf, taskById } from '#workflows/runs/state.ts';
import { loadRuns } from '#workflows/runs/store.ts';
import { subjects } from '../ports/subjects.ts';
import { inRounds, tell } from '../reacting.ts';
import type { Reaction } from '../reactions.ts';
import { type Sent, wordingsOf } from './composing.ts';

/** What messages do to the runs they belong to, and runs and people to messages that have not left yet. */

const BECAME: Readonly<Record<string, MessageBecame>> = {
  'message.planned': 'planned',
  'message.restored': 'planned',
  'message.sent': 'sent',
  'message.failed': 'failed',
  'message.unknown': 'unknown',
  'message.recalled': 'recalled',
};

interface Rooms {
  runs: Room<RunState, RunCommand>;
  messages: MessagesRoom;
}

export const stepReactions = ({ runs, messages }: Rooms): readonly Reaction[] => [
  {
    // A step that sends is done when its message has left, and needs somebody when it could not (WF-60).
    on: /^message\.(planned|restored|sent|failed|unknown|recalled)$/,
    do: async (kernel, desk, events) => {
      const told = await standing(desk, events);
      const wanted = events.flatMap(({ thing, verb }) => {
        const message = told.get(idOf(thing));
        if (!message?.run_id || !message.task_id) return [];
        const command = {
          do: 'message_became',
          message: message.id,
          state: BECAME[verb]!,
          because: message.reason,
        } as const;
        return [{ id: message.run_id, command }];
      });
      for (const round of inRounds(wanted, ({ id }) => id)) await tell(kernel, desk, runs, round);
    },
  },
  {
    // Somebody looked at it: it leaves, or it does not (WF-59).
    on: /^task\.(finished|skipped)$/,
    do: async (kernel, desk, events) => {
      const looked = events.filter(
        ({ facts }) => facts.outcome?.[1] === SEND || facts.outcome?.[1] === DROP || facts.skipped_how,
      );
      const about = await messagesLookedAt(desk, looked);
      await tell(
        kernel,
        desk,
        messages,
        about.map(({ message, sent }) => ({
          id: message,
          command: sent
            ? { do: 'approve' }
            : { do: 'recall', code: 'dropped', reason: 'Somebody looked at it and dropped it.' },
        })),
      );
    },
  },
  {
    // Whoever has answered is not asked again, and nobody is asked for what is not wanted any more (WF-57).
    on: /^task\.(answered|skipped|expired|asked_again|removed|cancelled)$/,
    do: async (kernel, desk, events) => {
      const tasks = events.map(({ thing }) => idOf(thing));
      const mine = await waitingLetters(desk, tasks);
      const reason = 'Its form is answered, or is not asked any more.';
      await tell(
        kernel,
        desk,
        messages,
        mine.map((id) => ({ id, command: { do: 'recall', code: 'form_closed', reason } })),
      );
      await forgetKept(
        desk,
        events.filter(({ verb }) => verb === 'task.answered').map(({ thing }) => idOf(thing)),
      );
    },
  },
  {
    // A run that is over sends nothing more (WF-82, «cancel» in WF section 2).
    on: /^run\.(cancelled|completed|undone)$/,
    do: async (kernel, desk, events) => {
      const mine = await stoppable(desk, runsOf(events));
      const reason = 'Its run is over.';
      await tell(
        kernel,
        desk,
        messages,
        mine.map(({ id }) => ({ id, command: { do: 'recall', code: 'run_ended', reason } })),
      );
    },
  },
  {
    // On hold nothing leaves; afterwards it goes on (WF-112).
    on: /^run\.(held|released)$/,
    do: async (kernel, desk, events) => {
      const states = await loadRuns(desk, subjects, runsOf(events));
      const mine = await stoppable(desk, [...states.keys()]);
      const isHeld = (run: Id | null): boolean => !!states.get(run!)?.holds.some((hold) => !hold.closed_at);
      const hold = mine.filter(({ state, run_id }) => state === 'planned' && isHeld(run_id));
      const release = mine.filter(({ reason_code, run_id }) => reason_code === 'run_on_hold' && !isHeld(run_id));
      const reason = 'Its run is on hold.';
      await tell(
        kernel,
        desk,
        messages,
        hold.map(({ id }) => ({ id, command: { do: 'hold', code: 'run_on_hold', reason } })),
      );
      await tell(
        kernel,
        desk,
        messages,
        release.map(({ id }) => ({ id, command: { do: 'release' } })),
      );
    },
  },
  {
    // What a message was short of may be there now: it is written anew, and goes on by itself (ME-12).
    on: /^(person|contact|contact_link|employee|role_holding)\./,
    do: async (kernel, desk, events) => {
      if (events.every(({ verb }) => verb.endsWith('.refused'))) return;
      const short = await shortMessages(desk);
      if (!short.length) return;
      const states = await loadRuns(desk, subjects, [...new Set(short.flatMap(({ run_id }) => run_id ?? []))]);
      const waiting = short.flatMap((message) => {
        const sent = stepOfMessage(message, states);
        return sent ? [{ message, sent }] : [];
      });
      const wordings = await wordingsOf(
        desk,
        waiting.map(({ sent }) => sent),
      );
      const wanted = waiting.flatMap(({ message }, i) => {
        const writing = wordings[i]!;
        if ('yes' in writing || sameMissing(writing.missing, message.missing)) return [];
        const { subject, html, body, used, missing } = writing;
        const command: MessageCommand = { do: 'write_anew', writing: { subject, html, body, used, missing } };
        return [{ id: message.id, command }];
      });
      await tell(kernel, desk, messages, wanted);
    },
  },
];

/** Whose step each of these messages is, and why it stands as it does. */
const standing = async (
  { tx, practice }: Desk,
  events: readonly Recorded[],
): Promise<Map<Id, Pick<Message, 'id' | 'run_id' | 'task_id' | 'reason'>>> => {
  const { rows } = await sql<Pick<Message, 'id' | 'run_id' | 'task_id' | 'reason'>>`
    select id, run_id, task_id, reason from app.message
    where practice_id = ${practice.id} and id = any(${events.map(({ thing }) => idOf(thing))})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** The step whose message it is, with its run; null where one of them is gone. */
const stepOfMessage = ({ run_id, task_id }: Message, states: ReadonlyMap<Id, RunState>): Sent | null => {
  const state = states.get(run_id ?? '');
  const row = state && taskById(state, task_id ?? '');
  const step = row && stepOf(state, row.step_key);
  return sends(step) ? { state: state!, row: row!, step } : null;
};

/** Letters of these forms that can still be stopped. */
const waitingLetters = async ({ tx, practice }: Desk, tasks: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select m.id from app.task t
    join app.message m on m.practice_id = t.practice_id and m.run_id = t.run_id and m.task_id = t.id
    where t.practice_id = ${practice.id} and t.id = any(${tasks}) and t.kind = 'form' and m.state in ('planned', 'held')
    order by m.id`.execute(tx);
  return rows.map(({ id }) => id);
};

const runsOf = (events: readonly Recorded[]): Id[] => [...new Set(events.map(({ root }) => idOf(root)))];

const sameMissing = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

/** Held for want of a value; few at any time. */
const shortMessages = async (desk: Desk): Promise<Message[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.message where practice_id = ${desk.practice.id} and state = 'held' and reason_code = 'value_missing'
    order by id limit 200`.execute(desk.tx);
  return messagesById(
    desk,
    rows.map(({ id }) => id),
  );
};

/** The messages that these tasks looked at and that still stand, and whether they were sent. */
const messagesLookedAt = async (
  { tx, practice }: Desk,
  events: readonly Recorded[],
): Promise<{ message: Id; sent: boolean }[]> => {
  if (!events.length) return [];
  const { rows } = await sql<{ task: Id; message: Id }>`
    select t.id as task, t.message_id as message from app.task t
    join app.message m on m.practice_id = t.practice_id and m.id = t.message_id and m.state = 'held'
    where t.practice_id = ${practice.id} and t.id = any(${events.map(({ thing }) => idOf(thing))}) and t.kind = 'task'
      and m.reason_code = 'needs_approval'`.execute(tx);
  return rows.map(({ task, message }) => {
    const event = events.find(({ thing }) => idOf(thing) === task)!;
    return { message, sent: event.facts.outcome?.[1] === SEND };
  });
};
