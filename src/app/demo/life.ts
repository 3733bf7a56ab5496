import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Command, Json } from '#kernel/decision/model.ts';
import type { AnyRoom, Wanted } from '#kernel/loop/room.ts';
import type { Ask } from '#workflows/definitions/content.ts';
import { looksAtMessage, SEND } from '#workflows/runs/messages.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { sees } from '#workflows/runs/people.ts';
import { preparersOf, reviewStepOf } from '#workflows/runs/reviews.ts';
import { stepOf } from '#workflows/runs/state.ts';
import { loadRuns } from '#workflows/runs/store.ts';
import { subjects } from '../ports/subjects.ts';
import { launches, runs } from '../rooms.ts';
import { answersOfDay } from './client-answers.ts';
import { actionsOfDay, formsOfDay, wakesOfDay } from './itself.ts';
import { decideAll, type Making } from './making.ts';
import type { Random } from './random.ts';

export interface Lived {
  clients: readonly Id[];
  prospects: readonly Id[];
  employees: readonly Id[];
  workflows: ReadonlyMap<string, Id>;
  /** The day that is lived. */
  today: PlainDate;
  /** Towards the end fewer tasks are done, so that there is something to do. */
  last: boolean;
}

const ON_CLIENTS = [
  'client_onboarding',
  // often enough that its two versions can be compared
  'health_check',
  'health_check',
  'complaint',
  'payroll_month',
  'tax_return',
  'year_end_accounts',
  'schedule_setup',
];
const ON_EMPLOYEES = ['employee_onboarding', 'employee_profile'];
const ON_PROSPECTS = ['new_prospect', 'add_to_waitlist'];

/** One working day: some runs begin, people finish what is due, a few runs are held or cancelled. */
export const live = async (making: Making, lived: Lived): Promise<void> => {
  await wakesOfDay(making);
  await start(making, lived);
  const open = await openRuns(making);
  const acts = open.flatMap((state) => dayOf(making, state, lived.last));
  for (const [member, who] of making.players) {
    await decideAll(
      { ...making, caller: { ...making.caller, who } },
      runs as AnyRoom,
      acts.filter((act) => act.by === member).map(({ by: _, ...act }) => act),
    );
  }
  await answersOfDay(making, open, lived.last);
  await actionsOfDay(making);
  await formsOfDay(making);
};

const start = async (making: Making, lived: Lived): Promise<void> => {
  const { dice } = making;
  const count = Math.max(2, Math.round(lived.clients.length / 25));
  const one = (): Wanted<Command> => {
    const { as, keys, subjects: among } = kindOf(dice, lived);
    const key = dice.pick(keys);
    const on = { workflow: lived.workflows.get(key), subject: dice.pick(among), ...askedFor(making, key, lived.today) };
    return { id: newId(), command: { do: 'launch', as, origin: 'hand', ...on } as unknown as Command };
  };
  // of two alike in one batch neither would see the other
  const wanted = new Map(Array.from({ length: count }, one).map((each) => [sameRun(each.command), each]));
  await decideAll(making, launches as AnyRoom, [...wanted.values()]);
};

const sameRun = (command: Command): string => {
  const { workflow, subject } = command as unknown as Record<string, Json>;
  return `${workflow} ${subject}`;
};

const kindOf = (dice: Random, { clients, prospects, employees }: Lived) => {
  if (dice.chance(0.25)) return { as: 'prospect', keys: ON_PROSPECTS, subjects: prospects };
  if (dice.chance(0.06)) return { as: 'employee', keys: ON_EMPLOYEES, subjects: employees };
  return { as: 'client', keys: ON_CLIENTS, subjects: clients };
};

/** What the workflow asks for at launch, by its key. */
const askedFor = ({ cast, dice }: Making, key: string, today: PlainDate): Record<string, Json> => {
  const soon = (days: number): string => addDays(new Date(Date.now()).toISOString().slice(0, 10), days);
  const month = soon(-20).slice(0, 7);
  const period = { start: `${month}-01`, end: `${month}-28` };
  switch (key) {
    case 'employee_onboarding':
      return { run_date: soon(dice.whole(10)) };
    case 'complaint':
      return { people: { investigator: cast.get('Manager')! } };
    case 'payroll_month':
      // soon enough that the client is asked within days
      return { period, run_date: addDays(today, 14 + dice.whole(8)) };
    case 'tax_return':
      return { period, run_date: soon(10 + dice.whole(30)) };
    case 'year_end_accounts':
      return { period, run_date: soon(60 + dice.whole(120)) };
    default:
      return {};
  }
};

