import { expect, test } from 'vitest';
import { testApi, testWho, useTestHouse } from '../../app/testing.ts';
import { member, person, published, workPractice, workRoutes } from './testing.ts';

const house = useTestHouse();

/** An act on a task as it is seen now. */
const acts = (call: ReturnType<typeof testApi>) => async (method: string, id: string, what: string, body?: object) => {
  const { version } = (await call('GET', `/tasks/${id}`)).body;
  return call(method, `/tasks/${id}/${what}`, body, { 'if-match': `"${version}"` });
};

/** Marlow designs, starts and prepares; Ren and Sol are Admins and review one after the other. */
const begin = async () => {
  const { api, practice, who } = await workPractice(house.kernel);
  const [ren, sol] = [testWho('Admin'), testWho('Admin')];
  await member(house.kernel, practice, ren, 'Ren Test');
  await member(house.kernel, practice, sol, 'Sol Test');
  const workflow = await published(api, 'Return', [
    {
      key: 'figures',
      kind: 'task',
      title: 'Figures',
      who: ['launcher'],
      asks: [{ key: 'amount', label: 'Amount', type: 'money' }],
    },
    {
      key: 'check',
      kind: 'review',
      title: 'Check the return',
      of: ['figures'],
      reviewers: [[`member:${who.member_id}`, `member:${ren.member_id}`], [`member:${sol.member_id}`]],
    },
    { key: 'lodge', kind: 'task', title: 'Lodge', who: ['launcher'] },
  ]);
  const subject = await person(house.kernel, practice, 'Larch');
  await api('POST', '/runs', { workflow, as: 'client', subject });
  const asRen = testApi(house.kernel, practice, workRoutes(house.kernel), ren);
  const asSol = testApi(house.kernel, practice, workRoutes(house.kernel), sol);
  const titles = async (call = api, view = 'everyone') =>
    (await call('GET', `/tasks?view=${view}`)).body.items.map(({ title }: { title: string }) => title);
  const first = async (call = api) => (await call('GET', '/tasks?view=everyone')).body.items[0];
  const submit = async () => {
    const { id } = await first();
    return acts(api)('PUT', id, 'completion', { answers: { amount: '120.00' } });
  };
  return { api, asRen, asSol, who, ren, sol, titles, first, submit };
};

test('WF-136 WF-138 a review goes from the one to the other through the API, past who prepared it', async () => {
  const { api, asRen, asSol, ren, titles, first, submit } = await begin();
  expect((await submit()).status).toBe(200);
  const review = await first();
  expect(review).toMatchObject({ kind: 'review', turn: 1, title: 'Check the return', assignee_id: ren.member_id });
  const own = await acts(api)('PUT', review.id, 'approval');
  expect(own, JSON.stringify(own.body)).toMatchObject({ status: 409, body: { code: 'own_work' } });
  expect((await acts(asSol)('PUT', review.id, 'approval')).status).toBe(403);
  expect(await titles(asRen, 'reviews')).toEqual(['Check the return']);
  expect((await asRen('GET', '/my-work')).body).toMatchObject({ reviews: 1 });
  expect((await asRen('GET', `/tasks/${review.id}`)).body.review).toMatchObject({
    at_least: 1,
    of: [{ key: 'figures', state: 'done', answers: { amount: '120.00' } }],
    verdicts: [],
  });
  expect((await acts(asRen)('PUT', review.id, 'approval')).status).toBe(200);
  expect((await asRen('GET', '/my-work')).body).toMatchObject({ reviews: 0 });
  const second = await acts(asSol)('PUT', review.id, 'approval');
  expect(second.body).toMatchObject({ state: 'done' });
  expect(await titles()).toEqual(['Lodge']);
});

test('WF-137 WF-135 handed back with a comment and withdrawn through the API', async () => {
  const { api, asRen, titles, first, submit } = await begin();
  const { body: done } = await submit();
  const review = await first();
  expect((await acts(asRen)('POST', review.id, 'hand-backs', { comment: ' ' })).status).toBe(422);
  const back = await acts(asRen)('POST', review.id, 'hand-backs', {
    comment: 'One box is wrong',
    steps: ['figures'],
  });
  expect(back, JSON.stringify(back.body)).toMatchObject({ status: 201, body: { state: 'waiting' } });
  expect((await api('GET', `/tasks/${done.id}`)).body).toMatchObject({ state: 'ready', round: 2 });
  await submit();
  expect(await titles(asRen, 'reviews')).toEqual(['Check the return']);
  const locked = await acts(api)('DELETE', done.id, 'completion', { reason: 'Again' });
  expect(locked.body).toMatchObject({ code: 'under_review' });
  expect((await acts(api)('DELETE', review.id, 'submission')).status).toBe(200);
  expect(await titles()).toEqual(['Figures']);
});

test('WF-136 PL-72 many tasks finished at once approve no review', async () => {
  const { asRen, first, submit } = await begin();
  await submit();
  const review = await first();
  const done = await asRen('POST', '/tasks/bulk', { command: { do: 'finish' }, ids: [review.id] });
  expect(done.body, JSON.stringify(done.body)).toMatchObject({ done: 0, refused: 1 });
  expect(await first()).toMatchObject({ id: review.id, state: 'ready', turn: 1 });
});
