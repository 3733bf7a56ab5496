import { type RawBuilder, sql } from 'kysely';
import type { Answers } from '#forms/answers.ts';
import type { Question } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import { dateAt } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { assigneesOf } from '../arrivals/allocating.ts';
import { tagOf } from '../arrivals/judging.ts';
import { incomingOf } from '../arrivals/making.ts';
import type { Arrival } from '../arrivals/model.ts';
import { listCategories } from '../categories/store.ts';
import { itemOf } from '../forms/judging.ts';
import { incomingAnswer } from '../forms/making.ts';
import { intakeFor, listIntakes } from '../intake/store.ts';
import { handsOf } from '../items/hands.ts';
import { seenWithItem } from '../items/seen.ts';
import { itemTags } from '../items/store.ts';
import { type Came, type Difference, differencesOf } from './differing.ts';
import type { Incoming, TriageRule } from './model.ts';
import { asideByRule } from './rules.ts';
import { listTriageRules, thereOf } from './store.ts';

/** So many that came last are looked at (IN-186). */
const LAST = 100;

export interface Tried {
  /** How many were looked at. */
  looked_at: number;
  items: (Pick<Row, 'kind' | 'id' | 'sender' | 'subject' | 'received_at' | 'item'> & { changes: Difference[] })[];
}

/** What a rule would have made of what came last, of what `who` may see; only what would differ is listed. */
export const trialOf = async (desk: Desk, who: Who, rule: TriageRule): Promise<Tried> => {
  const rows = await cameLast(desk, who);
  const rules = await listTriageRules(desk);
  const intakes = await listIntakes(desk);
  const clients = await assigneesOf(desk, [...new Set(rows.flatMap(({ client_id }) => client_id ?? []))]);
  const around = {
    there: await thereOf(desk),
    calendar: desk.practice,
    categories: new Map((await listCategories(desk)).map((one) => [one.id, one])),
    members: new Map((await handsOf(desk)).map(({ id, name }) => [id, name])),
    tags: new Map((await itemTags(desk)).map(({ id, name }) => [id, name])),
  };
  const items = rows.flatMap((row) => {
    const { kind, id, sender, subject, received_at, item, incoming, client_id } = row;
    const came: Came = {
      incoming,
      received_on: dateAt(received_at, desk.practice.time_zone),
      ...(kind === 'mail'
        ? intakeFor(intakes, incoming.tag ?? null)
        : { category_id: null, assignee_id: row.assignee_id }),
      client_assignee_id: (client_id && clients.get(client_id)) ?? null,
    };
    const changes = differencesOf(rules, rule, came, around);
    return changes.length ? [{ kind, id, sender, subject, received_at, item, changes }] : [];
  });
  return { looked_at: rows.length, items };
};

interface Row {
  kind: 'mail' | 'form';
  id: Id;
  sender: string;
  subject: string;
  received_at: string;
  item: { id: Id; number: number } | null;
  client_id: Id | null;
  assignee_id: Id | null;
  incoming: Incoming;
}

/** Mail and answers that the rules were asked about, or would be: no follow-ups, no duplicates, nothing blocked. */
const cameLast = async (desk: Desk, who: Who): Promise<Row[]> =>
  [...(await mailsLast(desk, who)), ...(await answersLast(desk, who))]
    .sort((a, b) => (a.received_at < b.received_at ? 1 : -1))
    .slice(0, LAST);

const ITEM = sql`case when i.id is not null then json_build_object('id', i.id, 'number', i.number) end as item, i.client_id`;
const AROUND = sql`
  left join app.item i on i.practice_id = r.practice_id and i.id = r.item_id
  left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id`;
const ASKED = sql`(r.outcome = 'item_made' and (i.follows is null or i.follows = i.may_follow)
  or r.outcome = 'set_aside' and r.because like ${asideByRule('%')})`;

const mailsLast = async (desk: Desk, who: Who): Promise<Row[]> => {
  const { rows } = await sql<Arrival & Pick<Row, 'item' | 'client_id'>>`
    select r.id, r.from_address, r.from_name, r.verdict, r.to_address, r.subject, r.marks, r.received_at, ${ITEM}
    from app.arrival r ${AROUND} ${last(desk, who)}`.execute(desk.tx);
  return rows.map((row) => {
    const incoming = incomingOf(row, { ...row, fingerprint: '', class: 'ordinary' });
    const { id, from_address, received_at, item, client_id } = row;
    const about = { sender: from_address, subject: incoming.subject, received_at, item, client_id };
    return {
      kind: 'mail' as const,
      id,
      ...about,
      assignee_id: null,
      incoming: { ...incoming, tag: tagOf(row.to_address).tag },
    };
  });
};

const answersLast = async (desk: Desk, who: Who): Promise<Row[]> => {
  const { rows } = await sql<
    Omit<Row, 'kind' | 'incoming' | 'sender' | 'subject'> & {
      form_id: Id;
      answers: Answers;
      title: string;
      questions: Question[];
    }
  >`
    select r.id, r.form_id, r.answers, r.received_at, v.title, v.questions, f.assignee_id, ${ITEM}
    from app.form_answer r
    join app.public_form f on f.practice_id = r.practice_id and f.id = r.form_id
    join app.public_form_version v on v.practice_id = r.practice_id and v.form_id = r.form_id and v.n = r.n
    ${AROUND} ${last(desk, who)}`.execute(desk.tx);
  return rows.map(({ id, form_id, answers, title, questions, received_at, ...row }) => {
    const item = itemOf({ title, questions }, { id, answers });
    const incoming = incomingAnswer(item, { form_id, answers });
    return {
      ...row,
      kind: 'form' as const,
      id,
      received_at,
      sender: incoming.senders[0] ?? '',
      subject: item.subject,
      incoming,
    };
  });
};

const last = (desk: Desk, who: Who): RawBuilder<unknown> => sql`
  where r.practice_id = ${desk.practice.id} and ${ASKED} and ${seenWithItem(desk, who)}
  order by r.received_at desc, r.id desc limit ${LAST}`;
