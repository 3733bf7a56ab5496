import { timeAt } from '#ground/time.ts';
import type { Context, Event } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { isClientFacing } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import type { What } from '#workflows/definitions/expect.ts';
import { filled } from '#workflows/definitions/merge.ts';
import type { RunState, SubjectFacts, Task } from '#workflows/runs/model.ts';
import { nameOf, stepOf, taskById } from '#workflows/runs/state.ts';
import { because, waitsFor } from '#workflows/runs/why.ts';
import { sayDay } from '#workflows/runs/words.ts';
import type { Doing } from './doing.ts';
import { letterOf, type Mail, type Writing } from './mail.ts';
import type { Line, Subject, Values } from './model.ts';

/**
 * A line of a life that several subjects share: what names the subject is filled in for each of them. `text` is a function
 * of the subject as it is with all that has changed on it till then.
 */
export interface SharedLine extends Omit<Line, 'subject' | 'subject_name' | 'text' | 'to'> {
  text: string | null | ((facts: SubjectFacts, subject: Subject) => string);
  to: string[] | ((facts: SubjectFacts, subject: Subject) => string[]);
  /** Of a message: to whom it goes and how it reads, in place of both. */
  letter?: (facts: SubjectFacts, subject: Subject) => Pick<Line, 'to' | 'text'>;
  /** The fields that were changed so far, for `text` and `to`. */
  changed: Record<string, unknown>;
}

/** What the story of a run tells of; everything else is how it came about. */
const TOLD: Readonly<Record<string, What>> = {
  'run.launched': 'started',
  'task.ready': 'ready',
  'task.asked': 'ready',
  'task.expired': 'failed',
  'task.needs_attention': 'failed',
  'task.added': 'ready',
  'task.reopened': 'ready',
  'task.approved': 'approved',
  'task.handed_back': 'handed_back',
  'task.finished': 'done',
  'task.answered': 'done',
  'task.not_applicable': 'left_out',
  'task.skipped': 'left_out',
  'action.not_sent': 'left_out',
  'action.late': 'failed',
  'task.due_moved': 'moved',
  'task.returned': 'moved',
  'task.passed_on': 'moved',
  'run.completed': 'completed',
  'run.cancelled': 'ended',
};

type Base = Pick<SharedLine, 'at' | 'on' | 'time'>;
export const momentOf = ({ now, today, practice }: Context): Base => ({
  at: now,
  on: today,
  time: timeAt(now, practice.time_zone),
});

const blank: Pick<SharedLine, 'period' | 'step' | 'action' | 'to' | 'due_on' | 'text' | 'why' | 'message'> = {
  period: null,
  step: null,
  action: null,
  to: [],
  due_on: null,
  text: null,
  why: [],
  message: false,
};

const runOf = ({
  content,
  run: { period_start: start, period_end: end },
}: RunState): Pick<Line, 'workflow' | 'period'> => ({
  workflow: content.name,
  period: start && end ? { start, end } : null,
});

/** One line per event that somebody would notice; null for the others. `after` is the run as the event left it. */
export const lineOf = (event: Event, after: RunState, context: Context): Omit<SharedLine, 'changed'> | null => {
  const what = TOLD[event.verb];
  if (!what) return null;
  const line = { ...momentOf(context), ...blank, ...runOf(after), title: after.content.name, what };
  const task = event.thing.startsWith('task:') ? taskById(after, idOf(event.thing)) : undefined;
  if (!task) return { ...line, to: ownerIn(after, what), why: after.run.ended_reason ? [after.run.ended_reason] : [] };
  if (what === 'ready' && task.state !== 'ready') return null;
  if (what === 'failed' && task.kind === 'form' && !task.needs_attention) return null;
  const step = stepOf(after, task.step_key);
  const verdict = task.verdicts.at(-1);
  const told: Partial<Record<What, Pick<SharedLine, 'to' | 'text'>>> = {
    done: { to: doneBy(after, task), text: task.outcome },
    approved: { to: [nameOf(after, verdict?.by)], text: null },
    handed_back: { to: [nameOf(after, verdict?.by)], text: verdict?.comment ?? null },
  };
  return {
    ...line,
    step: task.step_key,
    title: task.title,
    to: holders(after, task),
    due_on: task.due_on,
    ...told[what],
    why: [...(step ? because({ state: after, context }, step, task) : asking(task)), ...moved(event)],
  };
};

