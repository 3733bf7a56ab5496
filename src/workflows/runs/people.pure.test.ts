import { expect, test } from 'vitest';
import type { Delegation } from '#kernel/access/delegations/model.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { membersNamed, resolve } from './people.ts';
import { CLIENT, DIRECTORY, Played, task } from './testing.ts';

const away = (
  member: string,
  deputy: string,
  from_on: string,
  to_on: string,
  more: Partial<Delegation> = {},
): Delegation => ({
  id: `${member}-${deputy}`,
  version: 1,
  member_id: member,
  deputy_id: deputy,
  from_on,
  to_on,
  covers: 'all',
  ended_on: null,
  ...more,
});

const NOBODY = { assignee_id: null, pool_role_id: null, for_member_id: null };
const DAY = '2026-11-23';

test('WF-44 the first rule that gives an active member with a view of the subject wins', () => {
  const { state } = new Played({ steps: [task('a')] }, { subject: { roles: { manager: 'mark', assignee: 'anna' } } });
  const first = (...rules: string[]) => resolve(state, rules, DAY);
  expect(first('partner', 'assignee', 'manager')).toEqual({
    ...NOBODY,
    assignee_id: 'anna',
    resolved_by: 'assignee',
    resolved_note: null,
  });
  expect(first('member:cora').assignee_id).toBe('cora');
  expect(first('launcher').assignee_id).toBe('mark');
  expect(first('owner').assignee_id).toBe('mark');
  expect(first('asked:investigator', 'assignee').assignee_id).toBe('anna');
  expect(first(`role:${builtIn('Admin').id}`)).toMatchObject({ assignee_id: null, pool_role_id: builtIn('Admin').id });
  expect(first(`role:${builtIn('AR Manager').id}`, 'assignee').assignee_id).toBe('anna');
});

test('WF-44 whoever is inactive or may not see the subject is passed over; else the owner, and it says for whom nobody was found', () => {
  const members = DIRECTORY.members.map((one) => (one.id === 'anna' ? { ...one, active: false } : one));
  const restricted = { restricted: true, roles: { assignee: 'anna', manager: 'mark' } };
  const { state } = new Played({ steps: [task('a')] }, { directory: { members }, subject: restricted });
  expect(resolve(state, ['assignee', 'partner', 'member:cora'], DAY)).toEqual({
    ...NOBODY,
    assignee_id: 'mark',
    resolved_by: 'owner',
    resolved_note: 'nobody found for assignee, partner and Cora',
  });
  expect(resolve(state, [], DAY)).toMatchObject({ assignee_id: 'mark', resolved_note: null });
});

test('WF-44 of an employee it is the employee, their manager, or whoever finished another step', () => {
  const subject = {
    record: 'employee',
    kind: 'employee',
    roles: {},
    fields: { member: 'adam', manager: 'mark' },
  } as const;
  const run = new Played(
    { subject_kinds: ['employee'], steps: [task('a', { who: ['employee_manager'] }), task('b')] },
    { subject },
  );
  expect(run.row('a').assignee_id).toBe('mark');
  run
    .as('adam')
    .does({ do: 'assign_task', task: run.id('a'), to: { member: 'adam' } })
    .finish('a');
  expect(resolve(run.state, ['finished:a'], DAY).assignee_id).toBe('adam');
  expect(resolve(run.state, ['employee'], DAY).assignee_id).toBe('adam');
});

test('WF-45 it is resolved when the step becomes live, not at launch', () => {
  const run = new Played({ steps: [task('a'), task('b')] });
  run.state = { ...run.state, subject: { ...CLIENT, roles: { ...CLIENT.roles, assignee: 'cora' } } };
  run.as('anna').finish('a');
  expect(run.row('b').assignee_id).toBe('cora');
});

test('WF-46 a pool task is everybody’s in the role: the first to start it has it, the second is told who and when', () => {
  const staff = builtIn('Staff').id;
  const run = new Played({ steps: [task('a', { who: [`role:${staff}`] })] });
  expect(run.effects.filter((effect) => effect.do === 'notify').map(({ member }) => member)).toEqual([
    'anna',
    'ben',
    'cora',
    'dan',
  ]);
  expect(run.as('mark').refuses({ do: 'start_task', task: run.id('a') }).because).toContain('role Staff');
  run
    .as('ben')
    .at('2026-11-23 10:15')
    .does({ do: 'start_task', task: run.id('a') });
  expect(run.row('a')).toMatchObject({ assignee_id: 'ben', pool_role_id: staff });
  const second = run.as('cora').refuses({ do: 'start_task', task: run.id('a') });
  expect([second.kind, second.because]).toEqual(['conflict', 'Started by Ben at Mon 23 Nov 2026, 10:15.']);
  run.as('ben').does({ do: 'put_back', task: run.id('a') });
  expect(run.row('a').assignee_id).toBeNull();
  run.as('cora').at('2026-11-23 11:00').finish('a');
  expect(run.row('a')).toMatchObject({ assignee_id: 'cora', finished_by: 'cora', finished_for: null });
  const third = run.as('dan').refuses({ do: 'finish_task', task: run.id('a') });
  expect([third.kind, third.because]).toEqual(['conflict', 'Done by Cora at Mon 23 Nov 2026, 11:00.']);
});

