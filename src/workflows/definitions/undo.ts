import type { Id } from '#ground/id.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, difference, idOf, kindOf, movedOn, notFound, ref, refused, reverse } from '#kernel/decision/rules.ts';
import type { Verb, WorkflowState } from './model.ts';
import { nameTaken } from './names.ts';
import { mayDesign } from './rights.ts';

/** The events of one act on one workflow, newest first. */
export interface TakeBack {
  do: 'undo';
  events: readonly (Event & { id: Id })[];
}

/**
 * Takes an act of design back (PL-74): what was made is deleted, what was changed is changed back; a version stays, since
 * runs may follow it. Refuses: not_allowed, moved_on when something was built on it, in_use when runs exist of what would
 * go, name_taken when the name would stand twice.
 */
export const takeBack = (state: WorkflowState, { events }: TakeBack, context: Context): Decision => {
  const { workflow } = state;
  if (!workflow) return notFound();
  const told = events.filter(changesSomething).map((event) => opposite(state, event, context));
  return (
    mayDesign(context.who, workflow.subject_kinds) ??
    builtOn(state, events) ??
    stillRuns(state, events) ??
    nameAgain(state, told) ??
    accept(told)
  );
};

/** A version is left alone, and so is what only told of a difference that another event made. */
const changesSomething = ({ thing, facts }: Event): boolean =>
  kindOf(thing) !== 'workflow_version' && Object.values(facts).some(([before, after]) => before !== after);

const opposite = (state: WorkflowState, event: Event & { id: Id }, context: Context): Event => {
  const made = event.verb === ('workflow.created' satisfies Verb);
  const gone = { deleted_at: context.now, deleted_by: context.who.actor, on: false };
  return {
    verb: `${kindOf(event.thing)}.undone`,
    thing: ref(kindOf(event.thing), idOf(event.thing)),
    facts: made ? difference(state.workflow!, gone) : reverse(event.facts),
    undoes: event.id,
  };
};

const builtOn = (state: WorkflowState, events: TakeBack['events']): Refusal | null => {
  const fields = events.flatMap((event) => movedOn(rowOf(state, event), event.facts));
  if (!fields.length) return null;
  const words = [...new Set(fields)].map((field) => field.replaceAll('_', ' ')).join(', ');
  return refused(
    'moved_on',
    `This was changed again since (${words}), so it cannot be taken back. Change it by hand instead.`,
  );
};

const rowOf = ({ workflow, draft, current }: WorkflowState, { thing }: Event): object | undefined =>
  [workflow, draft, current][['workflow', 'workflow_draft', 'workflow_version'].indexOf(kindOf(thing))];

const stillRuns = ({ workflow, around }: WorkflowState, events: TakeBack['events']): Refusal | null =>
  around.usage.runs_ever && events.some(({ verb }) => verb === 'workflow.created')
    ? refused('in_use', `«${workflow!.name}» has been started since, so it cannot be taken back. Archive it instead.`)
    : null;

const nameAgain = ({ workflow, around }: WorkflowState, told: readonly Event[]): Refusal | null => {
  const facts = told.find(({ thing }) => kindOf(thing) === 'workflow')?.facts ?? {};
  const listed = facts.archived_at?.[1] === null || facts.deleted_at?.[1] === null;
  const name = (facts.name?.[1] as string | undefined) ?? (listed ? workflow!.name : undefined);
  return name && nameTaken(name, around.design, workflow!.id)
    ? refused('name_taken', `Another workflow is named «${name}» now. Rename that one first.`)
    : null;
};
