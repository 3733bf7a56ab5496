import type { Id } from '#ground/id.ts';
import { APPROVAL } from '#inbox/documents/mailing.ts';
import type { DocumentClient } from '#inbox/documents/model.ts';
import { lettersSent } from '#inbox/documents/store.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';
import type { CausesPort } from '#messages/outbox/causes.ts';
import { type Asked, type Leave, type Message, OWN } from '#messages/outbox/model.ts';
import { isInside } from '#messages/outbox/times.ts';
import { stillLeaves } from '#workflows/runs/may-leave.ts';
import type { RecordKind, RunState, SubjectFacts } from '#workflows/runs/model.ts';
import { phaseOf } from '#workflows/runs/state.ts';
import { loadRuns } from '#workflows/runs/store.ts';
import { readBy } from '../notices/reading.ts';
import { documentsPort } from './documents.ts';
import { readable } from './readable.ts';
import { subjects } from './subjects.ts';

/** Whether a message may still leave, asked of what caused it: its run and its subject (ME-55, ME-89, WF-117). */

const mayLeave = async (desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, Leave>> => {
  const runs = await loadRuns(
    desk,
    subjects,
    idsOf(messages, ({ run_id }) => run_id),
  );
  const found = await subjectsOf(desk, messages);
  const stopped = new Map([...(await approvalsGone(desk, messages)), ...(await ownMailsGone(desk, messages))]);
  return new Map(
    messages.map((message) => {
      const run = message.run_id ? runs.get(message.run_id) : undefined;
      const subject = found.get(message.subject_id ?? '');
      const leave =
        stopped.get(message.id) ?? stillLeaves({ inside: isInside(message), message, subject, run }, desk.now);
      return [message.id, { ...leave, asked: askedOf(message, { subject, run, leave }) }];
    }),
  );
};

/**
 * A mail to a member about their own work is recalled where they left, or may not read any more what it tells of, since it was
 * written: a mail server may have kept it waiting (IN-173, PL-126).
 */
const ownMailsGone = async (desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, Leave>> => {
  const own = messages.filter(({ key, recipients }) => key.startsWith(OWN) && recipients[0]?.record?.kind === 'member');
  const gone = new Map<Id, Leave>();
  for (const [member, mails] of Map.groupBy(own, ({ recipients }) => recipients[0]!.record!.id)) {
    const things = new Map(mails.map(({ id, used }) => [id, Object.keys(used).filter(isRef)]));
    const reads = await readBy(desk, readable, member, [...things.values()].flat().map(told));
    for (const [id, its] of things) if (its.length && !its.map(told).every(reads)) gone.set(id, NOT_FOR_THEM);
  }
  return gone;
};

export const NOT_SEEN = 'not_seen';
const NOT_FOR_THEM: Leave = {
  go: false,
  instead: 'recall',
  code: NOT_SEEN,
  because: 'Whom it is for may not see any more what it tells of, so it was not sent.',
};
const isRef = (named: string): named is Ref => named.includes(':');
const told = (thing: Ref) => ({ thing });

/** A document does not go where its approver did not send it: the client is read once more (IN-114). */
const approvalsGone = async (desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, Leave>> => {
  const mails = messages.filter(({ key }) => key.startsWith(APPROVAL));
  const clients = await documentsPort.clients(
    desk,
    idsOf(mails, ({ client_id }) => client_id),
  );
  const sent = await lettersSent(
    desk,
    mails.map(({ id }) => id),
  );
  const elsewhere = new Set(sent.flatMap(({ message_id, other_to }) => (other_to ? [message_id] : [])));
  return new Map(
    mails.flatMap((message) => {
      const no = gone(message, clients.get(message.client_id ?? ''), elsewhere.has(message.id));
      return no ? [[message.id, no] as const] : [];
    }),
  );
};

/** `elsewhere`: a member let it go to another address, with a reason (IN-113). */
const gone = ({ address }: Message, client: DocumentClient | undefined, elsewhere: boolean): Leave | null => {
  const recall = (code: string, because: string): Leave => ({ go: false, instead: 'recall', code, because });
  if (!client?.active)
    return recall('client_inactive', `${client?.name ?? 'The client'} is inactive, so nothing was sent.`);
  return elsewhere || client.email?.toLowerCase() === address
    ? null
    : recall('address_changed', `The address of ${client.name} is ${client.email ?? 'gone'} now, so nothing was sent.`);
};

/** The questions in words, with what was seen (ME-121). */
const askedOf = (
  message: Message,
  { subject, run, leave }: { subject: SubjectFacts | undefined; run: RunState | undefined; leave: Leave },
): Asked[] => {
  const no = leave.go ? null : leave;
  const asked = (what: string, seen: string, ...codes: string[]): Asked =>
    no && codes.includes(no.code) ? { what, seen: no.because, lets: false } : { what, seen, lets: true };
  return [
    ...(message.subject_id
      ? [
          asked(
            'Whom it is about',
            subject ? `${subject.name} may be written to.` : 'Not there any more.',
            'subject_gone',
            'client_inactive',
            'address_changed',
            'do_not_contact',
          ),
        ]
      : []),
    ...(run ? [asked('Its run', `«${run.content.name}» is ${PHASES[phaseOf(run)]}.`, 'run_ended', 'run_on_hold')] : []),
    ...(run && message.task_id ? [asked('Its step', 'What it depends on holds.', 'not_applicable')] : []),
    {
      what: 'Its values',
      seen: message.missing.length ? `Missing: ${message.missing.join(', ')}.` : 'All are there.',
      lets: message.missing.length === 0,
    },
  ];
};

const PHASES: Record<ReturnType<typeof phaseOf>, string> = {
  running: 'running',
  on_hold: 'on hold',
  completed: 'completed',
  cancelled: 'cancelled',
};

const about = async (desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, ThingFacts>> => {
  const found = await subjectsOf(desk, messages);
  return new Map(
    messages.map((message) => {
      const subject = found.get(message.subject_id ?? '');
      const held = Object.values(subject?.roles ?? {});
      return [
        message.id,
        {
          assigned_to: [...held, ...(message.author_id ? [message.author_id] : [])],
          ...(subject?.record === 'person' && { roles_held_by: held, restricted: subject.restricted }),
        },
      ];
    }),
  );
};

const KINDS: readonly RecordKind[] = ['person', 'employee', 'invoice'];

const subjectsOf = async (desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, SubjectFacts>> => {
  const found = await Promise.all(
    KINDS.map((kind) => {
      const ids = idsOf(messages, ({ subject_kind, subject_id }) => (subject_kind === kind ? subject_id : null));
      return ids.length ? subjects.facts[kind](desk, ids) : new Map<Id, SubjectFacts>();
    }),
  );
  return new Map(found.flatMap((some) => [...some]));
};

const idsOf = (messages: readonly Message[], id: (message: Message) => Id | null): Id[] => [
  ...new Set(messages.map(id).filter((one) => one !== null)),
];

export const causes: CausesPort<Desk> = { mayLeave, about };
