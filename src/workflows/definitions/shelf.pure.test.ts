import { expect, test } from 'vitest';
import { NOW, refusal } from '#people/fields/testing.ts';
import { decide } from './rules.ts';
import { deleteOrArchive } from './shelf.ts';
import { after, around, factsWith, manager, published } from './testing.ts';

test('WF-17 delete is possible while no run ever existed', () => {
  const used = { ...published(), around: around({ usage: { ...around().usage, runs_ever: 1 } }) };
  expect(refusal(decide(used, { do: 'delete' }, manager))).toMatchObject({ kind: 'refused', code: 'in_use' });
  const gone = after(published(), manager, { do: 'delete' });
  expect(gone.workflow).toMatchObject({ deleted_at: NOW, deleted_by: 'member:m-anna' });
  expect(refusal(decide(gone, { do: 'turn_on' }, manager)).kind).toBe('not_found');
});

test.each([
  { open_runs: 2 },
  { cadences: [{ id: 'c', name: 'Monthly payroll' }] },
  { triggers_on: 1 },
  { started_by: [{ id: 'w', key: 'a', name: 'Onboarding' }] },
  { followed_by: [{ id: 'w', key: 'a', name: 'Onboarding' }] },
  { default_of: ['new clients'] },
])('WF-18 archiving is refused while something points at it: %o', (use) => {
  const state = { ...published(), around: around({ usage: { ...around().usage, ...use } }) };
  expect(refusal(decide(state, { do: 'archive' }, manager))).toMatchObject({ code: 'in_use', facts: { usage: use } });
});

test('WF-18 an archived workflow is off, cannot be changed, and comes back off', () => {
  const archived = after(published(), manager, { do: 'turn_on' }, { do: 'archive' });
  expect(archived.workflow).toMatchObject({ archived_at: NOW, on: false });
  expect(refusal(decide(archived, { do: 'turn_on' }, manager)).code).toBe('archived');
  expect(after(archived, manager, { do: 'restore' }).workflow).toMatchObject({ archived_at: null, on: false });
  const taken = { ...archived, around: around({ design: factsWith({ name: 'payroll' }) }) };
  expect(refusal(decide(taken, { do: 'restore' }, manager)).code).toBe('name_taken');
  expect(after(taken, manager, { do: 'restore', name: 'Payroll 2' }).workflow?.name).toBe('Payroll 2');
});

test('WF-17 the menu says Delete while no run ever existed, afterwards Archive', () => {
  const { usage } = around();
  expect([deleteOrArchive(usage), deleteOrArchive({ ...usage, runs_ever: 1 })]).toEqual(['delete', 'archive']);
});
