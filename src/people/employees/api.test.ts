import { expect, test } from 'vitest';
import type { Desk } from '#kernel/database/practice.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { testMember } from '../persons/testing-house.ts';
import { employeesApi } from './api.ts';
import { type EmployeesPort, NO_ROOMS_ABOVE } from './port.ts';
import { employeesRoom } from './store.ts';
import { employeeVerbsApi } from './verbs-api.ts';

const port: EmployeesPort<Desk> = { ...NO_ROOMS_ABOVE };
const room = employeesRoom(port);
const house = useTestHouse([room]);
const begin = async (now = '2026-11-23T09:00:00.000Z') => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now });
  const door = { kernel: house.kernel, port, room };
  const as = (who: ReturnType<typeof testWho>) =>
    testApi(house.kernel, practice, [employeesApi(door), employeeVerbsApi(door)], who);
  return { practice, api: as(testWho('Manager')), as };
};

test('PE-1 employees are records of their own, added, listed and changed by version', async () => {
  const { api } = await begin();
  const made = await api('POST', '/employees', {
    given_name: 'Ada',
    family_name: 'Berg',
    phone: '020 7946 0018',
    work_email: ' ada@TERN.example',
  });
  expect(made.body).toMatchObject({
    number: 'EMP-0001',
    status: 'onboarding',
    phone: '+442079460018',
    work_email: 'ada@tern.example',
    version: 1,
  });
  const changed = await api('PATCH', `/employees/${made.body.id}`, { team: 'Tax' }, { 'if-match': '"1"' });
  expect(changed.body.team).toBe('Tax');
  expect((await api('PATCH', `/employees/${made.body.id}`, { team: 'VAT' }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await api('GET', '/employees?q=berg&team=tax')).body.items).toHaveLength(1);
});

test('PE-100 PE-106 an employee is found by every word typed, each from its beginning', async () => {
  const { api } = await begin();
  for (const family_name of ['Berg', 'Borg']) await api('POST', '/employees', { given_name: 'Ada', family_name });
  const names = async (q: string) =>
    (await api('GET', `/employees?q=${q}`)).body.items.map((one: { display_name: string }) => one.display_name);
  expect(await names('ad+be')).toEqual(['Ada Berg']);
  expect(await names('ad+b')).toHaveLength(2);
  expect(await names('ad+z')).toEqual([]);
});

test('PE-102 without the ability employees answer 404, and whoever has a task about one sees the card alone', async () => {
  const { api, as } = await begin();
  const { body } = await api('POST', '/employees', { given_name: 'Ada', job_title: 'Senior' });
  const staff = testWho('Staff');
  const theirs = as(staff);
  expect((await theirs('GET', '/employees')).status).toBe(404);
  expect((await theirs('GET', `/employees/${body.id}`)).status).toBe(404);
  expect((await theirs('GET', `/employee-cards/${body.id}`)).status).toBe(404);
  port.taskMembers = async () => new Map([[body.id, [staff.member_id!]]]);
  expect((await theirs('GET', `/employee-cards/${body.id}`)).body).toEqual({
    id: body.id,
    display_name: 'Ada',
    job_title: 'Senior',
    start_on: null,
    end_on: null,
  });
  port.taskMembers = async () => new Map();
  expect((await api('GET', `/employee-cards/${body.id}`)).status).toBe(200);
});

test('PE-5 PE-6 two employees cannot be linked to one member at once; the page warns when who left can still sign in', async () => {
  const { api, practice } = await begin();
  const member = await testMember(house, practice, { name: 'Anna' });
  const ids = [];
  for (const given_name of ['Ada', 'Bea']) ids.push((await api('POST', '/employees', { given_name })).body.id);
  const both = await Promise.all(ids.map((id) => api('PATCH', `/employees/${id}`, { member }, { 'if-match': '"1"' })));
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 422]);
  const linked = ids[both.findIndex((answer) => answer.status === 200)];
  await api('POST', `/employees/${linked}/last-day`, { end_on: '2026-11-01' });
  const page = await api('GET', `/employees/${linked}`);
  expect(page.body).toMatchObject({ status: 'left', member: { id: member, state: 'active' } });
  expect(page.body.warning).toContain('can still sign in');
});

test('PE-1 the list filters by status, and by who starts or leaves in n days', async () => {
  const { api } = await begin();
  const add = async (given_name: string, more: object = {}) =>
    (await api('POST', '/employees', { given_name, ...more })).body.id;
  const active = await add('Active');
  await api('POST', `/employees/${active}/onboarding`, {});
  await add('Starts soon', { start_on: '2026-12-01' });
  await add('Leaves soon', { end_on: '2026-11-30' });
  await add('Gone', { end_on: '2026-11-01' });
  const away = await add('Away');
  await api('POST', `/employees/${away}/leaves`, { from: '2026-11-20' });
  const names = async (query: string) =>
    (await api('GET', `/employees?${query}`)).body.items.map((row: { display_name: string }) => row.display_name);
  expect(await names('status=active')).toEqual(['Active']);
  expect(await names('status=on_leave')).toEqual(['Away']);
  expect(await names('status=left')).toEqual(['Gone']);
  expect(await names('status=onboarding')).toEqual(['Leaves soon', 'Starts soon']);
  expect(await names('starts_in_days=10')).toEqual(['Starts soon']);
  expect(await names('leaves_in_days=7')).toEqual(['Leaves soon']);
  expect((await api('POST', `/employees/${away}/return`, {})).body.status).toBe('onboarding');
});

test('PE-92 PL-72 employees leave as a file and are changed in bulk', async () => {
  const { api } = await begin();
  const ids = [];
  for (const given_name of ['=Ada', 'Bea']) ids.push((await api('POST', '/employees', { given_name })).body.id);
  const file = await api('GET', '/employees.csv');
  expect(file.body).toContain("'=Ada");
  const bulk = await api('POST', '/employees/bulk', {
    command: { do: 'mark_onboarded' },
    filter: {},
    expected_count: 2,
  });
  expect(bulk.body).toMatchObject({ done: 2, refused: 0 });
});

test('PE-29 erasing an employee takes the values out of the events too', async () => {
  const { api, as, practice } = await begin();
  const { body } = await api('POST', '/employees', { given_name: 'Erasmus', family_name: 'Quill' });
  expect((await api('POST', `/employees/${body.id}/erasure`, { number: 'EMP-0001' })).status).toBe(403);
  const erased = await as(testWho('Admin'))('POST', `/employees/${body.id}/erasure`, { number: 'EMP-0001' });
  expect(erased.body.display_name).toBe('[erased]');
  const { inPractice } = await import('#kernel/database/practice.ts');
  const { sql } = await import('kysely');
  const left = await inPractice(house.kernel.db, practice, (desk) =>
    sql<{
      n: number;
    }>`select (select count(*)::int from app.event where facts::text || coalesce(private::text, '') ~ 'Erasmus|Quill')
      + (select count(*)::int from app.search_entry where title ~ 'Erasmus') as n`.execute(desk.tx),
  );
  expect(left.rows[0]?.n).toBe(0);
});
