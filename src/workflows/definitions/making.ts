import type { Id } from '#ground/id.ts';
import type { Context, Event, Facts, Json } from '#kernel/decision/model.ts';
import { creation, ref, undoable } from '#kernel/decision/rules.ts';
import { checksum } from './checksum.ts';
import type { Content } from './content.ts';
import type { BeginCommand, Verb, Workflow, WorkflowVersion } from './model.ts';

/** The events that make rows. What makes a workflow can be taken back; a version is for ever. */

/** A workflow that is off and has no version, or, `on`, one that is born with version 1. */
export const newWorkflow = (
  { command, content, key, on }: { command: BeginCommand; content: Content; key: string; on: boolean },
  context: Context,
): Event => {
  const row: Partial<Workflow> = {
    key,
    name: content.name,
    description: content.description || null,
    subject_kinds: content.subject_kinds,
    on,
    current_version: on ? 1 : null,
    origin: originOf(command),
  };
  return {
    verb: 'workflow.created' satisfies Verb,
    thing: ref('workflow', command.id),
    facts: creation(row),
    ...undoable(context),
  };
};

/** For whoever listens: what was born with a version was published and turned on; the row holds both already. */
export const bornPublished = (id: Id): Event[] => [
  { verb: 'workflow.published' satisfies Verb, thing: ref('workflow', id), facts: { current_version: [1, 1] } },
  { verb: 'workflow.turned_on' satisfies Verb, thing: ref('workflow', id), facts: { on: [true, true] } },
];

/** Only the content is new to it: taking it back leaves the row there, empty, with a version that goes on. */
export const newDraft = (
  { workflow_id, content, base_version }: { workflow_id: Id; content: Content; base_version: number },
  context: Context,
): Event => {
  const { now, who } = context;
  const facts: Facts = {
    content: [null, asJson(content)],
    base_version: [base_version, base_version],
    by: [who.actor, who.actor],
    at: [now, now],
  };
  return {
    verb: 'workflow_draft.started' satisfies Verb,
    thing: ref('workflow_draft', workflow_id),
    facts,
    ...undoable(context),
  };
};

export const newVersion = (
  { workflow_id, n, content, note }: Pick<WorkflowVersion, 'workflow_id' | 'n' | 'content' | 'note'>,
  context: Context,
): Event => {
  const row: Partial<WorkflowVersion> = {
    workflow_id,
    n,
    content,
    note: note || null,
    published_at: context.now,
    published_by: context.who.actor,
    checksum: checksum(content),
  };
  return {
    verb: 'workflow_version.made' satisfies Verb,
    thing: ref('workflow_version', context.newId()),
    facts: creation(row),
  };
};

const originOf = (command: BeginCommand): string => {
  if (command.do === 'copy_template') return `template:${command.template.key}@${command.template.n}`;
  if (command.do === 'duplicate') return `duplicate:${command.source.id}`;
  return command.do === 'import' ? 'import' : 'blank';
};

/** The number people speak of; 0 while nothing is published. */
export const currentNumber = ({ current_version }: Workflow): number => current_version ?? 0;

/** Content as it stands in facts and refusals. */
export const asJson = (content: Content | null | undefined): Json => (content ?? null) as Json;
