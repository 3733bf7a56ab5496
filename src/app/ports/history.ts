import { sql } from 'kysely';
import { SENTENCES as forms } from '#forms/sentences.ts';
import type { Id } from '#ground/id.ts';
import { SENTENCES as alerts } from '#inbox/alerts/sentences.ts';
import { SENTENCES as arrivals } from '#inbox/arrivals/sentences.ts';
import { SENTENCES as assignments } from '#inbox/assignments/sentences.ts';
import { SENTENCES as categories } from '#inbox/categories/sentences.ts';
import { SENTENCES as documents } from '#inbox/documents/sentences.ts';
import { SENTENCES as publicForms } from '#inbox/forms/sentences.ts';
import { SENTENCES as intake } from '#inbox/intake/sentences.ts';
import { SENTENCES as items } from '#inbox/items/sentences.ts';
import { SENTENCES as letters } from '#inbox/letters/sentences.ts';
import { SENTENCES as mailboxes } from '#inbox/mailboxes/sentences.ts';
import { SENTENCES as senders } from '#inbox/senders/sentences.ts';
import { SENTENCES as signatures } from '#inbox/signatures/sentences.ts';
import { SENTENCES as triage } from '#inbox/triage/sentences.ts';
import { SENTENCES as views } from '#inbox/views/sentences.ts';
import { SENTENCES as delegations } from '#kernel/access/delegations/sentences.ts';
import { SENTENCES as keys } from '#kernel/access/keys/sentences.ts';
import { SENTENCES as members } from '#kernel/access/members/sentences.ts';
import { SENTENCES as ownRoles } from '#kernel/access/own-roles/sentences.ts';
import { SENTENCES as practices } from '#kernel/access/practice/sentences.ts';
import { BUILT_IN_ROLES } from '#kernel/access/roles/builtin.ts';
import { reads, SIGNED_IN } from '#kernel/access/roles/rules.ts';
import { SENTENCES as sessions } from '#kernel/access/sessions/sentences.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Facts } from '#kernel/decision/model.ts';
import { idOf, kindOf, ref } from '#kernel/decision/rules.ts';
import { SENTENCES as files } from '#kernel/files/sentences.ts';
import { SENTENCES as exports } from '#kernel/history/export/sentences.ts';
import { byVerb, type Happened, type Sentences } from '#kernel/history/model.ts';
import { titlesBySearch } from '#kernel/history/names.ts';
import type { HeardBy, HistoryPorts } from '#kernel/history/port.ts';
import { SENTENCES as addresses } from '#messages/addresses/sentences.ts';
import { SENTENCES as channels } from '#messages/channels/sentences.ts';
import { SENTENCES as messages } from '#messages/outbox/sentences.ts';
import { SENTENCES as replies } from '#messages/replies/sentences.ts';
import { SENTENCES as templates } from '#messages/templates/sentences.ts';
import { SENTENCES as authorizations } from '#people/authorizations/sentences.ts';
import { SENTENCES as contacts } from '#people/contacts/sentences.ts';
import { SENTENCES as duplicates } from '#people/duplicates/sentences.ts';
import { SENTENCES as employees } from '#people/employees/sentences.ts';
import { SENTENCES as fields } from '#people/fields/sentences.ts';
import { SENTENCES as imports } from '#people/imports/sentences.ts';
import { looksAfter } from '#people/persons/reach.ts';
import { SENTENCES as persons } from '#people/persons/sentences.ts';
import { SENTENCES as tags } from '#people/tags/sentences.ts';
import { SENTENCES as designs } from '#workflows/definitions/sentences.ts';
import { SENTENCES as feeds } from '#workflows/feeds/sentences.ts';
import { SENTENCES as runs } from '#workflows/runs/sentences.ts';
import { SENTENCES as series } from '#workflows/series/sentences.ts';
import { SENTENCES as triggers } from '#workflows/triggers/sentences.ts';
import { SENTENCES as jobs } from '../system/sentences.ts';
import { readable } from './readable.ts';

/** The rooms' words for timelines and the audit (PL-101), and what they need to name what they speak of. */

const named =
  (words: Readonly<Record<string, (facts: Facts, name: (id: string) => string) => string>>): Sentences =>
  (event) =>
    Object.hasOwn(words, event.verb) ? words[event.verb]!(event.facts, nameOf(event)) : null;

const nameOf = (event: Happened) => (id: string) => event.name?.(id) || 'somebody or something that is gone';

const ofRuns: Sentences = (event) => {
  const sentence = Object.hasOwn(runs, event.verb) ? runs[event.verb as keyof typeof runs] : undefined;
  if (!sentence) return null;
  const title = String(event.facts.title?.[1] ?? event.name?.(idOf(event.thing)) ?? '');
  return sentence({
    facts: event.facts,
    title: title || 'a step',
    name: nameOf(event),
  });
};

