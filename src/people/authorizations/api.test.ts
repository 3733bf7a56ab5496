import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Desk } from '#kernel/database/practice.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { personApi } from '../persons/api.ts';
import { linkedPersons } from '../persons/linked.ts';
import { NO_ROOMS_ABOVE } from '../persons/port.ts';
import { readable } from '../persons/reach.ts';
import { personsRoom } from '../persons/store.ts';
import { personVerbsApi } from '../persons/verbs-api.ts';
import { authorizationsApi } from './api.ts';
import type { AuthorizationsPort } from './port.ts';
import { authorizationsRoom } from './store.ts';

const above = { ...NO_ROOMS_ABOVE };
const persons = personsRoom(above);
const held = linkedPersons(above);
const room = authorizationsRoom(held);
const port: AuthorizationsPort<Desk> = { referringRuns: async () => new Map() };
const house = useTestHouse([persons, room]);
const begin = async (now = '2026-11-22T09:00:00.000Z') => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now });
  const { kernel } = house;
  const door = { kernel, port: above, room: persons };
  const seen = (desk: Desk, who: ReturnType<typeof testWho>) => readable(desk, who, above);
  const routes = [
    personApi(door, 'client'),
    personApi(door, 'prospect'),
    personVerbsApi(door),
    authorizationsApi({ kernel, room, persons: held, port, seen }),
  ];
  const as = (who: ReturnType<typeof testWho>) => testApi(kernel, practice, routes, who);
  return { api: as(testWho('Manager')), as };
};
const seen = (version: number) => ({ 'if-match': `"${version}"` });

test('PE-59 worked example 5 through the API: the renewal takes the old one off the list the moment it is approved', async () => {
  const { api } = await begin();
  const { body: client } = await api('POST', '/clients', { organisation_name: 'Harbour Café' });
  const made = await api('POST', '/authorizations', {
    client: client.id,
    kind: 'funding approval',
    state: 'approved',
    number: '12-345',
    valid_from: '2026-01-01',
    valid_to: '2026-12-31',
  });
  expect(made.body).toMatchObject({ status: 'in_force', days_left: 39, renewal_from: '2027-01-01', warnings: [] });
  const expiring = async (days: number) =>
    (await api('GET', `/authorizations?expiring_in_days=${days}`)).body.items.length;
  expect([await expiring(60), await expiring(38)]).toEqual([1, 0]);
  const renewal = await api('POST', `/authorizations/${made.body.id}/renewal`, {});
  expect(renewal.body).toMatchObject({
    replaces: made.body.id,
    valid_from: '2027-01-01',
    status: 'pending',
    kind: 'funding approval',
  });
  expect(await expiring(60)).toBe(1);
  await api('PATCH', `/authorizations/${renewal.body.id}`, { state: 'approved', number: '12-346' }, seen(1));
  expect(await expiring(60)).toBe(0);
  expect((await api('GET', `/authorizations?client=${client.id}`)).body.items).toHaveLength(2);
  expect((await api('GET', `/authorizations/${made.body.id}`)).body.replaced_by).toBe(renewal.body.id);
});

test('PE-100 authorizations are found by the words of the client, the kind and the number, in any order', async () => {
  const { api } = await begin();
  for (const [name, number] of [
    ['Harbour Café', 'RF-200'],
    ['Harbour_Mill 7', 'ATA-1'],
  ]) {
    const { body: client } = await api('POST', '/clients', { organisation_name: name });
    const fields = { kind: 'funding approval', state: 'approved', number, valid_from: '2026-01-01' };
    expect((await api('POST', '/authorizations', { client: client.id, ...fields })).status).toBe(201);
  }
  const found = async (q: string) =>
    (await api('GET', `/authorizations?q=${encodeURIComponent(q)}`)).body.items.map(
      (row: { number: string }) => row.number,
    );
  expect(await found('harbour')).toHaveLength(2);
  expect(await found('cafe fund')).toEqual(['RF-200']);
  expect(await found('ata mill')).toEqual(['ATA-1']);
  expect(await found('arbour')).toEqual([]);
});

test('PE-50 one prepared on a prospect is approved after its conversion, under the same id', async () => {
  const { api } = await begin();
  const { body: prospect } = await api('POST', '/prospects', { organisation_name: 'Harbour Café' });
  const { body: made } = await api('POST', '/authorizations', { client: prospect.id, kind: 'engagement' });
  const early = await api('PATCH', `/authorizations/${made.id}`, { state: 'approved', number: '1' }, seen(1));
  expect([early.status, early.body.code]).toEqual([409, 'not_a_client_yet']);
  await api('POST', `/prospects/${prospect.id}/conversion`, {});
  expect(
    (await api('PATCH', `/authorizations/${made.id}`, { state: 'approved', number: '1' }, seen(1))).body,
  ).toMatchObject({ id: made.id, status: 'in_force' });
});

