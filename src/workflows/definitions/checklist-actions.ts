import { PARAMS, type Params, STATUSES } from './actions.ts';
import type { ActionStep, Content } from './content.ts';
import { fieldOf } from './fields.ts';
import { error, type Finding, kindWords, warning } from './finding.ts';
import { unknownFields } from './merge.ts';
import type { DesignFacts, OtherWorkflow } from './model.ts';

/** Is everything there that an action needs, and does it mean something for these subjects (WF-13, WF-58)? */
export const actionFindings = (content: Content, step: ActionStep, facts: DesignFacts, self?: string): Finding[] => {
  const read = PARAMS[step.do].safeParse(step.params);
  if (!read.success)
    return [
      error(
        step,
        'params',
        `is not filled in: «${String(read.error.issues[0]?.path[0] ?? 'what it does')}» is missing or cannot be used.`,
      ),
    ];
  switch (step.do) {
    case 'note':
    case 'notify':
      return textFindings(content, step, (read.data as Params<'note'>).text);
    case 'assign_role':
      return onlyFor(content, step, ['prospect', 'client'], 'gives a role, which only prospects and clients have.');
    case 'convert':
      return onlyFor(content, step, ['prospect'], 'converts a prospect, but the workflow is not for prospects.');
    case 'set_status':
      return statusFindings(content, step, read.data as Params<'set_status'>);
    case 'change_field':
      return fieldFindings(content, step, (read.data as Params<'change_field'>).field, facts);
    case 'add_tag':
    case 'remove_tag':
      return tagFindings(step, (read.data as Params<'add_tag'>).tag, facts);
    case 'start_workflow':
      return startFindings(content, step, (read.data as Params<'start_workflow'>).workflow, facts, self);
    default:
      return step.do satisfies never;
  }
};

const textFindings = ({ subject_kinds }: Content, step: ActionStep, text: string): Finding[] =>
  unknownFields(text, subject_kinds).map((name) =>
    error(step, 'merge_field', `asks for {{${name}}}, which is not known for ${kindWords(subject_kinds)}.`),
  );

const onlyFor = (
  { subject_kinds }: Content,
  step: ActionStep,
  kinds: readonly string[],
  sentence: string,
): Finding[] => (subject_kinds.some((kind) => kinds.includes(kind)) ? [] : [error(step, 'wrong_kind', sentence)]);

const statusFindings = (
  content: Content,
  step: ActionStep,
  { status, outcome_of }: Params<'set_status'>,
): Finding[] => [
  ...onlyFor(
    content,
    step,
    STATUSES[status],
    `sets the status «${status.replace('_', ' ')}», which ${kindWords(content.subject_kinds)} do not have.`,
  ),
  ...(outcome_of &&
  !content.steps.some((other) => other.key === outcome_of && other.kind === 'task' && other.outcomes?.length)
    ? [
        error(
          step,
          'step_missing',
          `follows the outcome of «${outcome_of}», which is no task with outcomes in this workflow.`,
        ),
      ]
    : []),
];

const fieldFindings = ({ subject_kinds }: Content, step: ActionStep, name: string, facts: DesignFacts): Finding[] => {
  const fields = subject_kinds
    .map((kind) => fieldOf(kind, name, facts.custom_fields))
    .filter((field) => field !== undefined);
  if (!fields.length) return [error(step, 'field_missing', `changes the field «${name}», which does not exist.`)];
  return fields.every(({ writable }) => writable)
    ? []
    : [error(step, 'field_fixed', `changes «${fields[0]!.label}», which cannot be changed.`)];
};

const tagFindings = (step: ActionStep, tag: string, facts: DesignFacts): Finding[] =>
  facts.tags.some(({ id }) => id === tag)
    ? []
    : [error(step, 'tag_missing', `names the tag «${tag}», which does not exist.`)];

const startFindings = (
  { subject_kinds }: Content,
  step: ActionStep,
  key: string,
  facts: DesignFacts,
  self?: string,
): Finding[] => {
  const started = facts.workflows.find((other) => other.key === key);
  if (!started) return [error(step, 'workflow_missing', `starts the workflow «${key}», which does not exist.`)];
  if (started.archived) return [error(step, 'workflow_missing', `starts «${started.name}», which is archived.`)];
  const unfit = !started.subject_kinds.some((kind) => subject_kinds.includes(kind));
  if (unfit)
    return [error(step, 'wrong_kind', `starts «${started.name}», which is not for ${kindWords(subject_kinds)}.`)];
  return [
    ...(started.on && started.current_version !== null
      ? []
      : [
          warning(step, 'workflow_off', `starts «${started.name}», which is off; until it is on, nothing would start.`),
        ]),
    ...(self && comesBack(facts.workflows, key, self)
      ? [
          warning(
            step,
            'start_circle',
            `starts «${started.name}», which starts this workflow again. A run never starts what it came from, so the circle ends there.`,
          ),
        ]
      : []),
  ];
};

/** Does starting `from` lead, step by step, to `self` again? */
const comesBack = (workflows: readonly OtherWorkflow[], from: string, self: string): boolean => {
  const seen = new Set<string>();
  for (let open = [from]; open.length; ) {
    const key = open.pop()!;
    if (key === self) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open = [...open, ...(workflows.find((other) => other.key === key)?.starts ?? [])];
  }
  return false;
};
