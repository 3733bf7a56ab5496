import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { writtenTemplate } from '#messages/templates/testing.ts';
import { content } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { member } from '#workflows/launch/testing.ts';
import { launches, persons, runs, templates } from './rooms.ts';
import { testPlace, testPractice, testWho, useTestHouse } from './testing.ts';

const house = useTestHouse();

/** A sandbox on a Monday at noon, with whoever prepares the work and two who look at it. */
const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-11-02T12:00:00.000Z' });
  const [mark, ben, cora] = [testWho('Manager'), testWho('Manager'), testWho('Owner')];
  await member(house.kernel, practice, mark, 'Mark Sample');
  await member(house.kernel, practice, ben, 'Ben Sample');
  await member(house.kernel, practice, cora, 'Cora Sample');
  const does = async (who: Who, room: AnyRoom, id: Id, command: object) => {
    const outcome = await perform(house.kernel, testPlace(practice, who), room, { id, command } as never);
    if (!outcome.yes) throw new Error(`${outcome.code}: ${outcome.because} ${JSON.stringify(outcome.errors ?? '')}`);
    return outcome;
  };
  const rows = <T>(what: ReturnType<typeof sql<T>>): Promise<T[]> =>
    inPractice(house.kernel.db, practice, async ({ tx }) => (await what.execute(tx)).rows);
  return { practice, mark, ben, cora, does, rows };
};

/** The message that the run sends, in words that need no value. */
const WELCOME = {
  do: 'create',
  ...writtenTemplate({ name: 'Welcome', subject: 'Welcome to the practice', body: '<p>Good morning</p>' }),
};

const takeOn = (template: Id, ben: Who, cora: Who) =>
  content.parse({
    name: 'Take on',
    subject_kinds: ['prospect', 'client'],
    steps: [
      {
        key: 'papers',
        kind: 'task',
        title: 'Collect the papers',
        who: ['launcher'],
        checklist: [
          { key: 'letter', text: 'Letter signed', required: true },
          { key: 'identity', text: 'Identity seen', required: true },
        ],
      },
      {
        key: 'look',
        kind: 'review',
        title: 'Do we take them',
        of: ['papers'],
        reviewers: [[`member:${ben.member_id}`], [`member:${cora.member_id}`]],
        at_least: 2,
      },
      { key: 'convert', kind: 'action', title: 'Make a client', do: 'convert' },
      { key: 'welcome', kind: 'action', title: 'Welcome them', do: 'send_email', params: { template, to: 'subject' } },
      { key: 'call', kind: 'task', title: 'Ring them', who: ['launcher'] },
    ],
  });

test('WF-201 one run holds a checklist, a review by two and a message, begins on a prospect and ends on the client', async () => {
  const { practice, mark, ben, cora, does, rows } = await begin();
  const [template, workflow, prospect, run] = [newId(), newId(), newId(), newId()];
  await does(cora, templates as AnyRoom, template, WELCOME);
  const emails = [{ address: 'books@sample-bakery.example', label: 'work', primary: true }];
  await does(mark, persons as AnyRoom, prospect, {
    do: 'add',
    kind: 'prospect',
    organisation_name: 'Sample Bakery',
    emails,
  });
  const full = takeOn(template, ben, cora);
  const { name, subject_kinds } = full;
  await does(cora, workflows as AnyRoom, workflow, {
    do: 'create',
    id: workflow,
    name,
    description: '',
    subject_kinds,
  });
  const draft = async () => {
    const [row] = await rows(sql<{ version: number }>`select version from app.workflow_draft`);
    return { base_version: 0, draft_version: row!.version };
  };
  await does(cora, workflows as AnyRoom, workflow, { do: 'save_draft', content: full, ...(await draft()) });
  await does(cora, workflows as AnyRoom, workflow, { do: 'publish', note: '', anyway: false, ...(await draft()) });
  await does(cora, workflows as AnyRoom, workflow, { do: 'turn_on' });
  await does(mark, launches as AnyRoom, run, {
    do: 'launch',
    workflow,
    subject: prospect,
    as: 'prospect',
    origin: 'hand',
  });

  const tasks = () =>
    rows(
      sql<{
        id: Id;
        step_key: string;
        state: string;
      }>`select id, step_key, state from app.task where run_id = ${run} order by id`,
    );
  const states = async () => Object.fromEntries((await tasks()).map(({ step_key, state }) => [step_key, state]));
  const on = async (who: Who, key: string, command: object) => {
    const task = (await tasks()).find(({ step_key }) => step_key === key)!.id;
    return does(who, runs as AnyRoom, run, { ...command, task });
  };

  await on(mark, 'papers', { do: 'tick', line: 'letter' });
  await expect(on(mark, 'papers', { do: 'finish_task' })).rejects.toThrow('Identity seen');
  await on(mark, 'papers', { do: 'tick', line: 'identity' });
  await on(mark, 'papers', { do: 'finish_task' });
  await expect(on(cora, 'look', { do: 'approve' }), 'Ben looks first').rejects.toThrow();
  await on(ben, 'look', { do: 'hand_back', comment: 'The letter is not dated' });
  expect(await states()).toMatchObject({ papers: 'ready' });
  await on(mark, 'papers', { do: 'finish_task' });
  await on(ben, 'look', { do: 'approve' });
  expect(await states()).not.toHaveProperty('convert');
  await on(cora, 'look', { do: 'approve' });

  await moveClock(house.kernel, testPlace(practice, cora), '2026-11-04T12:00:00.000Z');
  expect(await rows(sql`select subject, state from app.message where run_id = ${run}`)).toEqual([
    { subject: 'Welcome to the practice', state: 'sent' },
  ]);
  await on(mark, 'call', { do: 'finish_task' });
  expect(await states()).toEqual({ papers: 'done', look: 'done', convert: 'done', welcome: 'done', call: 'done' });
  expect(
    await rows(sql`
      select r.launched_as, r.state, p.kind, (select count(*)::int from app.run) as runs
      from app.run r join app.person p on p.practice_id = r.practice_id and p.id = r.subject_id where r.id = ${run}`),
  ).toEqual([{ launched_as: 'prospect', state: 'completed', kind: 'client', runs: 1 }]);
});
