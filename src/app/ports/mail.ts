import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { knownAddresses } from '#messages/addresses/store.ts';
import { channelsOf } from '#messages/channels/store.ts';
import { usableVersions } from '#messages/templates/store.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import type { Addressee } from '#workflows/simulation/mail.ts';
import type { MailPort } from '#workflows/simulation/port.ts';
import { MERGE_GROUPS } from '../merge-groups.ts';
import { contactReach, employeeReach, NOWHERE, personReach } from '../messages/recipients.ts';
import { clientRecords, employeeRecords, personRecords } from './merge-records.ts';

/** What the messages of simulated steps are made of: the wordings, addresses and values that real ones would have. */

const of: MailPort<Desk>['of'] = async (desk, templates) => {
  const channels = await channelsOf(desk);
  const versions = await usableVersions(desk, templates);
  const { rows } = await sql<{ id: Id; name: string; email: string }>`
    select id, name, email from app.member where practice_id = ${desk.practice.id} and state = 'active'`.execute(
    desk.tx,
  );
  return {
    wordings: new Map([...versions].map(([id, { content }]) => [id, content])),
    groups: MERGE_GROUPS,
    channels: { email: channels.get('email')!, sms: channels.get('sms')! },
    members: new Map(rows.map(({ id, name, email }) => [id, { name, email }])),
  };
};

const addressees: MailPort<Desk>['addressees'] = async (desk, subjects) => {
  const persons = idsOf(subjects, 'person');
  const staff = idsOf(subjects, 'employee');
  const reach = {
    person: await personReach(desk, persons),
    contact: await contactReach(desk, persons),
    employee: await employeeReach(desk, staff),
  };
  const records = {
    person: await personRecords(desk, persons, null),
    client: await clientRecords(desk, persons),
    employee: await employeeRecords(desk, staff, null),
  };
  const known = await knownAddresses(
    desk,
    Object.values(reach)
      .flatMap((some) => [...some.values()])
      .flatMap(({ email, sms }) => [
        ...email.map(({ address }) => ({ channel: 'email' as const, address })),
        ...sms.map(({ address }) => ({ channel: 'sms' as const, address })),
      ]),
  );
  return new Map(
    subjects.map(({ id, kind, record }): [Id, Addressee] => [
      id,
      {
        records:
          record === 'employee'
            ? { employee: records.employee.get(id)! }
            : {
                ...(kind === 'prospect' && { prospect: records.person.get(id)! }),
                client: records.client.get(id)!,
              },
        reach: {
          subject: reach.employee.get(id) ?? reach.person.get(id) ?? NOWHERE,
          primary_contact: reach.contact.get(id) ?? NOWHERE,
        },
        known,
        zone: reach.person.get(id)?.zone ?? null,
      },
    ]),
  );
};

const idsOf = (subjects: readonly SubjectFacts[], record: SubjectFacts['record']): Id[] =>
  subjects.filter((one) => one.record === record).map(({ id }) => id);

export const mail: MailPort<Desk> = { of, addressees };
