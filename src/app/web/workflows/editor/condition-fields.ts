import type { QuestionKind } from '#forms/model.ts';
import { questionsOf } from '#workflows/definitions/checklist-forms.ts';
import type { Comparison, Content, Step, TaskStep } from '#workflows/definitions/content.ts';
import { FIELDS, type Field, RUN_FIELDS } from '#workflows/definitions/fields.ts';
import type { Facts } from '../facts.ts';
import { words as said } from '../say/words.ts';
import { words } from './words.ts';

/** Something a condition can look at. */
export interface Askable {
  value: string;
  label: string;
  type: Field['type'] | 'outcome' | 'state' | 'tags' | 'authorization';
  choices?: readonly string[];
}
interface AskableGroup {
  group: string;
  items: Askable[];
}

/** All that a condition of the step at `index` may look at: the subject, the run, and the steps before it. Pure. */
export const askables = (content: Content, index: number, facts: Facts | undefined): AskableGroup[] => {
  const before = content.steps.slice(0, index);
  const tasks = before.filter((step): step is TaskStep => step.kind === 'task');
  return [
    { group: words.condition_groups.subject, items: ofSubject(content, facts) },
    {
      group: words.condition_groups.outcomes,
      items: tasks.flatMap(({ key, title, outcomes }) =>
        outcomes?.length
          ? [{ value: `steps.${key}.outcome`, label: words.ended(title), type: 'outcome' as const, choices: outcomes }]
          : [],
      ),
    },
    {
      group: words.condition_groups.answers,
      items: before.flatMap((step) =>
        answersOf(step, facts).map(({ key, label, type, choices }) => ({
          value: `answers.${step.key}.${key}`,
          label: `${label} (${step.title})`,
          type,
          ...(choices ? { choices } : {}),
        })),
      ),
    },
    { group: words.condition_groups.states, items: before.map(stateOf) },
    { group: words.condition_groups.run, items: RUN_FIELDS.map((field) => askableOf(`run.${field.field}`, field)) },
  ].filter(({ items }) => items.length > 0);
};

/** What a step is answered with: the questions of a task, or those of its form as it is now. */
const answersOf = (
  step: Step,
  facts: Facts | undefined,
): { key: string; label: string; type: Askable['type']; choices?: readonly string[] | undefined }[] => {
  if (step.kind === 'task') return step.asks ?? [];
  if (step.kind !== 'form' || !facts) return [];
  return questionsOf(facts, step).map((one) => ({ ...one, type: AS_ASKED[one.kind] }));
};

const AS_ASKED: Readonly<Record<QuestionKind, Askable['type']>> = {
  short_text: 'text',
  long_text: 'text',
  email: 'text',
  phone: 'text',
  statement: 'text',
  number: 'number',
  money: 'money',
  date: 'date',
  yes_no: 'yes_no',
  one_of: 'choice',
  several_of: 'choice',
  file: 'authorization',
};

/** How something of this type can be compared. Pure. */
export const waysOf = (type: Askable['type']): readonly Comparison['is'][] => {
  switch (type) {
    case 'number':
    case 'money':
    case 'date':
      return ['is', 'less', 'at_most', 'more', 'at_least', 'empty'];
    case 'yes_no':
      return ['is', 'empty'];
    case 'member':
      return ['is', 'is_not', 'empty'];
    case 'state':
      return ['is', 'is_not'];
    case 'tags':
      return ['contains', 'empty'];
    case 'authorization':
      return ['empty'];
    case 'outcome':
    case 'choice':
      return ['is', 'is_not', 'in', 'empty'];
    case 'text':
      return ['is', 'is_not', 'contains', 'in', 'empty'];
    default:
      return type satisfies never;
  }
};

/** A comparison that still waits for its value; the check list says so. */
export const blank = (field: Askable | undefined): Comparison => ({
  field: field?.value ?? 'subject.kind',
  is: waysOf(field?.type ?? 'text')[0] ?? 'is',
});

const askableOf = (value: string, { label, type, choices }: Field): Askable => ({
  value,
  label,
  type: value === 'subject.tags' ? 'tags' : type,
  ...(choices ? { choices } : {}),
});

const ofSubject = ({ subject_kinds }: Content, facts: Facts | undefined): Askable[] => {
  const own = subject_kinds.flatMap((kind) => FIELDS[kind]);
  const custom = (facts?.custom_fields ?? []).filter(({ kinds }) => kinds.some((kind) => subject_kinds.includes(kind)));
  const all = [
    ...own.map((field) => askableOf(`subject.${field.field}`, field)),
    ...custom.map(({ key, label, type }) => askableOf(`subject.custom.${key}`, { field: key, label, type })),
  ];
  const choices = (value: string) => all.filter((one) => one.value === value).flatMap((one) => one.choices ?? []);
  return [...new Map(all.map((one) => [one.value, one])).values()].map((one) =>
    one.choices ? { ...one, choices: [...new Set(choices(one.value))] } : one,
  );
};

const stateOf = ({ key, title }: Step): Askable => ({
  value: `steps.${key}.state`,
  label: words.is_state(title),
  type: 'state',
  choices: Object.keys(said.state),
});
