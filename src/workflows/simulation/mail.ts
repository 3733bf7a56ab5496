import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Json, Refusal } from '#kernel/decision/model.ts';
import type { Address } from '#messages/addresses/model.ts';
import { htmlOf } from '#messages/fields/html.ts';
import type { FieldGroup, Values } from '#messages/fields/model.ts';
import type { Channel, ChannelFacts, Message, Recipient } from '#messages/outbox/model.ts';
import { reachable } from '#messages/outbox/writing.ts';
import type { Content as Wording } from '#messages/templates/model.ts';
import type { Previewed } from '#messages/templates/port.ts';
import type { Worded } from '#messages/templates/wording.ts';
import {
  type SendingAction as ActionThatSends,
  isClientFacing,
  paramsOf,
  SENDS,
} from '#workflows/definitions/actions.ts';
import type { ActionStep, FormStep, SubjectKind } from '#workflows/definitions/content.ts';
import { type Letter as FormLetter, formLetter } from '#workflows/runs/form-letter.ts';
import { noRecipient, noWording } from '#workflows/runs/may-leave.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import { rendered } from './rendered.ts';

/** The messages that steps of a simulation would write: to whom, in which words, and why not (WF-157). */

/** What the practice brings to them. */
export interface Mail {
  /** By id of the message template, the newest wording that can be sent (ME-4). */
  wordings: ReadonlyMap<Id, Wording>;
  groups: readonly FieldGroup[];
  channels: Readonly<Record<Channel, Pick<ChannelFacts, 'hold_minutes' | 'manual_seconds'>>>;
  members: ReadonlyMap<Id, { name: string; email: string }>;
}

/** What a subject brings to them. */
export interface Addressee {
  /** Its values, as a prospect, as the client it may become, as an employee. */
  records: Readonly<Partial<Record<SubjectKind, Pick<Previewed, 'values' | 'locales'>>>>;
  reach: Readonly<Record<'subject' | 'primary_contact', Readonly<Record<Channel, Recipient[]>>>>;
  /** What is known of those addresses, by `channel:address`. */
  known: ReadonlyMap<string, Address>;
  zone: string | null;
}

export type SendingAction = ActionStep & { do: ActionThatSends };
export type SendingStep = SendingAction | FormStep;

export const channelOf = (step: SendingStep): Channel => (step.kind === 'form' ? 'email' : SENDS[step.do]);

/** To whom a step's message goes, as the design says it. */
export const toOf = (step: SendingStep): string | readonly string[] =>
  step.kind === 'form' ? step.recipient : paramsOf(step.do, step.params).to;

/** A step at the moment its message is written. */
export interface Writing {
  step: SendingStep;
  /** With all that has changed so far, and what that is by field. */
  facts: SubjectFacts;
  changed: Readonly<Record<string, Json>>;
  /** Members to whom it goes, where it goes to members. */
  members: readonly Id[];
  owner: Id | null;
  run_name: string;
  task: { title: string; due_date: PlainDate | null };
  today: PlainDate;
  /** Of a form: which of its letters it is, and the words around its link. */
  form?: Pick<FormLetter, 'title' | 'reminder' | 'until'> & {
    practice: string;
    values(facts: SubjectFacts): FormLetter['values'];
  };
}

export type Letter = Pick<Message, 'class' | 'channel' | 'automatic' | 'zone'> & {
  yes: true;
  to: string[];
  text: string;
  missing: string[];
};

/** The message as it would be written; else why none is: no wording, no address, or one that must not be written to. */
export const letterOf = (mail: Mail, addressee: Addressee, writing: Writing): Letter | Refusal => {
  const { step } = writing;
  const channel = channelOf(step);
  const kind = isClientFacing(step) ? 'service' : 'internal';
  const recipients = recipientsOf(mail, addressee, writing);
  if (!recipients.length) return noRecipient(channel);
  const words = wordsOf(mail, addressee, { ...writing, name: recipients[0]!.name });
  if (!words) return noWording(step.title);
  const { able, no } = reachable({ channel, class: kind, recipients }, addressee.known);
  if (no) return no;
  return {
    yes: true,
    class: kind,
    channel,
    automatic: true,
    zone: addressee.zone,
    to: able.map(({ name }) => name),
    text: [words.subject, words.text].filter(Boolean).join('\n\n'),
    missing: words.missing,
  };
};

/** Everybody it goes to who has an address. */
export const recipientsOf = (
  mail: Mail,
  { reach }: Addressee,
  { step, members }: Pick<Writing, 'step' | 'members'>,
): Recipient[] => {
  const channel = channelOf(step);
  const to = toOf(step);
  if (to === 'subject') return reach.subject[channel];
  if (to === 'primary_contact')
    return (reach.primary_contact[channel].length ? reach.primary_contact : reach.subject)[channel];
  if (channel === 'sms') return [];
  return members.flatMap((id) => {
    const member = mail.members.get(id);
    return member ? [{ address: member.email, name: member.name, record: { kind: 'member' as const, id } }] : [];
  });
};

export type Words = Pick<Worded, 'subject' | 'html' | 'text' | 'missing'>;

/** As it would read; null: there is no wording that can be sent. */
export const wordsOf = (mail: Mail, addressee: Addressee, writing: Writing & { name: string }): Words | null => {
  const { step, facts, form, name } = writing;
  if (step.kind === 'form') {
    if (!form) return null;
    const { subject, body, missing } = formLetter({ ...form, step, name, values: form.values(facts) });
    return { subject, html: htmlOf(body), text: body, missing };
  }
  return rendered(mail, addressee, { ...writing, step });
};

/** A record that nobody has is written to at an address that nobody has, and has every name a message may ask for. */
export const inventedAddressee = (
  { id, name, fields }: SubjectFacts,
  practice: { name: string; locale: string },
): Addressee => {
  const address = String(fields.email ?? fields.work_email ?? 'somebody@example.com');
  const number = String(fields.phone ?? '+447700900018');
  const [first_name, last_name] = [fields.given_name ?? 'Sample', fields.family_name ?? 'Person'].map(String);
  const person = { name, first_name: first_name!, last_name: last_name!, email: address, phone: number };
  const client = { ...person, client_number: String(fields.client_number ?? '1001'), mobile: number };
  const contact = { full_name: name, first_name: first_name!, email: address, mobile: number };
  const record = (groups: Values['groups']) => ({
    values: { groups: { practice: { name: practice.name }, ...groups } },
    locales: [practice.locale],
  });
  const to = (value: string): Recipient[] => [{ address: value, name, record: { kind: 'person', id } }];
  const reach = { email: to(address), sms: to(number) };
  return {
    records: {
      prospect: record({ prospect: person }),
      client: record({ client, contact }),
      employee: record({ employee: person, member: person }),
    },
    reach: { subject: reach, primary_contact: reach },
    known: new Map(),
    zone: null,
  };
};
