import type { Instant } from '#ground/time.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Problem, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { watchedAnew } from '../quiet/rules.ts';
import { looksNow, wokenTo } from '../quiet/waking.ts';
import { type Mailbox, type MailboxCommand, type MailboxState, MOST_MAILBOXES } from './model.ts';

/** Whoever reads the inbox sees where its mail comes from, and that it does not; whoever manages connections sets them up. */
export const READS_MAILBOXES = reads('inbox');
export const WRITES_MAILBOXES = writes('settings', 'connectors.manage');

/**
 * Refuses a sixth mailbox, one that is connected already, any of a practice that is not live, a move without a folder, and
 * another server or user without its secret (IN-48, IN-51). That it fails, or works again, is said by the machine, once (IN-52).
 */
export const decide = (state: MailboxState, command: MailboxCommand, context: Context): Decision => {
  const { mailbox } = state;
  const event = (verb: string, facts: Event['facts']): Event => ({
    verb: `mailbox.${verb}`,
    thing: ref('mailbox', mailbox.id),
    facts,
  });
  const told = (verb: string, facts: Event['facts']): Decision => {
    const happened = event(verb, facts);
    return accept([happened], looksNow(happened, context.now));
  };
  const no = can(context.who, WRITES_MAILBOXES);
  if (no) return no;
  if (command.do === 'add') {
    if (mailbox.version > 0) return accept([]);
    const { do: _, ...given } = command;
    const given_now = { ...mailbox, ...given, secret_at: context.now };
    const wanted = { ...given_now, ...watchedAnew(mailbox, given_now, context.now) };
    return notHere(state, context) ?? wrong(state, wanted) ?? told('added', creation(wanted));
  }
  if (mailbox.version === 0 || mailbox.deleted_at) return notFound();
  const set = (verb: string, values: Partial<Mailbox>): Decision => {
    const facts = difference<Mailbox>(mailbox, values);
    return Object.keys(facts).length ? told(verb, facts) : accept([]);
  };
  switch (command.do) {
    case 'delete':
      return set('deleted', { deleted_at: context.now, quiet_since: null, ...WORKS });
    case 'is_ok':
      return set('recovered', WORKS);
    case 'wake':
      return wokenTo(mailbox, { last: state.last_mail_at, room: 'mailbox' }, context, (verb, values) =>
        event(verb, difference<Mailbox>(mailbox, values)),
      );
    case 'is_failing':
      return mailbox.failing_since
        ? set('still_failing', { failing_because: command.because })
        : set('failing', { failing_since: context.now, failing_because: command.because });
    case 'change':
      return change(state, command, { set, now: context.now });
  }
};

const WORKS = { failing_since: null, failing_because: null } as const;

const change = (
  state: MailboxState,
  { do: _, new_secret, ...given }: Extract<MailboxCommand, { do: 'change' }>,
  { set, now }: { set(verb: string, values: Partial<Mailbox>): Decision; now: Instant },
): Decision => {
  const { mailbox } = state;
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const wanted = { ...mailbox, ...values } as Mailbox;
  const no = wrong(state, wanted) ?? (new_secret ? null : secretElsewhere(mailbox, wanted));
  if (no) return no;
  // what was wrong with it before says nothing of how it is set up now
  const again = isElsewhere(mailbox, wanted) || new_secret || wanted.on !== mailbox.on;
  return set(verbOf(mailbox, wanted), {
    ...(values as Partial<Mailbox>),
    ...(again && WORKS),
    ...watchedAnew(mailbox, wanted, now),
    ...(new_secret && { secret_at: now }),
  });
};

const verbOf = (before: Mailbox, { on }: Mailbox): string =>
  on === before.on ? 'changed' : on ? 'switched_on' : 'switched_off';

/** Nothing real reaches a demo or a sandbox (ME-124), and five are enough for a practice (IN-48). */
const notHere = ({ others }: MailboxState, { practice }: Context): Refusal | null => {
  if (practice.kind !== 'live')
    return refused('not_live', 'A demo or sandbox reaches nothing outside, so no mailbox can be connected here.');
  return others.length >= MOST_MAILBOXES
    ? refused('too_many_mailboxes', `${MOST_MAILBOXES} mailboxes are connected, and more cannot be. Remove one first.`)
    : null;
};

const wrong = ({ others }: MailboxState, wanted: Mailbox): Refusal | null => {
  const faults: Problem[] = [];
  if (others.some((one) => placeOf(one) === placeOf(wanted)))
    faults.push(problem('/user', 'connected_already', 'This folder of this mailbox is connected already.'));
  if (wanted.after === 'move' && !wanted.move_to)
    faults.push(problem('/move_to', 'missing', 'Give the folder that mail is moved to.'));
  if (wanted.after === 'move' && wanted.move_to?.toLowerCase() === wanted.folder.toLowerCase())
    faults.push(problem('/move_to', 'same_folder', 'This is the folder that mail is read from. Give another one.'));
  return faults.length ? invalid(...faults) : null;
};

const placeOf = ({ host, user, folder }: Mailbox): string => JSON.stringify([host, user, folder]).toLowerCase();

/** Another folder has UIDs of its own, so what was read says nothing of it (IN-50). */
export const isElsewhere = (before: Mailbox, now: Mailbox): boolean => placeOf(before) !== placeOf(now);

/** A kept secret goes to the server and user it was given for, or whoever names another server could read it. */
const secretElsewhere = (kept: Mailbox, wanted: Mailbox): Refusal | null =>
  kept.host === wanted.host && kept.port === wanted.port && kept.user === wanted.user
    ? null
    : invalid(problem('/secret', 'elsewhere', 'This is another server or user, so give its password again.'));

export const evolve = (state: MailboxState, event: Event): MailboxState => ({
  ...state,
  mailbox: changed<Mailbox>(state.mailbox, event),
});
