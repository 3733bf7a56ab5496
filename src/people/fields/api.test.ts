import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { customFieldsApi } from './api.ts';
import { customFields, forgetValues } from './store.ts';

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

test('PE-64 30 days after a field was deleted its values are thrown away, those of other fields stay', async () => {
  const practice = await testPractice(house.kernel);
  const api = testApi(house.kernel, practice, [customFieldsApi(house.kernel)], testWho('Manager'));
  const { body } = await api('POST', '/custom-fields', { ...sector, type: 'text' });
  const values = await inPractice(house.kernel.db, practice, async (desk) => {
    await sql`insert into app.person (practice_id, id, version, kind, form, display_name, sort_name, custom, created_at, created_by)
      values (${practice}, ${newId()}, 1, 'client', 'organisation', 'A', 'a', '{"sector": "Retail", "risk": 2}', ${desk.now}, 'operator')`.execute(
      desk.tx,
    );
    await forgetValues(desk, [body.id]);
    const kept = await sql<{ custom: object }>`select custom from app.person where practice_id = ${practice}`.execute(
      desk.tx,
    );
    await sql`update app.custom_field set deleted_at = ${desk.now}, forgotten_at = ${desk.now} where practice_id = ${practice}`.execute(
      desk.tx,
    );
    await forgetValues(desk, [body.id]);
    const gone = await sql<{ custom: object }>`select custom from app.person where practice_id = ${practice}`.execute(
      desk.tx,
    );
    return [kept.rows[0]?.custom, gone.rows[0]?.custom];
  });
  expect(values).toEqual([{ sector: 'Retail', risk: 2 }, { risk: 2 }]);
});
