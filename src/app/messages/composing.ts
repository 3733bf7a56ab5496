import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { channelsOf } from '#messages/channels/store.ts';
import type { Fields, Values } from '#messages/fields/model.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { New, Writing } from '#messages/outbox/model.ts';
import type { TemplateVersion } from '#messages/templates/model.ts';
import type { Previewed } from '#messages/templates/port.ts';
import { usableVersions } from '#messages/templates/store.ts';
import { worded } from '#messages/templates/wording.ts';
import { isClientFacing, paramsOf, SENDS, type SendingAction } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import { noRecipient, noWording } from '#workflows/runs/may-leave.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { MERGE_GROUPS } from '../merge-groups.ts';
import { employeeRecords, personRecords, senderFields } from '../ports/merge-records.ts';
import { distinct, reachedBy, recipientsOf, zoneOf } from './reaching.ts';

/** A step that sends, with its run. */
export interface Sent {
  state: RunState;
  row: Task;
  step: ActionStep & { do: SendingAction };
}

/**
 * The messages of steps, as they would leave now, in the order of the steps (ME-2, ME-4, WF-58); a query per kind of fact,
 * whatever their number. Refuses `template_unusable` without a version that can be sent, `no_recipient` when nobody with an
 * address is found (ME-34).
 */
export const composed = async (
  desk: Desk,
  sent: readonly Sent[],
): Promise<({ yes: true; message: New } | Refusal)[]> => {
  const addressed = sent.map(({ state, step }) => {
    const { to } = paramsOf(step.do, step.params);
    return { state, channel: SENDS[step.do], to };
  });
  const reached = await reachedBy(desk, addressed);
  const wordings = await wordingsOf(desk, sent);
  const channels = await channelsOf(desk);
  return sent.map(({ state, row, step }, i) => {
    const { channel } = addressed[i]!;
    const recipients = recipientsOf(addressed[i]!, reached);
    if (!recipients.length) return noRecipient(channel);
    const words = wordings[i]!;
    if ('yes' in words) return words;
    const sender = senderOf(channels.get(channel)!, desk.practice.name);
    const around = { sender, zone: zoneOf(state, reached) };
    const envelope = { channel, recipients, class: isClientFacing(step) ? 'service' : 'internal' } as const;
    const key = `task:${row.id}:${row.attempt}`;
    return { yes: true, message: { ...enveloped({ state, row }, envelope, around), key, ...words } };
  });
};

/** All of a step's message but its words. */
export const enveloped = (
  { state: { run }, row }: Pick<Sent, 'state' | 'row'>,
  envelope: Pick<New, 'class' | 'channel' | 'recipients'>,
  { sender, zone }: { sender: { name: string; address: string }; zone: string | null },
): Omit<New, 'key' | keyof Worded> => ({
  ...envelope,
  automatic: true,
  author_id: null,
  run_id: run.id,
  task_id: row.id,
  item_id: null,
  subject_kind: run.subject_kind,
  subject_id: run.subject_id,
  client_id: run.client_id,
  from_name: sender.name,
  from_address: sender.address,
  reply_to: null,
  headers: {},
  secret_letter: null,
  zone,
});

type Worded = Writing & Pick<New, 'template_id' | 'template_version' | 'locale'>;

/** The newest usable wordings of their templates with the values of today, in the order of the steps (ME-4). */
export const wordingsOf = async (desk: Desk, sent: readonly Sent[]): Promise<(Worded | Refusal)[]> => {
  const versions = await usableVersions(desk, distinct(sent.map(templateOf)));
  const records = await recordsOf(desk, sent);
  return sent.map((one) => wordingOf(desk, one, { versions, records }));
};

interface Known {
  versions: ReadonlyMap<Id, TemplateVersion>;
  records: Records;
}

const wordingOf = (desk: Desk, sent: Sent, { versions, records }: Known): Worded | Refusal => {
  const { state, row, step } = sent;
  const template = templateOf(sent);
  const version = versions.get(template);
  const record = recordOf(desk, state, records);
  const groups = { ...record.values.groups, ...runGroups(state, row) };
  const words =
    version &&
    worded(
      version.content,
      { ...record, values: { ...record.values, groups } },
      { channel: SENDS[step.do], today: desk.today, groups: MERGE_GROUPS },
    );
  if (!version || !words) return noWording(step.title);
  const { subject, html, text, used, missing, locale } = words;
  return { subject, html, body: text, used, missing, template_id: template, template_version: version.n, locale };
};

const templateOf = ({ step }: Sent): Id => paramsOf(step.do, step.params).template;

interface Records {
  of: ReadonlyMap<Id, Previewed>;
  senders: ReadonlyMap<Id, Fields>;
}

const recordsOf = async (desk: Desk, sent: readonly Sent[]): Promise<Records> => {
  const runs = sent.map(({ state }) => state.run);
  const of = (employee: boolean): Id[] =>
    distinct(runs.flatMap((run) => ((run.subject_kind === 'employee') === employee ? [run.subject_id] : [])));
  const [staff, persons] = [of(true), of(false)];
  return {
    of: new Map([
      ...(staff.length ? await employeeRecords(desk, staff, null) : []),
      ...(persons.length ? await personRecords(desk, persons, null) : []),
    ]),
    senders: await senderFields(desk, distinct(runs.flatMap(({ owner_id }) => owner_id ?? []))),
  };
};

/** The owner of the run is who sends. */
const recordOf = (desk: Desk, { run }: RunState, { of, senders }: Records): Previewed => {
  const found = of.get(run.subject_id) ?? { title: '', values: { groups: {} }, locales: [desk.practice.locale] };
  const sender = senders.get(run.owner_id ?? '');
  return sender ? { ...found, values: { groups: { ...found.values.groups, sender } } } : found;
};

const runGroups = ({ content }: RunState, row: Task): Values['groups'] => ({
  run: { name: content.name },
  task: { title: row.title, due_date: row.due_on },
});
