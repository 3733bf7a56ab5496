import { describe, expect, test } from 'vitest';
import type { Refusal } from '#kernel/decision/model.ts';
import { blankContact, blankLink } from '#people/contacts/model.ts';
import { accepted, contextAs, evolved, refusal } from '#people/fields/testing.ts';
import { blankEntry, blankHolding, blankPerson, type Person } from '#people/persons/model.ts';
import { holdersOn } from '#people/persons/status.ts';
import { blankMerge, type Kind, type Mergeable, type MergeBody, type MergeCommand, type MergeState } from './model.ts';
import { decideMerge, evolveMerge, isBack } from './rules.ts';
import { mergeSheet, united } from './uniting.ts';

const manager = contextAs();
const person = (id: string, more: Partial<Person> = {}): Mergeable =>
  ({
    ...blankPerson(id),
    version: 3,
    kind: 'client',
    organisation_name: id.toUpperCase(),
    ...more,
  }) as unknown as Mergeable;
const holding = (person_id: string, role: 'partner' | 'manager' | 'assignee' | 'reviewer', member_id: string) => ({
  ...blankHolding(`${person_id}-${role}`),
  version: 1,
  person_id,
  role,
  member_id,
  since: '2026-01-01',
});
const state = (survivor: Mergeable, absorbed: Mergeable, more: Partial<MergeState> = {}): MergeState => ({
  merge: { ...blankMerge('m'), kind: 'person' },
  survivor,
  absorbed,
  mixed: false,
  hidden: false,
  holdings: [],
  waitlist: [],
  links: [],
  persons: new Map(),
  met: [],
  later: [],
  names: {
    [survivor.id]: { name: survivor.id.toUpperCase(), numbers: [], words: [survivor.id.toUpperCase()] },
    [absorbed.id]: {
      name: absorbed.id.toUpperCase(),
      numbers: ['CLI-0002'],
      words: [absorbed.id.toUpperCase(), 'CLI-0002'],
    },
  },
  ...more,
});
const merging = (more: Partial<MergeBody> = {}): MergeCommand => ({
  do: 'merge',
  survivor: 'a',
  absorbed: 'b',
  versions: { survivor: 3, absorbed: 3 },
  chosen: {},
  runs: [],
  ...more,
});
const rows = ({ merge, survivor, absorbed, holdings, waitlist, links }: MergeState) => [
  merge,
  survivor,
  absorbed,
  ...holdings,
  ...waitlist,
  ...links,
];
const after = (from: MergeState, command: MergeCommand = merging()): MergeState =>
  evolved(from, accepted(decideMerge(from, command, manager)).events, evolveMerge, rows);
const no = (from: MergeState, command: MergeCommand = merging(), context = manager): Refusal =>
  refusal(decideMerge(from, command, context));
const holder = (from: MergeState, id: string, role: 'partner' | 'manager' | 'assignee' | 'reviewer') =>
  holdersOn(
    from.holdings.filter((one) => one.person_id === id),
    manager.today,
  )[role]?.member_id;

