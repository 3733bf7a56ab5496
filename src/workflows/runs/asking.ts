import type { Id } from '#ground/id.ts';
import { addDays, dateAt, type Instant, type PlainDate, startOfDay } from '#ground/time.ts';
import type { Context, Decision, Effect, Refusal } from '#kernel/decision/model.ts';
import { accept, refused } from '#kernel/decision/rules.ts';
import { actionInstant, dateOfOffset } from '#workflows/dates/rules.ts';
import type { FormStep } from '#workflows/definitions/content.ts';
import type { MachineCommand } from './commands.ts';
import { needsSomebody } from './letters.ts';
import { askedFor, looksAtMessage, SEND } from './messages.ts';
import type { Asked, RunState, Task, Work } from './model.ts';
import { type At, acted, fits, mayMove } from './moves.ts';
import { runName, tellMembers, tellOwner } from './notices.ts';
import { ownerOf } from './people.ts';
import { hasEnded, phaseOf, stepOf, taskById } from './state.ts';
import { type Story, taskEvent, tell } from './telling.ts';
import { sayDay } from './words.ts';

/** A form with whoever answers it: its letter, its reminders, and the day on which the link is over (WF-57). */

export const ASK_FORM = 'ask_form';

export const askedAt = (at: Instant): Asked => ({ at, reminders: [], expired_at: null });

/** The worker writes the letter and reports back under this attempt; `reminder` 0 is the first one. */
export const asking = ({ run }: Pick<RunState, 'run'>, task: Task, reminder = 0): Effect => ({
  do: 'queue',
  queue: 'act',
  name: ASK_FORM,
  data: { run: run.id, task: task.id, attempt: task.attempt, reminder },
});

export const formStepOf = (work: Pick<Work, 'content'>, task: Pick<Task, 'step_key'>): FormStep | undefined => {
  const step = stepOf(work, task.step_key);
  return step?.kind === 'form' ? step : undefined;
};

/** The last day on which its link works; days on which the run was held are added (WF-113). */
export const lastDayOf = (state: RunState, { step, asked }: Open, context: Context): PlainDate =>
  dayAfterAsking(state, { asked, n: step.expires_after }, context);

/** When each of its reminders is due, at the practice's send hour, in their order. */
export const remindersOf = (state: RunState, { step, asked }: Open, context: Context): Instant[] =>
  [...step.reminders]
    .sort((a, b) => a - b)
    .map((n) => actionInstant(dayAfterAsking(state, { asked, n }, context), undefined, context.practice));

interface Open {
  step: FormStep;
  asked: Asked;
}

const dayAfterAsking = (
  { run }: RunState,
  { asked, n }: { asked: Asked; n: number },
  { practice }: Context,
): PlainDate =>
  dateOfOffset(
    { anchor: 'ready', n, unit: 'day' },
    { anchors: { ready: dateAt(asked.at, practice.time_zone) }, held: run.shifts },
    practice,
  )!;

const expiresAt = (state: RunState, open: Open, context: Context): Instant =>
  startOfDay(addDays(lastDayOf(state, open, context), 1), context.practice.time_zone);

/** May whoever was asked still answer? */
export const isOpenForm = (state: RunState, task: Task, context: Context): boolean => {
  const step = formStepOf(state, task);
  return (
    !!step &&
    !!task.asked &&
    task.state === 'ready' &&
    !hasEnded(state) &&
    task.removed_in === null &&
    !task.asked.expired_at &&
    context.now < expiresAt(state, { step, asked: task.asked }, context)
  );
};

/** The forms of a run that wait for their answer. */
const openForms = (state: RunState): { row: Task; open: Open }[] =>
  state.tasks.flatMap((row) => {
    const step = row.state === 'ready' && row.removed_in === null ? formStepOf(state, row) : undefined;
    return step && row.asked && !row.asked.expired_at ? [{ row, open: { step, asked: row.asked } }] : [];
  });

/**
 * What is due of the forms that wait: the latest reminder whose time has come, earlier ones are passed over (PL-147); after
 * the last day the run owner has it, and is told (WF-57). Nothing of it while the run is held (WF-112).
 */
