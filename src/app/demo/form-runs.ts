import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Command } from '#kernel/decision/model.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import type { AnyRoom, Wanted } from '#kernel/loop/room.ts';
import { content, type WrittenContent } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { ASK_FORM } from '#workflows/runs/asking.ts';
import { launches, messages, runs } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

/** Two clients who were asked for their details: one has answered, and one was asked (WF-57). */

const DESIGN: WrittenContent = {
  name: 'Client details',
  description: 'What we need to know before the books are set up.',
  subject_kinds: ['client'],
  settings: { owner: ['manager'] },
  steps: [
    {
      key: 'details',
      kind: 'form',
      title: 'Your details',
      form: 'client_details',
      who: ['assignee'],
      reminders: [3, 7],
      expires_after: 21,
      due: { anchor: 'ready', n: 5, unit: 'business_day' },
    },
    {
      key: 'enter',
      kind: 'task',
      title: 'Enter the details',
      who: ['assignee'],
      due: { anchor: 'ready', n: 2, unit: 'business_day' },
    },
    {
      key: 'payroll',
      kind: 'task',
      title: 'Set up payroll',
      who: ['manager'],
      only_if: { field: 'answers.details.staff', is: 'is', value: true },
      due: { anchor: 'ready', n: 5, unit: 'business_day' },
    },
  ],
};

const ANSWERS = {
  contact_name: 'Robin Sample',
  contact_email: 'robin@demo-client.example',
  year_end: '31 March',
  tax_periods: 'Quarterly',
  staff: true,
  staff_count: 4,
};

/** Yesterday they were asked, and the first one answered an hour later; `at` moves the practice's clock. */
export const askedForDetails = async (
  making: Making,
  clients: readonly Id[],
  { yesterday, at }: { yesterday: Instant; at: (now: Instant) => Promise<unknown> },
): Promise<void> => {
  await at(yesterday);
  const workflow = await design(making);
  const started = clients.slice(0, 2).map((subject): Wanted<Command> & { id: Id } => {
    const command = { do: 'launch', workflow, subject, as: 'client', origin: 'hand' };
    return { id: newId(), command: command as Command };
  });
  await all(making, launches as AnyRoom, started);
  const asked = await formsOf(
    making,
    started.map(({ id }) => id),
  );
  await inPractice(making.house.kernel.db, making.practice, (desk) =>
    making.house.jobs.get(ASK_FORM)!(
      desk,
      asked.map(({ run, task }) => ({ run, task, attempt: 1, reminder: 0 })),
    ),
  );
  await at(addMilliseconds(yesterday, 1_200_000));
  await leave(making, asked);
  await at(addMilliseconds(yesterday, 1_800_000));
  const { run: id, task } = asked[0]!;
  const command = { do: 'client_answered', task, round: 1, answers: ANSWERS, files: [] };
  await all(making, runs as AnyRoom, [{ id, command: command as unknown as Command }]);
};

/** As the worker would send them, into the folder. */
const leave = async (making: Making, asked: readonly { run: Id }[]): Promise<void> => {
  const ids = await inPractice(making.house.kernel.db, making.practice, async ({ tx }) => {
    const { rows } = await sql<{ id: Id }>`
      select id from app.message where practice_id = ${making.practice} and run_id = any(${asked.map(({ run }) => run)})`.execute(
      tx,
    );
    return rows.map(({ id }) => id);
  });
  const answer = { answer: 'accepted', provider_id: '250 kept', refused: [] };
  const of = (command: object) => ids.map((id) => ({ id, command: command as Command }));
  await all(making, messages as AnyRoom, of({ do: 'begin', attempt: 1, node: 'demo' }));
  await all(making, messages as AnyRoom, of({ do: 'end', attempt: 1, answer, saved: true }));
};

const design = async (making: Making): Promise<Id> => {
  const id = newId();
  const { name, subject_kinds, ...rest } = content.parse(DESIGN);
  const whole = { name, subject_kinds, ...rest };
  const steps = [
    { do: 'create', id, name, description: whole.description, subject_kinds },
    { do: 'save_draft', content: whole, base_version: 0, draft_version: 1 },
    { do: 'publish', note: '', base_version: 0, draft_version: 2, anyway: true },
    { do: 'turn_on' },
  ];
  for (const command of steps)
    await all(making, workflows as AnyRoom, [{ id, command: command as unknown as Command }]);
  return id;
};

const all = async (making: Making, room: AnyRoom, wanted: readonly Wanted<Command>[]): Promise<void> => {
  for (const outcome of await decideAll(making, room, wanted)) yesOrThrow(outcome);
};

const formsOf = ({ house, practice }: Making, ids: readonly Id[]): Promise<{ run: Id; task: Id }[]> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ run: Id; task: Id }>`
      select run_id as run, id as task from app.task
      where practice_id = ${practice} and run_id = any(${ids}) and kind = 'form' order by id`.execute(tx);
    return rows;
  });
