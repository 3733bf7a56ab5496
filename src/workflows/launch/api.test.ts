import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { useTestHouse } from '../../app/testing.ts';
import { person, published, workPractice } from './testing.ts';

const house = useTestHouse();

const begin = async () => {
  const made = await workPractice(house.kernel);
  const copied = await made.api('POST', '/workflow-templates/complaint/copies', { as_is: true });
  expect(copied.status).toBe(201);
  return { ...made, workflow: copied.body.id as Id };
};

describe('launching', () => {
  test('WF-70 WF-73 WF-32 picking a workflow starts it, and its first tasks are in My work', async () => {
    const { practice, api, who } = await begin();
    const step = (key: string) => ({ key, kind: 'task', title: `Do ${key}`, who: ['launcher'] });
    const workflow = await published(api, 'Short', [step('first'), step('second')]);

    const client = await person(house.kernel, practice, 'Harbour Café');
    const run = await api('POST', '/runs', { workflow, as: 'client', subject: client });
    expect(run.status, JSON.stringify(run.body)).toBe(201);
    const work = await api('GET', '/tasks');
    expect(work.body.items).toMatchObject([
      { title: 'Do first', subject: 'Harbour Café', workflow: 'Short', state: 'ready', assignee_id: who.member_id },
    ]);

    const [task] = work.body.items;
    const finished = await api('PUT', `/tasks/${task.id}/completion`, {}, { 'if-match': `"${task.version}"` });
    expect(finished.status, JSON.stringify(finished.body)).toBe(200);
    expect((await api('GET', '/tasks')).body.items).toMatchObject([{ title: 'Do second' }]);
    const shown = await api('GET', `/runs/${run.body.id}`);
    expect(shown.body.plan).toMatchObject([
      { key: 'first', state: 'done' },
      { key: 'second', state: 'ready' },
    ]);
    expect((await api('GET', '/runs')).body.items).toMatchObject([
      { workflow: 'Short', done_count: 1, step_count: 2, state: 'running', current_steps: ['Do second'] },
    ]);
    expect((await api('GET', '/my-work')).body).toMatchObject({ later: 1, overdue: 0 });
  });

  test('PE-121 a client’s years count what is going, stuck, done and cancelled, by the end of the period, else by the start', async () => {
    const { practice, api } = await begin();
    const step = { key: 'a', kind: 'task', title: 'Do a', who: ['launcher'] };
    const client = await person(house.kernel, practice, 'Harbour Café');
    const start = async (name: string) => {
      const run = await api('POST', '/runs', {
        workflow: await published(api, name, [step]),
        as: 'client',
        subject: client,
      });
      expect(run.status, JSON.stringify(run.body)).toBe(201);
      return run.body.id as Id;
    };
    const [going, held, gone, last] = [await start('A'), await start('B'), await start('C'), await start('D')];
    expect((await api('POST', `/runs/${held}/holds`, { reason: 'Papers' })).status).toBe(200);
    const cancelled = await api('PUT', `/runs/${gone}/cancellation`, { reason: 'No' }, { 'if-match': '"1"' });
    expect(cancelled.status, JSON.stringify(cancelled.body)).toBeLessThan(300);
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.run set period_end = '2024-12-31', state = 'completed', ended_at = started_at where id = ${last}`.execute(
        tx,
      ),
    );
    const { body } = await api('GET', `/run-years?subject=${client}`);
    const [{ year: thisYear }] = body.items;
    expect(body.items).toEqual([
      { year: thisYear, going: 1, stuck: 1, done: 0, cancelled: 1 },
      { year: 2024, going: 0, stuck: 0, done: 1, cancelled: 0 },
    ]);
    expect((await api('GET', `/runs/${going}`)).status).toBe(200);
    expect((await api('GET', `/run-years?subject=${held}`)).body.items).toEqual([]);
  });

  test('WF-79 a second launch of the same workflow on the same client is refused with a link to the first, ten at once make one run', async () => {
    const { practice, api, workflow } = await begin();
    const client = await person(house.kernel, practice, 'Mill Lane Dental');
    const people = {
      investigator: (
        await inPractice(house.kernel.db, practice, ({ tx }) => sql<{ id: Id }>`select id from app.member`.execute(tx))
      ).rows[0]!.id,
    };
    const all = await Promise.all(
      Array.from({ length: 10 }, () => api('POST', '/runs', { workflow, as: 'client', subject: client, people })),
    );
    const started = all.filter(({ status }) => status === 201);
    expect(started, JSON.stringify(all.map(({ body }) => body))).toHaveLength(1);
    for (const { status, body } of all.filter((one) => one !== started[0])) {
      expect([status, body.code]).toEqual([409, 'already_running']);
    }
    expect((await api('GET', '/runs')).body.items).toHaveLength(1);
  });

  test('WF-74 PE-24 a client is not launched as prospect, from the API as from any door', async () => {
    const { practice, api, workflow } = await begin();
    const client = await person(house.kernel, practice, 'Quayside Florists');
    const refused = await api('POST', '/runs', { workflow, as: 'prospect', subject: client });
    expect([refused.status, refused.body.code]).toEqual([409, 'now_a_client']);
  });

  test('WF-71 PE-52 an authorization launches nothing', async () => {
    const { practice, api, workflow } = await begin();
    const refused = await api('POST', '/runs', {
      workflow,
      as: 'authorization',
      subject: await person(house.kernel, practice, 'Oak & Sons'),
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'not_a_subject']);
  });

  test('WF-81 PL-72 a bulk launch decides each client as if alone and lists who was not started and why', async () => {
    const { practice, api, workflow, who } = await begin();
    const clients = await Promise.all(['Ash', 'Birch', 'Cedar'].map((name) => person(house.kernel, practice, name)));
    const command = {
      do: 'launch',
      workflow,
      as: 'client',
      name: 'Complaint',
      people: { investigator: who.member_id },
    };
    const dry = await api('POST', '/launches/bulk', { command, ids: clients, dry_run: true });
    expect(dry.body, JSON.stringify(dry.body)).toMatchObject({ done: 3, refused: 0 });
    expect((await api('GET', '/runs')).body.items).toHaveLength(0);
    await api('POST', '/runs', {
      workflow,
      as: 'client',
      subject: clients[1],
      people: { investigator: who.member_id },
    });
    const bulk = await api('POST', '/launches/bulk', { command, ids: clients });
    expect(bulk.body).toMatchObject({ done: 2, refused: 1 });
    expect(bulk.body.rows[1]).toMatchObject({ ok: false, code: 'already_running' });
  });

  test('PL-69 runs and tasks are found by every word somebody types, in any order, numbers among them', async () => {
    const { practice, api, workflow, who } = await begin();
    const clients = await Promise.all(
      ['Café Unit 7', 'Unit 70', 'Oak Lane', 'q6Z/vt04+x=='].map((name) => person(house.kernel, practice, name)),
    );
    const people = { investigator: who.member_id };
    for (const subject of clients) {
      const run = await api('POST', '/runs', { workflow, as: 'client', subject, people });
      expect(run.status).toBe(201);
    }
    const found = async (path: string, q: string) => {
      const { items } = (await api('GET', `${path}?q=${encodeURIComponent(q)}`)).body;
      return [...new Set((items as { subject: string }[]).map(({ subject }) => subject))].sort();
    };
    for (const path of ['/runs', '/tasks']) {
      expect(await found(path, 'unit 7')).toEqual(['Café Unit 7', 'Unit 70']);
      expect(await found(path, '70, Unit')).toEqual(['Unit 70']);
      expect(await found(path, 'cafe')).toEqual(['Café Unit 7']);
      expect(await found(path, 'oak 7')).toEqual([]);
      expect(await found(path, 'q6Z/vt04+x==')).toEqual(['q6Z/vt04+x==']);
      expect(await found(path, '%')).toHaveLength(4);
    }
    expect(await found('/runs', 'complaint lane')).toEqual(['Oak Lane']);
  });

  test('WF-71 PE-52 in bulk too, an authorization launches nothing, and each row says so', async () => {
    const { practice, api, workflow } = await begin();
    const ids = [await person(house.kernel, practice, 'Oak & Sons'), await person(house.kernel, practice, 'Elm')];
    const command = { do: 'launch', workflow, as: 'authorization', name: 'Complaint' };
    const bulk = await api('POST', '/launches/bulk', { command, ids });
    expect(bulk.body).toMatchObject({ done: 0, refused: 2 });
    expect(bulk.body.rows[0]).toMatchObject({
      code: 'not_a_subject',
      because: 'Nothing is started on an authorization. Start it on its client.',
    });
    expect((await api('GET', '/runs')).body.items).toEqual([]);
  });
});
