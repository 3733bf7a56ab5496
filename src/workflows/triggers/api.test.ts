import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { tags } from '#people/tags/store.ts';
import { content, type WrittenContent } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { subjects } from '../../app/ports/subjects.ts';
import { authorizations, employees, launches, persons, runs } from '../../app/rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { member } from '../launch/testing.ts';
import { triggersApi } from './api.ts';

const house = useTestHouse();

/** A sandbox: actions and looks are done there and then, and the clock is moved by hand. */
const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-11-02T09:00:00.000Z' });
  const who = testWho('Manager');
  await member(house.kernel, practice, who, 'Marlow Test');
  const place = testPlace(practice, who);
  const routes = [triggersApi({ kernel: house.kernel, launches, subjects })] as never;
  const api = testApi(house.kernel, practice, routes, who);
  const at = <T>(read: (desk: Parameters<Parameters<typeof inPractice<T>>[2]>[0]) => Promise<T>) =>
    inPractice(house.kernel.db, practice, read);
  const done = <T extends { yes: boolean }>(outcome: T): Extract<T, { yes: true }> => {
    expect(outcome, JSON.stringify(outcome)).toMatchObject({ yes: true });
    return outcome as Extract<T, { yes: true }>;
  };
  const design = async (written: WrittenContent): Promise<Id> => {
    const id = newId();
    const template = { key: written.name.toLowerCase(), n: 1 };
    const command = { do: 'copy_template' as const, id, template, content: content.parse(written), as_is: true };
    const { state } = done(await perform(house.kernel, place, workflows, { id, command }));
    expect(state.workflow?.on, 'the check list has no error').toBe(true);
    return id;
  };
  const person = async (name: string, kind: 'prospect' | 'client' = 'client', more: object = {}): Promise<Id> => {
    const id = newId();
    const command = { do: 'add' as const, kind, organisation_name: name, ...more };
    done(await perform(house.kernel, place, persons, { id, command }));
    return id;
  };
  const tell = async (room: typeof persons, id: Id, command: object) =>
    done(await perform(house.kernel, place, room, { id, command: command as never }));
  const rows = async () =>
    (await api('GET', '/triggers')).body.items as { id: Id; version: number; on: boolean; workflow_id: Id }[];
  const of = async (workflow: Id) => (await rows()).find((row) => row.workflow_id === workflow)!;
  const turnOn = async (workflow: Id) => {
    const { id, version } = await of(workflow);
    const answer = await api('PUT', `/triggers/${id}/activation`, undefined, { 'if-match': `"${version}"` });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return id;
  };
  const log = async (trigger: Id) =>
    (
      (await api('GET', `/triggers/${trigger}/log`)).body.items as {
        outcome: string;
        code: string | null;
        subject: string;
        because: string;
      }[]
    ).map(({ outcome, code, subject }) => [code ?? outcome, subject]);
  const runsOf = (workflow: Id) =>
    at(
      async ({ tx }) =>
        (
          await sql<{
            id: Id;
            subject_id: Id;
            origin: string;
            ended_reason: string | null;
            ended_at: string | null;
            owner_id: Id | null;
            refers_to: Id[];
          }>`
            select id, subject_id, origin, ended_reason, ended_at, owner_id, refers_to from app.run where workflow_id = ${workflow} order by started_at, id`.execute(
            tx,
          )
        ).rows,
    );
  const clock = (to: string) =>
    moveClock(house.kernel, place, to, {
      onFault: (error: unknown) => {
        throw error;
      },
    } as never);
  return { practice, who, place, api, at, done, design, person, tell, of, turnOn, log, runsOf, clock };
};

const task = (key: string, more: object = {}) => ({
  kind: 'task' as const,
  key,
  title: `Do ${key}`,
  who: ['owner'],
  ...more,
});

