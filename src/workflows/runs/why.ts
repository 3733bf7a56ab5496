import { plural } from '#ground/text.ts';
import type { Context } from '#kernel/decision/model.ts';
import type { ReviewStep, Step } from '#workflows/definitions/content.ts';
import { hoursLate } from './actions.ts';
import type { RunState, Task } from './model.ts';
import { preparersOf } from './reviews.ts';
import { allBefore, hasEnded, nameOf, openBefore, openHolds, stepOf } from './state.ts';
import { startOf } from './timing.ts';
import { anchorWords, sayCondition, sayDay, sayField, sayInstant, sayOffset, sayValue, titles } from './words.ts';

/** Why a step stands where it stands, as short pieces of text (WF-40, WF-200). */

interface Now {
  state: RunState;
  context: Context;
}

/** What must come first; empty when nothing but its own time is missing. */
export const waitsFor = ({ state, context }: Now, step: Step): string[] => {
  if (hasEnded(state)) return [];
  const unknown = step.start && !startOf({ state, context }, step).known;
  return [
    ...openBefore(state, step.key).map(({ title }) => `«${title}»`),
    ...(unknown ? [`${anchorWords(step.start!.anchor, state.content)} is not known`] : []),
    ...openHolds(state.holds).map(
      ({ reason, until }) => `the run is on hold${until ? ` until ${sayDay(until)}` : ''}: ${reason}`,
    ),
  ];
};

/** What a sentence of *Why* answers, in the order in which it is told; `change` is what would make it go another way (PL-190). */
export const QUESTIONS = ['state', 'when', 'whether', 'who', 'change'] as const;
export type Question = (typeof QUESTIONS)[number];

/** A rule or a fact that decided, and the value or time it saw. */
export interface Reason {
  about: Question;
  says: string;
  saw: string | null;
}

/** A reason by a rule of the step whose value depends on when one looks. */
export interface RuledReason extends Reason {
  rule?: 'start' | 'due' | 'only_if';
}

export const reason = (about: Question, says: string, saw: string | null = null): Reason => ({ about, says, saw });

/** The rules of a step with what was chosen instead and the values that decided, in the order they are asked. */
export const rulesThatDecide = ({ state, context }: Now, step: Step, row: Task | undefined): RuledReason[] => {
  const ahead = state.run.overrides[step.key];
  return [
    reason('when', after(state, step)),
    ...(step.start
      ? [{ ...reason('when', `starts ${sayOffset(step.start, state.content)}`), rule: 'start' as const }]
      : []),
    ...due(state, step, row).map((says) => ({ ...reason('when', says), rule: 'due' as const })),
    ...(step.only_if
      ? [
          {
            ...reason(
              'whether',
              `only if ${sayCondition(step.only_if, state.content)}`,
              judgement(state, row, context),
            ),
            rule: 'only_if' as const,
          },
        ]
      : []),
    ...(ahead?.skip && !row?.finished_at
      ? [
          reason(
            'whether',
            `skipped ahead by ${nameOf(state, ahead.skip.by)}${ahead.skip.reason ? `: ${ahead.skip.reason}` : ''}`,
          ),
        ]
      : []),
    ...reviewing(state, step).map((says) => reason('who', says)),
    ...(row?.resolved_note ? [reason('who', row.resolved_note)] : []),
    ...(row?.reason ? [reason('state', row.reason)] : []),
    ...late(row).map((says) => reason('when', says)),
  ];
};

/** The same as short pieces of text, for a line. */
export const because = (now: Now, step: Step, row: Task | undefined): string[] =>
  rulesThatDecide(now, step, row).map(({ says, saw }) => (saw ? `${says}; ${saw}` : says));

/** What a review looks at, and whom it passes over (WF-138). */
const reviewing = (state: RunState, step: Step): string[] => {
  if (step.kind !== 'review') return [];
  const prepared = [...preparersOf(state, step)].map(([id, what]) => `${nameOf(state, id)} ${what}`);
  return [
    `looks at ${titles(judgedSteps(state, step))}`,
    ...(step.allow_self ? ['whoever prepared it may review it'] : []),
    ...(prepared.length ? [`passes over who prepared it: ${prepared.join(', ')}`] : []),
  ];
};

const judgedSteps = ({ content }: RunState, { of }: ReviewStep): Step[] =>
  content.steps.filter(({ key }) => of.includes(key));

const after = ({ content }: RunState, step: Step): string => {
  const before = allBefore(content, step.key).map((key) => stepOf({ content }, key)!);
  return before.length ? `after ${titles(before)}` : 'from the start of the run';
};

const due = (state: RunState, step: Step, row: Task | undefined): string[] => {
  if (row?.due_by_hand || state.run.overrides[step.key]?.due_on) return ['due by hand'];
  return step.due ? [`due ${sayOffset(step.due, state.content)}`] : [];
};

const judgement = ({ content }: RunState, row: Task | undefined, context: Context): string | null => {
  if (!row?.judged) return null;
  const values = row.judged.saw
    .map(({ field, value, called }) => `${called ?? sayField(field, content)}: ${sayValue(value)}`)
    .join(', ');
  return `judged ${sayInstant(row.judged.at, context)} with ${values}`;
};

/** An action that happened late says so (WF-43). */
const late = (row: Task | undefined): string[] => {
  const hours = row && hoursLate(row);
  if (!hours) return [];
  return [
    hours < 48 ? `${plural(hours, 'hour', 'hours')} late` : `${plural(Math.floor(hours / 24), 'day', 'days')} late`,
  ];
};