test('WF-130 during a delegation what resolves to the absent member goes to the deputy, as «B for A»', () => {
  const delegations = [away('anna', 'cora', '2026-11-20', '2026-11-30')];
  const run = new Played({ steps: [task('a')] }, { directory: { delegations } });
  expect(run.row('a')).toMatchObject({ assignee_id: 'cora', for_member_id: 'anna', resolved_by: 'assignee' });
  run.as('cora').finish('a');
  expect(run.row('a')).toMatchObject({ finished_by: 'cora', finished_for: 'anna' });
});

test('WF-130 what the absent member has already, the deputy may do too, and it is told as for them', () => {
  const run = new Played({ steps: [task('a')] });
  expect(run.as('cora').refuses({ do: 'start_task', task: run.id('a') }).kind).toBe('not_allowed');
  run.as('cora', { deputy_for: ['anna'] }).does({ do: 'start_task', task: run.id('a') });
  expect(run.row('a')).toMatchObject({ assignee_id: 'anna', started_by: 'cora' });
  expect(run.last[0]).toMatchObject({ verb: 'task.started', for_member: 'anna' });
  run.finish('a');
  expect(run.row('a')).toMatchObject({ finished_by: 'cora', finished_for: 'anna' });
});

test('WF-130 a deputy for decisions only takes no tasks', () => {
  const delegations = [away('anna', 'cora', '2026-11-20', '2026-11-30', { covers: 'decision' })];
  const run = new Played({ steps: [task('a')] }, { directory: { delegations } });
  expect(run.row('a').assignee_id).toBe('anna');
  const only = { deputy_for: ['anna'], deputy_covers: { anna: 'decision' } } as const;
  expect(run.as('cora', only).refuses({ do: 'start_task', task: run.id('a') }).kind).toBe('not_allowed');
});

test('WF-131 on the day it ends, what is not started returns; what is started stays (worked example 7)', () => {
  const delegations = [away('anna', 'cora', '2026-12-21', '2026-12-31')];
  const steps = [task('a'), task('b', { after: [] })];
  const run = new Played({ steps }, { at: '2026-12-23 09:00', directory: { delegations } });
  run.as('cora').does({ do: 'start_task', task: run.id('b') });
  expect(run.effects).toContainEqual({ do: 'wake', room: 'run', thing: 'run', at: '2027-01-01T00:00:00.000Z' });
  run.wakes('2026-12-31 23:59');
  expect(run.row('a').assignee_id).toBe('cora');
  run.wakes('2027-01-01 00:00');
  expect(run.row('a')).toMatchObject({ assignee_id: 'anna', for_member_id: null, resolved_by: 'assignee' });
  expect(run.row('b')).toMatchObject({ assignee_id: 'cora', for_member_id: 'anna' });
});

test('WF-132 a deputy who is away that day is not followed further: the next in who gets it (worked example 7)', () => {
  const delegations = [
    away('ben', 'cora', '2026-12-21', '2026-12-31'),
    away('cora', 'dan', '2026-12-24', '2026-12-24'),
  ];
  const on = (at: string, who: string[]) =>
    new Played({ steps: [task('a', { who })] }, { at, directory: { delegations } }).row('a');
  expect(on('2026-12-23', ['reviewer', 'manager'])).toMatchObject({ assignee_id: 'cora', for_member_id: 'ben' });
  expect(on('2026-12-24', ['reviewer', 'assignee'])).toMatchObject({
    assignee_id: 'anna',
    for_member_id: null,
    resolved_note: 'Ben and Cora are away',
  });
  expect(on('2026-12-24', ['reviewer'])).toMatchObject({
    assignee_id: 'mark',
    resolved_by: 'owner',
    resolved_note: 'Ben and Cora are away',
  });
});

test('WF-133 a deputy gains no right over subjects they may not see: the owner gets it and is told why', () => {
  const run = new Played(
    { steps: [task('a', { who: ['manager', 'reviewer'] })] },
    {
      directory: { delegations: [away('mark', 'cora', '2026-11-20', '2026-11-30')] },
      subject: { restricted: true, roles: { reviewer: 'ben', manager: 'mark' } },
      run: { owner_id: 'adam' },
    },
  );
  expect(run.row('a')).toMatchObject({
    assignee_id: 'adam',
    for_member_id: null,
    resolved_by: 'owner',
    resolved_note: 'Cora may not see this client',
  });
});

test('WF-58 notices and roles of actions go to the members a rule names', () => {
  const { state } = new Played({ steps: [task('a')] });
  expect(membersNamed(state, 'partner')).toEqual(['paula']);
  expect(membersNamed(state, 'specialist')).toEqual([]);
  expect(membersNamed(state, `role:${builtIn('Staff').id}`)).toEqual(['anna', 'ben', 'cora', 'dan']);
});
