import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { channelsOf } from '#messages/channels/store.ts';
import type { Values } from '#messages/fields/model.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { Channel, New, Recipient, Writing } from '#messages/outbox/model.ts';
import type { Previewed } from '#messages/templates/port.ts';
import { usableVersion } from '#messages/templates/store.ts';
import { worded } from '#messages/templates/wording.ts';
import { isClientFacing, paramsOf, peopleOf, SENDS, type SendingAction } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import { noRecipient, noWording } from '#workflows/runs/may-leave.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { membersNamed } from '#workflows/runs/people.ts';
import { MERGE_GROUPS } from '../merge-groups.ts';
import { employeeRecords, personRecords } from '../ports/merge-records.ts';
import { contactReach, employeeReach, memberRecipients, personReach } from './recipients.ts';

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
  const { to } = paramsOf(step.do, step.params);
  const recipients = await recipientsOf(desk, state, { channel, to });
  if (!recipients.length) return noRecipient(channel);
  const worded = await wordingOf(desk, sent);
  if ('yes' in worded) return worded;
  const envelope = { channel, recipients, class: isClientFacing(step) ? 'service' : 'internal' } as const;
  const key = `task:${row.id}:${row.attempt}`;
  return { yes: true, message: { ...(await enveloped(desk, { state, row }, envelope)), key, ...worded } };
};

/** All of a step's message but its words. */
export const enveloped = async (
  desk: Desk,
  { state, row }: Pick<Sent, 'state' | 'row'>,
  envelope: Pick<New, 'class' | 'channel' | 'recipients'>,
): Promise<Omit<New, 'key' | keyof Worded>> => {
  const { run } = state;
  const sender = senderOf((await channelsOf(desk)).get(envelope.channel)!, desk.practice.name);
  return {
    ...envelope,
    automatic: true,
    author_id: null,
    run_id: run.id,
    task_id: row.id,
    subject_kind: run.subject_kind,
    subject_id: run.subject_id,
    client_id: run.client_id,
    from_name: sender.name,
    from_address: sender.address,
    reply_to: null,
    headers: {},
    secret_letter: null,
    zone: (await personReach(desk, [personOf(state)])).get(personOf(state))?.zone ?? null,
  };
};

type Worded = Writing & Pick<New, 'template_id' | 'template_version' | 'locale'>;

/** The template's newest usable wording with the values of today (ME-4). */
export const wordingOf = async (desk: Desk, { state, row, step }: Sent): Promise<Worded | Refusal> => {
  const channel = SENDS[step.do];
  const { template } = paramsOf(step.do, step.params);
  const version = await usableVersion(desk, template);
  const record = await recordOf(desk, state);
  const groups = { ...record.values.groups, ...runGroups(state, row) };
  const words =
    version &&
    worded(
      version.content,
      { ...record, values: { ...record.values, groups } },
      { channel, today: desk.today, groups: MERGE_GROUPS },
    );
  if (!version || !words) return noWording(step.title);
  const { subject, html, text, used, missing, locale } = words;
  return {
    subject,
    html,
    body: text,
    used,
    missing,
    template_id: template,
    template_version: version.n,
    locale,
  };
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

/** To the subject, to its primary contact or else itself, or to members; none where nobody has an address. */
export const recipientsOf = async (
  desk: Desk,
  state: RunState,
  { channel, to }: { channel: Channel; to: string | readonly string[] },
): Promise<Recipient[]> => {
  if (to === 'subject') return subjectRecipient(desk, state, channel);
  if (to === 'primary_contact') {
    const about = personOf(state);
    const contact = (await contactReach(desk, [about])).get(about)?.[channel] ?? [];
    return contact.length ? contact : subjectRecipient(desk, state, channel);
  }
  const members = [...new Set(peopleOf(to).flatMap((rule) => membersNamed(state, rule)))];
  return channel === 'email' ? memberRecipients(desk, members) : [];
};

const subjectRecipient = async (desk: Desk, state: RunState, channel: Channel): Promise<Recipient[]> => {
  const { subject_kind, subject_id } = state.run;
  const about = subject_kind === 'employee' ? subject_id : personOf(state);
  const reach = await (subject_kind === 'employee' ? employeeReach : personReach)(desk, [about]);
  return reach.get(about)?.[channel] ?? [];
};

const personOf = ({ run }: RunState): Id => run.client_id ?? run.subject_id;
