import { describe, expect, test } from 'vitest';
import type { CustomField, CustomFieldCommand, CustomFieldState } from './model.ts';
import { decide, evolve, fieldsOf, keyFor } from './rules.ts';
import { accepted, contextAs, evolved, NOW, refusal } from './testing.ts';

const blank: CustomField = {
  id: 'f',
  version: 0,
  key: '',
  label: '',
  record_kinds: [],
  type: 'text',
  choices: [],
  deleted_at: null,
  forgotten_at: null,
};
const state = (field: Partial<CustomField> = {}, more: Partial<CustomFieldState> = {}): CustomFieldState => ({
  field: { ...blank, ...field },
  others: [],
  values: 0,
  ...more,
});
const sector = { version: 1, key: 'sector', label: 'Sector', record_kinds: ['client' as const], type: 'text' as const };
const after = (from: CustomFieldState, command: CustomFieldCommand, context = contextAs()): CustomFieldState =>
  evolved(from, accepted(decide(from, command, context)).events, evolve, (next) => [next.field]);
const add = (more: object = {}): CustomFieldCommand => ({
  do: 'add',
  label: 'Sector',
  record_kinds: ['client'],
  type: 'text',
  choices: [],
  ...more,
});

describe('custom fields', () => {
  test('PE-64 a custom field’s type cannot change while values exist, and can once there are none', () => {
    const used = state(sector, { values: 3 });
    expect(refusal(decide(used, { do: 'change', type: 'number' }, contextAs()))).toMatchObject({
      code: 'has_values',
      facts: { values: 3 },
    });
    expect(after(used, { do: 'change', label: 'Industry' }).field.label).toBe('Industry');
    expect(after(state(sector), { do: 'change', type: 'number' }).field.type).toBe('number');
  });

  test('PE-64 deleting hides the field and keeps its values for 30 days, in which it can come back', () => {
    const decision = accepted(decide(state(sector), { do: 'delete' }, contextAs()));
    expect(decision.effects).toEqual([
      { do: 'wake', room: 'custom_field', thing: 'f', at: '2026-12-23T09:00:00.000Z' },
    ]);
    const deleted = after(state(sector), { do: 'delete' });
    expect(fieldsOf([deleted.field], 'client')).toEqual([]);
    expect(
      after(deleted, { do: 'restore' }, contextAs('Manager', { now: '2026-12-23T08:59:00.000Z' })).field.deleted_at,
    ).toBeNull();
    expect(
      refusal(decide(deleted, { do: 'restore' }, contextAs('Manager', { now: '2026-12-23T09:01:00.000Z' }))).code,
    ).toBe('too_late');
  });

  test('PE-64 when its 30 days are over the timer forgets the values, not before and never by hand', () => {
    const deleted = after(state(sector), { do: 'delete' });
    const timer = (now: string) => {
      const context = contextAs('Manager', { now });
      return { ...context, who: { ...context.who, actor: 'system:timer' as const } };
    };
    expect(accepted(decide(deleted, { do: 'wake' }, timer('2026-12-22T09:00:00.000Z'))).events).toEqual([]);
    const late = accepted(decide(deleted, { do: 'wake' }, timer('2026-12-23T09:00:00.000Z')));
    expect(late.events.map((event) => event.verb)).toEqual(['custom_field.forgotten']);
    expect(refusal(decide(deleted, { do: 'wake' }, contextAs())).kind).toBe('not_found');
    expect(accepted(decide(state(sector), { do: 'wake' }, timer(NOW))).events).toEqual([]);
  });

  test('PE-64 a key is made from the label, never changes and is never used twice', () => {
    expect(keyFor('Payroll day', new Set())).toBe('payroll_day');
    expect(keyFor('Prüfung: 3. Stufe!', new Set())).toBe('prufung_3_stufe');
    expect(keyFor('2nd sector', new Set())).toBe('field_2nd_sector');
    const gone = { ...blank, id: 'old', ...sector, deleted_at: NOW };
    const made = after(state({}, { others: [gone] }), add());
    expect(made.field.key).toBe('sector_2');
    expect(after(made, { do: 'change', label: 'Industry' }).field.key).toBe('sector_2');
  });

  test('PE-11 a kind of record has at most 50 custom fields, and the limit is named', () => {
    const others = Array.from({ length: 50 }, (_, i) => ({
      ...blank,
      ...sector,
      id: `${i}`,
      key: `k${i}`,
      label: `L${i}`,
    }));
    const full = refusal(decide(state({}, { others }), add(), contextAs()));
    expect(full.errors?.[0]?.detail).toContain('50');
    expect(after(state({}, { others }), add({ record_kinds: ['employee'] })).field.key).toBe('sector');
    const widened = state({ ...sector, record_kinds: ['employee'] }, { others });
    expect(refusal(decide(widened, { do: 'change', record_kinds: ['employee', 'client'] }, contextAs())).kind).toBe(
      'invalid',
    );
  });

  test('PE-65 a field has a name of its own and a choice has choices', () => {
    const others = [{ ...blank, ...sector, id: 'other' }];
    expect(refusal(decide(state({}, { others }), add({ label: 'SECTOR' }), contextAs())).errors?.[0]?.code).toBe(
      'taken',
    );
    expect(refusal(decide(state(), add({ type: 'choice' }), contextAs())).errors?.[0]?.pointer).toBe('/choices');
    expect(after(state(), add({ type: 'choice', choices: ['Retail'] })).field.choices).toEqual(['Retail']);
    expect(after(state(), add({ choices: ['Retail'] })).field.choices).toEqual([]);
  });

  test('PE-64 fields are set up by people W: not by Staff, who write what is assigned, and not by readers', () => {
    expect(refusal(decide(state(), add(), contextAs('Staff')))).toMatchObject({
      kind: 'not_allowed',
      code: 'not_assigned',
    });
    expect(refusal(decide(state(), add(), contextAs('Viewer'))).kind).toBe('not_allowed');
    expect(refusal(decide(state(), { do: 'delete' }, contextAs())).kind).toBe('not_found');
  });
});
