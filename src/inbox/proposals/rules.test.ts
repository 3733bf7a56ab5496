import { describe, expect, test } from 'vitest';
import type { Evidence, Past } from './model.ts';
import { numbersIn, proposalsFor, takenOf } from './rules.ts';

const CALENDAR = { working_days: [1, 2, 3, 4, 5], holidays: ['2026-12-25', '2026-12-28'] };
const ANNA = 'anna@bay.example';

const evidence = ({
  item,
  ...more
}: { item?: Partial<Evidence['item']> } & Partial<Omit<Evidence, 'item'>> = {}): Evidence => ({
  holders: [],
  past: [],
  named: [],
  clients: new Map([
    ['bay', { name: 'Bay Bakery', assignee_id: 'ben' }],
    ['cafe', { name: 'Bay Café', assignee_id: null }],
  ]),
  categories: new Map([
    ['tax', { name: 'Tax letters', default_assignee_id: 'carl', due_after: { n: 2, unit: 'business_days' } }],
  ]),
  hands: new Map([
    ['ben', 'Ben'],
    ['carl', 'Carl'],
    ['dora', 'Dora'],
  ]),
  ...more,
  item: {
    number: 9,
    status: 'outstanding',
    origin: 'email',
    subject: 'Lease',
    client_id: null,
    category_id: null,
    assignee_id: null,
    due_on: null,
    follows: null,
    may_follow: null,
    declined: [],
    sender: ANNA,
    received_on: '2026-12-24',
    ...item,
  },
});

const past = (number: number, more: Partial<Past> = {}): Past => ({
  id: `item-${number}`,
  number,
  subject: `Other ${number}`,
  status: 'completed',
  client_id: null,
  category_id: null,
  assignee_id: null,
  received_on: '2026-12-20',
  ...more,
});

const said = (given: Evidence) =>
  proposalsFor(given, CALENDAR).map(({ key, because, in_all }) => [key, because, in_all]);

