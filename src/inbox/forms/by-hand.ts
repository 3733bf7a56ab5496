import { sql } from 'kysely';
import { type Answers, readAnswers } from '#forms/answers.ts';
import type { Design } from '#forms/model.ts';
import { type Id, isId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Problem, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem, refused } from '#kernel/decision/rules.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import type { ItemCommand } from '../items/model.ts';
import type { ItemsRoom } from '../items/store.ts';
import { formAnswers } from './store.ts';

/** What is asked of an item that is added by hand: the form of its category (IN-11). */

export interface AskedForm extends Design {
  id: Id;
  /** Of the form itself; it is kept with the answer. */
  version: number;
}

/** The form that a category asks with; null where it asks none, or is not there. */
export const formOfCategory = async ({ tx, practice }: Desk, category: Id | null): Promise<AskedForm | null> => {
  if (!category) return null;
  const { rows } = await sql<AskedForm>`
    select f.id, f.version, f.title, f.intro, f.questions from app.item_category c
    join app.form f on f.practice_id = c.practice_id and f.id = c.form_id
    where c.practice_id = ${practice.id} and c.id = ${category} and c.deleted_at is null and f.deleted_at is null`.execute(
    tx,
  );
  return rows[0] ?? null;
};

type Add = Extract<ItemCommand, { do: 'add' }>;
interface Asked {
  caller: Caller;
  /** Of the item, and of the answer it comes with. */
  id: Id;
  answer_id: Id;
  given: Add;
  form: AskedForm;
  typed: Answers;
  /** The version whose questions were seen, where that is known. */
  seen: number | undefined;
}

/**
 * Adds an item with what the form of its category was answered, both or neither. Refuses answers that are missing or wrong, each
 * at its question, and `form_changed` where other questions were seen than are asked now.
 */
export const addAnswered = async (
  kernel: Kernel,
  items: ItemsRoom,
  desk: Desk,
  { caller, id, answer_id, given, form, typed, seen }: Asked,
): Promise<{ yes: true } | Refusal> => {
  if (seen !== undefined && seen !== form.version)
    return refused('form_changed', `«${form.title}» was changed meanwhile. Look at its questions again.`);
  const { answers, faults } = readAnswers(form.questions, typed);
  const files = filesIn(form, answers);
  const wrong = [...faults, ...files.faults];
  if (wrong.length) return invalid(...wrong);
  const { id: form_id, version: n, title, intro, questions } = form;
  const received = { form_id, n, page: `hand:${answer_id}`, answers, asked: { title, intro, questions } };
  const [kept] = await act(kernel, desk, caller, formAnswers, [
    { id: answer_id, command: { do: 'receive', given: received, item_id: id, because: null, files: files.ids } },
  ]);
  if (!kept!.yes) return kept!;
  const command = { ...given, form_answer_id: answer_id };
  const [made] = await act(kernel, desk, caller, items, [{ id, command }]);
  return made!;
};

/** The ids of the files that were given, which belong to the item from now on. */
const filesIn = ({ questions }: Design, answers: Answers): { ids: Id[]; faults: Problem[] } => {
  const given = questions.flatMap(({ kind, key }) => {
    const value = answers[key];
    return kind === 'file' && Array.isArray(value) ? value.map((one) => ({ key, id: String(one) })) : [];
  });
  return {
    ids: given.flatMap(({ id }) => (isId(id) ? [id] : [])),
    faults: given.flatMap(({ key, id }) =>
      isId(id) ? [] : [problem(`/answers/${key}`, 'no_such_file', 'This file is not there. Upload it again.')],
    ),
  };
};
