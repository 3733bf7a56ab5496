import type { Id } from '#ground/id.ts';
import { dateAt, type Instant, instantOf, latest, type PlainDate } from '#ground/time.ts';
import type { Json, PracticeFacts } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { addBusinessDays } from '#workflows/dates/rules.ts';
import type { Ask, FormStep, TaskStep } from '#workflows/definitions/content.ts';
import type { RunCommand } from '#workflows/runs/commands.ts';
import { DROP, looksAtMessage, SEND } from '#workflows/runs/messages.ts';
import type { RunState, Sheet, Task } from '#workflows/runs/model.ts';
import { usable } from '#workflows/runs/people.ts';
import { approvalsOf, preparersOf, reviewStepOf } from '#workflows/runs/reviews.ts';
import { stepOf } from '#workflows/runs/state.ts';
import { someAnswers } from './answers.ts';
import type { Scenario, World } from './model.ts';
import { inventedRecords } from './subject.ts';

/** How people act in a simulation (WF-156): who, when, and with which outcome and answers. */

/** The hour at which people do what is due on a day. */
export const ACT_AT = '12:00';

/** When a task that is ready is done; null: never. */
export const actsAt = (task: Task, scenario: Scenario, practice: PracticeFacts): Instant | null => {
  const { how, ...by } = scenario.steps[task.step_key ?? '']?.act ?? scenario.act;
  if (how === 'never' || !task.ready_at) return null;
  const ready = dateAt(task.ready_at, practice.time_zone);
  const on =
    how === 'on_due' ? (task.due_on ?? ready) : addBusinessDays(ready, (by as { days: number }).days, practice);
  return latest(task.ready_at, instantOf(on, ACT_AT, practice.time_zone));
};

/** Whoever has it, the first of the pool who may, else the run owner; null: nobody. */
export const actorOf = (state: RunState, task: Task): Id | null => {
  if (task.assignee_id) return task.assignee_id;
  const pool = task.pool_role_id ? candidates(state, task).find((one) => one.role_id === task.pool_role_id) : undefined;
  return pool?.id ?? state.run.owner_id;
};

/** In the order of the practice; nobody reviews what they prepared or have approved (WF-138). */
const candidates = (state: RunState, task: Task) => {
  const step = reviewStepOf(state, task);
  const passed = step ? [...preparersOf(state, step).keys(), ...approvalsOf(task).flatMap(({ by }) => by ?? [])] : [];
  return state.directory.members.filter(({ id }) => !passed.includes(id) && usable(state, id));
};

/** The run with what somebody brings along: as many files as the task asks for, and the authorization it asks to record. */
export const prepared = (
  state: RunState,
  task: Task,
  { today, forms }: { today: PlainDate; forms: World['forms'] },
): RunState => {
  const step = taskStep(state, task);
  const sheet = sheetOf(state, task, forms);
  const files = Array.from({ length: step?.files_min ?? 0 }, (_, n) => ({
    id: `${task.id}-${n}`,
    state: 'ready',
    thing: ref('task', task.id),
  }));
  const records = step?.asks?.some(({ type, required }) => type === 'authorization' && required);
  return {
    ...state,
    files: [...state.files, ...(files as FileRow[])],
    ...(sheet && { sheets: { [task.id]: sheet } }),
    records: records && !Object.keys(state.records).length ? inventedRecords(today) : state.records,
  };
};

interface Doer {
  scenario: Scenario;
  actor: Id;
}

/** What somebody does to be done with it, by the kind of its step. */
export const commandsFor = (state: RunState, task: Task, doer: Doer): RunCommand[] => {
  const step = stepOf(state, task.step_key);
  switch (step?.kind) {
    case 'task':
      return finishing(state, { task, step }, doer);
    case 'review':
      return reviewing(state, task, doer);
    case 'form':
      return answering(state, { task, step }, doer);
    case 'action':
    case undefined:
      return [
        { do: 'finish_task', task: task.id, ...(looksAtMessage(task) && { outcome: verdictOn(state, task, doer) }) },
      ];
    default:
      return step satisfies never;
  }
};

