import type { Context, Decision, Event, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, conflict, difference, invalid, problem, ref, refused, undoable } from '#kernel/decision/rules.ts';
import type { Content } from './content.ts';
import { isSame, stepsThatDiffer } from './difference.ts';
import { asJson, currentNumber, newDraft } from './making.ts';
import type { ChangeCommand, Draft, Standing, Verb, Workflow } from './model.ts';
import { freeKey, nameTaken } from './names.ts';
import { mayDesign } from './rights.ts';

type Of<D extends ChangeCommand['do']> = Extract<ChangeCommand, { do: D }>;

/**
 * The editor saves by itself; there is one draft per workflow (WF-10). Refuses: conflict when somebody saved since the
 * screen was filled, with who, when, the steps that differ and both texts; invalid for a taken name, a version that does
 * not exist, or kinds that a published workflow cannot change to.
 */
export const saveDraft = (state: Standing, command: Of<'save_draft'>, context: Context): Decision => {
  const { workflow, current, draft } = state;
  const no =
    mayDesign(context.who, command.content.subject_kinds) ??
    draftMoved(state, command.draft_version, command.content) ??
    wrongBase(workflow, command.base_version) ??
    kindFixed(workflow, command.content) ??
    nameInUse(state, command.content.name, '/content/name');
  if (no) return no;
  const before = draft?.content ?? current?.content;
  if (before && isSame(before, command.content) && (!draft?.content || draft.base_version === command.base_version))
    return accept([]);
  return accept([draftEvent(state, command, context), ...followed(state, command.content, context)]);
};

/** Throws the draft away; the current version stays. Refuses: conflict as above, no_draft, never_published. */
export const discardDraft = (state: Standing, command: Of<'discard_draft'>, context: Context): Decision => {
  const { workflow, draft } = state;
  if (!draft?.content) return refused('no_draft', `«${workflow.name}» has no draft.`);
  if (!currentNumber(workflow))
    return refused('never_published', `The draft is all there is of «${workflow.name}». Delete the workflow instead.`);
  return draftMoved(state, command.draft_version) ?? accept([draftGone(draft, 'workflow_draft.discarded', context)]);
};

/**
 * The name and description of the list, at once and without a new version; the draft follows, and so does the key until
 * the first publishing (WF-14). Refuses: invalid for a taken name.
 */
export const rename = (state: Standing, { name, description }: Of<'rename'>, context: Context): Decision => {
  const { workflow, draft } = state;
  const no = nameInUse(state, name, '/name');
  if (no) return no;
  const renamed = rowEvent(workflow, { name, description: description || null, ...newKey(state, name) }, context);
  const saved = draft?.content
    ? [draftEvent(state, { ...draft, content: { ...draft.content, name, description } }, context)]
    : [];
  return accept([...renamed, ...saved.filter(({ facts }) => facts.content)]);
};

/** Somebody saved, published or threw away the draft since the screen was filled: who, when and both texts (WF-10). */
export const draftMoved = ({ draft, around }: Standing, seen: number, yours?: Content): Refusal | null => {
  if ((draft?.version ?? 0) === seen) return null;
  const who = around.design.members.find(({ id }) => `member:${id}` === draft?.by)?.name ?? 'Somebody else';
  const steps =
    yours && draft?.content ? stepsThatDiffer(draft.content, yours).map(({ key, title }) => ({ key, title })) : [];
  const names = steps.map(({ title }) => `«${title}»`).join(', ');
  const did = draft?.content ? 'changed this draft' : 'published or threw away this draft';
  const because = `${who} ${did} since you opened it. ${names ? `The texts differ in ${names}. ` : ''}Both are kept: join them, or start again from theirs.`;
  return conflict(because, {
    code: 'draft_moved',
    by: draft?.by ?? null,
    at: draft?.at ?? null,
    draft_version: draft?.version ?? 0,
    base_version: draft?.base_version ?? 0,
    steps: steps as Json,
    theirs: asJson(draft?.content),
    yours: asJson(yours),
  });
};

/** The draft's row without content: it was published or thrown away. */
export const draftGone = (draft: Draft, verb: Verb, context: Context): Event => ({
  verb,
  thing: ref('workflow_draft', draft.id),
  facts: difference(draft, { content: null, by: context.who.actor, at: context.now }),
  ...(verb === 'workflow_draft.discarded' && undoable(context)),
});

const draftEvent = (
  { workflow, draft }: Standing,
  { content, base_version }: { content: Content; base_version: number },
  context: Context,
): Event => {
  if (!draft) return newDraft({ workflow_id: workflow.id, content, base_version }, context);
  const facts = difference(draft, { content, base_version, by: context.who.actor, at: context.now });
  const verb = (draft.content ? 'workflow_draft.saved' : 'workflow_draft.started') satisfies Verb;
  return { verb, thing: ref('workflow_draft', draft.id), facts, ...undoable(context) };
};

/** While nothing is published, the list shows what the draft says. */
const followed = (state: Standing, { name, description, subject_kinds }: Content, context: Context): Event[] =>
  !currentNumber(state.workflow)
    ? rowEvent(
        state.workflow,
        { name, description: description || null, subject_kinds, ...newKey(state, name) },
        context,
      )
    : [];

const newKey = ({ workflow, around }: Standing, name: string): { key?: string } => {
  if (currentNumber(workflow) || name === workflow.name) return {};
  return {
    key: freeKey(
      name,
      around.keys_taken.filter((key) => key !== workflow.key),
    ),
  };
};

const rowEvent = (workflow: Workflow, changes: Partial<Workflow>, context: Context): Event[] => {
  const facts = difference(workflow, changes);
  if (!Object.keys(facts).length) return [];
  return [
    { verb: 'workflow.renamed' satisfies Verb, thing: ref('workflow', workflow.id), facts, ...undoable(context) },
  ];
};

export const nameInUse = ({ workflow, around }: Standing, name: string, pointer: string): Refusal | null => {
  const other = nameTaken(name, around.design, workflow.id);
  return other
    ? invalid(problem(pointer, 'taken', `There is a workflow named «${other.name}» already. Choose another name.`))
    : null;
};

const wrongBase = (workflow: Workflow, base: number): Refusal | null =>
  base <= currentNumber(workflow) ? null : invalid(problem('/base_version', 'unknown', `There is no version ${base}.`));

/** Runs, lists and rights of invoices are apart from those of people, so a published workflow stays on its side. */
const kindFixed = (workflow: Workflow, content: Content): Refusal | null =>
  currentNumber(workflow) && workflow.subject_kinds.includes('invoice') !== content.subject_kinds.includes('invoice')
    ? invalid(
        problem(
          '/content/subject_kinds',
          'kind_fixed',
          'A published workflow cannot change between people and invoices. Duplicate it instead.',
        ),
      )
    : null;
