import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { files } from '#kernel/files/store.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import { dueFrom } from '../categories/rules.ts';
import { listCategories } from '../categories/store.ts';
import { intakeFor, listIntakes } from '../intake/store.ts';
import type { ByRules, ItemCommand } from '../items/model.ts';
import type { ItemsRoom } from '../items/store.ts';
import type { Incoming, Triage } from '../triage/model.ts';
import { allocated } from './allocating.ts';
import type { Kept } from './attachments.ts';
import { subjectOf, tagOf } from './judging.ts';
import type { Arrival, ReadMail } from './model.ts';
import type { Last } from './threads.ts';

/** Items made of mails, and what they bring. */

interface Making {
  kernel: Kernel;
  items: ItemsRoom;
}

/** A mail that becomes an item; `follows`: the item whose thread it goes on with, `may_follow`: of which that is a guess. */
export interface Becoming {
  arrival: Arrival;
  read: ReadMail;
  kept: Kept;
  follows: Last | null;
  may_follow: Id | null;
  /** What the practice's rules want done with it (IN-186). */
  triage: Triage;
}

/** Nothing here may be refused: the machine does it, on what it has just loaded. */
export const yes = (outcomes: readonly { yes: boolean; because?: string }[]): void => {
  for (const outcome of outcomes) if (!outcome.yes) throw new Error(outcome.because);
};

/** The items of mails, each with its files, in the order of the mails (IN-40, IN-86). */
export const makeItems = async (
  { kernel, items }: Making,
  desk: Desk,
  caller: Caller,
  mails: readonly Becoming[],
): Promise<Id[]> => {
  if (!mails.length) return [];
  const found = await clientsOf(desk, mails);
  const intakes = await listIntakes(desk);
  const clients = mails.map(({ arrival, follows }) => follows?.client_id ?? found.get(arrival.id) ?? null);
  const addressed = mails.map(({ arrival }) => intakeFor(intakes, tagOf(arrival.to_address).tag));
  const listed = new Map((await listCategories(desk)).map((one) => [one.id, one]));
  // a rule says more than an address does, since the address is one of its conditions
  const categories = mails.map(
    ({ triage }, i) => listed.get(triage.category_id ?? addressed[i]!.category_id ?? '') ?? null,
  );
  const claims = mails.map(({ follows, triage }, i) => ({
    named: [
      follows?.assignee_id ?? null,
      triage.assignee_id,
      addressed[i]!.assignee_id,
      categories[i]?.default_assignee_id ?? null,
    ],
    client: clients[i]!,
  }));
  const assignees = await allocated(desk, claims);
  const wanted = mails.map((mail, i) => ({
    id: newId(),
    command: takeIn(mail, {
      origin: addressed[i]!.origin,
      category_id: categories[i]?.id ?? null,
      client_id: clients[i]!,
      assignee_id: assignees[i]!,
      ...byRules(mail.triage, desk),
    }),
  }));
  yes(await act(kernel, desk, caller, items, wanted));
  await bringFiles(
    { kernel },
    desk,
    caller,
    wanted.map(({ id }, i) => ({ item: id, kept: mails[i]!.kept })),
  );
  return wanted.map(({ id }) => id);
};

export const makeItem = async (making: Making, desk: Desk, caller: Caller, mail: Becoming): Promise<Id> =>
  (await makeItems(making, desk, caller, [mail]))[0]!;

/** What the rules say beside, of something that comes now. */
export const byRules = (
  { due_after, tags, by }: Triage,
  { today, practice }: Pick<Desk, 'today' | 'practice'>,
): ByRules => ({
  due_on: due_after && dueFrom(today, due_after, practice),
  tags,
  triaged: by,
});

/** A mail as the rules look at it; of a sender who failed nobody knows who it is (IN-69). */
export const incomingOf = ({ to_address }: Arrival, read: ReadMail): Incoming => ({
  senders: read.verdict === 'failed' || !read.from_address ? [] : [read.from_address],
  tag: tagOf(to_address).tag,
  subject: subjectOf(read.subject, read.marks),
  form_id: null,
  answers: {},
});

type Given = Pick<Extract<ItemCommand, { do: 'take_in' }>, 'origin' | 'category_id' | 'client_id' | 'assignee_id'> &
  ByRules;

const takeIn = ({ arrival, read, follows, may_follow }: Becoming, given: Given) => ({
  do: 'take_in' as const,
  ...given,
  subject: subjectOf(read.subject, read.marks),
  contact: contactOf(read),
  marks: read.marks,
  follows: follows?.id ?? null,
  may_follow,
  source: {
    arrival_id: arrival.id,
    from: read.from_address,
    name: read.from_name,
    received_at: arrival.received_at,
    verdict: read.verdict,
    checks: read.checks,
    tag: tagOf(arrival.to_address).tag,
  },
});

/** The files of mails stand on their items. */
export const bringFiles = async (
  { kernel }: Pick<Making, 'kernel'>,
  desk: Desk,
  caller: Caller,
  brought: readonly { item: Id; kept: Kept }[],
): Promise<void> => {
  const wanted = brought.flatMap(({ item, kept }) => {
    const thing = ref('item', item);
    return kept.rows.map(({ id, file }) => ({ id, command: { do: 'bring' as const, file, thing } }));
  });
  if (wanted.length) yes(await act(kernel, desk, caller, files, wanted));
};

/** By arrival, the one client or prospect with the sender's address, where nothing says that somebody else sent it (IN-67). */
const clientsOf = async (desk: Desk, mails: readonly Becoming[]): Promise<Map<Id, Id>> => {
  const asked = mails.flatMap(({ arrival: { id }, read: { from_address, verdict } }) =>
    from_address && verdict !== 'failed' ? [{ id, channel: 'email' as const, address: from_address }] : [],
  );
  const found = asked.length ? await holdersOf(desk, asked) : new Map<Id, never[]>();
  return new Map(
    [...found].flatMap(([arrival, holders]) => {
      const persons = new Set(holders.map(({ person_id }) => person_id));
      return persons.size === 1 ? [[arrival, [...persons][0]!] as const] : [];
    }),
  );
};

const contactOf = ({ from_address: email, from_name }: ReadMail) =>
  email || from_name ? { ...(from_name && { name: from_name }), ...(email && { email }) } : null;
