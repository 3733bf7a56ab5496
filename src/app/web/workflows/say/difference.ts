import type { ActionStep, Condition, Offset, Settings, TaskStep, Trigger } from '#workflows/definitions/content.ts';
import type { FieldChange } from '#workflows/definitions/difference.ts';
import { sayAction } from './action.ts';
import { sayCondition } from './condition.ts';
import { sayOffset } from './offset.ts';
import { sayTitles } from './order.ts';
import { sayTrigger } from './trigger.ts';
import { capital, type Said, sayPeople, sayReviewers } from './who.ts';
import { words } from './words.ts';

/** The name of a field of a design, as people call it. */
export const fieldWords = (field: string): string => words.field[field] ?? field.replaceAll('_', ' ');

/** The value of a field of a design in words; empty when there is none. `step` is the step it stands in. */
export const sayField = (field: string, value: FieldChange['after'], said: Said, step?: ActionStep['do']): string => {
  if (value === null || value === undefined) return '';
  const say = SAY[field as keyof typeof SAY] as ((value: unknown, said: Said) => string) | undefined;
  if (say) return say(value, said);
  if (field === 'params' && step) return sayAction({ do: step, params: value as ActionStep['params'] }, said);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const lines = (list: readonly string[]): string => list.join('\n');
const yesNo = (value: boolean): string => (value ? words.yes : words.no);

const SAY = {
  triggers: (list: Trigger[], { content, facts }: Said) =>
    lines(list.map((trigger) => capital(sayTrigger(trigger, { subject_kinds: content.subject_kinds, facts })))),
  subject_kinds: (kinds: (keyof typeof words.kinds)[]) => words.kinds_joined(kinds.map((kind) => words.kinds[kind])),
  'settings.open_runs': (value: Settings['open_runs']) => words.open_runs[value],
  'settings.period': (value: Settings['period']) => words.period[value],
  'settings.run_date': (date: NonNullable<Settings['run_date']>) => date.label,
  'settings.refers_to': () => words.yes,
  'settings.people_asked': (people: Settings['people_asked']) => people.map(({ label }) => label).join(words.comma),
  'settings.allow_inactive': yesNo,
  'settings.blocks_conversion': yesNo,
  'settings.stop_if': sayCondition,
  'settings.owner': (rules: string[], said: Said) => (rules.length ? sayPeople(rules, said) : ''),
  after: (keys: string[], { content }: Said) => (keys.length ? sayTitles(keys, content.steps) : words.order.first),
  only_if: sayCondition,
  finish_if: sayCondition as (condition: Condition, said: Said) => string,
  start: (offset: Offset, { content }: Said) => sayOffset(offset, content),
  due: (offset: Offset, { content }: Said) => sayOffset(offset, content),
  who: (rules: string[], said: Said) => sayPeople(rules, said),
  of: (keys: string[], { content }: Said) => sayTitles(keys, content.steps),
  reviewers: (lists: string[][], said: Said) => sayReviewers(lists, said),
  allow_self: yesNo,
  required: (value: boolean) => yesNo(!value),
  checklist: (list: NonNullable<TaskStep['checklist']>) =>
    lines(list.map(({ text, required }) => (required ? text : `${text} (${words.optional})`))),
  asks: (list: NonNullable<TaskStep['asks']>) =>
    lines(
      list.map(
        ({ label, type, required }) => `${label} · ${words.ask_type[type]}${required ? '' : ` (${words.optional})`}`,
      ),
    ),
  outcomes: (list: string[]) => list.join(words.comma),
  do: (value: keyof typeof words.does) => words.does[value],
} as const;
