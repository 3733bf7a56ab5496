import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { readEvents } from '#kernel/loop/testing.ts';
import { testApi, testWho, useTestHouse } from '../../app/testing.ts';
import { member, person, published, workPractice, workRoutes } from './testing.ts';

const house = useTestHouse();
const task = (key: string, more: object = {}) => ({
  key,
  kind: 'task',
  title: `Do ${key}`,
  who: ['launcher'],
  ...more,
});

/** Three runs of a chain of two tasks, and a task by hand alone. */
const begin = async () => {
  const made = await workPractice(house.kernel);
  const { api, practice } = made;
  const workflow = await published(api, 'Chain', [
    task('first', { instructions: 'Ring first.', checklist: [{ key: 'rung', text: 'Rung', required: false }] }),
    task('second', { outcomes: ['good', 'bad'] }),
  ]);
  for (const name of ['Ash', 'Birch', 'Cedar'])
    await api('POST', '/runs', { workflow, as: 'client', subject: await person(house.kernel, practice, name) });
  const alone = await api('POST', '/tasks', { title: 'Alone', to: { member: made.who.member_id } });
  expect(alone.status, JSON.stringify(alone.body)).toBe(201);
  const open = async () => (await api('GET', '/tasks?sort=title')).body.items as { id: Id; title: string }[];
  return { ...made, workflow, open, titles: async () => (await open()).map(({ title }) => title) };
};

describe('tasks in bulk', () => {
  test('WF-122 PL-72 WF-153 tasks of several runs and one alone are finished as one act, and taken back as one', async () => {
    const { api, open, titles } = await begin();
    const ids = (await open()).map(({ id }) => id);
    const before = await titles();
    expect(before).toEqual(['Alone', 'Do first', 'Do first', 'Do first']);
    const done = await api('POST', '/tasks/bulk', { command: { do: 'finish' }, ids });
    expect(done.body, JSON.stringify(done.body)).toMatchObject({ done: 4, refused: 0 });
    expect(await titles()).toEqual(['Do second', 'Do second', 'Do second']);
    for (const { id, version } of done.body.rows as { id: Id; version: number }[])
      expect((await api('GET', `/tasks/${id}`)).body).toMatchObject({ state: 'done', version });
    const undo = await api('POST', `/bulk-operations/${done.body.operation_id}/undo`);
    expect(undo.body, JSON.stringify(undo.body)).toMatchObject({ done: 4, refused: 0 });
    expect(await titles()).toEqual(before);
  });

  test('WF-153 WF-152 tasks of one run that build on one another are done in order and taken back newest first', async () => {
    const { api, practice } = await begin();
    const workflow = await published(api, 'Plain', [task('one'), task('two'), task('three')]);
    await api('POST', '/runs', { workflow, as: 'client', subject: await person(house.kernel, practice, 'Dogwood') });
    const open = async () =>
      (await api('GET', `/tasks?workflow=${workflow}`)).body.items as { id: Id; title: string }[];
    const finish = (ids: Id[]) => api('POST', '/tasks/bulk', { command: { do: 'finish' }, ids });
    const [one] = await open();
    const { body: first } = await finish([one!.id]);
    const [two] = await open();
    await finish([two!.id]);
    const [three] = await open();
    const reopened = await api(
      'DELETE',
      `/tasks/${one!.id}/completion`,
      { reason: 'Once more', also: [two!.id], repeat: [] },
      { 'if-match': `"${first.rows[0].version}"` },
    );
    expect(reopened.status, JSON.stringify(reopened.body)).toBe(200);
    const all = await finish([one!.id, two!.id, three!.id]);
    expect(all.body, JSON.stringify(all.body)).toMatchObject({ done: 3, refused: 0 });
    expect(await open()).toEqual([]);
    const undo = await api('POST', `/bulk-operations/${all.body.operation_id}/undo`);
    expect(undo.body, JSON.stringify(undo.body)).toMatchObject({ done: 3, refused: 0 });
    expect(await open()).toMatchObject([{ title: 'Do one' }]);
  });

  test('PL-73 each row keeps the rule of the single act: what asks for an outcome is left with its sentence', async () => {
    const { api, open } = await begin();
    await api('POST', '/tasks/bulk', { command: { do: 'finish' }, filter: { q: 'first' }, expected_count: 3 });
    const ids = (await open()).map(({ id }) => id);
    const part = await api('POST', '/tasks/bulk', { command: { do: 'finish' }, ids });
    expect(part.body).toMatchObject({ done: 1, refused: 3 });
    expect(part.body.rows.at(-1)).toMatchObject({ ok: false, code: 'invalid' });
    const good = await api('POST', '/tasks/bulk', { command: { do: 'finish', outcome: 'good' }, ids: ids.slice(1) });
    expect(good.body).toMatchObject({ done: 3, refused: 0 });
  });

  test('WF-150 PL-72 starting, dating, giving away and skipping many; a dry run writes nothing, another count is refused', async () => {
    const { api, practice, open, titles } = await begin();
    const ids = (await open()).map(({ id }) => id);
    const send = (command: object, more: object = { ids }) => api('POST', '/tasks/bulk', { command, ...more });
    expect((await send({ do: 'start' }, { ids, dry_run: true })).body).toMatchObject({ done: 4, operation_id: null });
    expect((await api('GET', '/tasks?state=in_progress')).body.items).toEqual([]);
    expect((await send({ do: 'start' })).body).toMatchObject({ done: 4 });
    expect((await api('GET', '/tasks?state=in_progress')).body.items).toHaveLength(4);
    expect((await send({ do: 'set_due', due_on: '2030-01-07' })).body).toMatchObject({ done: 4 });
    const dated = (await api('GET', '/tasks')).body.items as { due_on: string; due_by_hand: boolean }[];
    expect(dated.every(({ due_on, due_by_hand }) => due_on === '2030-01-07' && due_by_hand)).toBe(true);
    const other = testWho('Staff');
    await member(house.kernel, practice, other, 'Robin Test');
    const given = await send({ do: 'assign', to: { member: other.member_id }, reason: 'Away' });
    expect(given.body, JSON.stringify(given.body)).toMatchObject({ done: 4 });
    expect(await titles()).toEqual([]);
    const changed = await send(
      { do: 'skip', reason: 'Not this year' },
      { filter: { view: 'mine' }, expected_count: 4 },
    );
    expect([changed.status, changed.body.code]).toEqual([409, 'count_changed']);
    expect((await send({ do: 'skip', reason: 'Not this year' })).body.done).toBeGreaterThan(0);
  });

  test('PL-73 WF-119 «all or nothing» with one refused row changes no task of any run', async () => {
    const { api, open, titles } = await begin();
    const before = await titles();
    const ids = [...(await open()).map(({ id }) => id)];
    await api('POST', '/tasks/bulk', { command: { do: 'finish' }, ids: [ids[0]!] });
    const all = await api('POST', '/tasks/bulk', { command: { do: 'finish' }, ids, mode: 'all' });
    expect([all.status, all.body.code]).toEqual([409, 'rows_refused']);
    expect(await titles()).toEqual(before.slice(1));
  });
});

