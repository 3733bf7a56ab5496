import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { seenArrivals } from '#inbox/arrivals/lists.ts';
import { seenAmong as documentsSeen } from '#inbox/documents/lists.ts';
import { seenAnswers } from '#inbox/forms/lists.ts';
import { seenAmong } from '#inbox/items/lists.ts';
import { seenSignatures } from '#inbox/signatures/store.ts';
import { seenViews } from '#inbox/views/store.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { type ReadableIds, readableBy } from '#kernel/http/readable.ts';
import { seenMessages } from '#messages/outbox/lists.ts';
import { TEMPLATE_MODULES } from '#messages/templates/model.ts';
import { maySee } from '#messages/templates/rights.ts';
import { readablePersons } from '#people/persons/reach.ts';
import { ABOUT, visibleSubject } from '#workflows/runs/visible.ts';
import { peoplePort } from './people.ts';

/** Who may read which thing (PL-35), asked by timelines, notices and files: one answer per kind of thing. */

const matching = async (desk: Desk, statement: RawBuilder<{ id: Id }>): Promise<Set<Id>> =>
  new Set((await statement.execute(desk.tx)).rows.map(({ id }) => id));

const runs: ReadableIds = (desk, who, ids) =>
  matching(
    desk,
    sql`select r.id from app.run r left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
      where r.practice_id = ${desk.practice.id} and r.id = any(${ids}) and (${subjectSeen(desk, who)} or ${ownRun(who)})`,
  );

/** A task of one's own is seen whatever one may read of its run. */
const tasks: ReadableIds = (desk, who, ids) =>
  matching(
    desk,
    sql`select r.id from app.task r left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
      where r.practice_id = ${desk.practice.id} and r.id = any(${ids}) and (${subjectSeen(desk, who)} or r.assignee_id = any(${mine(who)}))`,
  );

const mine = (who: Who): Id[] => [...(who.member_id ? [who.member_id] : []), ...who.deputy_for];
const subjectSeen = (desk: Desk, who: Who): RawBuilder<boolean> =>
  can(who, reads('workflows')) ? sql`false` : visibleSubject(desk, who);
const ownRun = (who: Who): RawBuilder<boolean> =>
  sql`exists (select 1 from app.task t where t.practice_id = r.practice_id and t.run_id = r.id and t.assignee_id = any(${mine(who)}))`;

const persons: ReadableIds = (desk, who, ids) => readablePersons(desk, who, ids, peoplePort);
/** Those of the parts whose templates they may see (ME-1). */
const templates: ReadableIds = (desk, who, ids) =>
  matching(
    desk,
    sql`select id from app.message_template where practice_id = ${desk.practice.id} and id = any(${ids})
      and module = any(${TEMPLATE_MODULES.filter((module) => maySee(who, module) === null)})`,
  );
const employees: ReadableIds = async (_desk, who, ids) =>
  new Set(can(who, reads('people', 'employees.read')) ? [] : ids);
const whoReads =
  (module: Parameters<typeof reads>[0]): ReadableIds =>
  async (_desk, who, ids) =>
    new Set(can(who, reads(module)) ? [] : ids);
const members: ReadableIds = async (_desk, who, ids) =>
  new Set(can(who, reads('settings')) ? ids.filter((id) => id === who.member_id) : ids);

const messages: ReadableIds = async (desk, who, ids) =>
  can(who, reads('inbox')) ? new Set() : seenMessages(desk, ids, visibleSubject(desk, who));

const documents: ReadableIds = (desk, who, ids) => documentsSeen(desk, who, ids);
const items: ReadableIds = async (desk, who, ids) => (can(who, reads('inbox')) ? new Set() : seenAmong(desk, who, ids));

const arrivals: ReadableIds = async (desk, who, ids) =>
  can(who, reads('inbox')) ? new Set() : seenArrivals(desk, who, ids);

const views: ReadableIds = async (desk, who, ids) => (can(who, reads('inbox')) ? new Set() : seenViews(desk, who, ids));

const formAnswers: ReadableIds = async (desk, who, ids) =>
  can(who, reads('inbox')) ? new Set() : seenAnswers(desk, who, ids);

export const readable = readableBy({
  person: persons,
  prospect: persons,
  client: persons,
  employee: employees,
  run: runs,
  task: tasks,
  message: messages,
  channel: whoReads('settings'),
  conversation: whoReads('inbox'),
  item: items,
  arrival: arrivals,
  intake_address: whoReads('inbox'),
  sender_rule: whoReads('inbox'),
  triage_rule: whoReads('inbox'),
  item_view: views,
  mailbox: whoReads('inbox'),
  document: documents,
  document_profile: whoReads('documents'),
  item_category: whoReads('inbox'),
  inbox_assignment: whoReads('inbox'),
  inbox_alerts: whoReads('settings'),
  letter_template: whoReads('documents'),
  signature: seenSignatures,
  client_delivery: persons,
  form_answer: formAnswers,
  public_form: whoReads('workflows'),
  reply: whoReads('inbox'),
  workflow: whoReads('workflows'),
  series: whoReads('workflows'),
  trigger: whoReads('workflows'),
  delegation: async (_desk, _who, ids) => new Set(ids),
  message_template: templates,
  form: whoReads('workflows'),
  contact: whoReads('people'),
  authorization: whoReads('people'),
  address: whoReads('people'),
  tag: whoReads('people'),
  custom_field: whoReads('people'),
  member: members,
  practice: whoReads('settings'),
});
