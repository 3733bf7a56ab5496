import { describe, expect, test } from 'vitest';
import type { Context, Refusal } from '#kernel/decision/model.ts';
import { accepted, contextAs, evolved, refusal } from '#people/fields/testing.ts';
import { blankEmployee, type Employee, type EmployeeCommand, type EmployeeState } from './model.ts';
import { cardOf, decide, evolve } from './rules.ts';
import { employeeStatus, signInWarning } from './status.ts';

const around = {
  next: 'EMP-0004',
  numbers: {},
  fields: [],
  tags: [{ id: 't', name: 'team', applies_to: ['employee'] }],
  members: [
    { id: 'm-anna', name: 'Anna', active: true, employee: null },
    { id: 'm-ben', name: 'Ben', active: true, employee: { id: 'other', display_name: 'Ben Moss' } },
  ],
  colleagues: new Set(['other', 'e']),
  references: [],
};
const state = (employee: Partial<Employee> = {}, more: Partial<EmployeeState> = {}): EmployeeState => ({
  employee: {
    ...blankEmployee('e'),
    version: 1,
    number: 'EMP-0001',
    given_name: 'Ada',
    family_name: 'Berg',
    ...employee,
  },
  ...around,
  ...more,
});
const at = (today: string): Context => contextAs('Manager', { today });
const manager = contextAs();
const after = (from: EmployeeState, context: Context, ...commands: EmployeeCommand[]): EmployeeState =>
  commands.reduce(
    (now, command) => evolved(now, accepted(decide(now, command, context)).events, evolve, (next) => [next.employee]),
    from,
  );
const no = (from: EmployeeState, command: EmployeeCommand, context = manager): Refusal =>
  refusal(decide(from, command, context));
const statusOn = ({ employee }: EmployeeState, day: string) => employeeStatus(employee, day, 'Europe/London');

