import type { Context } from '#kernel/decision/model.ts';
import type { Condition, Step } from '#workflows/definitions/content.ts';
import { whoOf } from '#workflows/definitions/content.ts';
import { judge } from './conditions.ts';
import { formReasons } from './explaining-forms.ts';
import type { RunState, Seat, Task, Work } from './model.ts';
import { sayRule } from './people.ts';
import type { PlannedStep } from './plan.ts';
import { hasEnded, nameOf, openBefore, openHolds, stepOf, taskById } from './state.ts';
import { QUESTIONS, type Reason, type RuledReason, reason, rulesThatDecide } from './why.ts';
import { sayDay, sayField, sayInstant, sayList, sayValue } from './words.ts';

/**
 * Why a step of a plan stands as it does: what it is now, the rules of its days, whether it happens and who has it, each with
 * the value or time that decided, and what would change it (WF-200, PL-190). Pure; sentences without a full stop.
 */
export const explain = (work: Work, step: PlannedStep, context: Context): Reason[] => {
  const design = step.key === null ? undefined : stepOf(work, step.key);
  const row = step.task_id ? taskById(work, step.task_id) : undefined;
  const at: Explained = { work, step, row, context };
  const rules = design && work.run ? rulesThatDecide({ state: work as RunState, context }, design, row) : [];
  return inOrder([
    ...standing(at),
    ...rules.map((one) => withValue(one, at, design!)),
    ...(step.people?.resolved_note && !row?.resolved_note ? [reason('who', step.people.resolved_note)] : []),
    ...holders(at, design),
    ...(row?.kind === 'form' && work.run ? formReasons(work as RunState, row, context) : []),
    ...change(at),
  ]).map(({ says, ...one }) => ({ ...one, says: capital(says) }));
};

interface Explained {
  work: Work;
  step: PlannedStep;
  row: Task | undefined;
  context: Context;
}

const inOrder = (reasons: readonly Reason[]): Reason[] =>
  QUESTIONS.flatMap((about) => reasons.filter((one) => one.about === about));

const READY: Partial<Record<PlannedStep['kind'], string>> = {
  action: 'given to the system',
  form: 'asked, and not answered yet',
};

/** What it is now, since when, and by whom. */
const standing = ({ work, step, row, context }: Explained): Reason[] => {
  const now = (says: string, saw?: string | null) => [reason('state', says, saw ?? null)];
  switch (step.state) {
    case 'planned':
      return ahead(step);
    case 'ready':
      return now(
        READY[step.kind] ?? 'ready, and nobody has begun it',
        row?.ready_at && `since ${sayInstant(row.ready_at, context)}`,
      ).concat(lateness(step));
    case 'in_progress':
      return now(
        row?.started_by ? `begun by ${nameOf(work, row.started_by)}` : 'begun',
        row?.started_at && sayInstant(row.started_at, context),
      ).concat(lateness(step));
    case 'done':
      return now(
        step.kind === 'form' && !row?.finished_by
          ? `answered by ${work.subject?.name ?? 'whoever was asked'}`
          : `done by ${nameOf(work, row?.finished_by)}${row?.finished_for ? ` for ${nameOf(work, row.finished_for)}` : ''}${row?.outcome ? `: ${row.outcome}` : ''}`,
        row?.finished_at && sayInstant(row.finished_at, context),
      );
    case 'skipped':
      return now(skipped(work, row), row?.finished_at && sayInstant(row.finished_at, context));
    case 'cancelled':
      return now(
        row?.cancelled_at
          ? `cancelled by ${nameOf(work, row.cancelled_by)}`
          : `the run is ${work.run?.ended_how ?? 'over'}`,
        row?.cancelled_at && sayInstant(row.cancelled_at, context),
      );
    case 'failed':
      return now(step.needs_attention ?? 'it failed');
    default:
      return step.state satisfies never;
  }
};

/** Of a step to come: that it will not happen, what it waits for, or when it begins. */
const ahead = ({ ahead: decided, applies, waits_for, starts_on, estimated, people }: PlannedStep): Reason[] => {
  if (decided?.skip) return [reason('state', 'will be left out when its turn comes')];
  if (applies === false) return [reason('state', 'will not happen, as things stand')];
  const waits = waits_for.map((what) => reason('state', `waits for ${what}`));
  if (waits.length) return waits;
  if (!starts_on) return [reason('state', 'its day is not known yet')];
  return [
    reason(
      'state',
      `waits for its day${people ? '' : ' and hour'}`,
      `${estimated ? 'about ' : ''}${sayDay(starts_on)}`,
    ),
  ];
};

const lateness = ({ overdue, due_on }: PlannedStep): Reason[] =>
  overdue && due_on ? [reason('state', 'overdue', `it was due ${sayDay(due_on)}`)] : [];

