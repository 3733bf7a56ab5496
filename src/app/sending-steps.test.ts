import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import type { Message } from '#messages/outbox/model.ts';
import { MESSAGE } from '#messages/outbox/store.ts';
import { writtenTemplate } from '#messages/templates/testing.ts';
import { content as contentSchema } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { launches, messages, persons, runs, templates } from './rooms.ts';
import { testPlace, testPractice, testWho, useTestHouse } from './testing.ts';

const house = useTestHouse();

const does = async (practice: Id, room: Parameters<typeof perform>[2], id: Id, command: object) => {
  const outcome = await perform(house.kernel, testPlace(practice, testWho('Owner')), room, { id, command } as never);
  if (!outcome.yes) throw new Error(`${outcome.code}: ${outcome.because} ${JSON.stringify(outcome.errors ?? '')}`);
  return outcome;
};

/** A sandbox on Monday 2 November 2026, a client, and a run of a workflow whose one step sends. */
const begin = async (step: object = {}, client: object = {}, body = '<p>Dear {{ client.first_name }}</p>') => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-11-02T08:00:00.000Z' });
  const template = newId();
  const wording = {
    name: 'Welcome',
    subject: 'Welcome, {{ client.name }}',
    body,
  };
  await does(practice, templates, template, { do: 'create', ...writtenTemplate(wording) });
  const person = newId();
  const emails = [{ address: 'books@sample-bakery.example', label: 'work', primary: true }];
  await does(practice, persons, person, {
    do: 'add',
    kind: 'client',
    form: 'individual',
    given_name: 'Sample',
    family_name: 'Bakery',
    emails,
    ...client,
  });
  const workflow = newId();
  const content = {
    name: 'Onboarding',
    subject_kinds: ['client'],
    steps: [
      {
        key: 'welcome',
        kind: 'action',
        title: 'Welcome',
        do: 'send_email',
        params: { template, to: 'subject' },
        start: { anchor: 'run', n: 1, unit: 'day' },
        ...step,
      },
    ],
  };
  const { name, subject_kinds } = content;
  await does(practice, workflows, workflow, { do: 'create', id: workflow, name, description: '', subject_kinds });
  const draft = () =>
    inPractice(house.kernel.db, practice, async ({ tx }) => {
      const { rows } = await sql<{
        version: number;
      }>`select version from app.workflow_draft where practice_id = ${practice}`.execute(tx);
      return rows[0]!.version;
    });
  const full = contentSchema.parse(content);
  await does(practice, workflows, workflow, {
    do: 'save_draft',
    content: full,
    base_version: 0,
    draft_version: await draft(),
  });
  await does(practice, workflows, workflow, {
    do: 'publish',
    note: '',
    base_version: 0,
    draft_version: await draft(),
    anyway: false,
  });
  await does(practice, workflows, workflow, { do: 'turn_on' });
  const run = newId();
  await does(practice, launches, run, { do: 'launch', workflow, subject: person, as: 'client', origin: 'hand' });
  return { practice, person, run, template };
};

const sent = async (practice: Id): Promise<Message[]> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } =
      await sql<Message>`select ${MESSAGE} from app.message m where m.practice_id = ${practice} order by m.id`.execute(
        tx,
      );
    return rows;
  });
const stateOf = async (practice: Id, run: Id) =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ title: string; state: string; id: Id }>`
      select title, state, id from app.task where practice_id = ${practice} and run_id = ${run} order by id`.execute(
      tx,
    );
    return rows;
  });
const until = (practice: Id, time: string) => moveClock(house.kernel, testPlace(practice, testWho('Owner')), time);