test('PE-25 an authorization made after a conversion keeps the client a client', async () => {
  const { api } = await begin();
  const { body: prospect } = await api('POST', '/prospects', { organisation_name: 'Harbour Café' });
  const { body: client } = await api('POST', `/prospects/${prospect.id}/conversion`, {});
  await api('POST', '/authorizations', { client: client.id, kind: 'engagement' });
  const undone = await api('DELETE', `/clients/${client.id}/conversion`, { reason: 'x' }, seen(client.version));
  expect(undone.body).toMatchObject({
    code: 'has_client_records',
    facts: { records: [{ kind: 'authorizations', count: 1 }] },
  });
  expect((await api('DELETE', `/clients/${client.id}`, undefined, seen(client.version))).body.code).toBe('in_use');
});

test('PE-51 PE-52 the page lists the runs that refer to it, and nothing is launched from it', async () => {
  const { api } = await begin();
  const { body: client } = await api('POST', '/clients', { organisation_name: 'A' });
  const { body: made } = await api('POST', '/authorizations', { client: client.id, kind: 'engagement' });
  const run = {
    id: crypto.randomUUID(),
    workflow: 'Renewal',
    state: 'running',
    started_at: '2026-11-01T09:00:00.000Z',
    ended_at: null,
  };
  port.referringRuns = async () => new Map([[made.id, [run]]]);
  expect((await api('GET', `/authorizations/${made.id}`)).body.runs).toEqual([run]);
  expect((await api('GET', '/authorizations')).body.items[0].runs).toBe(1);
  port.referringRuns = async () => new Map();
  for (const path of ['runs', 'launch', 'launches', 'workflow'])
    expect((await api('POST', `/authorizations/${made.id}/${path}`, {})).status).toBe(404);
});

test('PE-103 PL-31 authorizations of clients one may not see answer as if absent', async () => {
  const { api, as } = await begin();
  const admin = as(testWho('Admin'));
  const { body: secret } = await admin('POST', '/clients', { organisation_name: 'Secret', restricted: true });
  const { body: made } = await admin('POST', '/authorizations', { client: secret.id, kind: 'engagement' });
  expect((await api('GET', '/authorizations')).body.items).toEqual([]);
  expect((await api('GET', `/authorizations/${made.id}`)).status).toBe(404);
  expect((await api('PATCH', `/authorizations/${made.id}`, { granted_by: 'x' }, seen(1))).status).toBe(404);
  expect((await api('POST', '/authorizations', { client: secret.id, kind: 'engagement' })).status).toBe(404);
  expect((await admin('GET', '/authorizations?status=pending')).body.items).toHaveLength(1);
});

test('PE-60 a change of dates or state is told in the transaction of the save, so that the runs anchored on it move with it or nothing does', async () => {
  const { api } = await begin();
  const { body: client } = await api('POST', '/clients', { organisation_name: 'A' });
  const { body: made } = await api('POST', '/authorizations', {
    client: client.id,
    kind: 'engagement',
    valid_to: '2026-12-31',
  });
  const told: { verb: string; root: string; fields: string[] }[] = [];
  const { react } = house.kernel;
  house.kernel.react = async (_kernel, desk, _caller, happened) => {
    const { rows } = await sql<{
      valid_to: string;
    }>`select valid_to from app.authorization where practice_id = ${desk.practice.id}`.execute(desk.tx);
    told.push(
      ...happened.map(({ verb, root, facts }) => ({ verb, root, fields: [...Object.keys(facts), rows[0]!.valid_to] })),
    );
    if (rows[0]!.valid_to === '2027-03-31') throw new Error('the runs cannot move');
  };
  await api('PATCH', `/authorizations/${made.id}`, { valid_to: '2027-01-31' }, seen(1));
  await expect(api('PATCH', `/authorizations/${made.id}`, { valid_to: '2027-03-31' }, seen(2))).rejects.toThrow(
    'the runs cannot move',
  );
  house.kernel.react = react;
  expect(told[0]).toEqual({
    verb: 'authorization.changed',
    root: `authorization:${made.id}`,
    fields: ['valid_to', '2027-01-31'],
  });
  expect((await api('GET', `/authorizations/${made.id}`)).body).toMatchObject({ valid_to: '2027-01-31', version: 2 });
});
