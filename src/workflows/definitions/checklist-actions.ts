import { absentAt } from '#messages/fields/check.ts';
import { PERSON_GROUPS } from '#messages/fields/groups.ts';
import { isClientFacing, PARAMS, type Params, STATUSES } from './actions.ts';
import type { ActionStep } from './content.ts';
import { kindsAt } from './converting.ts';
import { RUN_GROUPS } from './field-groups.ts';
import { fieldOf } from './fields.ts';
import { type Design, error, type Finding, kindWords, warning } from './finding.ts';
import { unknownFields } from './merge.ts';
import type { OtherWorkflow } from './model.ts';
import { finishedBefore } from './order.ts';

/** Is everything there that an action needs, and does it mean something for these subjects (WF-13, WF-58)? */
export const actionFindings = (design: Design, step: ActionStep): Finding[] => {
  const read = PARAMS[step.do].safeParse(step.params);
  if (!read.success) {
    const what = String(read.error.issues[0]?.path[0] ?? 'what it does');
    return [error(step, 'params', `is not filled in: «${what}» is missing or cannot be used.`)];
  }
  switch (step.do) {
    case 'note':
    case 'notify':
      return textFindings(design, step, (read.data as Params<'note'>).text);
    case 'assign_role':
      return isFor(design, 'prospect', 'client')
        ? []
        : wrongKind(step, 'gives a role, which only prospects and clients have.');
    case 'convert':
      return isFor(design, 'prospect')
        ? []
        : wrongKind(step, 'converts a prospect, but the workflow is not for prospects.');
    case 'set_status':
      return statusFindings(design, step, read.data as Params<'set_status'>);
    case 'change_field':
      return fieldFindings(design, step, (read.data as Params<'change_field'>).field);
    case 'add_tag':
    case 'remove_tag':
      return tagFindings(design, step, (read.data as Params<'add_tag'>).tag);
    case 'start_workflow':
      return startFindings(design, step, (read.data as Params<'start_workflow'>).workflow);
    case 'send_email':
    case 'send_sms':
      return messageFindings(design, step, read.data as Params<'send_email'>);
    default:
      return step.do satisfies never;
  }
};

const wrongKind = (step: ActionStep, sentence: string): Finding[] => [error(step, 'wrong_kind', sentence)];

const isFor = ({ content }: Design, ...kinds: string[]): boolean =>
  content.subject_kinds.some((kind) => kinds.includes(kind));

const textFindings = (design: Design, step: ActionStep, text: string): Finding[] => {
  const kinds = kindsAt(design, step);
  return unknownFields(text, kinds).map((name) =>
    error(step, 'merge_field', `asks for {{${name}}}, which is not known for ${kindWords(kinds)}.`),
  );
};

const statusFindings = (design: Design, step: ActionStep, { status, outcome_of }: Params<'set_status'>): Finding[] => {
  const { steps, subject_kinds } = design.content;
  const followed = steps.find(({ key }) => key === outcome_of);
  const followable = followed?.kind === 'task' && !!followed.outcomes?.length;
  const unfit = `sets the status «${status.replace('_', ' ')}», which ${kindWords(subject_kinds)} do not have.`;
  const lost = `follows the outcome of «${outcome_of}», which is no task with outcomes in this workflow.`;
  return [
    ...(isFor(design, ...STATUSES[status]) ? [] : wrongKind(step, unfit)),
    ...(outcome_of && !followable ? [error(step, 'step_missing', lost)] : []),
  ];
};

const fieldFindings = ({ content, facts }: Design, step: ActionStep, name: string): Finding[] => {
  const known = content.subject_kinds.map((kind) => fieldOf(kind, name, facts.custom_fields));
  const fields = known.filter((field) => field !== undefined);
  if (!fields.length) return [error(step, 'field_missing', `changes the field «${name}», which does not exist.`)];
  if (fields.every(({ writable }) => writable)) return [];
  return [error(step, 'field_fixed', `changes «${fields[0]!.label}», which cannot be changed.`)];
};

const tagFindings = ({ facts }: Design, step: ActionStep, tag: string): Finding[] =>
  facts.tags.some(({ id }) => id === tag)
    ? []
    : [error(step, 'tag_missing', `names the tag «${tag}», which does not exist.`)];

const startFindings = ({ content, facts, self }: Design, step: ActionStep, key: string): Finding[] => {
  const started = facts.workflows.find((other) => other.key === key);
  if (!started) return [error(step, 'workflow_missing', `starts the workflow «${key}», which does not exist.`)];
  const { name } = started;
  if (started.archived) return [error(step, 'workflow_missing', `starts «${name}», which is archived.`)];
  if (!started.subject_kinds.some((kind) => content.subject_kinds.includes(kind))) {
    return wrongKind(step, `starts «${name}», which is not for ${kindWords(content.subject_kinds)}.`);
  }
  const off = !started.on || started.current_version === null;
  const circle = self !== undefined && comesBack(facts.workflows, key, self);
  const ends = 'A run never starts what it came from, so the circle ends there.';
  return [
    ...(off
      ? [warning(step, 'workflow_off', `starts «${name}», which is off; until it is on, nothing would start.`)]
      : []),
    ...(circle ? [warning(step, 'start_circle', `starts «${name}», which starts this workflow again. ${ends}`)] : []),
  ];
};

/** What is attached to steps can go along once those are finished (ME-30). */
const attachFindings = ({ content: { steps } }: Design, step: ActionStep, keys: readonly string[] = []): Finding[] => {
  const before = finishedBefore(steps).get(step.key);
  return keys.flatMap((key) => {
    const from = steps.find((one) => one.key === key);
    if (from?.kind !== 'task' && from?.kind !== 'form')
      return [
        error(step, 'step_missing', `takes along the files of «${key}», which is no task or form of this workflow.`),
      ];
    return before?.has(key)
      ? []
      : [error(step, 'step_later', `takes along the files of «${from.title}», but does not come after it.`)];
  });
};

const messageFindings = (
  design: Design,
  step: ActionStep,
  { template: id, attach }: Params<'send_email'>,
): Finding[] => {
  const { facts, self } = design;
  const template = facts.message_templates.find((one) => one.id === id);
  const what = step.do === 'send_email' ? 'e-mail' : 'text';
  if (!template || template.archived)
    return [error(step, 'template_missing', 'sends a message template that does not exist or is archived.')];
  if ((template.channel === 'email') !== (step.do === 'send_email'))
    return [
      error(step, 'template_channel', `sends an ${what}, and «${template.name}» is none.`.replace('an text', 'a text')),
    ];
  if (!template.usable)
    return [error(step, 'template_unusable', `sends «${template.name}», which has faults and cannot be sent.`)];
  const groups = [...PERSON_GROUPS, ...RUN_GROUPS];
  const kinds = kindsAt(design, step);
  const absent = kinds.flatMap((kind) => template.sources.flatMap((source) => absentAt(source, groups, kind)));
  const first = facts.workflows.find(({ key }) => key === self)?.current_version == null;
  return [
    ...attachFindings(design, step, attach),
    ...[...new Set(absent)].map((name) =>
      error(
        step,
        'merge_field',
        `sends «${template.name}», which asks for {{${name}}}; that is not known for ${kindWords(kinds)}.`,
      ),
    ),
    ...(isClientFacing(step) && first && !step.approve_first
      ? [
          warning(
            step,
            'unseen_message',
            'writes to somebody outside in the first version of this workflow, and nobody looks at it first.',
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
