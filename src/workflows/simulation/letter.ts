import type { Id } from '#ground/id.ts';
import { addDays, dateAt, type Instant, type PlainDate, timeAt } from '#ground/time.ts';
import type { Context } from '#kernel/decision/model.ts';
import { type SmsLength, smsLength } from '#messages/fields/sms.ts';
import type { Recipient } from '#messages/outbox/model.ts';
import { leavesAt } from '#messages/outbox/times.ts';
import { reachable, tooLong } from '#messages/outbox/writing.ts';
import { actionInstant } from '#workflows/dates/rules.ts';
import { isClientFacing, peopleOf } from '#workflows/definitions/actions.ts';
import { askedBy, comparisonsOf } from '#workflows/definitions/conditions.ts';
import { RECIPIENTS, settings } from '#workflows/definitions/content.ts';
import { ownerOf } from '#workflows/launch/owner.ts';
import { blankRun } from '#workflows/runs/blank.ts';
import { judge } from '#workflows/runs/conditions.ts';
import { noForm, noRecipient, noWording, stillLeaves } from '#workflows/runs/may-leave.ts';
import type { Directory, SubjectFacts, Work } from '#workflows/runs/model.ts';
import { membersNamed, sayRule } from '#workflows/runs/people.ts';
import { type Addressee, channelOf, type Mail, recipientsOf, type SendingStep, toOf, wordsOf } from './mail.ts';
import type { Asking, Values } from './model.ts';

/** One step's message as it would be for one record, while it is designed (ME-2, ME-24). */

export interface LetterAsked {
  step: SendingStep;
  /** What the workflow is called, and the rules that give its owner. */
  name: string;
  owner: readonly string[];
  /** The day on which the step happens in the run that is drawn. */
  day: PlainDate;
  facts: SubjectFacts;
  addressee: Addressee;
}

export interface LetterWorld {
  mail: Mail;
  directory: Directory;
  /** Of a form step; undefined: there is none of that key. */
  form: Asking | undefined;
  valuesOf: Values;
}

export interface LetterShown {
  channel: 'email' | 'sms';
  /** Without an address: somebody only the run knows. */
  to: { name: string; address: string | null }[];
  subject: string | null;
  html: string | null;
  text: string | null;
  sms: SmsLength | null;
  /** Fields of the wording that have no value: it would wait for them (ME-12). */
  missing: string[];
  leaves: { at: Instant; on: PlainDate; time: string };
  /** Somebody looks at it before it leaves. */
  looked_at: boolean;
  /** Why nothing would be sent to this record; empty: it would be. */
  because: string[];
}

export const letterShown = (world: LetterWorld, asked: LetterAsked, context: Context): LetterShown => {
  const { mail } = world;
  const { step, addressee, day } = asked;
  const { practice } = context;
  const work = workOf(world, asked, context);
  const { members, unknown } = named(work, step);
  const channel = channelOf(step);
  const recipients = recipientsOf(mail, addressee, { step, members });
  const words = lettered(world, asked, { work, members, context, name: recipients[0]?.name ?? asked.facts.name });
  const class_ = isClientFacing(step) ? 'service' : 'internal';
  const letter = { channel, class: class_, automatic: true, zone: addressee.zone } as const;
  const planned = actionInstant(day, step.start?.at, practice);
  const at = leavesAt(letter, { planned }, mail.channels[channel], context);
  const long = words && tooLong({ channel, body: words.text });
  return {
    channel,
    to: [
      ...recipients.map(({ name, address }) => ({ name, address })),
      ...unknown.map((name) => ({ name, address: null })),
    ],
    subject: words?.subject ?? null,
    html: words?.html ?? null,
    text: words?.text ?? null,
    sms: words && channel === 'sms' ? smsLength(words.text) : null,
    missing: words?.missing ?? [],
    leaves: { at, on: dateAt(at, practice.time_zone), time: timeAt(at, practice.time_zone) },
    looked_at: step.approve_first === true && isClientFacing(step),
    because: [
      ...leftOut(work, asked, context),
      ...(words ? [] : [step.kind === 'form' ? noForm(step.form).because : noWording(step.title).because]),
      ...unreached(recipients, { ...letter, unknown }, addressee),
      ...(long ? [long.reason] : []),
    ],
  };
};

/** The run as it would begin, as far as people and values ask for it. */
const workOf = ({ directory }: LetterWorld, { name, owner, facts, step }: LetterAsked, { who }: Context): Work => {
  const started_by = who.member_id ?? null;
  const content = {
    name,
    description: '',
    subject_kinds: [facts.kind],
    settings: settings.parse({ owner }),
    steps: [step],
  };
  const run = { ...blankRun(''), subject_id: facts.id, launched_as: facts.kind, started_by };
  const work: Work = {
    run,
    content,
    tasks: [],
    holds: [],
    comments: [],
    subject: facts,
    records: {},
    files: [],
    rival: null,
    directory,
  };
  return { ...work, run: { ...run, owner_id: ownerOf(work, started_by, started_by) } };
};

/** Members to whom it goes, and those whom only a run can tell: who finished a step, who was asked for at the start. */
const named = (work: Work, step: SendingStep): { members: Id[]; unknown: string[] } => {
  const to = toOf(step);
  if ((RECIPIENTS as readonly unknown[]).includes(to)) return { members: [], unknown: [] };
  const rules = peopleOf(to);
  return {
    members: [...new Set(rules.flatMap((rule) => membersNamed(work, rule)))],
    unknown: rules.filter((rule) => /^(finished|asked):/.test(rule)).map((rule) => sayRule(work, rule)),
  };
};

interface About {
  work: Work;
  members: readonly Id[];
  name: string;
  context: Context;
}

const lettered = (
  { mail, form, valuesOf }: LetterWorld,
  { step, facts, addressee, day, name: run_name }: LetterAsked,
  { work, members, name, context: { practice } }: About,
) => {
  const values = (subject: SubjectFacts) => valuesOf({ practice, today: day }, { subject, content: work.content! });
  const words = step.kind === 'form' &&
    form && {
      title: form.title,
      reminder: 0,
      until: addDays(day, step.expires_after),
      practice: practice.name,
      values,
    };
  return wordsOf(mail, addressee, {
    step,
    facts,
    changed: {},
    members,
    owner: work.run?.owner_id ?? null,
    run_name,
    task: { title: step.title, due_date: null },
    today: day,
    name,
    ...(words && { form: words }),
  });
};

/** What keeps it from this record whatever the message says; a condition is judged if it asks of the record alone. */
const leftOut = (work: Work, { step, facts }: LetterAsked, { now }: Context): string[] => {
  const message = { subject_id: facts.id, task_id: null };
  const leave = stillLeaves({ inside: !isClientFacing(step), message, subject: facts, run: undefined }, now);
  const own = step.only_if && comparisonsOf(step.only_if).every((one) => askedBy(one)?.of === 'subject');
  const skipped = own && !judge(step.only_if!, work, now).holds;
  return [
    ...(leave.go ? [] : [leave.because]),
    ...(skipped ? [`Its condition does not hold for ${facts.name}, so the step would be skipped.`] : []),
  ];
};

const unreached = (
  recipients: readonly Recipient[],
  { channel, class: kind, unknown }: { channel: 'email' | 'sms'; class: 'service' | 'internal'; unknown: string[] },
  { known }: Addressee,
): string[] => {
  if (!recipients.length) return unknown.length ? [] : [noRecipient(channel).because];
  const { no } = reachable({ channel, class: kind, recipients: [...recipients] }, known);
  return no ? [no.because] : [];
};