describe('merging', () => {
  test('PE-73 like with like, and a prospect into a client; nothing else', () => {
    const [client, prospect] = [person('a'), person('b', { kind: 'prospect' })];
    expect(decideMerge(state(client, person('b')), merging(), manager).yes).toBe(true);
    expect(decideMerge(state(client, prospect), merging(), manager).yes).toBe(true);
    expect(decideMerge(state(person('a', { kind: 'prospect' }), prospect), merging(), manager).yes).toBe(true);
    expect(no(state(person('a', { kind: 'prospect' }), person('b'))).code).toBe('cannot_merge');
    expect(no(state(client, client)).code).toBe('cannot_merge');
    expect(no(state(client, person('b'), { mixed: true })).code).toBe('cannot_merge');
    expect(no(state(client, person('b', { merged_into: 'c' }))).code).toBe('cannot_merge');
    expect(no(state(client, person('b', { erased_at: manager.now }))).code).toBe('cannot_merge');
  });

  test('PE-74 filled beats empty, the survivor’s beats the absorbed one’s, lists are united, and each choice can be changed', () => {
    const email = (address: string, primary: boolean) => ({ address, label: '', primary });
    const a = person('a', {
      source: 'web',
      emails: [email('a@x.example', true)],
      tags: ['x'],
      custom: { sector: 'Retail' },
    });
    const b = person('b', {
      source: 'friend',
      country: 'GB',
      emails: [email('A@x.example', true), email('b@x.example', true)],
      tags: ['x', 'y'],
      custom: { sector: 'Farming', risk: 2 },
      restricted: true,
    });
    expect(united('person', a, b, {})).toMatchObject({
      source: 'web',
      country: 'GB',
      emails: [email('a@x.example', true), email('b@x.example', false)],
      tags: ['x', 'y'],
      custom: { sector: 'Retail', risk: 2 },
      restricted: true,
    });
    const chosen = {
      source: 'absorbed',
      emails: 'survivor',
      'custom.sector': 'absorbed',
      country: 'survivor',
    } as const;
    expect(united('person', a, b, chosen)).toMatchObject({
      source: 'friend',
      country: null,
      emails: [email('a@x.example', true)],
      custom: { sector: 'Farming', risk: 2 },
    });
    const lines = mergeSheet('person', a, b).map(({ field, proposed }) => `${field}:${proposed}`);
    expect(lines).toEqual(
      expect.arrayContaining([
        'source:survivor',
        'country:absorbed',
        'emails:both',
        'custom.risk:absorbed',
        'restricted:absorbed',
      ]),
    );
    expect(lines.some((line) => line.startsWith('locale'))).toBe(false);
  });

  test('PE-74 what would be longer than the limit together is invalid, and one side can be chosen', () => {
    const phones = (from: number) =>
      Array.from({ length: 15 }, (_, i) => ({
        number: `+4420794600${from + i}`,
        typed: '',
        label: '',
        primary: false,
        note: null,
      }));
    const two = state(person('a', { phones: phones(10) }), person('b', { phones: phones(30) }));
    expect(no(two).errors?.[0]?.pointer).toBe('/chosen/phones');
    expect(decideMerge(two, merging({ chosen: { phones: 'survivor' } }), manager).yes).toBe(true);
  });

  test('PE-75 worked example 8: the survivor keeps its partner; a role nobody holds there is taken over; the names stay findable', () => {
    const from = state(person('a', { tags: ['x'] }), person('b', { tags: ['y'] }), {
      holdings: [
        holding('a', 'partner', 'p'),
        holding('b', 'partner', 'q'),
        holding('b', 'manager', 'r'),
        holding('a', 'reviewer', 's'),
        holding('b', 'assignee', 's'),
      ],
    });
    const merged = after(from);
    expect([holder(merged, 'a', 'partner'), holder(merged, 'a', 'manager'), holder(merged, 'a', 'assignee')]).toEqual([
      'p',
      'r',
      undefined,
    ]);
    expect(['partner', 'manager', 'assignee'].map((role) => holder(merged, 'b', role as 'partner'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(merged.survivor).toMatchObject({ tags: ['x', 'y'], also_known_as: ['B', 'CLI-0002'] });
    expect(merged.absorbed.merged_into).toBe('a');
  });

  test('PE-75 contacts and an open stay on the waitlist are found at the survivor', () => {
    const from = state(person('a', { kind: 'prospect' }), person('b', { kind: 'prospect' }), {
      waitlist: [{ ...blankEntry('w'), version: 1, person_id: 'b', entered_on: '2026-11-01', service: 'VAT' }],
      links: [
        { ...blankLink('l1'), version: 1, contact_id: 'c1', person_id: 'a', primary: true },
        { ...blankLink('l2'), version: 1, contact_id: 'c1', person_id: 'b' },
        { ...blankLink('l3'), version: 1, contact_id: 'c2', person_id: 'b', primary: true },
      ],
    });
    const merged = after(from);
    expect(merged.waitlist.map(({ person_id, entered_on, left_on }) => ({ person_id, entered_on, left_on }))).toEqual([
      { person_id: 'b', entered_on: '2026-11-01', left_on: manager.today },
      { person_id: 'a', entered_on: '2026-11-01', left_on: null },
    ]);
    expect(merged.links.map(({ person_id, primary, deleted_at }) => [person_id, primary, !!deleted_at])).toEqual([
      ['a', true, false],
      ['b', false, true],
      ['a', false, false],
    ]);
  });

  test('PE-76 where both have an open run of one workflow and key, one must be chosen; the other is cancelled', () => {
    const run = (id: string, subject: string, trigger_key = '') => ({
      id,
      subject,
      workflow_id: 'w',
      workflow: 'Onboarding',
      trigger_key,
    });
    const met = [run('r1', 'a'), run('r2', 'b'), run('r3', 'b', '2026')];
    const from = state(person('a'), person('b'), { met });
    expect(no(from)).toMatchObject({ code: 'runs_meet', facts: { meetings: [['r1', 'r2']] } });
    expect(no(from, merging({ runs: ['r1', 'r2'] })).code).toBe('runs_meet');
    const made = accepted(decideMerge(from, merging({ runs: ['r2'] }), manager)).events.find(
      (event) => event.verb === 'merge.made',
    );
    expect(made?.facts.runs?.[1]).toEqual({ cancelled: ['r1'] });
  });

  test('PE-78 a change of either side since the sheet was shown is a conflict that says which', () => {
    const from = state(person('a'), person('b'));
    expect(no(from, merging({ versions: { survivor: 2, absorbed: 3 } }))).toMatchObject({
      kind: 'conflict',
      facts: { side: 'survivor', current_version: 3 },
    });
    expect(no(from, merging({ versions: { survivor: 3, absorbed: 1 } }))).toMatchObject({
      kind: 'conflict',
      facts: { side: 'absorbed' },
    });
  });

  test('PE-73 merging is for people W; employees need their ability too; what one may not see is not there', () => {
    const from = state(person('a'), person('b'));
    expect(no(from, merging(), contextAs('Staff')).code).toBe('not_assigned');
    expect(no({ ...from, hidden: true }).kind).toBe('not_found');
    const blind = { ...manager, who: { ...manager.who, abilities: [] } };
    expect(no({ ...from, merge: { ...from.merge, kind: 'employee' } }, merging(), blind).kind).toBe('not_found');
  });
});

describe('reversing', () => {
  const from = state(
    person('a', { source: null, tags: ['x'], custom: { sector: 'Retail' } }),
    person('b', { source: 'friend', tags: ['y'], custom: { risk: 2 } }),
    {
      holdings: [holding('a', 'partner', 'p'), holding('b', 'partner', 'q'), holding('b', 'manager', 'r')],
      links: [{ ...blankLink('l'), version: 1, contact_id: 'c', person_id: 'b' }],
    },
  );

  test('PE-77 worked example 8: each side gets back what it had', () => {
    const back = after(after(from), { do: 'reverse' });
    expect(back.survivor).toMatchObject({ source: null, tags: ['x'], custom: { sector: 'Retail' }, also_known_as: [] });
    expect(back.absorbed).toMatchObject({ merged_into: null, tags: ['y'] });
    expect([
      holder(back, 'a', 'partner'),
      holder(back, 'a', 'manager'),
      holder(back, 'b', 'partner'),
      holder(back, 'b', 'manager'),
    ]).toEqual(['p', undefined, 'q', 'r']);
    expect(back.links).toMatchObject([{ person_id: 'b' }]);
    expect(back.merge.reversed_at).toBe(manager.now);
    expect(no(back, { do: 'reverse' }).code).toBe('not_merged');
  });

  test('PE-77 what came after the merge stays with the survivor: values, list entries, own fields', () => {
    const merged = after(from);
    const later = {
      ...merged,
      survivor: {
        ...merged.survivor,
        source: 'changed since',
        tags: ['x', 'y', 'z'],
        custom: { sector: 'Retail', risk: 2, new: true },
      },
    };
    const back = after(later, { do: 'reverse' });
    expect(back.survivor).toMatchObject({
      source: 'changed since',
      tags: ['x', 'z'],
      custom: { sector: 'Retail', new: true },
    });
  });

  test('PE-77 a role that somebody gave anew since stays; only a record erased since cannot come back', () => {
    const merged = after(from);
    const given = merged.holdings.map((one) =>
      one.person_id === 'a' && one.role === 'manager' ? { ...one, version: 2, until: '2026-12-01' } : one,
    );
    const back = after({ ...merged, holdings: given }, { do: 'reverse' });
    expect(back.holdings.find((one) => one.person_id === 'a' && one.role === 'manager')?.deleted_at).toBeNull();
    expect(no({ ...merged, absorbed: { ...merged.absorbed, erased_at: manager.now } }, { do: 'reverse' }).code).toBe(
      'erased',
    );
  });

  test('PE-79 a merge whose survivor was merged later is reversed only after that one', () => {
    expect(no({ ...after(from), later: ['m2'] }, { do: 'reverse' })).toMatchObject({
      code: 'reverse_later_first',
      facts: { merges: ['m2'] },
    });
  });

  test('PE-73 PE-77 contacts merge and come back, with their links', () => {
    const contact = (id: string, more: object = {}) =>
      ({ ...blankContact(id), version: 3, family_name: id, ...more }) as unknown as Mergeable;
    const two = state(contact('a'), contact('b', { job_title: 'Director' }), {
      merge: { ...blankMerge('m'), kind: 'contact' satisfies Kind },
      links: [
        { ...blankLink('l1'), version: 1, contact_id: 'a', person_id: 'p1' },
        { ...blankLink('l2'), version: 1, contact_id: 'b', person_id: 'p1' },
        { ...blankLink('l3'), version: 1, contact_id: 'b', person_id: 'p2' },
      ],
    });
    const merged = after(two);
    expect(merged.survivor.job_title).toBe('Director');
    expect(merged.links.map(({ contact_id, deleted_at }) => [contact_id, !!deleted_at])).toEqual([
      ['a', false],
      ['b', true],
      ['a', false],
    ]);
    const back = after(merged, { do: 'reverse' });
    expect(back.links.map(({ contact_id, deleted_at }) => [contact_id, !!deleted_at])).toEqual([
      ['a', false],
      ['b', false],
      ['b', false],
    ]);
  });
});

test('PE-72 a dismissed pair comes back only when both share a strong field they did not share then', () => {
  const dismissed = { shared: ['e:a@x.example'], deleted_at: null };
  expect(isBack(undefined, [])).toBe(true);
  expect(isBack(dismissed, [])).toBe(false);
  expect(isBack(dismissed, ['e:a@x.example'])).toBe(false);
  expect(isBack(dismissed, ['e:a@x.example', 'p:+442079460018'])).toBe(true);
  expect(isBack({ ...dismissed, deleted_at: manager.now }, [])).toBe(true);
});
