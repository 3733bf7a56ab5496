import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { deliveriesOf } from '#inbox/documents/deliveries.ts';
import type { Words } from '#inbox/documents/model.ts';
import type { DocumentsPort, Wording } from '#inbox/documents/port.ts';
import { BODY, nameOf, valuesFor } from '#inbox/letters/fields.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { TemplateVersion } from '#messages/templates/model.ts';
import type { Previewed } from '#messages/templates/port.ts';
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
  const deliveries = await deliveriesOf(desk, ids);
  return new Map(
    [...found].map(([id, { name, roles, restricted }]) => {
      const email = reached.get(id)?.email[0]?.address ?? null;
      const { method: delivery, approve_everything } = deliveries.get(id) ?? AS_PROFILES_SAY;
      const held = roles as Record<string, Id>;
      const active = !inactive.has(id);
      return [id, { id, name, active, email, roles: held, restricted, delivery, approve_everything }];
    }),
  );
};

const AS_PROFILES_SAY = { method: null, approve_everything: false };

const inactiveOf = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<ReadonlySet<Id>> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.person where practice_id = ${practice.id} and id = any(${ids}) and inactive_since is not null`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
};

const words: DocumentsPort<Desk>['words'] = async (desk, wanted) => {
  if (!wanted.length) return new Map();
  const templates = wanted.flatMap(({ template }) => template ?? []);
  const versions = await usableVersions(desk, [...new Set(templates)]);
  // one caller acts, so one member sends
  const records = await personRecords(desk, [...new Set(wanted.map(({ client }) => client))], wanted[0]!.sender);
  return new Map(
    wanted.flatMap((want) => {
      const record = records.get(want.client);
      const made =
        record && (want.letter ? letter : email)(desk, want, { record, version: versions.get(want.template ?? '') });
      return made ? [[want.id, made] as const] : [];
    }),
  );
};

interface Of {
  record: Previewed;
  version: TemplateVersion | undefined;
}

const email = (desk: Desk, { template }: Wording, { record, version }: Of): Words | null => {
  const made =
    version && worded(version.content, record, { channel: 'email', today: desk.today, groups: MERGE_GROUPS });
  if (!made) return null;
  const { subject, text, html, used, missing, locale } = made;
  const of = {
    template_id: template,
    template_version: version.n,
    locale,
    letter_template_id: null,
    letter_file_id: null,
  };
  return { kind: 'email', subject: subject ?? '', body: text, html, used, missing_fields: missing, ...of };
};

/** On its own paper; its text is the wording of the message template, where the profile has one (IN-116). */
const letter = (desk: Desk, want: Wording, of: Of): Words => {
  const { fields, id, file_id } = want.letter!;
  const text = email(desk, want, of);
  const locale = text?.locale ?? of.record.locales.find((one) => one !== null) ?? 'en';
  const { values } = of.record;
  const used = valuesFor(fields, { values, locale, today: desk.today, groups: MERGE_GROUPS });
  const gaps = Object.keys(used).filter((field) => !used[field]);
  const unwritten = !text?.body.trim() && fields.some((field) => nameOf(field) === BODY) ? [BODY] : [];
  return {
    kind: 'letter',
    subject: text?.subject || want.title,
    body: text?.body ?? '',
    html: null,
    used,
    missing_fields: [...new Set([...gaps, ...unwritten, ...(text?.missing_fields ?? [])])],
    template_id: text?.template_id ?? null,
    template_version: text?.template_version ?? null,
    locale,
    letter_template_id: id,
    letter_file_id: file_id,
  };
};

export const documentsPort: DocumentsPort<Desk> = {
  clients,
  readable: (desk, who, ids) => readablePersons(desk, who, ids, peoplePort),
  words,
};
