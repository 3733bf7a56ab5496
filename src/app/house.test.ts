import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { perform } from '#kernel/loop/perform.ts';
import { undoEvent } from '#kernel/undo/undo.ts';
import { customFields } from '#people/fields/store.ts';
import type { WrittenContent } from '#workflows/definitions/content.ts';
import { content } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { launches, merges, persons, runs } from './rooms.ts';
import { testPlace, testPractice, testWho, useTestHouse } from './testing.ts';

const house = useTestHouse();

/** A sandbox, where actions are done there and then, with one Manager. */
const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-11-02T09:00:00.000Z' });
  const who = testWho('Manager');
  await inPractice(house.kernel.db, practice, ({ tx, now }) =>
    sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
      values (${practice}, ${who.member_id}, 1, 'Manager', 'manager', 'manager@practice.example', ${who.role_id}, 'active', ${now}, ${now}, 'operator')`.execute(
      tx,
    ),
  );
  return { practice, who, place: testPlace(practice, who) };
};

type Begun = Awaited<ReturnType<typeof begin>>;
const done = <T extends { yes: boolean }>(outcome: T): Extract<T, { yes: true }> => {
  expect(outcome, JSON.stringify(outcome)).toMatchObject({ yes: true });
  return outcome as Extract<T, { yes: true }>;
};

const addPerson = async ({ place }: Begun, name: string, kind: 'prospect' | 'client' = 'prospect'): Promise<Id> => {
  const id = newId();
  done(await perform(house.kernel, place, persons, { id, command: { do: 'add', kind, organisation_name: name } }));
  return id;
};

const addWorkflow = async ({ place }: Begun, written: WrittenContent): Promise<Id> => {
  const id = newId();
  const command = {
    do: 'copy_template' as const,
    id,
    template: { key: 'test', n: 1 },
    content: content.parse(written),
    as_is: true,
  };
  const { state } = done(await perform(house.kernel, place, workflows, { id, command }));
  expect(state.workflow?.on, 'the check list has no error').toBe(true);
  return id;
};

const launch = async ({ place }: Begun, workflow: Id, subject: Id, as: 'prospect' | 'client') =>
  done(
    await perform(house.kernel, place, launches, {
      id: newId(),
      command: { do: 'launch', as, origin: 'hand', workflow, subject },
    }),
  );

const read = async <T>({ practice }: Pick<Begun, 'practice'>, from: 'person' | 'run', id: Id): Promise<T> =>
  inPractice(
    house.kernel.db,
    practice,
    async ({ tx }) => (await sql<T>`select * from ${sql.table(`app.${from}`)} where id = ${id}`.execute(tx)).rows[0]!,
  );

const task = (key: string, more: Record<string, unknown> = {}) => ({
  kind: 'task' as const,
  key,
  title: `Do ${key}`,
  who: ['launcher'],
  ...more,
});

describe('rooms together', () => {
  test('WF-58 WF-61 PE-122 a workflow converts its prospect by itself and the run goes on with the client', async () => {
    const begun = await begin();
    const workflow = await addWorkflow(begun, {
      name: 'Take on',
      subject_kinds: ['prospect', 'client'],
      steps: [task('letter'), { kind: 'action', key: 'convert', title: 'Make a client', do: 'convert' }, task('after')],
    });
    const person = await addPerson(begun, 'Harbour Café');
    const run = await launch(begun, workflow, person, 'prospect');
    const [letter] = run.state.made!.tasks;
    done(
      await perform(house.kernel, begun.place, runs, { id: run.id, command: { do: 'finish_task', task: letter!.id } }),
    );
    expect(await read(begun, 'person', person)).toMatchObject({ kind: 'client' });
    expect(await read(begun, 'run', run.id)).toMatchObject({
      state: 'running',
      current_steps: ['Do after'],
      launched_as: 'prospect',
    });
  });

  test('WF-52 an answer that writes a field changes the client in the same act, and one undo takes both back', async () => {
    const begun = await begin();
    const workflow = await addWorkflow(begun, {
      name: 'Ask',
      subject_kinds: ['client'],
      steps: [
        task('ask', { asks: [{ key: 'source', label: 'How did they find us', type: 'text', writes: 'source' }] }),
        task('then'),
      ],
    });
    const person = await addPerson(begun, 'Mill Lane Dental', 'client');
    const run = await launch(begun, workflow, person, 'client');
    const finish = { do: 'finish_task' as const, task: run.state.made!.tasks[0]!.id, answers: { source: 'a friend' } };
    const finished = done(await perform(house.kernel, begun.place, runs, { id: run.id, command: finish }));
    expect(await read(begun, 'person', person)).toMatchObject({ source: 'a friend' });
    done(await undoEvent(house.kernel, begun.place, finished.events[0]!.id));
    expect(await read(begun, 'person', person)).toMatchObject({ source: null });
    expect(await read(begun, 'run', run.id)).toMatchObject({ current_steps: ['Do ask'] });
  });

  test('PE-26 deactivating a client with «hold» holds its runs, reactivating lets them go on', async () => {
    const begun = await begin();
    const workflow = await addWorkflow(begun, { name: 'Work', subject_kinds: ['client'], steps: [task('only')] });
    const person = await addPerson(begun, 'Quayside Florists', 'client');
    const run = await launch(begun, workflow, person, 'client');
    done(
      await perform(house.kernel, begun.place, persons, {
        id: person,
        command: { do: 'deactivate', reason: 'Sold the shop', open_runs: 'hold' },
      }),
    );
    expect(await read(begun, 'run', run.id)).toMatchObject({ state: 'on_hold' });
    done(await perform(house.kernel, begun.place, persons, { id: person, command: { do: 'reactivate' } }));
    expect(await read(begun, 'run', run.id)).toMatchObject({ state: 'running' });
  });

  test('PE-44 WF-45 a role that changes hands moves the ready task it had given', async () => {
    const begun = await begin();
    const other = testWho('Staff');
    await inPractice(house.kernel.db, begun.practice, ({ tx, now }) =>
      sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
        values (${begun.practice}, ${other.member_id}, 1, 'Other', 'other', 'other@practice.example', ${other.role_id}, 'active', ${now}, ${now}, 'operator')`.execute(
        tx,
      ),
    );
    const workflow = await addWorkflow(begun, {
      name: 'By role',
      subject_kinds: ['client'],
      steps: [task('only', { who: ['assignee', 'launcher'] })],
    });
    const person = await addPerson(begun, 'Oak & Sons', 'client');
    const giveTo = async (member: Who) =>
      done(
        await perform(house.kernel, begun.place, persons, {
          id: person,
          command: { do: 'set_role', role: 'assignee', member: member.member_id! },
        }),
      );
    await giveTo(begun.who);
    const run = await launch(begun, workflow, person, 'client');
    expect(run.state.made!.tasks[0]).toMatchObject({ assignee_id: begun.who.member_id, resolved_by: 'assignee' });
    await giveTo(other);
    const { rows } = await inPractice(house.kernel.db, begun.practice, ({ tx }) =>
      sql<{ assignee_id: Id }>`select assignee_id from app.task where run_id = ${run.id}`.execute(tx),
    );
    expect(rows).toEqual([{ assignee_id: other.member_id }]);
  });

  test('PE-75 PE-77 WF-125 a merge brings the runs to the survivor, and reversing it gives them back', async () => {
    const begun = await begin();
    const workflow = await addWorkflow(begun, { name: 'Work', subject_kinds: ['client'], steps: [task('only')] });
    const survivor = await addPerson(begun, 'Riverside Bakery', 'client');
    const absorbed = await addPerson(begun, 'Riverside Baker', 'client');
    const run = await launch(begun, workflow, absorbed, 'client');
    const merge = newId();
    const version = async (id: Id) => (await read<{ version: number }>(begun, 'person', id)).version;
    const command = {
      do: 'merge' as const,
      survivor,
      absorbed,
      kind: 'person' as const,
      versions: { survivor: await version(survivor), absorbed: await version(absorbed) },
      chosen: {},
      runs: [],
    };
    done(await perform(house.kernel, begun.place, merges, { id: merge, command }));
    expect(await read(begun, 'run', run.id)).toMatchObject({
      subject_id: survivor,
      client_id: survivor,
      state: 'running',
    });
    done(await perform(house.kernel, begun.place, merges, { id: merge, command: { do: 'reverse' } as never }));
    expect(await read(begun, 'run', run.id)).toMatchObject({ subject_id: absorbed, client_id: absorbed });
  });

  test('PE-64 when the 30 days of a deleted field are over, the values that records kept go with it', async () => {
    const begun = await begin();
    const field = newId();
    const add = {
      do: 'add' as const,
      label: 'Sector',
      record_kinds: ['client' as const],
      type: 'text' as const,
      choices: [],
    };
    const { state } = done(await perform(house.kernel, begun.place, customFields, { id: field, command: add }));
    const person = await addPerson(begun, 'Juniper Print Works', 'client');
    const custom = { [state.field.key]: 'Printing' };
    done(await perform(house.kernel, begun.place, persons, { id: person, command: { do: 'change', custom } }));
    done(await perform(house.kernel, begun.place, customFields, { id: field, command: { do: 'delete' } }));
    await inPractice(house.kernel.db, begun.practice, ({ tx }) =>
      sql`update app.clock set now = now + interval '31 days'`.execute(tx),
    );
    const timer = testPlace(begun.practice, systemWho('timer'));
    done(await perform(house.kernel, timer, customFields, { id: field, command: { do: 'wake' } as never }));
    expect(await read(begun, 'person', person)).toMatchObject({ custom: {} });
  });

  test('WF-150 a run’s owner takes back what somebody else did, with a reason; a stranger does not', async () => {
    const begun = await begin();
    const staff = testWho('Staff');
    const stranger = testWho('Staff');
    await inPractice(house.kernel.db, begun.practice, ({ tx, now }) =>
      sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
        select ${begun.practice}, m.id, 1, m.name, m.name, m.name || '@practice.example', ${staff.role_id}, 'active', ${now}, ${now}, 'operator'
        from (values (${staff.member_id}::uuid, 'staff'), (${stranger.member_id}::uuid, 'stranger')) m(id, name)`.execute(
        tx,
      ),
    );
    const workflow = await addWorkflow(begun, {
      name: 'Work',
      subject_kinds: ['client'],
      settings: { owner: [`member:${staff.member_id}`] },
      steps: [task('only', { who: ['launcher'] }), task('then')],
    });
    const run = await launch(begun, workflow, await addPerson(begun, 'Elm & Daughters', 'client'), 'client');
    expect(run.state.made!.run.owner_id).toBe(staff.member_id);
    const finish = { do: 'finish_task' as const, task: run.state.made!.tasks[0]!.id };
    const finished = done(await perform(house.kernel, begun.place, runs, { id: run.id, command: finish }));
    const [event] = finished.events;
    expect(await undoEvent(house.kernel, testPlace(begun.practice, stranger), event!.id, 'not right')).toMatchObject({
      yes: false,
      kind: 'not_allowed',
    });
    done(await undoEvent(house.kernel, testPlace(begun.practice, staff), event!.id, 'not right'));
    expect(await read(begun, 'run', run.id)).toMatchObject({ current_steps: ['Do only'] });
  });
});