describe('triggers', () => {
  test('WF-166 WF-170 a trigger is off until it is turned on, then what happens starts runs, with its condition', async () => {
    const { design, person, turnOn, log, runsOf, of } = await begin();
    const workflow = await design({
      name: 'Welcome',
      subject_kinds: ['prospect'],
      steps: [task('call')],
      triggers: [{ key: 'new', on: 'created', only_if: { field: 'subject.source', is: 'is', value: 'web' } }],
    });
    await person('Before Ltd', 'prospect', { source: 'web' });
    expect(await of(workflow)).toMatchObject({ on: false });
    const trigger = await turnOn(workflow);
    await person('Web Ltd', 'prospect', { source: 'web' });
    await person('Other Ltd', 'prospect');
    await person('Client Ltd', 'client', { source: 'web' });
    expect(await log(trigger)).toEqual([['launched', 'Web Ltd']]);
    expect(await runsOf(workflow)).toMatchObject([{ origin: 'event' }]);
    expect(await of(workflow)).toMatchObject({ launched: 1, refused: 0 });
  });

  test('WF-169 a refused launch stands in the log with its reason, in the workflow’s history, and is told to its publisher', async () => {
    const { design, person, tell, turnOn, log, at, practice, who } = await begin();
    const workflow = await design({
      name: 'Tell inactive',
      subject_kinds: ['client'],
      steps: [task('a')],
      triggers: [{ key: 's', on: 'status', status: 'inactive' }],
    });
    const trigger = await turnOn(workflow);
    const id = await person('Gone Ltd');
    await tell(persons, id, { do: 'deactivate', reason: 'sold', open_runs: 'leave' });
    expect(await log(trigger)).toEqual([['subject_inactive', 'Gone Ltd']]);
    const because = 'Gone Ltd is no longer active, and this workflow is only for active ones.';
    const { rows: told } = await at(({ tx }) =>
      sql`select e.root, e.facts -> 'because' ->> 1 as because, n.member_id, n.title from app.event e
        join app.notification n on n.practice_id = e.practice_id and n.thing = e.thing and n.verb = e.verb
        where e.practice_id = ${practice} and e.verb = 'trigger.not_started'`.execute(tx),
    );
    const title = `A trigger could not start «Tell inactive» on 1 record: ${because}`;
    expect(told).toEqual([{ root: `workflow:${workflow}`, because, member_id: who.member_id, title }]);
  });

  test('WF-171 worked example 10: what a run brings about never starts the workflow it came from', async () => {
    const { place, design, done, person, tell, turnOn, log, runsOf } = await begin();
    const late = newId();
    done(
      await perform(house.kernel, place, tags, {
        id: late,
        command: { do: 'add', name: 'late', colour: 'red', applies_to: ['client'] } as never,
      }),
    );
    const c = await design({
      name: 'C',
      subject_kinds: ['client'],
      steps: [
        { kind: 'action', key: 'off', title: 'Off', do: 'remove_tag', params: { tag: late } },
        { kind: 'action', key: 'again', title: 'On', do: 'add_tag', params: { tag: late } },
        task('c_end'),
      ],
    });
    const b = await design({
      name: 'B',
      subject_kinds: ['client'],
      settings: { open_runs: 'many' },
      steps: [
        { kind: 'action', key: 'start', title: 'Start C', do: 'start_workflow', params: { workflow: 'c' } },
        task('b_end'),
      ],
      triggers: [{ key: 'late', on: 'tag', tag: late }],
    });
    const trigger = await turnOn(b);
    const id = await person('Late Ltd');
    await tell(persons, id, { do: 'add_tag', tag: late });
    expect([(await runsOf(b)).length, (await runsOf(c)).length]).toEqual([1, 1]);
    expect((await log(trigger)).sort()).toEqual([
      ['launched', 'Late Ltd'],
      ['loop', 'Late Ltd'],
    ]);
    for (const run of [...(await runsOf(b)), ...(await runsOf(c))])
      await tell(runs as never, run.id, { do: 'cancel', reason: 'over' });
    await tell(persons, id, { do: 'remove_tag', tag: late });
    await tell(persons, id, { do: 'add_tag', tag: late });
    expect((await runsOf(b)).length).toBe(2);
  });

  test('WF-166 a completed run starts what waits for it', async () => {
    const { design, person, tell, turnOn, log, runsOf, at, of } = await begin();
    const first = await design({
      name: 'First',
      subject_kinds: ['client'],
      steps: [task('one')],
      triggers: [{ key: 'made', on: 'created' }],
    });
    const second = await design({
      name: 'Second',
      subject_kinds: ['client'],
      steps: [task('two')],
      triggers: [{ key: 'after', on: 'run_completed', workflow: 'first' }],
    });
    for (const workflow of [first, second]) await turnOn(workflow);
    const finish = async (workflow: Id) => {
      const [run] = await runsOf(workflow);
      const { rows } = await at(({ tx }) =>
        sql<{ id: Id }>`select id from app.task where run_id = ${run!.id}`.execute(tx),
      );
      await tell(runs as never, run!.id, { do: 'finish_task', task: rows[0]!.id });
    };
    const subject = await person('Chain Ltd');
    await finish(first);
    expect(await runsOf(second)).toMatchObject([{ subject_id: subject, origin: 'event' }]);
    expect(await log((await of(second)).id)).toEqual([['launched', 'Chain Ltd']]);
  });

  test('WF-167 a date is looked at from 06:00, missed days are caught up, and a day is dealt with once', async () => {
    const { place, done, design, turnOn, log, clock } = await begin();
    const workflow = await design({
      name: 'Leaving',
      subject_kinds: ['employee'],
      settings: { allow_inactive: true },
      steps: [task('kit')],
      triggers: [{ key: 'soon', on: 'date', field: 'end_on', days: -7 }],
    });
    const hire = async (name: string, end_on: string) => {
      const id = newId();
      const command = { do: 'add', given_name: name, family_name: 'Test', start_on: '2020-01-01' };
      done(await perform(house.kernel, place, employees, { id, command: command as never }));
      done(await perform(house.kernel, place, employees, { id, command: { do: 'set_last_day', end_on } as never }));
    };
    await hire('Past', '2026-11-05');
    await hire('Soon', '2026-11-12');
    const trigger = await turnOn(workflow);
    await clock('2026-11-05T05:30:00.000Z');
    expect(await log(trigger)).toEqual([]);
    await clock('2026-11-05T06:30:00.000Z');
    expect(await log(trigger)).toEqual([['launched', 'Soon Test']]);
    await hire('Short', '2026-11-10');
    await clock('2026-11-08T09:00:00.000Z');
    expect(await log(trigger)).toEqual([
      ['launched', 'Short Test'],
      ['launched', 'Soon Test'],
    ]);
  });

  test('WF-168 PE-53 an authorization about to end starts its renewal once, on its client and about it, and a replacement ends it while nothing is done', async () => {
    const { place, done, design, person, turnOn, log, runsOf, clock } = await begin();
    const workflow = await design({
      name: 'Renewal',
      subject_kinds: ['client'],
      settings: { refers_to: 'authorization' },
      steps: [task('needed')],
      triggers: [{ key: 'ends', on: 'authorization_ends', days: 60 }],
    });
    const trigger = await turnOn(workflow);
    const client = await person('Authorized Ltd');
    const grant = async (command: object) => {
      const id = newId();
      done(await perform(house.kernel, place, authorizations, { id, command: command as never }));
      return id;
    };
    const about = { kind: 'authority to act', state: 'approved', valid_from: '2026-01-01' };
    const old = await grant({ do: 'add', client, ...about, number: '1', valid_to: '2027-01-03' });
    await clock('2026-11-03T09:00:00.000Z');
    expect(await log(trigger)).toEqual([]);
    await clock('2026-11-06T09:00:00.000Z');
    expect(await log(trigger)).toEqual([['launched', 'Authorized Ltd']]);
    expect(await runsOf(workflow)).toMatchObject([{ subject_id: client, refers_to: [old] }]);
    await clock('2026-11-20T09:00:00.000Z');
    expect((await log(trigger)).length).toBe(1);
    await grant({ do: 'renew', old, state: 'approved', number: '2', valid_from: '2027-01-04', valid_to: '2028-01-03' });
    expect(await runsOf(workflow)).toMatchObject([{ ended_reason: 'replaced' }]);
  });

  test('WF-170 applying to existing records is a bulk act with a preview, kept in the log and taken back as one', async () => {
    const { api, design, person, turnOn, log, runsOf } = await begin();
    await person('Old Ltd');
    await person('Older Ltd');
    await person('Prospect Ltd', 'prospect');
    const workflow = await design({
      name: 'For all',
      subject_kinds: ['client'],
      steps: [task('a')],
      triggers: [{ key: 'made', on: 'created' }],
    });
    const trigger = await turnOn(workflow);
    const look = await api('POST', `/triggers/${trigger}/launches`, { dry_run: true });
    expect(look.body, JSON.stringify(look.body)).toMatchObject({ done: 2, refused: 0, operation_id: null });
    expect(await runsOf(workflow)).toEqual([]);
    const wrong = await api('POST', `/triggers/${trigger}/launches`, { expected_count: 3 });
    expect(wrong.body).toMatchObject({ code: 'count_changed' });
    const applied = await api('POST', `/triggers/${trigger}/launches`, { expected_count: 2 });
    expect(applied.body, JSON.stringify(applied.body)).toMatchObject({ done: 2 });
    expect((await log(trigger)).length).toBe(2);
  });

  test('WF-172 PE-63 the breaker opens at the eleventh launch on one record, turning it on again closes it, and its tag stays', async () => {
    const { place, done, design, person, tell, turnOn, log, of } = await begin();
    const tag = newId();
    done(
      await perform(house.kernel, place, tags, {
        id: tag,
        command: { do: 'add', name: 'hot', colour: 'red', applies_to: ['client'] } as never,
      }),
    );
    const workflow = await design({
      name: 'Often',
      subject_kinds: ['client'],
      steps: [{ kind: 'action', key: 'n', title: 'Note', do: 'note', params: { text: 'Seen.' } }],
      triggers: [{ key: 'hot', on: 'tag', tag }],
    });
    const trigger = await turnOn(workflow);
    const id = await person('Busy Ltd');
    for (let i = 0; i < 11; i += 1) {
      await tell(persons, id, { do: 'add_tag', tag });
      await tell(persons, id, { do: 'remove_tag', tag });
    }
    const told = await log(trigger);
    expect([told.length, told[0]]).toEqual([11, ['paused', 'Busy Ltd']]);
    expect(await of(workflow)).toMatchObject({
      on: true,
      paused_because: expect.stringContaining('more than 10 runs on Busy Ltd'),
    });
    const gone = await perform(house.kernel, place, tags, { id: tag, command: { do: 'delete' } });
    expect(gone).toMatchObject({ yes: false, code: 'in_use' });
    await tell(persons, id, { do: 'add_tag', tag });
    expect((await log(trigger)).length).toBe(11);
    await turnOn(workflow);
    expect(await of(workflow)).toMatchObject({ paused_because: null });
  });

  test('WF-19 turning on needs the right to design; reading needs to read workflows', async () => {
    const { practice, design, of } = await begin();
    const workflow = await design({
      name: 'X',
      subject_kinds: ['client'],
      steps: [task('a')],
      triggers: [{ key: 'm', on: 'created' }],
    });
    const routes = [triggersApi({ kernel: house.kernel, launches, subjects })] as never;
    const viewer = testApi(house.kernel, practice, routes, testWho('Viewer'));
    const { id } = await of(workflow);
    expect((await viewer('GET', '/triggers')).status).toBe(200);
    expect((await viewer('PUT', `/triggers/${id}/activation`, undefined, { 'if-match': '"1"' })).status).toBe(403);
    expect((await viewer('POST', `/triggers/${id}/launches`, { dry_run: true })).status).toBe(403);
  });
});
