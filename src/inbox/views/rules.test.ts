import { expect, test } from 'vitest';
import { contextAt, MONDAY, who } from '../items/testing.ts';
import { type InboxView, MOST_OWN, newView, type ViewCommand, type ViewState, viewFilters } from './model.ts';
import { decide, evolve } from './rules.ts';

const BLANK: InboxView = {
  id: 'view',
  version: 0,
  name: '',
  member_id: null,
  shared: false,
  tab: 'outstanding',
  filters: {},
  columns: null,
  sort: null,
  deleted_at: null,
};
const state = (view: Partial<InboxView> = {}, others: ViewState['others'] = []): ViewState => ({
  view: { ...BLANK, ...view },
  others,
});
const saved = (by: string, more: Partial<InboxView> = {}) =>
  state({ version: 1, name: 'Mine', member_id: by, ...more });
const asked = (one: ViewState, command: ViewCommand, by: string) => decide(one, command, contextAt(MONDAY, who(by)));
const code = (one: ViewState, command: ViewCommand, by: string) => {
  const decision = asked(one, command, by);
  return decision.yes ? null : decision.code;
};
const add = (given: object = {}): ViewCommand => ({ do: 'add', ...newView.parse({ name: 'Week', ...given }) });

test('IN-161 whoever reads the inbox saves a view of their own; for everybody it is shared by who may change all items', () => {
  const made = asked(state(), add({ filters: { assignee: 'me' } }), 'vera');
  expect(made.yes && evolve(state(), made.events[0]!).view).toMatchObject({ name: 'Week', member_id: 'vera' });
  expect(code(state(), add({ shared: true }), 'anna')).toBe('not_allowed');
  expect(code(state(), add({ shared: true }), 'mark')).toBeNull();
  expect(code(saved('anna'), { do: 'change', shared: true }, 'anna')).toBe('not_allowed');
  expect(code(saved('mark'), { do: 'change', shared: true }, 'mark')).toBeNull();
});

test('IN-161 a view of one’s own is not there for others; a shared one is seen by all and changed by who may share', () => {
  for (const command of [{ do: 'change', name: 'x' }, { do: 'delete' }] as const) {
    expect(code(saved('anna'), command, 'anna')).toBeNull();
    expect(code(saved('anna'), command, 'olga')).toBe('not_found');
    const shared = saved('anna', { shared: true });
    expect(code(shared, command, 'anna'), 'hers, and for everybody').toBe('not_allowed');
    expect(code(shared, command, 'olga')).toBeNull();
    expect(code(saved('anna', { deleted_at: MONDAY }), command, 'anna')).toBe('not_found');
  }
});

test('IN-161 a name is taken among one’s own views, or among those for everybody', () => {
  const others = [
    { name: 'week', shared: false, member_id: 'anna' },
    { name: 'Month', shared: true, member_id: 'mark' },
  ];
  const named = (name: string, by: string, shared = false) => code(state({}, others), add({ name, shared }), by);
  expect(named('WEEK', 'anna')).toBe('invalid');
  expect(named('Week', 'mark')).toBeNull();
  expect(named('Month', 'mark', true)).toBe('invalid');
  expect(named('Month', 'mark')).toBeNull();
  const many = Array.from({ length: MOST_OWN }, (_, i) => ({ name: `v${i}`, shared: false, member_id: 'anna' }));
  expect(code(state({}, many), add(), 'anna')).toBe('too_many');
  expect(code(state({}, many), add(), 'mark')).toBeNull();
});

test('IN-161 days seen from today are kept as words, and what is no filter of the inbox is refused', () => {
  const given = { due: 'overdue', received: 'last_week', decided: '2026-11-01..' };
  const made = asked(state(), add({ filters: given }), 'anna');
  expect(made.yes && made.events[0]!.facts.filters).toEqual([null, given]);
  expect(viewFilters.safeParse({ colour: 'red' }).success).toBe(false);
  expect(viewFilters.safeParse({ status: 'approved' }).success, 'the tab is not one of them').toBe(false);
  expect(newView.safeParse({ name: 'x', columns: ['weather'] }).success).toBe(false);
  expect(newView.safeParse({ name: ' ' }).success).toBe(false);
});