/** Whoever was asked answers; where no letter could go, whoever has it enters the answer for them (WF-57). */
const answering = (
  state: RunState,
  { task, step }: { task: Task; step: FormStep },
  { scenario }: Doer,
): RunCommand[] => {
  const said = scenario.steps[step.key]?.answers ?? {};
  const given = {
    task: task.id,
    answers: someAnswers(state.sheets?.[task.id]?.questions ?? [], said, task),
    files: [],
  };
  return [
    task.asked && task.message_id
      ? { do: 'client_answered', round: task.round, ...given }
      : { do: 'answer_form', ...given },
  ];
};

/** A message is sent as it stands, unless the step that wrote it is told otherwise. */
const verdictOn = ({ tasks }: RunState, { message_id }: Task, { scenario }: Doer): string => {
  const step = tasks.find((row) => row.kind === 'action' && row.message_id === message_id)?.step_key;
  return scenario.steps[step ?? '']?.outcome === DROP ? DROP : SEND;
};

/** Its required lines are ticked, then it is finished. */
const finishing = (
  state: RunState,
  { task, step }: { task: Task; step: TaskStep },
  { scenario, actor }: Doer,
): RunCommand[] => {
  const said = scenario.steps[step.key] ?? {};
  const lines = (step.checklist ?? []).filter(({ key, required }) => required && !Object.hasOwn(task.ticks, key));
  const asked = (step.asks ?? []).filter(({ key, required }) => required && said.answers?.[key] === undefined);
  const answers = {
    ...Object.fromEntries(asked.map((ask) => [ask.key, firstAnswer(state, ask, { actor, task })])),
    ...said.answers,
  };
  const outcome = said.outcome ?? step.outcomes?.[0];
  return [
    ...lines.map(({ key }): RunCommand => ({ do: 'tick', task: task.id, line: key })),
    { do: 'finish_task', task: task.id, answers, ...(outcome !== undefined && { outcome }) },
  ];
};

/** The outcome that hands a review back; once, since what was put right is approved. */
export const HAND_BACK = 'hand back';

/** Approved; whoever is to name a reviewer names the first who may review (WF-139). */
const reviewing = (state: RunState, task: Task, { scenario }: Doer): RunCommand[] => {
  if (task.turn === 0) {
    const [named] = candidates(state, task);
    return named
      ? [{ do: 'assign_task', task: task.id, to: { member: named.id } }]
      : [{ do: 'approve', task: task.id }];
  }
  const back = scenario.steps[task.step_key!]?.outcome === HAND_BACK && task.round === 1;
  return [back ? { do: 'hand_back', task: task.id, comment: 'to be put right' } : { do: 'approve', task: task.id }];
};

/** What is asked on the page. A file that is asked for counts as brought, since nobody has one here. */
const sheetOf = (state: RunState, { id, step_key, round }: Task, forms: World['forms']): Sheet | undefined => {
  const step = stepOf(state, step_key);
  const form = step?.kind === 'form' ? forms.get(step.form) : undefined;
  if (step?.kind !== 'form' || !form) return undefined;
  const { title, intro, questions } = form;
  const asked = questions.map((one) => (one.kind === 'file' ? { ...one, required: false } : one));
  return { task_id: id, round, form: step.form, title, intro, questions: asked, kept_at: null };
};

const taskStep = (state: RunState, { step_key }: Task): TaskStep | undefined => {
  const step = stepOf(state, step_key);
  return step?.kind === 'task' ? step : undefined;
};

/** What somebody answers who is not told what to answer: the first there is. */
const firstAnswer = (state: RunState, ask: Ask, { actor, task }: { actor: Id; task: Task }): Json => {
  switch (ask.type) {
    case 'text':
      return 'answered';
    case 'number':
      return 1;
    case 'money':
      return '1.00';
    case 'date':
      return task.due_on ?? state.run.started_on;
    case 'yes_no':
      return true;
    case 'choice':
      return ask.choices?.[0] ?? null;
    case 'member':
      return actor;
    case 'authorization':
      return state.run.refers_to[0] ?? Object.keys(state.records)[0] ?? null;
    default:
      return ask.type satisfies never;
  }
};
