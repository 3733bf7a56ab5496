import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { fingerprint, type RunDifference } from '#workflows/runs/version-difference.ts';
import { testApi, testWho, useTestHouse } from '../../app/testing.ts';
import { person, published, workPractice, workRoutes } from './testing.ts';

const house = useTestHouse();
const task = (key: string, more: object = {}) => ({
  key,
  kind: 'task',
  title: `Do ${key}`,
  who: ['launcher'],
  ...more,
});

interface Row {
  id: Id;
  ok: boolean;
  code?: string;
  difference?: RunDifference;
}

/** Three runs of version 1 on their first step, and a version 2 with one more in front of the last. */
const begin = async () => {
  const made = await workPractice(house.kernel);
  const { api, practice } = made;
  const workflow = await published(api, 'Chain', [task('first'), task('second'), task('third')]);
  const ids: Id[] = [];
  for (const name of ['Ash', 'Birch', 'Cedar']) {
    const subject = await person(house.kernel, practice, name);
    ids.push((await api('POST', '/runs', { workflow, as: 'client', subject })).body.id);
  }
  const seen = (version: number) => ({ 'if-match': `"${version}"` });
  const { body: now } = await api('GET', `/workflows/${workflow}`);
  const content = { name: 'Chain', subject_kinds: ['client'], steps: [task('first'), task('more'), task('third')] };
  const draft = await api('PUT', `/workflows/${workflow}/draft`, { base_version: 1, content }, seen(now.draft_version));
  const second = { base_version: 1, note: 'One more step' };
  const { status, body } = await api('POST', `/workflows/${workflow}/versions`, second, seen(draft.body.draft_version));
  expect(status, JSON.stringify(body)).toBe(201);
  const move = async (more: object = {}, command: object = {}) => {
    const answer = await api('POST', '/runs/bulk', {
      command: { do: 'move', to_version: 2, ...command },
      ids,
      ...more,
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body as { operation_id: Id; rows: Row[]; done: number; refused: number };
  };
  const run = async (id: Id) => (await api('GET', `/runs/${id}`)).body;
  const finish = async (id: Id, key: string) => {
    const { id: task_id, version } = (await run(id)).state.tasks.find(
      (row: { step_key: string }) => row.step_key === key,
    );
    const done = await api('PUT', `/tasks/${task_id}/completion`, {}, seen(version));
    expect(done.status, JSON.stringify(done.body)).toBe(200);
  };
  return { ...made, workflow, ids, move, run, finish };
};

describe('moving runs to another version', () => {
  test('WF-140 WF-143 the preview shows each difference and changes nothing; the act does what was shown, undone as one', async () => {
    const { api, ids, move, run, finish } = await begin();
    await finish(ids[1]!, 'first');
    await finish(ids[1]!, 'second');
    const shown = await move({ dry_run: true });
    expect(shown).toMatchObject({ operation_id: null, done: 3, refused: 0 });
    const [ash, birch] = shown.rows.map(({ difference }) => difference!);
    expect(ash!.steps.map(({ key, change, behind }) => [key, change, behind])).toEqual([
      ['first', 'kept', false],
      ['more', 'added', false],
      ['third', 'kept', false],
      ['second', 'removed', false],
    ]);
    expect(birch!.steps.map(({ key, change }) => [key, change])).toContainEqual(['second', 'kept']);
    expect((await run(ids[0]!)).state.run.workflow_version).toBe(1);

    const seen = Object.fromEntries(shown.rows.map(({ id, difference }) => [id, fingerprint(difference!)]));
    await finish(ids[2]!, 'first');
    const done = await move({}, { seen });
    expect(done.rows.map(({ ok, code }) => code ?? ok)).toEqual([true, true, 'difference_changed']);
    expect((await run(ids[0]!)).state.run.workflow_version).toBe(2);
    expect((await run(ids[2]!)).state.run.workflow_version).toBe(1);

    const undo = await api('POST', `/bulk-operations/${done.operation_id}/undo`);
    expect(undo.body, JSON.stringify(undo.body)).toMatchObject({ done: 2, refused: 0 });
    const back = await run(ids[0]!);
    expect(back.state.run.workflow_version).toBe(1);
    expect(back.plan.map(({ key, state }: { key: string; state: string }) => [key, state])).toEqual([
      ['first', 'ready'],
      ['second', 'planned'],
      ['third', 'planned'],
    ]);
  });

  test('WF-140 a version that is not there and whoever is no run manager are refused row by row', async () => {
    const { practice, ids, move } = await begin();
    expect((await move({}, { to_version: 3 })).rows.map(({ code }) => code)).toEqual(Array(3).fill('not_found'));
    const viewer = testApi(house.kernel, practice, workRoutes(house.kernel), testWho('Viewer'));
    const answer = await viewer('POST', '/runs/bulk', { command: { do: 'move', to_version: 2 }, ids });
    expect(answer.body.rows.map(({ code }: Row) => code)).toEqual(Array(3).fill('not_allowed'));
  });
});
