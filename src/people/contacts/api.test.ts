import { expect, test } from 'vitest';
import { testWho } from '../../app/testing.ts';
import { usePeople } from '../persons/testing-house.ts';

const { begin } = usePeople();

test('PE-100 a person is found by its contact’s name, from the first letter, and lists its contacts', async () => {
  const { api } = await begin();
  const { body: harbour } = await api('POST', '/clients', { organisation_name: 'Harbour Café' });
  await api('POST', '/clients', { organisation_name: 'Quay' });
  const made = await api('POST', '/contacts', {
    given_name: 'Zoë',
    family_name: 'Berg',
    links: [{ person: harbour.id, label: 'director', primary: true }],
  });
  expect(made.body).toMatchObject({
    full_name: 'Zoë Berg',
    version: 1,
    links: [{ person: harbour.id, kind: 'client', display_name: 'Harbour Café', primary: true }],
  });
  const names = async (q: string) =>
    (await api('GET', `/clients?q=${q}`)).body.items.map((row: { display_name: string }) => row.display_name);
  expect(await names('z')).toEqual(['Harbour Café']);
  expect(await names('zoe%20ber')).toEqual(['Harbour Café']);
  expect(await names('zoe%20harbour')).toEqual(['Harbour Café']);
  expect(await names('zoe%20quay')).toEqual([]);
  expect((await api('GET', `/contacts?person=${harbour.id}`)).body.items).toHaveLength(1);
  expect((await api('GET', '/contacts?q=zo')).body.items).toHaveLength(1);
});

test('PE-12 one contact stays the primary one of a person, whoever was it before', async () => {
  const { api } = await begin();
  const { body: harbour } = await api('POST', '/clients', { organisation_name: 'Harbour' });
  const { body: first } = await api('POST', '/contacts', {
    given_name: 'First',
    links: [{ person: harbour.id, primary: true }],
  });
  await api('POST', '/contacts', { given_name: 'Second', links: [{ person: harbour.id, primary: true }] });
  expect((await api('GET', `/contacts/${first.id}`)).body.links[0].primary).toBe(false);
});

test('PL-31 PE-103 contacts of persons one may not see are absent from lists and pages', async () => {
  const { api, as } = await begin();
  const admin = as(testWho('Admin'));
  const { body: secret } = await admin('POST', '/clients', { organisation_name: 'Secret', restricted: true });
  const { body: contact } = await admin('POST', '/contacts', { given_name: 'Hidden', links: [{ person: secret.id }] });
  expect((await api('GET', '/contacts')).body.items).toEqual([]);
  expect((await api('GET', `/contacts/${contact.id}`)).status).toBe(404);
  expect((await api('PATCH', `/contacts/${contact.id}`, { job_title: 'x' }, { 'if-match': '"1"' })).status).toBe(404);
  expect((await api('POST', '/contacts', { given_name: 'Mine', links: [{ person: secret.id }] })).status).toBe(422);
  expect((await admin('GET', `/contacts/${contact.id}`)).status).toBe(200);
  await admin('PATCH', `/clients/${secret.id}`, { restricted: false }, { 'if-match': '"1"' });
  expect((await api('GET', '/contacts')).body.items).toHaveLength(1);
});

test('PL-67 a contact is changed by version, deleted and brought back', async () => {
  const { api } = await begin();
  const { body } = await api('POST', '/contacts', { given_name: 'Ada' });
  expect((await api('PATCH', `/contacts/${body.id}`, { job_title: 'x' })).status).toBe(428);
  expect((await api('PATCH', `/contacts/${body.id}`, { job_title: 'x' }, { 'if-match': '"1"' })).body.version).toBe(2);
  expect((await api('PATCH', `/contacts/${body.id}`, { job_title: 'y' }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await api('DELETE', `/contacts/${body.id}`, undefined, { 'if-match': '"2"' })).status).toBe(200);
  expect((await api('GET', `/contacts/${body.id}`)).status).toBe(404);
  expect((await api('POST', `/contacts/${body.id}/restoration`)).body).toMatchObject({ id: body.id, deleted_at: null });
});
