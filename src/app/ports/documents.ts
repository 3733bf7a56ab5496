import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { DocumentsPort } from '#inbox/documents/port.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { usableVersions } from '#messages/templates/store.ts';
import { worded } from '#messages/templates/wording.ts';
import { readablePersons } from '#people/persons/reach.ts';
import { MERGE_GROUPS } from '../merge-groups.ts';
import { personReach } from '../messages/recipients.ts';
import { personRecords } from './merge-records.ts';
import { peoplePort } from './people.ts';
import { subjects } from './subjects.ts';

/** What documents know of clients, and what templates make for them. */

const clients: DocumentsPort<Desk>['clients'] = async (desk, ids) => {
  if (!ids.length) return new Map();
  const found = await subjects.facts.person(desk, ids);
  const reached = await personReach(desk, ids);
  const inactive = await inactiveOf(desk, ids);
  return new Map(
    [...found].map(([id, { name, roles, restricted }]) => {
      const email = reached.get(id)?.email[0]?.address ?? null;
      return [id, { id, name, active: !inactive.has(id), email, roles: roles as Record<string, Id>, restricted }];
    }),
  );
};

const inactiveOf = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<ReadonlySet<Id>> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.person where practice_id = ${practice.id} and id = any(${ids}) and inactive_since is not null`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
};

const words: DocumentsPort<Desk>['words'] = async (desk, wanted) => {
  if (!wanted.length) return new Map();
  const versions = await usableVersions(desk, [...new Set(wanted.map(({ template }) => template))]);
  // one caller acts, so one member sends
  const records = await personRecords(desk, [...new Set(wanted.map(({ client }) => client))], wanted[0]!.sender);
  return new Map(
    wanted.flatMap(({ id, template, client }) => {
      const version = versions.get(template);
      const record = records.get(client);
      const made =
        version &&
        record &&
        worded(version.content, record, { channel: 'email', today: desk.today, groups: MERGE_GROUPS });
      if (!made) return [];
      const { subject, text, html, used, missing, locale } = made;
      const of = { template_id: template, template_version: version.n, locale };
      return [[id, { subject: subject ?? '', body: text, html, used, missing_fields: missing, ...of }] as const];
    }),
  );
};

export const documentsPort: DocumentsPort<Desk> = {
  clients,
  readable: (desk, who, ids) => readablePersons(desk, who, ids, peoplePort),
  words,
};