describe('employees', () => {
  test('PE-5 a record exists without a sign-in, and a member is linked to one employee at most', () => {
    const blank = { employee: blankEmployee('e'), ...around };
    const added = after(blank, manager, { do: 'add', given_name: 'Ada' });
    expect(added.employee).toMatchObject({ number: 'EMP-0004', member_id: null });
    expect(after(added, manager, { do: 'change', member: 'm-anna' }).employee.member_id).toBe('m-anna');
    expect(no(added, { do: 'change', member: 'm-ben' }).errors?.[0]).toMatchObject({
      code: 'taken',
      detail: 'Ben is linked to Ben Moss already.',
    });
    expect(no(added, { do: 'change', member: 'm-none' }).errors?.[0]?.code).toBe('not_found');
    expect(no(blank, { do: 'add', job_title: 'Senior' }).errors?.[0]?.code).toBe('required');
  });

  test('PE-6 a last day does not lock the sign-in, and the page warns while who has left can still sign in', () => {
    const leaving = accepted(
      decide(state({ member_id: 'm-anna' }), { do: 'set_last_day', end_on: '2026-11-23' }, manager),
    );
    expect(leaving.events.map((event) => Object.keys(event.facts))).toEqual([['end_on']]);
    expect(leaving.effects).toEqual([]);
    expect(signInWarning('left', 'active')).toContain('can still sign in');
    expect(signInWarning('left', 'deactivated')).toBeNull();
    expect(signInWarning('active', 'active')).toBeNull();
  });

  test('PE-6 worked example 4: the status of an employee on each day follows from the dates', () => {
    const whole = after(
      after(after(state({ start_on: '2026-12-01' }), at('2026-12-15'), { do: 'mark_onboarded' }), at('2027-01-20'), {
        do: 'start_leave',
        from: '2027-02-01',
        to: '2027-02-05',
        reason: null,
      }),
      at('2027-05-01'),
      { do: 'set_last_day', end_on: '2027-06-30', reason: 'moving' },
    );
    const days = ['2026-11-30', '2026-12-14', '2026-12-16', '2027-02-05', '2027-02-06', '2027-06-30', '2027-07-01'];
    expect(days.map((day) => statusOn(whole, day))).toEqual([
      'onboarding',
      'onboarding',
      'active',
      'on_leave',
      'active',
      'active',
      'left',
    ]);
  });

  test('PE-6 onboarding ends once; leave needs its dates the right way round and may not overlap', () => {
    const active = after(state(), manager, { do: 'mark_onboarded', on: '2026-11-02' });
    expect(active.employee.onboarded_at).toBe('2026-11-02T00:00:00.000Z');
    expect(no(active, { do: 'mark_onboarded' }).code).toBe('already_onboarded');
    expect(no(state(), { do: 'mark_onboarded', on: '2026-11-24' }).kind).toBe('invalid');
    expect(
      no(active, { do: 'start_leave', from: '2026-12-02', to: '2026-12-01', reason: null }).errors?.[0]?.code,
    ).toBe('before_from');
    const away = after(active, manager, { do: 'start_leave', from: '2026-11-20', to: null, reason: 'ill' });
    expect(statusOn(away, '2026-11-23')).toBe('on_leave');
    expect(no(away, { do: 'start_leave', from: '2026-12-02', to: null, reason: null }).errors?.[0]?.code).toBe(
      'overlaps',
    );
    const back = after(away, manager, { do: 'end_leave' });
    expect(back.employee.leaves).toEqual([{ from: '2026-11-20', to: '2026-11-22', reason: 'ill' }]);
    expect(statusOn(back, '2026-11-23')).toBe('active');
    expect(no(back, { do: 'end_leave' }).code).toBe('not_on_leave');
    const today = after(active, manager, { do: 'start_leave', from: '2026-11-23', to: null, reason: null });
    expect(after(today, manager, { do: 'end_leave' }).employee.leaves).toEqual([]);
  });

  test('PE-6 the last day is not before the first; rehiring begins anew after it', () => {
    const left = state({
      start_on: '2026-01-01',
      end_on: '2026-11-01',
      onboarded_at: '2026-01-05T09:00:00.000Z',
      end_reason: 'moving',
    });
    expect(no(state({ start_on: '2026-12-01' }), { do: 'set_last_day', end_on: '2026-11-30' }).errors?.[0]?.code).toBe(
      'before_start',
    );
    expect(no(left, { do: 'mark_onboarded' }).code).toBe('has_left');
    expect(no(left, { do: 'rehire', start_on: '2026-11-01' }).kind).toBe('invalid');
    expect(no(state(), { do: 'rehire', start_on: '2027-01-01' }).code).toBe('not_left');
    const again = after(left, manager, { do: 'rehire', start_on: '2027-01-11' });
    expect(again.employee).toMatchObject({
      start_on: '2027-01-11',
      end_on: null,
      end_reason: null,
      onboarded_at: null,
    });
    expect(statusOn(again, '2027-01-12')).toBe('onboarding');
  });

  test('PE-102 without the ability the module is not there; changing needs people W too', () => {
    const change: EmployeeCommand = { do: 'change', team: 'Tax' };
    expect(no(state(), change, contextAs('Staff')).kind).toBe('not_found');
    const reader = contextAs('Staff');
    const able = { ...reader, who: { ...reader.who, abilities: [...reader.who.abilities, 'employees.read'] } };
    expect(no(state(), change, able)).toMatchObject({ kind: 'not_allowed', code: 'not_assigned' });
    expect(decide(state(), change, manager).yes).toBe(true);
  });

  test('PE-102 the card shows name, job title, first and last day, no more', () => {
    expect(
      cardOf(state({ job_title: 'Senior', start_on: '2026-01-01', phone: '+442079460018', team: 'Tax' }).employee),
    ).toEqual({
      id: 'e',
      display_name: 'Ada Berg',
      job_title: 'Senior',
      start_on: '2026-01-01',
      end_on: null,
    });
  });

  test('PE-28 an employee whom something refers to stays; PE-29 erasing leaves markers, number and dates', () => {
    const used = state({}, { references: [{ kind: 'runs', count: 2 }] });
    expect(no(used, { do: 'delete' })).toMatchObject({ code: 'in_use', facts: { offer: 'set_last_day' } });
    const deleted = after(state(), manager, { do: 'delete' });
    expect(after(deleted, at('2026-12-22'), { do: 'restore' }).employee.deleted_at).toBeNull();
    expect(no(deleted, { do: 'restore' }, at('2026-12-24')).code).toBe('too_late');
    const admin = contextAs('Admin');
    expect(no(state(), { do: 'erase', number: 'EMP-0001' }).facts).toEqual({ ability: 'person.erase' });
    expect(no(state(), { do: 'erase', number: 'EMP-1' }, admin).kind).toBe('invalid');
    const erased = after(
      state({
        phone: '+442079460018',
        start_on: '2026-01-01',
        leaves: [{ from: '2026-02-01', to: '2026-02-02', reason: 'ill' }],
      }),
      admin,
      { do: 'erase', number: 'emp-0001' },
    );
    expect(erased.employee).toMatchObject({
      given_name: null,
      family_name: '[erased]',
      phone: null,
      start_on: '2026-01-01',
      leaves: [{ reason: null }],
    });
    expect(no(erased, { do: 'change', team: 'x' }).code).toBe('erased');
  });

  test('PE-13 numbers of employees are unique and named; a manager is another employee; tags fit', () => {
    const taken = { 'emp-0009': { id: 'other', display_name: 'Ben Moss' } };
    expect(no(state({}, { numbers: taken }), { do: 'change', number: 'EMP-0009' }).errors?.[0]?.detail).toContain(
      'Ben Moss',
    );
    expect(no(state(), { do: 'change', manager: 'e' }).errors?.[0]?.code).toBe('self');
    expect(no(state(), { do: 'change', manager: 'nobody' }).errors?.[0]?.code).toBe('not_found');
    expect(
      after(state(), manager, { do: 'change', manager: 'other' }, { do: 'add_tag', tag: 't' }).employee,
    ).toMatchObject({ manager_id: 'other', tags: ['t'] });
    expect(no(state(), { do: 'add_tag', tag: 'x' }).kind).toBe('invalid');
  });
});