const openRuns = ({ house, practice }: Making): Promise<RunState[]> =>
  inPractice(house.kernel.db, practice, async (desk) => {
    const { rows } = await sql<{
      id: Id;
    }>`select id from app.run where practice_id = ${practice} and ended_at is null order by id limit 400`.execute(
      desk.tx,
    );
    return [
      ...(
        await loadRuns(
          desk,
          subjects,
          rows.map(({ id }) => id),
        )
      ).values(),
    ];
  });

/** At most one act a day on a run: a task is begun, or finished, or the run is held or ended. */
const dayOf = ({ dice, cast }: Making, state: RunState, last: boolean): (Wanted<Command> & { by: Id })[] => {
  const id = state.run.id;
  const manager = cast.get('Manager')!;
  if (dice.chance(0.006))
    return [
      {
        id,
        by: manager,
        command: {
          do: 'hold',
          id: newId(),
          reason: dice.pick(['Waiting for the client’s papers', 'The bank has not answered yet']),
        } as Command,
      },
    ];
  if (dice.chance(0.004))
    return [{ id, by: manager, command: { do: 'cancel', reason: 'The client asked us to stop' } as Command }];
  const ready = state.tasks.filter(
    (task) =>
      task.kind !== 'action' && task.kind !== 'form' && (task.state === 'ready' || task.state === 'in_progress'),
  );
  const task = ready[0];
  if (!task || !dice.chance(last ? 0.12 : task.kind === 'review' ? 0.2 : 0.45)) return [];
  const by = task.assignee_id ?? manager;
  if (task.state === 'ready' && dice.chance(0.25))
    return [{ id, by, command: { do: 'start_task', task: task.id } as Command }];
  if (task.turn === 0) return [{ id, by: manager, command: reviewerFor(state, task) }];
  if (task.kind === 'review') return [{ id, by, command: verdict(dice, task) }];
  return work(dice, state, task).map((command) => ({ id, by, command }));
};

const HAND_BACKS = [
  'Two amounts have no explanation yet',
  'The letter is not the signed one, please attach that',
  'Compare with last year and say what moved',
];

/** Most is approved; now and then something is missing. */
const verdict = (dice: Random, { id, round }: Task): Command =>
  (round === 1 && dice.chance(0.35)
    ? { do: 'hand_back', task: id, comment: dice.pick(HAND_BACKS) }
    : { do: 'approve', task: id }) as unknown as Command;

/** Somebody who prepared none of it. */
const reviewerFor = (state: RunState, task: Task): Command => {
  const passed = preparersOf(state, reviewStepOf(state, task)!);
  const member = state.directory.members.find(({ id, active }) => active && !passed.has(id) && sees(state, id))!.id;
  return { do: 'assign_task', task: task.id, to: { member } } as unknown as Command;
};

/** Ticks what must be ticked and finishes; tasks that want a file are skipped with a reason. */
const work = (dice: Random, state: RunState, task: Task): Command[] => {
  if (looksAtMessage(task)) return [{ do: 'finish_task', task: task.id, answers: {}, outcome: SEND } as Command];
  const step = stepOf(state, task.step_key);
  if (step?.kind !== 'task') return [];
  if (
    step.files_min ||
    step.finish_if ||
    step.asks?.some((ask) => ask.type === 'authorization' || ask.type === 'member' || ask.writes === 'end_on')
  ) {
    return [{ do: 'skip_task', task: task.id, reason: 'Done outside, noted in the file' } as Command];
  }
  const ticks = (step.checklist ?? []).map(
    ({ key }) => ({ do: 'tick', task: task.id, line: key }) as unknown as Command,
  );
  // a field of the record is only written where it has to be
  const asked = (step.asks ?? []).filter(({ writes, required }) => required || !writes);
  const answers = Object.fromEntries(asked.map((ask) => [ask.key, answer(dice, ask)]));
  const outcome = step.outcomes?.length
    ? { outcome: dice.chance(0.8) ? step.outcomes[0] : dice.pick(step.outcomes) }
    : {};
  return [...ticks, { do: 'finish_task', task: task.id, answers, ...outcome } as unknown as Command];
};

const answer = (dice: Random, ask: Ask): Json => {
  switch (ask.type) {
    case 'number':
      return 1 + dice.whole(40);
    case 'money':
      return `${1_000 + dice.whole(90_000)}.00`;
    case 'date':
      return '2026-01-31';
    case 'yes_no':
      return dice.chance(0.5);
    case 'choice':
      return ask.choices?.[0] ?? null;
    default:
      return 'As agreed';
  }
};