describe('IN-182 what is proposed', () => {
  test('IN-182 nothing where nothing is known, and nothing for what is settled: decided, of a document, or set', () => {
    expect(said(evidence())).toEqual([]);
    const known = { holders: ['bay'], past: [past(1, { assignee_id: 'dora' }), past(2, { assignee_id: 'dora' })] };
    expect(said(evidence(known))).toHaveLength(2);
    expect(said(evidence({ ...known, item: { status: 'completed' } }))).toEqual([]);
    expect(said(evidence({ ...known, item: { origin: 'document' } }))).toEqual([]);
    expect(said(evidence({ ...known, item: { client_id: 'cafe', assignee_id: 'ben' } }))).toEqual([]);
  });

  test('IN-182 IN-67 the record with the address, with the reason; of several none is taken with all, and what builds on it waits', () => {
    const because = `The address ${ANNA} is on this record.`;
    expect(said(evidence({ holders: ['bay'] }))).toEqual([
      ['client:bay', because, true],
      ['assignee:ben', 'Is the assignee of Bay Bakery.', true],
    ]);
    expect(said(evidence({ holders: ['bay', 'cafe'] }))).toEqual([
      ['client:bay', because, false],
      ['client:cafe', because, false],
    ]);
    // one that the asker may not see is not among the clients
    expect(said(evidence({ holders: ['bay', 'hidden'] })).map(([key]) => key)).toEqual(['client:bay', 'assignee:ben']);
  });

  test('IN-182 what more than half of the last five items of a sender have in common, and at least two', () => {
    const tax = { category_id: 'tax', client_id: 'bay', assignee_id: 'dora' };
    const mostly = [past(8, tax), past(7), past(6, tax), past(5, tax), past(4), past(3, { assignee_id: 'ben' })];
    expect(said(evidence({ past: mostly }))).toEqual([
      ['client:bay', `3 of the last 5 items from ${ANNA} are about it.`, true],
      ['category:tax', `3 of the last 5 items from ${ANNA} are of this category.`, true],
      ['assignee:dora', `3 of the last 5 items from ${ANNA} went to them.`, true],
      ['due_on:2026-12-30', 'Items of the category «Tax letters» are due 2 business days after they come.', true],
    ]);
    expect(said(evidence({ past: [past(8, tax)] }))).toEqual([]);
    expect(said(evidence({ past: [past(8, tax), past(7, tax), past(6), past(5)] }))).toEqual([]);
    expect(said(evidence({ past: [past(8, tax), past(7, tax)] }))[0]![1]).toBe(
      `The last 2 items from ${ANNA} are about it.`,
    );
  });

  test('IN-182 one assignee, by the most particular reason, and nobody who may not act', () => {
    const kind = { item: { category_id: 'tax', due_on: '2026-12-31' }, holders: ['bay'] };
    const to = (given: Parameters<typeof evidence>[0]) =>
      said(evidence(given)).flatMap(([key]) => (String(key).startsWith('assignee') ? [key] : []));
    expect(to(kind)).toEqual(['assignee:carl']);
    const twice = [past(8, { assignee_id: 'dora' }), past(7, { assignee_id: 'dora' })];
    expect(to({ ...kind, past: twice })).toEqual(['assignee:dora']);
    const gone = [past(8, { assignee_id: 'gone' }), past(7, { assignee_id: 'gone' })];
    expect(to({ ...kind, past: gone })).toEqual(['assignee:carl']);
    expect(to({ ...kind, item: { ...kind.item, declined: ['assignee:carl'] } })).toEqual(['assignee:ben']);
  });

  test('IN-182 the same sender and subject within 30 days and still open may be there twice', () => {
    const twin = { subject: 'RE: Fwd:  lease', status: 'outstanding' as const };
    const because = 'The same sender and subject 4 days before, and still open.';
    expect(said(evidence({ past: [past(8, twin)] }))).toEqual([['duplicate:item-8', because, true]]);
    for (const more of [{ status: 'completed' as const }, { received_on: '2026-11-23' }, { subject: 'Leases' }])
      expect(said(evidence({ past: [past(8, { ...twin, ...more })] }))).toEqual([]);
    const none = { item: { subject: '(no subject)' }, past: [past(8, { ...twin, subject: '(no subject)' })] };
    expect(said(evidence(none))).toEqual([]);
  });

  test('IN-63 an item whose mail it answers, or whose number its subject names, is proposed, with its client and assignee', () => {
    const named = [{ id: 'item-3', number: 3, subject: 'Lease', client_id: 'bay', assignee_id: 'dora' }];
    expect(said(evidence({ named, item: { may_follow: 'item-3' } }))).toEqual([
      ['follows:item-3', 'It answers a mail of #3, from an address that has nothing to do with that.', true],
      ['client:bay', '#3, which it names, is about it.', true],
      ['assignee:dora', 'Has #3, which it names.', true],
    ]);
    expect(said(evidence({ named }))[0]).toEqual(['follows:item-3', 'Its subject names #3.', true]);
    expect(said(evidence({ named, item: { follows: 'item-2' } })).map(([key]) => key)).not.toContain('follows:item-3');
    // the same item is no duplicate beside, and of a link and a duplicate the link is taken
    const twin = { subject: 'Lease', status: 'outstanding' as const };
    const both = proposalsFor(evidence({ named, past: [past(8, twin), past(3, twin)] }), CALENDAR);
    expect(both.map(({ key, in_all }) => [key, in_all]).slice(0, 2)).toEqual([
      ['follows:item-3', true],
      ['duplicate:item-8', false],
    ]);
  });

  test('IN-69 of a sender who failed nothing follows, neither a client nor whom the sender’s items went to', () => {
    const named = [{ id: 'item-3', number: 3, subject: 'Lease', client_id: 'bay', assignee_id: null }];
    expect(said(evidence({ named, item: { sender: null } })).map(([key]) => key)).toEqual(['follows:item-3']);
  });

  test('IN-182 what was declined stays away, and what builds on it with it', () => {
    const both = { past: [past(8, { category_id: 'tax' }), past(7, { category_id: 'tax' })] };
    expect(said(evidence(both)).map(([key]) => key)).toEqual(['category:tax', 'assignee:carl', 'due_on:2026-12-30']);
    expect(said(evidence({ ...both, item: { declined: ['category:tax'] } }))).toEqual([]);
    expect(said(evidence({ ...both, item: { declined: ['due_on:2026-12-30'] } })).map(([key]) => key)).toEqual([
      'category:tax',
      'assignee:carl',
    ]);
  });
});

test('IN-63 a number in a subject is one behind a sign of its own', () => {
  expect(numbersIn('Re: #1042 and (#7), not a#8, &#38; or ##9')).toEqual([1042, 7]);
  expect(numbersIn('#12345678901 is no item')).toEqual([]);
});

test('IN-182 accepted are the fields that the proposals name, and of two links the first', () => {
  const given = evidence({
    named: [{ id: 'item-3', number: 3, subject: 'Lease', client_id: null, assignee_id: null }],
    past: [past(8, { subject: 'Lease', status: 'outstanding' })],
    holders: ['bay'],
  });
  expect(takenOf(proposalsFor(given, CALENDAR))).toEqual({ follows: 'item-3', client_id: 'bay', assignee_id: 'ben' });
});
