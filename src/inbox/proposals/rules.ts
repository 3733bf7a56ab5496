import type { Id } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import { addDays, daysBetween, type PlainDate } from '#ground/time.ts';
import type { Calendar } from '#workflows/dates/model.ts';
import { dueFrom } from '../categories/rules.ts';
import { isOpen } from '../items/law.ts';
import type { Taken } from '../items/model.ts';
import type { Evidence, Past, Proposal, Proposed } from './model.ts';

/** So many of a sender's last items say what the next is. */
const LAST = 5;
/** Whose sender wrote the same so many days ago, and is still open, may be there twice. */
const TWICE_DAYS = 30;

/**
 * What is proposed for an item that is Outstanding and did not come of a document: only for what is not set, only what the
 * evidence says, and nothing that somebody declined (IN-182). One builds on the other: the date on the category that is proposed.
 */
export const proposalsFor = (evidence: Evidence, calendar: Calendar): Proposal[] => {
  const { item } = evidence;
  if (item.status !== 'outstanding' || item.origin === 'document') return [];
  const wanted = (all: readonly Proposal[]) => sole(all.filter(({ key }) => !item.declined.includes(key)));
  const links = item.follows ? [] : wanted(linked(evidence));
  const twice = item.follows ? [] : wanted(alike(evidence, links));
  const clients = item.client_id ? [] : wanted(clientsOf(evidence));
  const categories = item.category_id ? [] : wanted(categoryOf(evidence));
  const client = item.client_id ?? takenWithAll(clients);
  const category = item.category_id ?? takenWithAll(categories);
  const assignees = item.assignee_id ? [] : wanted(assigneesOf(evidence, { client, category }));
  const dues = item.due_on ? [] : wanted(dueOf(evidence, category, calendar));
  return [
    ...links,
    ...twice.map((one) => (links.length ? { ...one, in_all: false } : one)),
    ...clients,
    ...categories,
    ...assignees.slice(0, 1),
    ...dues,
  ];
};