test('WF-52 WF-51 one task is read with what its version says of it; somebody else’s of a restricted client is absent', async () => {
  const { api, open, practice } = await begin();
  const [alone, first] = await open();
  expect((await api('GET', `/tasks/${first!.id}`)).body).toMatchObject({
    title: 'Do first',
    instructions: 'Ring first.',
    checklist: [{ key: 'rung', text: 'Rung' }],
    outcomes: [],
    answers: {},
    ticks: {},
  });
  expect((await api('GET', `/tasks/${alone!.id}`)).body).toMatchObject({ run_id: null, checklist: [] });
  const stranger = testApi(house.kernel, practice, workRoutes(house.kernel), {
    ...testWho('Staff'),
    own_clients_only: true,
  });
  expect((await stranger('GET', `/tasks/${first!.id}`)).status).toBe(404);
});

test('WF-124 the dashboard finds runs without an owner, and those that ended since a day', async () => {
  const { api } = await begin();
  const runs = (await api('GET', '/runs')).body.items as { id: Id; version: number; started_at: string }[];
  expect((await api('GET', '/runs?owner=none')).body.items).toEqual([]);
  const [one] = runs;
  await api('PUT', `/runs/${one!.id}/cancellation`, { reason: 'Asked to' }, { 'if-match': `"${one!.version}"` });
  const since = one!.started_at;
  expect((await api('GET', `/runs?ended_after=${since}`)).body.items).toMatchObject([{ id: one!.id }]);
  expect((await api('GET', '/runs?ended_after=2999-01-01T00:00:00.000Z')).body.items).toEqual([]);
});

test('PL-S13 the dashboard leaves as a file with a row per run of the filter, and who took it is told', async () => {
  const { api, practice, workflow } = await begin();
  await api('POST', '/runs', { workflow, as: 'client', subject: await person(house.kernel, practice, '=Risky, Ltd') });
  const { body } = await api('GET', '/runs.csv?state=open&q=risky');
  const [head, row, ...more] = (body as string).trim().split('\r\n');
  expect(head).toContain('workflow,version,subject');
  expect(row).toContain(`Chain,1,"'=Risky, Ltd",client,running,Marlow Test,Do first,0,2`);
  expect(more).toEqual([]);
  const told = await readEvents(house.kernel, practice);
  expect(told.filter(({ verb }) => verb === 'runs.exported')).toMatchObject([{ facts: { rows: [null, 1] } }]);
});
