import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import type { Answer } from '#messages/outbox/port.ts';
import { ASK_FORM } from '#workflows/runs/asking.ts';
import { messages, runs } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

/** What the system does by itself on a day that is lived in the past: nobody but the demo is there to do it then. */

/** The runs whose hour has come, as their timers would wake them: steps begin on their date, reminders come. */
export const wakesOfDay = async (making: Making): Promise<void> => {
  const { house, practice } = making;
  const ids = await inPractice(house.kernel.db, practice, async ({ tx, now }) => {
    const { rows } = await sql<{ id: Id }>`
      select thing as id from app.timer
      where practice_id = ${practice} and room = 'run' and due_at <= ${now} order by due_at, thing limit 400`.execute(
      tx,
    );
    return rows.map(({ id }) => id);
  });
  await decideAll(
    making,
    runs as AnyRoom,
    ids.map((id) => ({ id, command: { do: 'wake' } })),
  );
};

/** The actions of runs that are ready, by the code that the worker has. */
export const actionsOfDay = ({ house, practice }: Making): Promise<void> =>
  inPractice(house.kernel.db, practice, async (desk) => {
    const { rows } = await sql<{ run: Id; task: Id; attempt: number }>`
      select t.run_id as run, t.id as task, t.attempt from app.task t
      join app.run r on r.practice_id = t.practice_id and r.id = t.run_id
      where t.practice_id = ${practice} and t.kind = 'action' and t.state = 'ready' and t.message_id is null
        and r.ended_at is null
      order by t.id limit 400`.execute(desk.tx);
    if (rows.length) await house.jobs.get('run_action')!(desk, rows);
  });

/** The forms that are to be asked, by the code that the worker has (WF-57). */
export const formsOfDay = ({ house, practice }: Making): Promise<void> =>
  inPractice(house.kernel.db, practice, async (desk) => {
    const { rows } = await sql<{ run: Id; task: Id; attempt: number }>`
      select t.run_id as run, t.id as task, t.attempt from app.task t
      join app.run r on r.practice_id = t.practice_id and r.id = t.run_id
      where t.practice_id = ${practice} and t.kind = 'form' and t.state = 'ready' and t.message_id is null
        and t.needs_attention is null and r.ended_at is null
      order by t.id limit 400`.execute(desk.tx);
    if (rows.length)
      await house.jobs.get(ASK_FORM)!(
        desk,
        rows.map((one) => ({ ...one, reminder: 0 })),
      );
  });

const TAKEN: Answer = { answer: 'accepted', provider_id: '250 kept', refused: [] };

/** The messages whose hour has come, as if saved: none of them leaves (ME-76). */
export const messagesOfDay = async (making: Making): Promise<void> => {
  const { house, practice } = making;
  const due = await inPractice(house.kernel.db, practice, async (desk) => {
    const { rows } = await sql<{ id: Id; attempt: number }>`
      select id, jsonb_array_length(attempts) + 1 as attempt from app.message
      where practice_id = ${practice} and state = 'planned' and leaves_at <= ${desk.now} order by id limit 400`.execute(
      desk.tx,
    );
    return rows;
  });
  await decideAll(
    making,
    messages as AnyRoom,
    due.map(({ id, attempt }) => ({ id, command: { do: 'begin' as const, attempt, node: 'demo' } })),
  );
  await decideAll(
    making,
    messages as AnyRoom,
    due.map(({ id, attempt }) => ({ id, command: { do: 'end' as const, attempt, answer: TAKEN, saved: true } })),
  );
};
