import { plural } from '#ground/text.ts';
import type { Context, Decision, Event, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, difference, ref, refused, undoable } from '#kernel/decision/rules.ts';
import type { ChangeCommand, Standing, Usage, Verb, Workflow } from './model.ts';
import { nameTaken } from './names.ts';

/** Out of all lists and off; its name stays in history. Refuses in_use with what points at it (WF-18). */
export const archive = ({ workflow, around }: Standing, context: Context): Decision => {
  if (workflow.archived_at) return accept([]);
  const uses = usesOf(around.usage);
  if (uses.length) return inUse(`«${workflow.name}» cannot be archived yet: ${sentenceOf(uses)}.`, around.usage);
  return accept([
    moved(
      workflow,
      'workflow.archived',
      { archived_at: context.now, archived_by: context.who.actor, on: false },
      context,
    ),
  ]);
};

/** Back into the list, off. Refuses name_taken when another workflow has the name now; `name` gives it a new one. */
export const restore = (
  { workflow, around }: Standing,
  command: Extract<ChangeCommand, { do: 'restore' }>,
  context: Context,
): Decision => {
  if (!workflow.archived_at) return accept([]);
  const name = command.name ?? workflow.name;
  if (nameTaken(name, around.design, workflow.id))
    return refused('name_taken', `Another workflow is named «${name}» now. Restore this one under a new name.`);
  return accept([moved(workflow, 'workflow.restored', { archived_at: null, archived_by: null, name }, context)]);
};

/** Possible while no run ever existed, and nothing points at it (WF-17). Refuses in_use, offering to archive. */
export const remove = ({ workflow, around }: Standing, context: Context): Decision => {
  const { runs_ever } = around.usage;
  if (runs_ever)
    return inUse(
      `«${workflow.name}» has had ${plural(runs_ever, 'run', 'runs')}, so it cannot be deleted. Archive it instead.`,
      around.usage,
    );
  const uses = usesOf(around.usage);
  if (uses.length) return inUse(`«${workflow.name}» cannot be deleted yet: ${sentenceOf(uses)}.`, around.usage);
  return accept([
    moved(workflow, 'workflow.deleted', { deleted_at: context.now, deleted_by: context.who.actor, on: false }, context),
  ]);
};

/** Which of the two the menu offers (WF-17). */
export const deleteOrArchive = ({ runs_ever }: Usage): 'delete' | 'archive' => (runs_ever ? 'archive' : 'delete');

const moved = (workflow: Workflow, verb: Verb, changes: Partial<Workflow>, context: Context): Event => ({
  verb,
  thing: ref('workflow', workflow.id),
  facts: difference(workflow, changes),
  ...undoable(context),
});

const inUse = (because: string, usage: Usage): Refusal =>
  refused('in_use', because, { usage: usage as unknown as Json });

const usesOf = ({ open_runs, cadences, triggers_on, started_by, followed_by, default_of }: Usage): string[] => [
  ...(open_runs ? [`${plural(open_runs, 'run is', 'runs are')} open`] : []),
  ...(cadences.length ? [`it repeats by ${named(cadences)}`] : []),
  ...(triggers_on ? [`${plural(triggers_on, 'trigger that starts it is', 'triggers that start it are')} on`] : []),
  ...(started_by.length ? [`it is started by ${named(started_by)}`] : []),
  ...(followed_by.length ? [`its completed runs start ${named(followed_by)}`] : []),
  ...(default_of.length ? [`it is the default for ${default_of.join(', ')}`] : []),
];

const named = (things: readonly { name: string }[]): string => things.map(({ name }) => `«${name}»`).join(', ');

const sentenceOf = (uses: readonly string[]): string =>
  uses.length < 2 ? uses.join('') : `${uses.slice(0, -1).join(', ')} and ${uses.at(-1)}`;
