import { expect, test } from 'vitest';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { customFieldsApi } from './api.ts';
import { customFields } from './store.ts';

const house = useTestHouse([customFields]);
const apiOf = async (role: Parameters<typeof testWho>[0] = 'Manager') => {
  const practice = await testPractice(house.kernel);
  return testApi(house.kernel, practice, [customFieldsApi(house.kernel)], testWho(role));
};
const sector = { label: 'Sector', record_kinds: ['client'], type: 'choice', choices: ['Retail', 'Farming'] };

test('PE-65 a field is made, listed for its kind of record, and changed by version', async () => {
  const api = await apiOf();
  const made = await api('POST', '/custom-fields', sector);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ key: 'sector', version: 1 });
  expect((await api('GET', '/custom-fields?kind=client')).body.items).toHaveLength(1);
  expect((await api('GET', '/custom-fields?kind=employee')).body.items).toHaveLength(0);
  expect((await api('PATCH', `/custom-fields/${made.body.id}`, { label: 'Industry' })).status).toBe(428);
  const changed = await api('PATCH', `/custom-fields/${made.body.id}`, { label: 'Industry' }, { 'if-match': '"1"' });
  expect(changed.body).toMatchObject({ label: 'Industry', key: 'sector', version: 2 });
});

test('PE-64 a deleted field leaves the list, is found among the deleted, and comes back', async () => {
  const api = await apiOf();
  const { body } = await api('POST', '/custom-fields', sector);
  expect((await api('DELETE', `/custom-fields/${body.id}`, undefined, { 'if-match': '"1"' })).status).toBe(200);
  expect((await api('GET', '/custom-fields')).body.items).toEqual([]);
  expect((await api('GET', '/custom-fields?deleted=true')).body.items).toHaveLength(1);
  expect((await api('POST', '/custom-fields', sector)).body.key).toBe('sector_2');
  expect((await api('POST', `/custom-fields/${body.id}/restoration`)).body.errors[0].code).toBe('taken');
});

test('PL-65 unknown fields of a body are refused, and ids and keys are not chosen by callers', async () => {
  const api = await apiOf();
  for (const more of [{ id: crypto.randomUUID() }, { key: 'mine' }, { created_by: 'me' }, { colour: 'red' }]) {
    const refused = await api('POST', '/custom-fields', { ...sector, ...more });
    expect(refused.status).toBe(422);
  }
});
