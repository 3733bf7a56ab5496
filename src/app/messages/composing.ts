import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import { channelsOf } from '#messages/channels/store.ts';
import type { Values } from '#messages/fields/model.ts';
import { render } from '#messages/fields/render.ts';
import { signed } from '#messages/fields/signature.ts';
import { variantFor } from '#messages/fields/variants.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { Channel, New, Recipient, Writing } from '#messages/outbox/model.ts';
import type { Previewed } from '#messages/templates/port.ts';
import { usableVersion } from '#messages/templates/store.ts';
import { type Email, primaryEmail } from '#people/fields/emails.ts';
import { canBeTexted, type Phone } from '#people/fields/phones.ts';
import { isClientFacing, paramsOf, peopleOf, SENDS, type SendingAction } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { membersNamed } from '#workflows/runs/people.ts';
import { MERGE_GROUPS } from '../merge-groups.ts';
import { employeeRecords, personRecords } from '../ports/merge-records.ts';

/** A step that sends, with its run. */
export interface Sent {
  state: RunState;
  row: Task;
  step: ActionStep & { do: SendingAction };
}

/**
 * The message of a step, as it would leave now (ME-2, ME-4, WF-58). Refuses `template_unusable` without a version that can be
 * sent, `no_recipient` when nobody with an address is found (ME-34).
 */
export const composed = async (desk: Desk, sent: Sent): Promise<{ yes: true; message: New } | Refusal> => {
  const { state, row, step } = sent;
  const channel = SENDS[step.do];
  const recipients = await recipientsOf(desk, sent);
  if (!recipients.length)
    return refused(
      'no_recipient',
      `No ${channel === 'email' ? 'e-mail address' : 'number that can be texted'} is known for whom this goes to.`,
    );
  const worded = await wordingOf(desk, sent);
  if ('yes' in worded) return worded;
  const sender = senderOf((await channelsOf(desk)).get(channel)!, desk.practice.name);
  const { run } = state;
  return {
    yes: true,
    message: {
      class: isClientFacing(step) ? 'service' : 'internal',
      channel,
      key: `task:${row.id}:${row.attempt}`,
      automatic: true,
      author_id: null,
      run_id: run.id,
      task_id: row.id,
      subject_kind: run.subject_kind,
      subject_id: run.subject_id,
      client_id: run.client_id,
      recipients,
      from_name: sender.name,
      from_address: sender.address,
      reply_to: null,
      headers: {},
      attachments: [],
      zone: await zoneOf(desk, state),
      ...worded,
    },
  };
};

type Worded = Writing & Pick<New, 'template_id' | 'template_version' | 'locale'>;

/** The template's newest usable wording with the values of today (ME-4). */
export const wordingOf = async (desk: Desk, { state, row, step }: Sent): Promise<Worded | Refusal> => {
  const channel = SENDS[step.do];
  const { template } = paramsOf(step.do, step.params);
  const version = await usableVersion(desk, template);
  const record = await recordOf(desk, state);
  const variant = version && variantFor(version.content.variants, record.locales, version.content.default_locale);
  if (!version || !variant)
    return refused(
      'template_unusable',
      `The message template of «${step.title}» has no wording that can be sent. Mend it, then try again.`,
    );
  const source = channel === 'email' && version.content.signature ? signed(variant) : variant;
  const { subject, html, text, used, missing } = render(source, {
    values: { ...record.values, groups: { ...record.values.groups, ...runGroups(state, row) } },
    locale: variant.locale,
    channel,
    today: desk.today,
    groups: MERGE_GROUPS,
  });
  return {
    subject,
    html,
    body: text,
    used,
    missing,
    template_id: template,
    template_version: version.n,
    locale: variant.locale,
  };
};

/** Where the client is (ME-45). */
const zoneOf = async ({ tx, practice }: Desk, { run }: RunState): Promise<string | null> => {
  const { rows } = await sql<{ time_zone: string | null }>`
    select time_zone from app.person where practice_id = ${practice.id} and id = ${run.client_id}`.execute(tx);
  return rows[0]?.time_zone ?? null;
};