/** What accepting these sets; what is named twice is the first. */
export const takenOf = (accepted: readonly Proposal[]): Taken => {
  const first = (...kinds: Proposed[]) => accepted.find(({ kind }) => kinds.includes(kind))?.value;
  const fields = {
    follows: first('follows', 'duplicate'),
    client_id: first('client'),
    category_id: first('category'),
    assignee_id: first('assignee'),
    due_on: first('due_on'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
};

/** The numbers of items that a subject names: «Re: #1042». */
export const numbersIn = (subject: string): number[] =>
  [...subject.matchAll(/(?:^|[^\w&#])#(\d{1,9})\b/g)].slice(0, 5).map(([, number]) => Number(number));

const make = (
  kind: Proposed,
  value: string,
  says: string,
  because: string,
  number: number | null = null,
): Proposal => ({
  key: `${kind}:${value}`,
  kind,
  value,
  says,
  number,
  because,
  in_all: true,
});

/** Of several of one kind none is taken with all. */
const sole = (all: readonly Proposal[]): Proposal[] =>
  all.map((one) => ({ ...one, in_all: all[0]!.kind === 'assignee' || all.length === 1 }));

const takenWithAll = (all: readonly Proposal[]): Id | null => all.find(({ in_all }) => in_all)?.value ?? null;

const linked = ({ item, named }: Evidence): Proposal[] =>
  named.map(({ id, number, subject }) =>
    make(
      'follows',
      id,
      subject,
      id === item.may_follow
        ? `It answers a mail of #${number}, from an address that has nothing to do with that.`
        : `Its subject names #${number}.`,
      number,
    ),
  );

/** Still open, of the same sender, with the same subject but for Re: and the like. */
const alike = ({ item, past }: Evidence, links: readonly Proposal[]): Proposal[] =>
  past
    .filter(
      (one) =>
        isOpen(one.status) &&
        one.received_on >= addDays(item.received_on, -TWICE_DAYS) &&
        item.subject !== NO_SUBJECT &&
        plainSubject(one.subject) === plainSubject(item.subject) &&
        !links.some(({ value }) => value === one.id),
    )
    .map(({ id, number, subject, received_on }) =>
      make(
        'duplicate',
        id,
        subject,
        `The same sender and subject ${ago(received_on, item.received_on)}, and still open.`,
        number,
      ),
    );

/** What a mail is called that has no subject says nothing. */
const NO_SUBJECT = '(no subject)';

const plainSubject = (subject: string): string =>
  subject
    .toLowerCase()
    .replace(/^(\s*(re|fwd?|aw|wg|tr|sv|antw)\s*:)+/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const ago = (then: PlainDate, now: PlainDate): string => {
  const days = daysBetween(then, now);
  return days < 1 ? 'the same day' : `${plural(days, 'day', 'days')} before`;
};

const clientsOf = (evidence: Evidence): Proposal[] => {
  const { item, holders, named, clients } = evidence;
  const proposed = (ids: readonly (Id | null)[], because: string): Proposal[] =>
    [...new Set(ids)].flatMap((id) => {
      const client = id && clients.get(id);
      return client ? [make('client', id, client.name, because)] : [];
    });
  const having = proposed(holders, `The address ${item.sender} is on this record.`);
  if (having.length) return having;
  const most = mostOf(evidence, 'client_id');
  const before = most ? proposed([most.value], `${most.says} are about it.`) : [];
  if (before.length || !item.sender) return before;
  return named
    .slice(0, 1)
    .flatMap(({ number, client_id }) => proposed([client_id], `#${number}, which it names, is about it.`));
};

const categoryOf = (evidence: Evidence): Proposal[] => {
  const most = mostOf(evidence, 'category_id');
  const category = most && evidence.categories.get(most.value);
  return category ? [make('category', most.value, category.name, `${most.says} are of this category.`)] : [];
};

/** The most particular reason first; only who may act, and only one. */
const assigneesOf = (
  evidence: Evidence,
  { client, category }: { client: Id | null; category: Id | null },
): Proposal[] => {
  const { named, clients, categories, hands } = evidence;
  const proposed = (id: Id | null | undefined, because: string): Proposal[] => {
    const name = id && hands.get(id);
    return name ? [make('assignee', id, name, because)] : [];
  };
  const most = mostOf(evidence, 'assignee_id');
  const kind = category ? categories.get(category) : undefined;
  const whose = client ? clients.get(client) : undefined;
  return [
    ...named.slice(0, 1).flatMap(({ number, assignee_id }) => proposed(assignee_id, `Has #${number}, which it names.`)),
    ...(most ? proposed(most.value, `${most.says} went to them.`) : []),
    ...(kind ? proposed(kind.default_assignee_id, `Gets the items of the category «${kind.name}».`) : []),
    ...(whose ? proposed(whose.assignee_id, `Is the assignee of ${whose.name}.`) : []),
  ];
};

const dueOf = ({ item, categories }: Evidence, category: Id | null, calendar: Calendar): Proposal[] => {
  const kind = category ? categories.get(category) : undefined;
  if (!kind?.due_after) return [];
  const { n, unit } = kind.due_after;
  const span = unit === 'days' ? plural(n, 'day', 'days') : plural(n, 'business day', 'business days');
  const day = dueFrom(item.received_on, kind.due_after, calendar);
  return [make('due_on', day, day, `Items of the category «${kind.name}» are due ${span} after they come.`)];
};

/** What more than half of a sender's last items, and at least two, have in common. */
const mostOf = (
  { item, past }: Evidence,
  field: keyof Pick<Past, 'client_id' | 'category_id' | 'assignee_id'>,
): { value: Id; says: string } | null => {
  const last = past.slice(0, LAST);
  const groups = [...Map.groupBy(last, (one) => one[field])].sort(([, a], [, b]) => b.length - a.length);
  const [value, those] = groups[0] ?? [null, []];
  if (!value || those.length < 2 || those.length * 2 <= last.length) return null;
  const those_of =
    those.length === last.length ? `The last ${last.length}` : `${those.length} of the last ${last.length}`;
  return { value, says: `${those_of} items from ${item.sender}` };
};
