import { sql } from 'kysely';
import type { Design } from '#forms/model.ts';
import { type Id, isId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { filesOfThings, keptFiles, readFiles } from '#kernel/files/store.ts';
import type { Room } from '#kernel/loop/room.ts';
import { handsOf } from '../items/hands.ts';
import { answerEntries } from './finding.ts';
import type {
  FormAnswer,
  FormAnswerCommand,
  FormAnswerState,
  PublicForm,
  PublicFormCommand,
  PublicFormState,
  PublishedVersion,
} from './model.ts';
import { decide, decideAnswer, evolve, evolveAnswer } from './rules.ts';

export type PublicFormsRoom = Room<PublicFormState, PublicFormCommand>;
export type FormAnswersRoom = Room<FormAnswerState, FormAnswerCommand>;

export const publicForms: PublicFormsRoom = {
  name: 'public_form',
  kinds: {
    public_form: { table: 'app.public_form', find: ({ shown }) => shown, births: ['public_form.made'] },
    public_form_version: {
      table: 'app.public_form_version',
      find: ({ versions }, id) => versions.find((one) => one.id === id),
      births: ['public_form_version.made'],
    },
  },
  load: (desk, wanted) =>
    loadPublicForms(
      desk,
      wanted.map(({ id }) => id),
    ),
  decide,
  evolve,
};

/** By the id of their form; those that no form is behind are absent. */
const loadPublicForms = async (desk: Desk, ids: readonly Id[]): Promise<Map<Id, PublicFormState>> => {
  const { tx, practice } = desk;
  const { rows: forms } = await sql<Design & { id: Id; key: string; gone: boolean }>`
    select id, key, title, intro, questions, (archived_at is not null) as gone from app.form
    where practice_id = ${practice.id} and id = any(${ids}) and deleted_at is null`.execute(tx);
  const { rows: shown } = await sql<PublicForm>`
    select id, version, slug, open, newest, assignee_id from app.public_form
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  const { rows: slugs } = await sql<{ slug: string }>`
    select slug from app.public_form where practice_id = ${practice.id}`.execute(tx);
  const versions = await versionsOf(desk, ids);
  const hands = (await handsOf(desk)).filter(({ active, writes }) => active && writes).map(({ id }) => id);
  return new Map(
    forms.map(({ id, key, gone, ...design }) => [
      id,
      {
        shown: shown.find((one) => one.id === id) ?? blank(id, key),
        versions: versions.filter(({ form_id }) => form_id === id),
        design: gone ? null : design,
        slugs_taken: slugs.map(({ slug }) => slug),
        hands,
      },
    ]),
  );
};

const blank = (id: Id, key: string): PublicForm => ({
  id,
  version: 0,
  slug: key.replaceAll('_', '-'),
  open: false,
  newest: 0,
  assignee_id: null,
});

/** The versions that were ever published of these forms. */
const versionsOf = async ({ tx, practice }: Desk, forms: readonly Id[]): Promise<PublishedVersion[]> =>
  (
    await sql<PublishedVersion>`
      select id, version, form_id, n, title, intro, questions, published_at from app.public_form_version
      where practice_id = ${practice.id} and form_id = any(${forms})`.execute(tx)
  ).rows;

export interface AtAddress {
  form: PublicForm;
  newest: PublishedVersion;
  /** The version a page was opened with, where it is another. */
  version: PublishedVersion;
}

/** What stands at an address of the practice; `n` is the version its page was opened with. Null where nothing does. */
export const atAddress = async (desk: Desk, slug: string, n?: number): Promise<AtAddress | null> => {
  const { rows } = await sql<PublicForm>`
    select id, version, slug, open, newest, assignee_id from app.public_form
    where practice_id = ${desk.practice.id} and slug = ${slug}`.execute(desk.tx);
  const [form] = rows;
  if (!form) return null;
  const versions = await versionsOf(desk, [form.id]);
  const newest = versions.find((one) => one.n === form.newest)!;
  return { form, newest, version: versions.find((one) => one.n === n) ?? newest };
};

export const formAnswers: FormAnswersRoom = {
  name: 'form_answer',
  kinds: {
    form_answer: {
      table: 'app.form_answer',
      find: ({ answer }) => answer,
      personal: ['answers'],
      births: ['form_answer.received'],
    },
    file: keptFiles<FormAnswerState>(({ files }) => files),
  },
  load: async (desk, wanted) => {
    const known = await readAnswers(
      desk,
      wanted.map(({ id }) => id),
    );
    const sent = await readFiles(
      desk,
      wanted.flatMap(({ command }) => (command.do === 'receive' ? command.files : [])),
    );
    const aside = await filesOfThings(
      desk,
      wanted.map(({ id }) => ref('form_answer', id)),
    );
    const named = await readFiles(desk, [...known.values()].flatMap(filesIn));
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const answer = known.get(id) ?? (command.do === 'receive' ? blankAnswer(id) : null);
        const own = aside.filter(({ thing }) => thing === ref('form_answer', id));
        if (!answer) return [];
        const held = answer.version ? filesIn(answer) : command.do === 'receive' ? command.files : [];
        const file_names = [...sent, ...named].filter((file) => held.includes(file.id)).map(({ name }) => name);
        return [[id, { answer, files: command.do === 'receive' ? sent : own, file_names }] as const];
      }),
    );
  },
  decide: decideAnswer,
  evolve: evolveAnswer,
  search: answerEntries,
};

const filesIn = ({ answers }: FormAnswer): Id[] =>
  Object.values(answers).flatMap((value) => (Array.isArray(value) ? value.filter(isFileId) : []));
const isFileId = (value: Json): value is Id => typeof value === 'string' && isId(value);

const blankAnswer = (id: Id): FormAnswer => ({
  id,
  version: 0,
  form_id: '',
  n: 0,
  page: '',
  answers: {},
  asked: null,
  received_at: '',
  outcome: 'set_aside',
  because: null,
  item_id: null,
});

export const readAnswers = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, FormAnswer>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<FormAnswer>`
    select id, version, form_id, n, page, answers, asked, received_at, outcome, because, item_id from app.form_answer
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** The answer that was sent from this page already (IN-94). */
export const answeredFrom = async ({ tx, practice }: Desk, page: string): Promise<FormAnswer | null> => {
  const { rows } = await sql<FormAnswer>`
    select id, version, form_id, n, page, answers, asked, received_at, outcome, because, item_id from app.form_answer where practice_id = ${practice.id} and page = ${page}`.execute(
    tx,
  );
  return rows[0] ?? null;
};

/** The version that an answer was filled in from. */
export const versionOf = async (
  desk: Desk,
  { form_id, n }: Pick<FormAnswer, 'form_id' | 'n'>,
): Promise<PublishedVersion> => (await versionsOf(desk, [form_id])).find((one) => one.n === n)!;
