import { plural } from '#ground/text.ts';
import { actionFindings } from './checklist-actions.ts';
import { conditionFindings } from './checklist-conditions.ts';
import { dateFindings } from './checklist-dates.ts';
import { peopleFindings } from './checklist-people.ts';
import type { Content, Step, TaskStep } from './content.ts';
import { fieldOf } from './fields.ts';
import { error, type Finding, warning } from './finding.ts';
import type { DesignFacts } from './model.ts';
import { ordered } from './order.ts';

/**
 * The check list before publishing (WF-13): what must be put right (errors) and what deserves a second look (warnings),
 * settings first, then step by step in the order of the design. `facts` is the practice as it is now; `self` is the key of
 * this workflow, once it has one.
 */
export const checkList = (content: Content, facts: DesignFacts, self?: string): Finding[] => [
  ...wholeFindings(content, facts),
  ...content.steps.flatMap((step, index) => [
    ...orderFindings(content.steps, step, index),
    ...dateFindings(content, step),
    ...peopleFindings(content, step, facts),
    ...conditionFindings(content, step, facts),
    ...(step.kind === 'task' ? taskFindings(content, step, facts) : actionFindings(content, step, facts, self)),
  ]),
];

export const errorsOf = (findings: readonly Finding[]): Finding[] => findings.filter(({ level }) => level === 'error');

/** How many steps one workflow can have before the check list asks whether it should be two. */
const MANY_STEPS = 40;

const wholeFindings = (content: Content, facts: DesignFacts): Finding[] => {
  const { steps, settings } = content;
  const { circle } = ordered(steps);
  const names = circle.map(({ title }) => `«${title}»`).join(', ');
  const defaultField = settings.run_date?.default_field;
  return [
    ...(steps.length ? [] : [error(null, 'no_step', 'There is no step yet. Add at least one.')]),
    ...(circle.length
      ? [error(circle[0]!, 'circle', `waits for itself in a circle: ${names}. Change what one of them comes after.`)]
      : []),
    ...(steps.length > MANY_STEPS
      ? [
          warning(
            null,
            'many_steps',
            `There are ${plural(steps.length, 'step', 'steps')}. A workflow of more than ${MANY_STEPS} is hard to follow; part of it could be a workflow of its own.`,
          ),
        ]
      : []),
    ...(settings.refers_to && !content.subject_kinds.includes('client')
      ? [
          error(
            null,
            'record_missing',
            'Only a client has authorizations, so only a workflow for clients can refer to one.',
          ),
        ]
      : []),
    ...(defaultField && !content.subject_kinds.some((kind) => fieldOf(kind, defaultField)?.type === 'date')
      ? [
          error(
            null,
            'field_missing',
            `The date asked for at the start is filled from «${defaultField}», which is no date of the subject.`,
          ),
        ]
      : []),
    ...peopleFindings(content, null, facts),
    ...conditionFindings(content, null, facts),
  ];
};

const orderFindings = (steps: readonly Step[], step: Step, index: number): Finding[] => {
  const twin = steps.findIndex(({ key }) => key === step.key);
  const missing = (step.after ?? []).filter((key) => !steps.some((other) => other.key === key));
  return [
    ...(twin < index
      ? [
          error(
            step,
            'duplicate_key',
            `has the key «${step.key}», which «${steps[twin]!.title}» has too. Every step needs a key of its own.`,
          ),
        ]
      : []),
    ...missing.map((key) => error(step, 'after_missing', `comes after «${key}», which is not in this workflow.`)),
  ];
};

const taskFindings = (content: Content, step: TaskStep, facts: DesignFacts): Finding[] => [
  ...twice(step, 'checklist line', step.checklist ?? []),
  ...twice(step, 'question', step.asks ?? []),
  ...(step.asks ?? []).flatMap((ask): Finding[] => {
    if (ask.type === 'choice' && !ask.choices?.length)
      return [error(step, 'choices_missing', `asks «${ask.label}» as a choice without anything to choose from.`)];
    if (ask.type === 'authorization' && !content.subject_kinds.includes('client'))
      return [error(step, 'record_missing', `asks for an authorization («${ask.label}»), which only a client has.`)];
    if (!ask.writes) return [];
    const fields = content.subject_kinds
      .map((kind) => fieldOf(kind, ask.writes!, facts.custom_fields))
      .filter((field) => field !== undefined);
    if (!fields.length)
      return [
        error(
          step,
          'field_missing',
          `writes the answer to «${ask.label}» into the field «${ask.writes}», which does not exist.`,
        ),
      ];
    if (!fields.every(({ writable }) => writable))
      return [
        error(
          step,
          'field_fixed',
          `writes the answer to «${ask.label}» into «${fields[0]!.label}», which cannot be changed.`,
        ),
      ];
    return fields.every(({ type }) => takes(type, ask.type))
      ? []
      : [
          error(
            step,
            'field_type',
            `writes the answer to «${ask.label}» (${ask.type.replace('_', '/')}) into «${fields[0]!.label}» (${fields[0]!.type.replace('_', '/')}).`,
          ),
        ];
  }),
];

/** A text or a choice takes both; any other field only its own type. */
const takes = (field: string, ask: string): boolean =>
  field === ask || ([field, ask].includes('text') && [field, ask].includes('choice'));

const twice = (step: TaskStep, word: string, parts: readonly { key: string }[]): Finding[] =>
  parts
    .filter(({ key }, i) => parts.findIndex((other) => other.key === key) < i)
    .map(({ key }) => error(step, 'duplicate_key', `has two ${word}s with the key «${key}».`));