describe('a workflow that sends', () => {
  test('ME-51 ME-52 WF-58 its message is written ten minutes before, leaves at its hour, once, and the run goes on', async () => {
    const { practice, run } = await begin();
    await until(practice, '2026-11-03T08:55:00.000Z');
    expect(await sent(practice)).toMatchObject([
      { state: 'planned', subject: 'Welcome, Sample Bakery', leaves_at: '2026-11-03T09:00:00.000Z', locale: 'en' },
    ]);
    await until(practice, '2026-11-03T09:00:00.000Z');
    const [message] = await sent(practice);
    expect(message).toMatchObject({
      state: 'sent',
      accepted_at: '2026-11-03T09:00:00.000Z',
      attempts: [{ number: 1 }],
    });
    expect(message!.used).toMatchObject({ 'client.first_name': 'Sample' });
    expect(await stateOf(practice, run)).toMatchObject([{ title: 'Welcome', state: 'done' }]);
  });

  test('WF-117 whoever must not be contacted by then is not written to, with that reason', async () => {
    const { practice, person, run } = await begin();
    await until(practice, '2026-11-03T08:55:00.000Z');
    await does(practice, persons, person, { do: 'stop_contact', reason: 'Asked by letter' });
    await until(practice, '2026-11-03T12:00:00.000Z');
    expect(await sent(practice)).toMatchObject([{ state: 'recalled', reason_code: 'do_not_contact', attempts: [] }]);
    expect(await stateOf(practice, run)).toMatchObject([{ state: 'skipped' }]);
  });

  test('WF-82 a run that is cancelled recalls what has not left', async () => {
    const { practice, run } = await begin();
    await until(practice, '2026-11-03T08:55:00.000Z');
    await does(practice, runs, run, { do: 'cancel', reason: 'Not wanted any more' });
    await until(practice, '2026-11-03T12:00:00.000Z');
    expect(await sent(practice)).toMatchObject([{ state: 'recalled', reason_code: 'run_ended' }]);
  });

  test('WF-112 on hold it is held, and leaves once the run goes on', async () => {
    const { practice, run } = await begin();
    await until(practice, '2026-11-03T08:55:00.000Z');
    const hold = newId();
    await does(practice, runs, run, { do: 'hold', id: hold, reason: 'The client is away' });
    await until(practice, '2026-11-03T12:00:00.000Z');
    expect(await sent(practice)).toMatchObject([{ state: 'held', reason_code: 'run_on_hold' }]);
    await does(practice, runs, run, { do: 'release', hold, dates: 'shift' });
    await until(practice, '2026-11-03T13:00:00.000Z');
    expect(await sent(practice)).toMatchObject([{ state: 'sent' }]);
  });

  test('ME-12 a first name that is missing holds it and makes a task; typed in, it leaves by itself', async () => {
    const { practice, person, run } = await begin(
      {},
      { form: 'organisation', given_name: null, family_name: null, organisation_name: 'Sample Bakery Ltd' },
    );
    await until(practice, '2026-11-03T10:00:00.000Z');
    expect(await sent(practice)).toMatchObject([
      { state: 'held', reason_code: 'value_missing', missing: ['client.first_name'] },
    ]);
    expect((await stateOf(practice, run)).map(({ title, state }) => [title, state])).toEqual([
      ['Welcome', 'ready'],
      ['Missing for «Welcome»: client.first_name', 'ready'],
    ]);
    await does(practice, persons, person, { do: 'change', given_name: 'Sample' });
    await until(practice, '2026-11-03T11:00:00.000Z');
    expect(await sent(practice)).toMatchObject([{ state: 'sent', used: { 'client.first_name': 'Sample' } }]);
    expect((await stateOf(practice, run)).map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('WF-59 looked at first: nothing leaves until somebody sends it, and dropping leaves it out', async () => {
    const { practice, run } = await begin({ approve_first: true });
    await until(practice, '2026-11-04T09:00:00.000Z');
    expect(await sent(practice)).toMatchObject([{ state: 'held', reason_code: 'needs_approval', attempts: [] }]);
    const task = (await stateOf(practice, run)).find(({ title }) => title.startsWith('Check and send'))!;
    await does(practice, runs, run, { do: 'finish_task', task: task.id, outcome: 'send' });
    await until(practice, '2026-11-04T10:00:00.000Z');
    expect(await sent(practice)).toMatchObject([{ state: 'sent' }]);
    const other = await begin({ approve_first: true });
    await until(other.practice, '2026-11-04T09:00:00.000Z');
    const drop = (await stateOf(other.practice, other.run)).find(({ title }) => title.startsWith('Check and send'))!;
    await does(other.practice, runs, other.run, { do: 'finish_task', task: drop.id, outcome: 'drop' });
    expect(await sent(other.practice)).toMatchObject([{ state: 'recalled', reason_code: 'dropped' }]);
    expect((await stateOf(other.practice, other.run)).find(({ title }) => title === 'Welcome')).toMatchObject({
      state: 'skipped',
    });
  });

  test('ME-34 without an address nothing is written: the step is left out, and somebody finds another way', async () => {
    const { practice, run } = await begin({}, { emails: [] });
    await until(practice, '2026-11-03T10:00:00.000Z');
    expect(await sent(practice)).toEqual([]);
    expect((await stateOf(practice, run)).map(({ title, state }) => [title, state])).toEqual([
      ['Welcome', 'skipped'],
      ['Reach Sample Bakery another way: Welcome', 'ready'],
    ]);
  });

  test('ME-53 recalled in the outbox, the step is left out and the run goes on', async () => {
    const { practice, run } = await begin();
    await until(practice, '2026-11-03T08:55:00.000Z');
    const [message] = await sent(practice);
    await does(practice, messages, message!.id, { do: 'recall', reason: 'Told by phone' });
    expect(await stateOf(practice, run)).toMatchObject([{ state: 'skipped' }]);
  });

  test('WF-60 ME-67 one that could not be sent is said by its step, in the provider’s words, and by no second task', async () => {
    const { practice, run } = await begin();
    await until(practice, '2026-11-03T08:55:00.000Z');
    const [{ id }] = (await sent(practice)) as [Message];
    await inPractice(house.kernel.db, practice, ({ tx, now }) =>
      sql`update app.message set leaves_at = ${now} where id = ${id}`.execute(tx),
    );
    const answer = { answer: 'refused', temporary: false, code: '554', text: '554 5.7.1 refused by policy' };
    await does(practice, messages, id, { do: 'begin', attempt: 1, node: 'test' });
    await does(practice, messages, id, { do: 'end', attempt: 1, answer, saved: false });
    const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`select title, needs_attention from app.task where practice_id = ${practice}`.execute(tx),
    );
    expect(rows).toEqual([
      { title: 'Welcome', needs_attention: expect.stringContaining('554 5.7.1 refused by policy') },
    ]);
    expect(await stateOf(practice, run)).toMatchObject([{ state: 'failed' }]);
  });

  test('PL-S15 an unknown field blocks publishing the workflow whose step names the template', async () => {
    await expect(begin({}, {}, '<p>Dear {{ client.frist_name }}</p>')).rejects.toThrow(
      /«Welcome» sends «Welcome», which has faults and cannot be sent|template_unusable/,
    );
  });
});
