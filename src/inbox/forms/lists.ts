import { sql } from 'kysely';
import type { z } from 'zod';
import type { Answers } from '#forms/answers.ts';
import type { Question } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { filesOfThings } from '#kernel/files/store.ts';
import { countAnswer, countQuery, type ListQuery, paging } from '#kernel/http/list.ts';
import { seenWithItem } from '../items/seen.ts';
import { saidOf } from './judging.ts';
import type { answerFilters, answerRow, formAnswer } from './shapes.ts';

/** Public forms and their answers, as people read them. */

export type AnswerRow = z.infer<typeof answerRow>;
export type AnswerDetail = z.infer<typeof formAnswer>;
export type AnswerFilter = ListQuery & z.infer<z.ZodObject<typeof answerFilters>>;
export const ANSWER_SORTS = ['-received_at'] as const;

/** How a form stands towards strangers; undefined where there is no form. */
export const readPublication = async ({ tx, practice, now }: Desk, form: Id) => {
  const { rows } = await sql<{
    form_id: Id;
    practice: string;
    slug: string | null;
    open: boolean;
    newest: number;
    published_at: string | null;
    changed: boolean;
    assignee_id: Id | null;
    assignee: string | null;
    answers_30_days: number;
    set_aside: number;
  }>`
    select f.id as form_id, lower(p.slug) as practice, s.slug, coalesce(s.open, false) as open, coalesce(s.newest, 0) as newest, v.published_at,
      (v.title, v.intro, v.questions) is distinct from (f.title, f.intro, f.questions) and v.id is not null as changed,
      s.assignee_id, (select m.name from app.member m where m.practice_id = f.practice_id and m.id = s.assignee_id) as assignee,
      (select count(*)::int from app.form_answer a where a.practice_id = f.practice_id and a.form_id = f.id
        and a.received_at > ${now}::timestamptz - interval '30 days') as answers_30_days,
      (select count(*)::int from app.form_answer a where a.practice_id = f.practice_id and a.form_id = f.id
        and a.outcome = 'set_aside') as set_aside
    from app.form f
    join app.practice p on p.practice_id = f.practice_id
    left join app.public_form s on s.practice_id = f.practice_id and s.id = f.id
    left join app.public_form_version v on v.practice_id = s.practice_id and v.form_id = s.id and v.n = s.newest
    where f.practice_id = ${practice.id} and f.id = ${form} and f.deleted_at is null`.execute(tx);
  return rows[0];
};

const FROM = sql`
  from app.form_answer r
  left join app.public_form_version v on v.practice_id = r.practice_id and v.form_id = r.form_id and v.n = r.n and r.asked is null
  left join app.item i on i.practice_id = r.practice_id and i.id = r.item_id
  left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id`;

const COLUMNS = sql`r.id, r.form_id, coalesce(r.asked ->> 'title', v.title) as title, r.n, r.received_at, r.outcome, r.because, r.answers, coalesce(r.asked -> 'questions', v.questions) as questions,
  case when i.id is not null then json_build_object('id', i.id, 'number', i.number, 'subject', i.subject) end as item`;

type Flat = Omit<AnswerRow, 'line'> & { answers: Answers; questions: Question[] };

const LINE = 200;

/** One page of answers, of what this member may see. */
export const listAnswers = async (desk: Desk, who: Who, filter: AnswerFilter) => {
  const pages = paging(filter, { received_at: { by: sql`r.received_at`, type: 'timestamptz' } }, sql`r.id`);
  const found = sql`${FROM}
    where r.practice_id = ${desk.practice.id} and ${seenWithItem(desk, who)}
      and ${filter.form ? sql`r.form_id = ${filter.form}::uuid` : sql`true`}
      and ${filter.outcome ? sql`r.outcome = ${filter.outcome}` : sql`true`}`;
  const { rows } = await sql<Flat & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key ${found} and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  const counting = countQuery(filter, found);
  const count = counting ? { count: countAnswer(filter, (await counting.execute(desk.tx)).rows[0]!.value) } : {};
  const { items, next } = pages.page(rows) as { items: Flat[]; next: string | null };
  const lines = items.map(({ answers, questions, ...row }) => ({
    ...row,
    line: saidOf(questions, answers, () => '')
      .map(({ says }) => says)
      .filter(Boolean)
      .join(' · ')
      .slice(0, LINE),
  }));
  return { items: lines, next, ...count };
};

/** One answer with its questions as they were asked; undefined when there is none, or it may not be seen. */
export const readAnswer = async (desk: Desk, who: Who, id: Id): Promise<AnswerDetail | undefined> => {
  const { rows } = await sql<Flat>`
    select ${COLUMNS} ${FROM} where r.practice_id = ${desk.practice.id} and r.id = ${id} and ${seenWithItem(desk, who)}`.execute(
    desk.tx,
  );
  const [row] = rows;
  if (!row) return undefined;
  const { answers, questions, ...about } = row;
  const things = [ref('form_answer', id), ...(row.item ? [ref('item', row.item.id)] : [])];
  const files = (await filesOfThings(desk, things)).map(({ id: file, name, type, bytes }) => ({
    id: file,
    name,
    type,
    bytes,
  }));
  const names = new Map(files.map(({ id: file, name }) => [file, name]));
  return { ...about, said: saidOf(questions, answers, (file) => names.get(file) ?? 'a file'), files };
};

/** Of these, those that may be seen: for timelines and files (PL-35). */
export const seenAnswers = async (desk: Desk, who: Who, ids: readonly Id[]): Promise<Set<Id>> => {
  if (!ids.length) return new Set();
  const { rows } = await sql<{ id: Id }>`
    select r.id ${FROM} where r.practice_id = ${desk.practice.id} and r.id = any(${ids}) and ${seenWithItem(desk, who)}`.execute(
    desk.tx,
  );
  return new Set(rows.map(({ id }) => id));
};
