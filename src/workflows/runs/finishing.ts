import type { Decision, Json, Problem, Refusal } from '#kernel/decision/model.ts';
import { accept, conflict, invalid, problem, refused } from '#kernel/decision/rules.ts';
import type { Ask, TaskStep } from '#workflows/definitions/content.ts';
import { answerProblem } from './answers.ts';
import { filesOf } from './attaching.ts';
import type { Finish } from './commands.ts';
import { judge, subjectValue } from './conditions.ts';
import { DROP, looksAtMessage, SEND } from './messages.ts';
import { type At, acted, blocked, fits, mayMove, me } from './moves.ts';
import { isManager } from './rights.ts';
import { stepOf } from './state.ts';
import { checklistOf } from './tasks.ts';
import { sayCondition, sayField, sayValue, titles } from './words.ts';

/**
 * May it be finished, but for what is typed? Refuses: not_allowed, conflict «Done by … at …» (WF-119), blocked_by (WF-33),
 * checklist_open (WF-51), files_missing (WF-54), not_yet while `finish_if` does not hold (WF-55; `facts.override` tells
 * whether this member may finish it all the same, with a reason).
 */
export const canFinish = (at: At): Refusal | null =>
  mayMove(at) ?? fits(at, 'finish') ?? blocked(at) ?? checklistOpen(at) ?? filesMissing(at) ?? notYet(at);

/**
 * Whoever finishes a pool's task has it (WF-46). Refuses beside `canFinish`: invalid for a missing outcome or answer (WF-52,
 * WF-53), conflict when a field an answer writes was changed meanwhile.
 */
export const finishTask = (at: At, typed: Finish): Decision => {
  const { task, context } = at;
  const no = canFinish(at);
  const against = no?.code === 'not_yet' && no.facts?.override === true && !!typed.override_reason;
  if (no && !against) return no;
  const answers = { ...task.answers, ...typed.answers };
  const wrong = invalidParts(at, typed, answers) ?? changedMeanwhile(at, typed);
  if (wrong) return wrong;
  const holder = task.for_member_id ?? task.assignee_id;
  return accept([
    acted(at, 'task.finished', {
      state: 'done',
      finished_at: context.now,
      finished_by: me(context),
      finished_for: holder !== me(context) ? holder : null,
      assignee_id: task.assignee_id ?? me(context),
      outcome: typed.outcome ?? null,
      answers,
      written: written(at, answers),
      ...(against ? { reason: typed.override_reason! } : {}),
    }),
  ]);
};

const taskStep = ({ work, task }: At): TaskStep | undefined => {
  const step = stepOf(work, task.step_key);
  return step?.kind === 'task' ? step : undefined;
};

const asksOf = (at: At): readonly Ask[] => taskStep(at)?.asks ?? [];

const checklistOpen = ({ work, task }: At): Refusal | null => {
  const open = checklistOf(work, task.step_key).filter((line) => line.required && !Object.hasOwn(task.ticks, line.key));
  return open.length
    ? refused('checklist_open', `Tick what is done first: ${titles(open.map(({ text }) => ({ title: text })))}.`, {
        lines: open.map(({ key }) => key),
      })
    : null;
};

const filesMissing = (at: At): Refusal | null => {
  const { work, task } = at;
  const needed = taskStep(at)?.files_min ?? 0;
  const there = filesOf(work, task).length;
  if (there >= needed) return null;
  const missing = needed - there;
  return refused(
    'files_missing',
    missing === 1 ? `«${task.title}» needs one more file.` : `«${task.title}» needs ${missing} more files.`,
    { missing },
  );
};

const notYet = (at: At): Refusal | null => {
  const { work, task, context } = at;
  const condition = taskStep(at)?.finish_if;
  if (!condition) return null;
  const { holds, saw } = judge(condition, work, context.now);
  if (holds) return null;
  const now = saw.map(({ field, value }) => `${sayField(field, work.content)}: ${sayValue(value)}`).join(', ');
  return refused(
    'not_yet',
    `«${task.title}» can be finished when ${sayCondition(condition, work.content)}. Now it is ${now}.`,
    {
      override: isManager(work, context.who),
      saw: saw as unknown as Json,
    },
  );
};

const invalidParts = (at: At, typed: Finish, answers: Record<string, Json>): Refusal | null => {
  const asks = asksOf(at);
  const known = new Set(asks.map(({ key }) => key));
  const problems = [
    ...outcomeProblem(outcomesOf(at), typed.outcome),
    ...Object.keys(typed.answers ?? {})
      .filter((key) => !known.has(key))
      .map((key) => problem(`/answers/${key}`, 'unknown', 'This is not asked here.')),
    ...asks.flatMap((ask) => answerProblem(at.work, ask, answers[ask.key] ?? null) ?? []),
  ];
  return problems.length ? invalid(...problems) : null;
};

/** What a task can be finished with: as it is designed, or, where it looks at a message, sent or dropped (WF-59). */
export const outcomesOf = ({ work, task }: Pick<At, 'work' | 'task'>): readonly string[] => {
  if (looksAtMessage(task)) return [SEND, DROP];
  const step = stepOf(work, task.step_key);
  return (step?.kind === 'task' ? step.outcomes : undefined) ?? [];
};

const outcomeProblem = (outcomes: readonly string[], outcome: string | undefined): Problem[] => {
  if (outcomes.length === 0)
    return outcome === undefined ? [] : [problem('/outcome', 'unknown', 'This task has no outcomes to choose from.')];
  if (outcome !== undefined && outcomes.includes(outcome)) return [];
  return [problem('/outcome', 'required', `Choose how it ended: ${outcomes.join(', ')}.`)];
};

/** The answers that change the subject, by field: those that differ from what it says now (WF-52). */
const written = (at: At, answers: Record<string, Json>): Record<string, Json> =>
  Object.fromEntries(
    asksOf(at)
      .filter((ask) => ask.writes && !isNothing(answers[ask.key]))
      .map((ask): [string, Json] => [ask.writes!, answers[ask.key]!])
      .filter(([field, value]) => subjectValue(at.work.subject, field) !== value),
  );

const changedMeanwhile = (at: At, typed: Finish): Refusal | null => {
  for (const { key, label, writes } of asksOf(at)) {
    const mine = typed.answers?.[key];
    if (!writes || isNothing(mine) || !Object.hasOwn(typed.seen_fields ?? {}, writes)) continue;
    const theirs = subjectValue(at.work.subject, writes) ?? null;
    if (theirs === (typed.seen_fields![writes] ?? null) || theirs === mine) continue;
    return conflict(
      `«${label}» was changed meanwhile: it is ${sayValue(theirs)} now, and you wrote ${sayValue(mine)}. Look at both, then finish again.`,
      { field: writes, theirs, mine: mine! },
    );
  }
  return null;
};

const isNothing = (value: Json | undefined): boolean => value === undefined || value === null || value === '';