/** Names behind ids, a query per practice whatever their number. */
const names = async (desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>> => {
  const { tx, practice } = desk;
  const { rows } = await sql<{ id: Id; name: string }>`
    select id, name from app.member where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.tag where practice_id = ${practice.id} and id = any(${ids})
    union all select id, display_name from app.person where practice_id = ${practice.id} and id = any(${ids})
    union all select id, display_name from app.employee where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.workflow where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.series where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.message_template where practice_id = ${practice.id} and id = any(${ids})
    union all select id, title from app.form where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.file where practice_id = ${practice.id} and id = any(${ids})
    union all select id, title from app.task where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.role where practice_id = ${practice.id} and id = any(${ids})
    union all select id, coalesce(subject, left(body, 60)) from app.message where practice_id = ${practice.id} and id = any(${ids})
    union all select id, '#' || number || ' ' || subject from app.item where practice_id = ${practice.id} and id = any(${ids})
    union all select id, title from app.document where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.triage_rule where practice_id = ${practice.id} and id = any(${ids})
    union all select id, pattern from app.sender_rule where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.item_view where practice_id = ${practice.id} and id = any(${ids}) and shared
    union all select id, "user" from app.mailbox where practice_id = ${practice.id} and id = any(${ids})
    union all select id, coalesce('+' || tag, 'the main address') from app.intake_address where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.item_category where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.document_profile where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.letter_template where practice_id = ${practice.id} and id = any(${ids})
    union all select id, name from app.api_key where practice_id = ${practice.id} and id = any(${ids})
    union all select d.id, b.name || ' for ' || a.name from app.delegation d
      join app.member a on a.practice_id = d.practice_id and a.id = d.member_id
      join app.member b on b.practice_id = d.practice_id and b.id = d.deputy_id
      where d.practice_id = ${practice.id} and d.id = any(${ids})`.execute(tx);
  const roles = BUILT_IN_ROLES.map(({ id, name }) => [id, name] as const);
  return new Map([...roles, ...rows.map(({ id, name }) => [id, name] as const)]);
};

const hiddenClients: HistoryPorts['hiddenClients'] = async (desk, who) => {
  const { rows } = await sql<{ id: Id }>`
    select p.id from app.person p where p.practice_id = ${desk.practice.id} and p.restricted
      and not ${looksAfter(desk, who.member_id ?? null, sql`p.id`)}`.execute(desk.tx);
  return rows.map(({ id }) => id);
};

const searched = titlesBySearch({ person: ['client', 'prospect'] });

/** Messages stand in no search; their history names and opens them. */
const ofMessages: HistoryPorts['titles'] = async ({ tx, practice }, things) => {
  const ids = things.filter((thing) => kindOf(thing) === 'message').map(idOf);
  if (!ids.length) return new Map();
  const { rows } = await sql<{ id: Id; title: string }>`
    select id, coalesce(subject, left(body, 60)) as title from app.message
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map(({ id, title }) => [ref('message', id), { title, url: `/messages/${id}` }]));
};

export const historyPorts: HistoryPorts = {
  sentences: [
    ofRuns,
    byVerb(designs),
    named(persons),
    named(employees),
    named(duplicates),
    named(series),
    named(feeds),
    named(items),
    named(categories),
    named(assignments),
    named(alerts),
    named(documents),
    ...[
      contacts,
      addresses,
      authorizations,
      fields,
      tags,
      imports,
      files,
      templates,
      forms,
      messages,
      channels,
      jobs,
      triggers,
    ].map(byVerb),
    ...[
      contacts,
      addresses,
      authorizations,
      fields,
      tags,
      imports,
      files,
      templates,
      replies,
      arrivals,
      intake,
      senders,
      triage,
      views,
      mailboxes,
      letters,
      signatures,
      publicForms,
      jobs,
      triggers,
    ].map(byVerb),
    ...[members, sessions, ownRoles, delegations, keys, practices, exports].map(byVerb),
  ],
  readable,
  hiddenClients,
  titles: async (desk, things) => new Map([...(await searched(desk, things)), ...(await ofMessages(desk, things))]),
  names,
  contactNames: async () => new Map(),
};

const ofPeople = reads('people');
const ofWorkflows = reads('workflows');
/** What it takes to hear that something changed (WF-192). */
export const HEARD_BY: HeardBy = {
  person: ofPeople,
  employee: reads('people', 'employees.read'),
  contact: ofPeople,
  authorization: ofPeople,
  address: ofPeople,
  tag: ofPeople,
  custom_field: ofPeople,
  import: ofPeople,
  duplicate: ofPeople,
  merge: ofPeople,
  conversation: reads('inbox'),
  item: reads('inbox'),
  arrival: reads('inbox'),
  intake_address: reads('inbox'),
  sender_rule: reads('inbox'),
  triage_rule: reads('inbox'),
  item_view: reads('inbox'),
  mailbox: reads('inbox'),
  item_note: reads('inbox'),
  reply: reads('inbox'),
  message_template: ofWorkflows,
  form: ofWorkflows,
  workflow: ofWorkflows,
  trigger: ofWorkflows,
  run: ofWorkflows,
  series: ofWorkflows,
  series_client: ofWorkflows,
  occurrence: ofWorkflows,
  calendar_feed: SIGNED_IN,
  task: SIGNED_IN,
  hold: SIGNED_IN,
  comment: SIGNED_IN,
  file: SIGNED_IN,
  member: SIGNED_IN,
  role: SIGNED_IN,
  delegation: SIGNED_IN,
  practice: SIGNED_IN,
  document: reads('documents'),
  correspondence: reads('documents'),
  client_delivery: reads('documents'),
  document_profile: reads('documents'),
  letter_template: reads('documents'),
  signature: SIGNED_IN,
  message: reads('inbox'),
  channel: reads('inbox'),
};
