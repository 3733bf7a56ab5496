import { expect, test } from 'vitest';
import { useTestHouse } from '../../app/testing.ts';
import { person, published, workPractice } from './testing.ts';

const house = useTestHouse();

test('PL-190 WF-200 a step of a run answers why it stands as it does, a task by hand by its id, and no step that is not there', async () => {
  const { practice, api } = await workPractice(house.kernel);
  const workflow = await published(api, 'Short', [
    { key: 'first', kind: 'task', title: 'Papers', who: ['launcher'] },
    { key: 'second', kind: 'task', title: 'Check', who: ['partner', 'launcher'] },
  ]);
  const client = await person(house.kernel, practice, 'Harbour Café');
  const run = await api('POST', '/runs', { workflow, as: 'client', subject: client });
  const why = (key: string) => api('GET', `/runs/${run.body.id}/steps/${key}/explanation`);
  const second = await why('second');
  expect(second.status, JSON.stringify(second.body)).toBe(200);
  expect(second.body).toMatchObject({
    run_id: run.body.id,
    title: 'Check',
    items: [
      { about: 'state', says: 'Waits for «Papers»', saw: null },
      { about: 'when', says: 'After «Papers»' },
      { about: 'who', says: 'Marlow Test, as launcher', saw: 'asked in turn: partner and launcher' },
      { about: 'change', says: 'It goes on once «Papers» is finished' },
    ],
  });
  const added = await api('POST', '/tasks', { run: run.body.id, title: 'Ring them' });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  expect((await why(added.body.id)).body.items[0]).toMatchObject({ about: 'state' });
  expect((await why('third')).status).toBe(404);
});
