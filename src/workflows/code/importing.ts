import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import type { Place } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { checkList } from '#workflows/definitions/checklist.ts';
import { checksum } from '#workflows/definitions/checksum.ts';
import type { Content } from '#workflows/definitions/content.ts';
import { contentDifference } from '#workflows/definitions/difference.ts';
import type { WorkflowCommand, WorkflowState } from '#workflows/definitions/model.ts';
import { mayDesign } from '#workflows/definitions/rights.ts';
import { startingContent } from '#workflows/definitions/rules.ts';
import { loadWorkflows, workflows } from '#workflows/definitions/store.ts';
import type { Mapping, NameBook, WorkflowImport } from './model.ts';
import { readFile, resolved } from './rules.ts';
import { dropImport, keepImport, mapImport, nameBook, readImport } from './store.ts';

/** Looks a file through and keeps it for its commit; nothing else is written (WF-163). Throws what WF-164 refuses. */
export const lookThrough = (kernel: Kernel, place: Place, text: string) => {
  const read = readFile(text);
  if (!read.yes) throw new HttpRefusal(read);
  return inPractice(kernel.db, place.practice_id, async (desk) => {
    const row = { id: newId(), file: read.file, mapping: {}, draft_version: 0 };
    const looked = await look(desk, place, row);
    const seen = { ...row, draft_version: draftVersion(looked.state) };
    await keepImport(desk, seen, place.caller.who.actor);
    return presented(desk, place, seen, looked);
  });
};

/** The same again, as it stands now. */
export const lookAgain = (kernel: Kernel, place: Place, id: Id) =>
  inPractice(kernel.db, place.practice_id, async (desk) => {
    const row = await found(desk, place, id);
    return presented(desk, place, row, await look(desk, place, row));
  });

/** Says what stands for names that were not found. Refuses what the practice does not have either. */
export const map = (kernel: Kernel, place: Place, id: Id, mapping: Mapping) =>
  inPractice(kernel.db, place.practice_id, async (desk) => {
    const row = { ...(await found(desk, place, id)), mapping };
    const looked = await look(desk, place, row);
    const lost = looked.unresolved.filter((one) => mapping[keyOf(one)] !== undefined);
    if (lost.length) throw new HttpRefusal(invalid(...lost.map((one) => notHere(one, mapping[keyOf(one)]!))));
    const seen = { ...row, draft_version: draftVersion(looked.state) };
    await mapImport(desk, seen);
    return presented(desk, place, seen, looked);
  });

/** The file becomes a draft, never a version, and nothing is turned on (WF-163). Refuses unresolved, and what saving refuses. */
export const commit = async (kernel: Kernel, place: Place, id: Id): Promise<Id> => {
  const outcome = await again(() =>
    inPractice(kernel.db, place.practice_id, async (desk) => {
      const row = await found(desk, place, id);
      const { root, command, unresolved } = await look(desk, place, row);
      if (unresolved.length) throw new HttpRefusal(stillUnresolved(unresolved));
      const seen = command.do === 'save_draft' ? { ...command, draft_version: row.draft_version } : command;
      const [done] = await act(kernel, desk, place.caller, workflows, [{ id: root, command: seen }]);
      if (done!.yes) await dropImport(desk, id);
      return done!;
    }),
  );
  return yesOrThrow(outcome).id;
};

export const keyOf = ({ kind, name }: { kind: string; name: string }): string => `${kind}:${name}`;

interface Looked {
  book: NameBook;
  state: WorkflowState;
  content: Content;
  unresolved: ReturnType<typeof resolved>['unresolved'];
  root: Id;
  command: WorkflowCommand;
}

/** What committing would do now. */
const look = async (desk: Desk, place: Place, { id, file, mapping }: WorkflowImport): Promise<Looked> => {
  const book = await nameBook(desk);
  const target = book.facts.workflows.find(({ key }) => key === file.key);
  const { who } = place.caller;
  const no = mayDesign(who, file.subject_kinds) ?? (target ? mayDesign(who, target.subject_kinds) : null);
  if (no) throw new HttpRefusal(no);
  const root = target?.id ?? id;
  const state = (await loadWorkflows(desk, [root])).get(root)!;
  const { content, unresolved } = resolved(file, book, mapping);
  const base_version = state.workflow?.current_version ?? 0;
  const command: WorkflowCommand = target
    ? { do: 'save_draft', content, base_version, draft_version: draftVersion(state) }
    : { do: 'import', id: root, key: file.key, content };
  return { book, state, content, unresolved, root, command };
};

const draftVersion = ({ draft }: WorkflowState): number => draft?.version ?? 0;

const presented = (desk: Desk, place: Place, { id, file, mapping }: WorkflowImport, looked: Looked) => {
  const { book, state, content, command } = looked;
  const { workflow, draft } = state;
  const context = { now: desk.now, today: desk.today, practice: desk.practice, who: place.caller.who, newId };
  const decision = workflows.decide(state, command, context);
  return {
    id,
    key: file.key,
    name: file.name,
    subject_kinds: file.subject_kinds,
    content,
    checksum: checksum(content),
    workflow: workflow ? { id: workflow.id, name: workflow.name, has_draft: !!draft?.content } : null,
    difference: contentDifference(startingContent(state) ?? null, content),
    check_list: checkList(content, book.facts, file.key),
    unresolved: resolved(file, book).unresolved.map((one) => ({ ...one, to: mapping[keyOf(one)] ?? null })),
    refusal: decision.yes ? null : { code: decision.code, because: decision.because },
    nothing_new: decision.yes && !decision.events.length,
  };
};

const found = async (desk: Desk, place: Place, id: Id): Promise<WorkflowImport> => {
  const row = await readImport(desk, id, place.caller.who.actor);
  const gone = 'This file is not here any more: it was taken in, or a day has passed. Send it again.';
  if (!row) throw new HttpRefusal(notFound(gone));
  return row;
};

const notHere = (one: { kind: string; name: string }, to: string) =>
  problem(`/mapping/${keyOf(one)}`, 'not_found', `There is no ${one.kind} «${to}» in this practice.`);

const stillUnresolved = (unresolved: Looked['unresolved']): Refusal =>
  refused(
    'unresolved',
    `The file names what this practice does not have: ${unresolved.map(({ kind, name }) => `the ${kind} «${name}»`).join(', ')}. Say what stands for each, or leave the file out.`,
    { unresolved: unresolved as never },
  );
