import { plural } from '#ground/text.ts';
import type { Context, Decision, Event, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, conflict, difference, ref, refused, undoable } from '#kernel/decision/rules.ts';
import { checkList, errorsOf } from './checklist.ts';
import type { Content } from './content.ts';
import { contentDifference, isSame } from './difference.ts';
import { draftGone, draftMoved, nameInUse } from './drafts.ts';
import type { Finding } from './finding.ts';
import { currentNumber, newVersion } from './making.ts';
import type { ChangeCommand, Draft, Standing, Verb, Workflow } from './model.ts';
import { mayPublish } from './rights.ts';

type Publish = Extract<ChangeCommand, { do: 'publish' }>;

/**
 * The draft becomes version n + 1, immutable, with a note (WF-11). Refuses: nothing_to_publish; conflict when the draft was
 * saved since it was read, or when a version was published since it was begun (unless `anyway`, with the difference in the
 * refusal's facts); not_ready with the errors of the check list (WF-13); not_allowed when the author lacks a right that a
 * step needs (WF-21). What was published is not undone: publish the earlier content again.
 */
export const publish = (state: Standing, command: Publish, context: Context): Decision => {
  const { workflow, draft } = state;
  const moved = draftMoved(state, command.draft_version);
  if (!draft?.content) return publishedSince(state, command) ?? moved ?? nothingToPublish(workflow);
  const content = draft.content;
  if (state.current && isSame(state.current.content, content)) return nothingToPublish(workflow);
  const no =
    moved ??
    (command.anyway ? null : publishedSince(state, command)) ??
    nameInUse(state, content.name, '/content/name') ??
    notReady(state, content) ??
    mayPublish(context.who, content);
  return no ?? accept(published(state, { draft, content, note: command.note }, context));
};

/** Offered at launch from now on; launches nothing for what happened before. Refuses nothing_published (WF-9). */
export const turnOn = ({ workflow }: Standing, context: Context): Decision => {
  if (workflow.on) return accept([]);
  if (!currentNumber(workflow))
    return refused('nothing_published', `«${workflow.name}» has no published version yet. Publish it first.`);
  return accept([turned(workflow, true, context)]);
};

/** No longer offered, started by nothing; runs under way go on (WF-8). */
export const turnOff = ({ workflow }: Standing, context: Context): Decision =>
  accept(workflow.on ? [turned(workflow, false, context)] : []);

const turned = (workflow: Workflow, on: boolean, context: Context): Event => ({
  verb: (on ? 'workflow.turned_on' : 'workflow.turned_off') satisfies Verb,
  thing: ref('workflow', workflow.id),
  facts: difference(workflow, { on }),
  ...undoable(context),
});

const published = (
  { workflow }: Standing,
  { draft, content, note }: { draft: Draft; content: Content; note: string },
  context: Context,
): Event[] => {
  const current_version = currentNumber(workflow) + 1;
  const { name, description, subject_kinds } = content;
  const facts = difference(workflow, { current_version, name, description: description || null, subject_kinds });
  return [
    { verb: 'workflow.published' satisfies Verb, thing: ref('workflow', workflow.id), facts },
    newVersion({ workflow_id: workflow.id, n: current_version, content, note }, context),
    draftGone(draft, 'workflow_draft.published', context),
  ];
};

const nothingToPublish = (workflow: Workflow): Refusal =>
  refused(
    'nothing_to_publish',
    !currentNumber(workflow)
      ? `«${workflow.name}» has no draft to publish.`
      : `Nothing differs from version ${currentNumber(workflow)} of «${workflow.name}».`,
  );

/** The designer, or the draft, began from a version that is no longer the current one (WF-11). */
const publishedSince = ({ workflow, current, draft, around }: Standing, command: Publish): Refusal | null => {
  const now = currentNumber(workflow);
  const base = Math.min(command.base_version, draft?.content ? draft.base_version : command.base_version);
  if (base === now || !current) return null;
  const who = around.design.members.find(({ id }) => `member:${id}` === current.published_by)?.name ?? 'Somebody else';
  return conflict(
    `${who} published version ${now} since this draft was begun from ${base ? `version ${base}` : 'nothing'}. Look at the difference, then join the two or publish anyway.`,
    {
      code: 'published_since',
      by: current.published_by,
      at: current.published_at,
      current_version: now,
      difference: (draft?.content ? contentDifference(current.content, draft.content) : null) as Json,
    },
  );
};

const notReady = ({ workflow, around }: Standing, content: Content): Refusal | null =>
  stillWrong(errorsOf(checkList(content, around.design, workflow.key)));

/** Refuses not_ready while there are errors in the check list. */
export const stillWrong = (errors: readonly Finding[]): Refusal | null => {
  if (!errors.length) return null;
  const because = `${plural(errors.length, 'thing has', 'things have')} to be put right before publishing: ${errors[0]!.sentence}`;
  return refused('not_ready', because, { errors: errors as unknown as Json });
};
