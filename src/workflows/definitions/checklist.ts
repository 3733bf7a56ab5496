import { plural } from '#ground/text.ts';
import { actionFindings } from './checklist-actions.ts';
import { conditionFindings } from './checklist-conditions.ts';
import { dateFindings } from './checklist-dates.ts';
import { formFindings } from './checklist-forms.ts';
import { peopleFindings } from './checklist-people.ts';
import { reviewFindings } from './checklist-reviews.ts';
import { triggerFindings } from './checklist-triggers.ts';
import type { Ask, Content, Step, TaskStep } from './content.ts';
import { fieldOf } from './fields.ts';
import { type Design, error, type Finding, warning } from './finding.ts';
import type { DesignFacts } from './model.ts';
import { finishedBefore, ordered } from './order.ts';

/**
 * The check list before publishing (WF-13): what must be put right (errors) and what deserves a second look (warnings),
 * settings first, then step by step in the order of the design. `facts` is the practice as it is now; `self` is the key of
 * this workflow, once it has one.
 */
export const checkList = (content: Content, facts: DesignFacts, self?: string): Finding[] => {
  const design: Design = { content, facts, self, before: finishedBefore(content.steps) };
  return [
    ...wholeFindings(content),
    ...peopleFindings(design, null),
    ...conditionFindings(design, null),
    ...triggerFindings(design),
    ...content.steps.flatMap((step, index) => [
      ...orderFindings(content.steps, step, index),
      ...dateFindings(design, step),
      ...peopleFindings(design, step),
      ...conditionFindings(design, step),
      ...kindFindings(design, step),
    ]),
  ];
};

export const errorsOf = (findings: readonly Finding[]): Finding[] => findings.filter(({ level }) => level === 'error');

/** How many steps one workflow can have before the check list asks whether it should be two. */
const MANY_STEPS = 40;

const wholeFindings = ({ steps, settings, subject_kinds }: Content): Finding[] => {
  const found: Finding[] = [];
  const { circle } = ordered(steps);
  const names = circle.map(({ title }) => `«${title}»`).join(', ');
  const filled = settings.run_date?.default_field;
  if (!steps.length) found.push(error(null, 'no_step', 'There is no step yet. Add at least one.'));
  if (circle.length) {
    found.push(
      error(circle[0]!, 'circle', `waits for itself in a circle: ${names}. Change what one of them comes after.`),
    );
  }
  if (steps.length > MANY_STEPS) {
    const more = `A workflow of more than ${MANY_STEPS} is hard to follow; part of it could be a workflow of its own.`;
    found.push(warning(null, 'many_steps', `There are ${plural(steps.length, 'step', 'steps')}. ${more}`));
  }
  if (settings.refers_to && !subject_kinds.includes('client')) {
    const why = 'Only a client has authorizations, so only a workflow for clients can refer to one.';
    found.push(error(null, 'record_missing', why));
  }
  if (filled && !subject_kinds.some((kind) => fieldOf(kind, filled)?.type === 'date')) {
    const why = `The date asked for at the start is filled from «${filled}», which is no date of the subject.`;
    found.push(error(null, 'field_missing', why));
  }
  return found;
};

const orderFindings = (steps: readonly Step[], step: Step, index: number): Finding[] => {
  const twin = steps.findIndex(({ key }) => key === step.key);
  const missing = (step.after ?? []).filter((key) => !steps.some((other) => other.key === key));
  const same = `has the key «${step.key}», which «${steps[twin]!.title}» has too. Every step needs a key of its own.`;
  return [
    ...(twin < index ? [error(step, 'duplicate_key', same)] : []),
    ...missing.map((key) => error(step, 'after_missing', `comes after «${key}», which is not in this workflow.`)),
  ];
};

const kindFindings = (design: Design, step: Step): Finding[] => {
  switch (step.kind) {
    case 'task':
      return taskFindings(design, step);
    case 'action':
      return actionFindings(design, step);
    case 'review':
      return reviewFindings(design, step);
    case 'form':
      return formFindings(design, step);
    default:
      return step satisfies never;
  }
};

const taskFindings = (design: Design, step: TaskStep): Finding[] => [
  ...twice(step, 'checklist line', step.checklist ?? []),
  ...twice(step, 'question', step.asks ?? []),
  ...(step.asks ?? []).flatMap((ask) => askFindings(design, step, ask)),
];

const askFindings = ({ content: { subject_kinds }, facts }: Design, step: TaskStep, ask: Ask): Finding[] => {
  const { label, type, writes } = ask;
  if (type === 'choice' && !ask.choices?.length) {
    return [error(step, 'choices_missing', `asks «${label}» as a choice without anything to choose from.`)];
  }
  if (type === 'authorization' && !subject_kinds.includes('client')) {
    return [error(step, 'record_missing', `asks for an authorization («${label}»), which only a client has.`)];
  }
  if (!writes) return [];
  const fields = subject_kinds
    .map((kind) => fieldOf(kind, writes, facts.custom_fields))
    .filter((field) => field !== undefined);
  const into = `writes the answer to «${label}» into`;
  if (!fields.length) return [error(step, 'field_missing', `${into} the field «${writes}», which does not exist.`)];
  const [first] = fields;
  if (!fields.every(({ writable }) => writable)) {
    return [error(step, 'field_fixed', `${into} «${first!.label}», which cannot be changed.`)];
  }
  if (fields.every((field) => takes(field.type, type))) return [];
  return [
    error(
      step,
      'field_type',
      `${into} «${first!.label}», but the one is ${said(type)} and the other ${said(first!.type)}.`,
    ),
  ];
};

const said = (type: string): string => `«${type.replace('_', ' or ')}»`;

/** A text or a choice takes both; any other field only its own type. */
const takes = (field: string, ask: string): boolean =>
  field === ask || ([field, ask].includes('text') && [field, ask].includes('choice'));

const twice = (step: TaskStep, word: string, parts: readonly { key: string }[]): Finding[] =>
  parts
    .filter(({ key }, i) => parts.findIndex((other) => other.key === key) < i)
    .map(({ key }) => error(step, 'duplicate_key', `has two ${word}s with the key «${key}».`));
