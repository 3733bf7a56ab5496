import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { changed, kindOf, notFound, refused } from '#kernel/decision/rules.ts';
import { begin } from './begin.ts';
import { discardDraft, rename, saveDraft } from './drafts.ts';
import type {
  BeginCommand,
  ChangeCommand,
  Draft,
  Standing,
  Workflow,
  WorkflowCommand,
  WorkflowState,
  WorkflowVersion,
} from './model.ts';
import { publish, turnOff, turnOn } from './publishing.ts';
import { mayDesign } from './rights.ts';
import { archive, remove, restore } from './shelf.ts';

/**
 * Everything that can happen to one of the practice's own workflows. Asks first whether the actor may design it: the ability
 * `workflows.design`, for invoice workflows `collections.design` (WF-19, WF-20). Refusals stand with each command.
 */
export const decide = (state: WorkflowState, command: WorkflowCommand, context: Context): Decision => {
  if (isBeginning(command)) return begin(state, command, context);
  const workflow = state.workflow;
  if (!workflow || workflow.deleted_at) return notFound();
  return (
    mayDesign(context.who, workflow.subject_kinds) ??
    onShelf(workflow, command) ??
    change({ ...state, workflow }, command, context)
  );
};

/** What makes a workflow finds none; everything else is about one that is there. */
export const isBeginning = (command: WorkflowCommand): command is Extract<WorkflowCommand, BeginCommand> =>
  ['create', 'copy_template', 'duplicate', 'import'].includes(command.do);

const change = (state: Standing, command: ChangeCommand, context: Context): Decision => {
  switch (command.do) {
    case 'save_draft':
      return saveDraft(state, command, context);
    case 'discard_draft':
      return discardDraft(state, command, context);
    case 'publish':
      return publish(state, command, context);
    case 'turn_on':
      return turnOn(state, context);
    case 'turn_off':
      return turnOff(state, context);
    case 'rename':
      return rename(state, command, context);
    case 'archive':
      return archive(state, context);
    case 'restore':
      return restore(state, command, context);
    case 'delete':
      return remove(state, context);
    default:
      return command satisfies never;
  }
};

/** An archived workflow can only be restored, archived (which it is) or deleted. */
const onShelf = (workflow: Workflow, command: ChangeCommand): Refusal | null =>
  workflow.archived_at && !['archive', 'restore', 'delete'].includes(command.do)
    ? refused('archived', `«${workflow.name}» is archived. Restore it first.`)
    : null;

/** Applies an event to the row it names; a version that was just made becomes the current one. */
export const evolve = (state: WorkflowState, event: Event): WorkflowState => {
  switch (kindOf(event.thing)) {
    case 'workflow':
      return { ...state, workflow: changed<Workflow>(state.workflow, event) };
    case 'workflow_draft':
      return { ...state, draft: changed<Draft>(state.draft, event) };
    case 'workflow_version':
      return { ...state, current: changed<WorkflowVersion>(undefined, event) };
    default:
      return state;
  }
};

/** A step's key may be chosen until a version holds it (WF-30). */
export const mayRekey = ({ current }: WorkflowState, key: string): boolean =>
  !current?.content.steps.some((step) => step.key === key);

/**
 * What an editor opens with: the draft, else a new one from the current version under the name the list shows. Undefined
 * while there is neither.
 */
export const startingContent = ({ workflow, current, draft }: WorkflowState) => {
  if (draft?.content) return draft.content;
  if (!current || !workflow) return undefined;
  return { ...current.content, name: workflow.name, description: workflow.description ?? '' };
};