const recordOf = async (desk: Desk, { run }: RunState): Promise<Previewed> => {
  const records = run.subject_kind === 'employee' ? employeeRecords : personRecords;
  const found = (await records(desk, [run.subject_id], run.owner_id)).get(run.subject_id);
  return found ?? { title: '', values: { groups: {} }, locales: [desk.practice.locale] };
};

const runGroups = ({ content }: RunState, row: Task): Values['groups'] => ({
  run: { name: content.name },
  task: { title: row.title, due_date: row.due_on },
});

const recipientsOf = async (desk: Desk, { state, step }: Sent): Promise<Recipient[]> => {
  const channel = SENDS[step.do];
  const { to } = paramsOf(step.do, step.params);
  if (to === 'subject') return subjectRecipient(desk, state, channel);
  if (to === 'primary_contact') {
    const contact = await contactRecipient(desk, state, channel);
    return contact.length ? contact : subjectRecipient(desk, state, channel);
  }
  const members = [...new Set(peopleOf(to).flatMap((rule) => membersNamed(state, rule)))];
  return channel === 'email' ? memberRecipients(desk, members) : [];
};

interface Reached {
  id: Id;
  name: string;
  emails: Email[];
  phones: Phone[];
}

const reached = (kind: 'person' | 'contact', channel: Channel, row: Reached | undefined): Recipient[] => {
  if (!row) return [];
  const address = channel === 'email' ? primaryEmail(row.emails) : numberOf(row.phones);
  return address ? [{ address, name: row.name, record: { kind, id: row.id } }] : [];
};

/** A mobile number first, then the primary one, if a text can reach it. */
const numberOf = (phones: readonly Phone[]): string | null => {
  const able = phones.filter(canBeTexted);
  return (able.find(({ label }) => /mobile|cell/i.test(label)) ?? able.find(({ primary }) => primary))?.number ?? null;
};

const subjectRecipient = async (desk: Desk, { run }: RunState, channel: Channel): Promise<Recipient[]> => {
  const { tx, practice } = desk;
  if (run.subject_kind === 'employee') {
    const { rows } = await sql<{ id: Id; name: string; email: string | null; phone: string | null }>`
      select id, display_name as name, work_email as email, phone from app.employee
      where practice_id = ${practice.id} and id = ${run.subject_id}`.execute(tx);
    const [row] = rows;
    const address = channel === 'email' ? row?.email : row?.phone;
    return row && address ? [{ address, name: row.name, record: { kind: 'employee', id: row.id } }] : [];
  }
  const { rows } = await sql<Reached>`
    select id, display_name as name, emails, phones from app.person
    where practice_id = ${practice.id} and id = ${run.client_id ?? run.subject_id}`.execute(tx);
  return reached('person', channel, rows[0]);
};

const contactRecipient = async ({ tx, practice }: Desk, { run }: RunState, channel: Channel): Promise<Recipient[]> => {
  const { rows } = await sql<Reached>`
    select c.id, c.full_name as name, c.emails, c.phones from app.contact_link l
    join app.contact c on c.practice_id = l.practice_id and c.id = l.contact_id
    where l.practice_id = ${practice.id} and l.person_id = ${run.client_id ?? run.subject_id} and l."primary"
      and l.deleted_at is null and c.deleted_at is null and c.erased_at is null`.execute(tx);
  return reached('contact', channel, rows[0]);
};

const memberRecipients = async ({ tx, practice }: Desk, members: readonly Id[]): Promise<Recipient[]> => {
  const { rows } = await sql<{ id: Id; name: string; email: string }>`
    select id, name, email from app.member
    where practice_id = ${practice.id} and id = any(${members}) and state = 'active' order by sort_name, id`.execute(
    tx,
  );
  return rows.map(({ id, name, email }) => ({ address: email, name, record: { kind: 'member', id } }));
};