/** What an action did. */
export const actionLine = (
  state: RunState,
  { step, doing, why }: { step: ActionStep; doing: Doing; why: string[] },
  { context, values, failed }: { context: Context; values: Values; failed?: boolean },
): Omit<SharedLine, 'changed'> => {
  const { practice, today } = context;
  const { content } = state;
  const written = doing.text;
  return {
    ...momentOf(context),
    ...blank,
    ...runOf(state),
    step: step.key,
    title: step.title,
    what: failed ? 'failed' : 'action',
    action: step.do,
    to: doing.to ?? [],
    text: written ? (subject) => filled(written, values({ practice, today }, { subject, content })).text : null,
    why: [...because({ state, context }, step, undefined), ...why],
  };
};

/** A message that leaves, to each of its own and in their own words. */
export const letterLine = (
  state: RunState,
  { writing, mail }: { writing: Writing; mail: Mail },
  context: Context,
): Omit<SharedLine, 'changed'> => {
  const { step } = writing;
  const letter = (facts: SubjectFacts, { addressee }: Subject) => {
    const made = letterOf(mail, addressee, { ...writing, facts });
    return made.yes ? { to: made.to, text: made.text } : { to: [], text: '' };
  };
  return {
    ...momentOf(context),
    ...blank,
    ...runOf(state),
    step: step.key,
    title: step.title,
    what: 'action',
    action: step.kind === 'form' ? 'form' : step.do,
    letter,
    why: because({ state, context }, step, undefined),
    message: isClientFacing(step),
  };
};

/** Steps that are not live by the end, and what they wait for. */
export const openLines = (state: RunState, context: Context): Omit<SharedLine, 'changed'>[] =>
  state.run.ended_at
    ? []
    : state.content.steps.flatMap((step) => {
        const row = state.tasks.find(({ step_key }) => step_key === step.key);
        if (row && row.state !== 'waiting' && row.finished_at) return [];
        const open = row && row.state !== 'waiting';
        return [
          {
            ...momentOf(context),
            ...blank,
            ...runOf(state),
            step: step.key,
            title: step.title,
            what: 'open' as const,
            to: open ? holders(state, row) : [],
            due_on: row?.due_on ?? null,
            why: open ? ['not done by then'] : waits(state, step, context),
          },
        ];
      });

const waits = (state: RunState, step: RunState['content']['steps'][number], context: Context): string[] => {
  const first = waitsFor({ state, context }, step);
  return first.length ? first.map((one) => `waits for ${one}`) : ['its day has not come'];
};

/** A line about the whole run. */
export const plainLine = (
  { workflow, what, why, ...more }: Pick<SharedLine, 'workflow' | 'what' | 'why'> & Partial<SharedLine>,
  context: Context,
): Omit<SharedLine, 'changed'> => ({ ...momentOf(context), ...blank, workflow, title: workflow, what, why, ...more });

/** Of a task that no step is for: what it is about. */
const asking = ({ instructions }: Task): string[] => (instructions ? [instructions] : []);

const ownerIn = (state: RunState, what: What): string[] =>
  what === 'started' && state.run.owner_id ? [nameOf(state, state.run.owner_id)] : [];

const holders = (state: RunState, task: Task): string[] => {
  if (task.assignee_id) {
    const stands = task.for_member_id ? ` for ${nameOf(state, task.for_member_id)}` : '';
    return [`${nameOf(state, task.assignee_id)}${stands}`];
  }
  const role = state.directory.roles.find(({ id }) => id === task.pool_role_id);
  return role ? [role.name] : [];
};

/** A form is answered by whoever was asked, unless a member enters it for them. */
const doneBy = (state: RunState, { kind, finished_by }: Task): SharedLine['to'] =>
  kind === 'form' && !finished_by ? ({ name }) => [name] : [nameOf(state, finished_by)];

const moved = ({ verb, facts }: Event): string[] =>
  verb === 'task.due_moved' && facts.due_on?.[0] ? [`was due ${sayDay(String(facts.due_on[0]))}`] : [];
