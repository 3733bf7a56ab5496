import { expect, test } from 'vitest';
import { person, published, workPractice } from '#workflows/launch/testing.ts';
import { publish, repeating } from '#workflows/series/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, useTestHouse } from '../../app/testing.ts';

const house = useTestHouse();

test('WF-202 the load holds open runs and tasks by hand; a start on many shows beforehand what it adds', async () => {
  const { practice, who, api: small } = await workPractice(house.kernel);
  const step = (key: string, days: number) => ({
    key,
    kind: 'task',
    title: key,
    who: ['launcher', 'owner'],
    due: { anchor: 'run', n: days, unit: 'day' },
  });
  const workflow = await published(small, 'Month', [step('soon', 0), step('later', 14)]);
  const a = await person(house.kernel, practice, 'A');
  const b = await person(house.kernel, practice, 'B');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const total = async () => {
    const { status, body } = await api('GET', '/load');
    expect(status, JSON.stringify(body)).toBe(200);
    const own = body.rows.find(({ name }: { name: string }) => name === 'Marlow Test');
    return { runs: body.runs, dates: body.dates, tasks: own.tasks as number[] };
  };
  const sum = (tasks: readonly number[]) => tasks.reduce((all, n) => all + n, 0);
  expect(sum((await total()).tasks)).toBe(0);

  const { status, body: added } = await api('POST', '/launches/load', { workflow, as: 'client', ids: [a, b] });
  expect(status, JSON.stringify(added)).toBe(200);
  const promised = added.rows.find(({ name }: { name: string }) => name === 'Marlow Test').tasks;
  expect(sum(promised)).toBe(4);
  for (const subject of [a, b]) await api('POST', '/runs', { workflow, as: 'client', subject });
  expect(await total()).toEqual({ runs: 2, dates: 0, tasks: promised });

  await api('POST', '/tasks', { title: 'Ring them' });
  expect(sum((await total()).tasks)).toBe(5);
});

test('WF-202 of what repeats every date of the next 13 weeks counts, each in the week in which it is due', async () => {
  const at = await repeating(house.kernel, '2026-11-02T12:00:00.000Z');
  const client = await person(house.kernel, at.practice, 'Harbour Café');
  await publish(house.kernel, at, { kind: 'scheduled', anchor: '2026-12-01' }, { clients: [client] });
  const api = testApi(house.kernel, at.practice, [v1(house.house)], at.who);
  const { body } = await api('GET', '/load');
  const own = body.rows.find(({ name }: { name: string }) => name === 'Marlow Test');
  const filled = body.weeks.filter((_: string, week: number) => own.tasks[week] > 0);
  expect([body.runs, body.dates, filled]).toEqual([0, 2, ['2026-11-30', '2026-12-28']]);
});