const skipped = (work: Work, row: Task | undefined): string => {
  switch (row?.skipped_how) {
    case 'not_applicable':
      return 'left out: its condition did not hold';
    case 'ahead':
      return `left out, as ${nameOf(work, row.finished_by)} had decided ahead`;
    case 'run_completed':
      return 'left out: the run was completed early';
    case 'behind':
      return 'left out: a move to another version put it behind what is done';
    case 'no_reviewer':
      return 'left out: nobody is named to review, and the review needs nobody';
    case 'not_sent':
      return 'not sent';
    case 'hand':
      return `skipped by ${nameOf(work, row.finished_by)}`;
    default:
      return 'left out';
  }
};

/** The day a rule gave, or how its condition stands now where it is not judged yet. */
const withValue = ({ rule, ...one }: RuledReason, { work, step, context }: Explained, design: Step): Reason => {
  if (rule === 'start') return { ...one, saw: step.starts_on && sayDay(step.starts_on) };
  if (rule === 'due') return { ...one, saw: step.due_on && sayDay(step.due_on) };
  if (rule === 'only_if' && !one.saw)
    return { ...one, saw: standsNow(work as RunState, design.only_if!, step.applies, context) };
  return one;
};

/** «would not hold today, status: active»; what is asked later says so. */
const standsNow = (state: RunState, condition: Condition, applies: boolean | null, { now }: Context): string => {
  if (applies === null) return 'asks for what is not known yet';
  const saw = judge(condition, state, now).saw.map(
    ({ field, value, called }) => `${called ?? sayField(field, state.content)}: ${sayValue(value)}`,
  );
  return [applies ? 'would hold today' : 'would not hold today', ...saw].join(', ');
};

const BY: Readonly<Record<string, string>> = {
  hand: 'chosen by hand',
  ahead: 'chosen ahead',
  owner: 'as the run’s owner',
  handed_back: 'who did it before it was handed back',
};

/** Who has it or would get it, by which rule, and whom the rules name in turn. */
const holders = ({ work, step }: Explained, design: Step | undefined): Reason[] => {
  if (step.kind === 'action') return [];
  const seats = step.reviewers.filter((one) => one !== null);
  const found = seats.length ? seats : step.people?.resolved_by ? [step.people] : [];
  const asked = design?.kind === 'task' || design?.kind === 'form' ? whoOf(design) : [];
  const turns = asked.length > 1 ? `asked in turn: ${sayList(asked.map((rule) => sayRule(work, rule)))}` : null;
  return found.map((seat, index) =>
    reason('who', `${seats.length > 1 ? `look ${index + 1}: ` : ''}${holder(work, seat)}`, turns),
  );
};

/** «Bo Sample, as manager», «anybody as Admin», «Cara for Bo, as manager». */
const holder = (work: Work, { assignee_id, pool_role_id, for_member_id, resolved_by }: Seat): string => {
  const role = work.directory.roles.find(({ id }) => id === pool_role_id)?.name;
  const who = assignee_id ? nameOf(work, assignee_id) : role ? `anybody as ${role}` : 'nobody';
  const absent = for_member_id ? ` for ${nameOf(work, for_member_id)}` : '';
  if (!resolved_by || (!assignee_id && resolved_by.startsWith('role:'))) return `${who}${absent}`;
  return `${who}${absent}, ${BY[resolved_by] ?? `as ${sayRule(work, resolved_by)}`}`;
};

/** What would make it go on, or go another way. */
const change = ({ work, step }: Explained): Reason[] => {
  const could = (says: string) => reason('change', says);
  if (step.state === 'failed') return [could('a run manager retries it, skips it with a reason or marks it as done')];
  if (step.kind === 'form' && step.state === 'ready')
    return [could('whoever was asked answers, a member enters the answer, or it is skipped with a reason')];
  if (step.state !== 'planned') return [];
  if (step.ahead?.skip) return [could('a run manager lets it follow the workflow again')];
  if (hasEnded(work)) return [];
  const first = step.key === null ? [] : openBefore(work, step.key);
  return [
    ...(first.length
      ? [
          could(
            `it goes on once ${sayList(first.map(({ title }) => `«${title}»`))} ${first.length > 1 ? 'are' : 'is'} finished`,
          ),
        ]
      : []),
    ...openHolds(work.holds).map(({ until, reason: why }) =>
      could(`the hold «${why}» ends${until ? ` on ${sayDay(until)}, or` : ' when'} somebody releases it`),
    ),
    ...(!first.length && step.starts_on === null ? [could('the date it counts from is given')] : []),
    ...(step.applies === false ? [could('the values its condition asks for are others when its turn comes')] : []),
  ];
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
