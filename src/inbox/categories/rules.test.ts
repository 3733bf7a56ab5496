import { describe, expect, test } from 'vitest';
import { codeOf, contextAt, MONDAY, who } from '../items/testing.ts';
import type { Category, CategoryCommand, CategoryState } from './model.ts';
import { decide, dueFrom, evolve } from './rules.ts';

const BLANK: Category = {
  id: 'lease',
  version: 0,
  name: '',
  default_assignee_id: null,
  due_after: null,
  form_id: null,
  alert_emails: [],
  deleted_at: null,
};
const stateOf = (category: Partial<Category> = {}): CategoryState => ({
  category: { ...BLANK, ...category },
  around: { taken: ['tax'], hands: new Set(['anna']), forms: new Set(['enquiry']) },
});
const ADD: CategoryCommand = {
  do: 'add',
  name: 'Leases',
  default_assignee_id: 'anna',
  due_after: null,
  form_id: null,
  alert_emails: [],
};
const told = (state: CategoryState, command: CategoryCommand, by = 'olga') =>
  decide(state, command, contextAt(MONDAY, who(by)));

describe('when an item is due', () => {
  test('IN-12 worked example 12: five business days from Wednesday 23 December, past a weekend and three holidays', () => {
    const calendar = { working_days: [1, 2, 3, 4, 5], holidays: ['2026-12-25', '2026-12-28', '2027-01-01'] };
    expect(dueFrom('2026-12-23', { n: 5, unit: 'business_days' }, calendar)).toBe('2027-01-04');
    expect(dueFrom('2026-12-23', { n: 5, unit: 'days' }, calendar)).toBe('2026-12-28');
    expect(dueFrom('2026-12-26', { n: 0, unit: 'business_days' }, calendar)).toBe('2026-12-26');
  });
});

describe('what is asked', () => {
  test('IN-11 a category names a form that is there, keeps it, and lets it go', () => {
    const wrong = told(stateOf(), { ...ADD, form_id: 'gone' });
    expect(wrong).toMatchObject({ errors: [{ pointer: '/form_id', code: 'no_such_form' }] });
    const with_form = stateOf({ version: 1, name: 'Leases', form_id: 'archived' });
    expect(told(with_form, { do: 'change', name: 'Leases of land', form_id: 'archived' })).toMatchObject({ yes: true });
    expect(told(with_form, { do: 'change', form_id: 'enquiry' })).toMatchObject({ yes: true });
    expect(told(with_form, { do: 'change', form_id: null })).toMatchObject({ yes: true });
  });
});

describe('who says so', () => {
  test('IN-12 Owners and Admins alone; a name stands once, and its items go to somebody who may act', () => {
    expect(told(stateOf(), ADD)).toMatchObject({ yes: true });
    for (const by of ['mark', 'anna', 'vera']) expect(told(stateOf(), ADD, by)).toMatchObject({ yes: false });
    expect(told(stateOf(), { ...ADD, name: 'TAX', default_assignee_id: 'vera' })).toMatchObject({
      errors: [
        { pointer: '/name', code: 'name_taken' },
        { pointer: '/default_assignee_id', code: 'cannot_act' },
      ],
    });
  });

  test('IN-12 changed and deleted it is what was said last, and the same again changes nothing', () => {
    const old = stateOf({ version: 1, name: 'Leases' });
    const set = told(old, { do: 'change', due_after: { n: 3, unit: 'days' } });
    if (!set.yes) throw new Error(set.because);
    const now = set.events.reduce(evolve, old);
    expect(now.category).toMatchObject({ name: 'Leases', due_after: { n: 3, unit: 'days' } });
    expect(told(now, { do: 'change', due_after: { n: 3, unit: 'days' } })).toMatchObject({ events: [] });
    expect(codeOf(told(stateOf({ version: 2, deleted_at: MONDAY }), { do: 'change', name: 'x' }))).toBe('not_found');
  });
});