export const chase = (story: Story<RunState>, context: Context): void => {
  if (phaseOf(story.work) !== 'running') return;
  for (const { row, open } of openForms(story.work)) {
    const state = story.work;
    if (expiresAt(state, open, context) <= context.now) {
      expire(story, row, open, context);
      continue;
    }
    const due =
      remindersOf(state, open, context).findLastIndex((at) => at <= context.now && reminds(state, row, at)) + 1;
    if (due <= remindedOf(open.asked)) continue;
    const asked = { ...open.asked, reminders: [...open.asked.reminders, { n: due, at: context.now }] };
    tell(story, [taskEvent(state, row, { verb: 'task.reminded', set: { asked } })], [asking(state, row, due)]);
  }
};

/** Nobody is reminded of a letter that somebody looks at first before it was let go, or after it was dropped (WF-59). */
export const reminds = ({ tasks }: Pick<RunState, 'tasks'>, { message_id }: Task, at: Instant): boolean => {
  const looked = message_id
    ? tasks.find((one) => one.kind === 'task' && looksAtMessage(one) && one.message_id === message_id)
    : undefined;
  return !looked || (looked.finished_at !== null && looked.outcome === SEND && looked.finished_at < at);
};

/** How many of the step's reminders are behind. */
const remindedOf = ({ reminders }: Asked): number => reminders.at(-1)?.n ?? 0;

const expire = (story: Story<RunState>, row: Task, open: Open, context: Context): void => {
  const { work: state } = story;
  const because = `Nobody answered by ${sayDay(lastDayOf(state, open, context))}. Ask again, enter the answer, or skip it.`;
  const set: Partial<Task> = {
    asked: { ...open.asked, expired_at: context.now },
    needs_attention: because,
    ...ownerOf(state, context.today, 'nobody answered'),
  };
  const told = { verb: 'task.needs_attention', task: row, title: `«${row.title}» of ${runName(state)}: ${because}` };
  tell(story, [taskEvent(state, row, { verb: 'task.expired', set })], tellOwner(state, told));
};

/** When a form has something to be done next: a reminder, or its end. */
export const askedAgainAt = (state: RunState, context: Context): Instant[] =>
  openForms(state).flatMap(({ row, open }) => [
    ...remindersOf(state, open, context)
      .slice(remindedOf(open.asked))
      .filter((at) => reminds(state, row, at))
      .slice(0, 1),
    expiresAt(state, open, context),
  ]);

/** Asked by the worker before it writes a letter: is this attempt still wanted? */
export const mayAsk = (state: RunState, { task, attempt }: { task: Id; attempt: number }): Refusal | null => {
  const row = taskById(state, task);
  const wanted = row?.kind === 'form' && row.state === 'ready' && row.attempt === attempt && !hasEnded(state);
  return wanted && row.asked && !row.asked.expired_at ? null : refused('stale', 'This form is not asked any more.');
};

/** A letter of it stands in the outbox; told twice, it happened once. */
export const formAsked = (
  state: RunState,
  told: Extract<MachineCommand, { do: 'form_asked' }>,
  context: Context,
): Decision => {
  const row = taskById(state, told.task);
  const no = row?.message_id === told.message ? null : mayAsk(state, told);
  if (no) return no;
  const written = taskEvent(state, row!, { verb: 'task.letter_written', set: { message_id: told.message } });
  const asked = askedFor(state, { row: row!, as: told.as, message: told.message }, context);
  return row!.message_id === told.message ? accept([]) : accept([written, ...asked.events], asked.effects);
};

export const formNotAsked = (state: RunState, told: Extract<MachineCommand, { do: 'form_not_asked' }>): Decision => {
  const no = mayAsk(state, told);
  if (no) return no;
  const { events, effects } = needsSomebody(state, taskById(state, told.task)!, told.because);
  return accept(events, effects);
};

/** Whoever looks after it, and a run manager, ask again as soon as nothing is open any more, or sooner. */
export const canAskAgain = (at: At): Refusal | null => mayMove(at) ?? fits(at, 'answer');

export const askAgain = (at: At): Decision => {
  const no = canAskAgain(at);
  if (no) return no;
  const { work, task, context } = at;
  const attempt = task.attempt + 1;
  const set = { attempt, asked: askedAt(context.now), needs_attention: null, due_at: context.now, message_id: null };
  return accept([acted(at, 'task.asked_again', set)], [asking(work as RunState, { ...task, attempt })]);
};

/** Whoever looks after a form learns that it was answered. */
export const tellAnswered = (state: RunState, row: Task): Effect[] =>
  tellMembers(state, row.assignee_id ? [row.assignee_id] : [], {
    verb: 'task.answered',
    task: row,
    title: `${state.subject.name} answered «${row.title}»`,
  });
