import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { act } from '#kernel/loop/perform.ts';
import { writtenTemplate } from '#messages/templates/testing.ts';
import { codeApi } from '#workflows/code/api.ts';
import { libraryApi } from '#workflows/library/api.ts';
import { forms, templates } from '../../app/rooms.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { definitionsApi } from './api.ts';
import { designFacts } from './store.ts';

const house = useTestHouse();
type Role = Parameters<typeof testWho>[0];

const practiceWith = async () => {
  const practice = await testPractice(house.kernel);
  const as = (who: Who) =>
    testApi(
      house.kernel,
      practice,
      [definitionsApi(house.kernel), codeApi(house.kernel), libraryApi(house.kernel, { templates, forms })],
      who,
    );
  return { practice, as, api: as(testWho('Manager')), of: (role: Role) => as(testWho(role)) };
};
type Api = Awaited<ReturnType<typeof practiceWith>>['api'];

const call = (more: object = {}) => ({ key: 'call', kind: 'task', title: 'Call the client', ...more });
const seen = (version: number) => ({ 'if-match': `"${version}"` });

const create = async (api: Api, name = 'Payroll', subject_kinds: string[] = ['client']) =>
  (await api('POST', '/workflows', { name, subject_kinds })).body;

const save = (api: Api, workflow: { id: string; draft_version: number; content: object }, steps: object[]) =>
  api(
    'PUT',
    `/workflows/${workflow.id}/draft`,
    {
      content: { ...workflow.content, steps },
      base_version: (workflow as { base_version?: number }).base_version ?? 0,
    },
    seen(workflow.draft_version),
  );

const publish = (
  api: Api,
  { id, draft_version, base_version }: { id: string; draft_version: number; base_version: number },
  more: object = {},
) => api('POST', `/workflows/${id}/versions`, { note: 'Ready', base_version, ...more }, seen(draft_version));

const published = async (api: Api, name = 'Payroll', kinds = ['client'], steps: object[] = [call()]) => {
  const { body } = await save(api, await create(api, name, kinds), steps);
  const answer = await publish(api, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};

/** A run as the runs' own room leaves it. */
const addRun = (practice: string, workflow: string, subject: string, ended = false) =>
  inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`insert into app.run (practice_id, id, version, workflow_id, workflow_version, subject_kind, subject_id, launched_as, origin,
        exclusive, started_at, started_on, state, ended_at)
      values (${practice}, ${newId()}, 1, ${workflow}, 1, 'person', ${subject}, 'client', 'hand', false,
        '2026-11-23T09:00:00Z', '2026-11-23', ${ended ? 'completed' : 'running'}, ${ended ? '2026-11-24T09:00:00Z' : null})`.execute(
      tx,
    ),
  );

describe('the list', () => {
  test('WF-2 WF-5 on and off ones stand together, each with toggle, total days, version, draft and its line', async () => {
    const { api } = await practiceWith();
    const on = await published(api, 'Year end');
    await api('PUT', `/workflows/${on.id}/activation`, {}, seen(on.version));
    await save(api, await create(api, 'Address change'), [
      call({ due: { anchor: 'ready', n: 5, unit: 'business_day' } }),
    ]);
    const { body } = await api('GET', '/workflows');
    expect(body.items).toMatchObject([
      { name: 'Address change', on: false, current_version: null, has_draft: true, days: '7 days', may_design: true },
      { name: 'Year end', on: true, current_version: 1, has_draft: false, steps: 1, failures: 0 },
    ]);
    expect(body.items[0].shape).toEqual([{ key: 'call', title: 'Call the client', kind: 'task', day: 7 }]);
    expect((await api('GET', '/workflows?on=true')).body.items).toHaveLength(1);
    expect((await api('GET', '/workflows?q=YEAR')).body.items).toMatchObject([{ name: 'Year end' }]);
    expect((await api('GET', '/workflows?kind=employee')).body.items).toEqual([]);
  });

  test('WF-6 the number is that of distinct subjects with an open run', async () => {
    const { api, practice } = await practiceWith();
    const { id } = await published(api);
    const [one, two] = [newId(), newId()];
    for (const subject of [one, one, two]) await addRun(practice, id, subject);
    await addRun(practice, id, newId(), true);
    expect((await api('GET', '/workflows')).body.items[0]).toMatchObject({ subjects: 2, open_runs: 3, runs_ever: 4 });
    expect((await api('GET', '/workflows?used=false')).body.items).toEqual([]);
  });

  test('PL-69 sorted by subjects, pages neither skip nor repeat', async () => {
    const { api, practice } = await practiceWith();
    for (const [at, name] of ['A', 'B', 'C'].entries()) {
      const { id } = await create(api, name);
      for (let n = 0; n < at; n += 1) await addRun(practice, id, newId());
    }
    const first = await api('GET', '/workflows?sort=-subjects&limit=2');
    const second = await api('GET', `/workflows?sort=-subjects&limit=2&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items].map(({ name }) => name)).toEqual(['C', 'B', 'A']);
  });
});

describe('making one', () => {
  test('WF-1 WF-3 WF-14 it opens as an empty draft, off; the kinds are one of five sets and the name is free', async () => {
    const { api } = await practiceWith();
    const made = await api('POST', '/workflows', { name: 'Payroll', subject_kinds: ['prospect', 'client'] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      key: 'payroll',
      on: false,
      current_version: null,
      has_draft: true,
      end: 'delete',
    });
    expect((await api('POST', '/workflows', { name: 'X', subject_kinds: ['client', 'employee'] })).status).toBe(422);
    expect((await api('POST', '/workflows', { name: 'X', subject_kinds: [] })).status).toBe(422);
    const twice = await api('POST', '/workflows', { name: ' PAYROLL ', subject_kinds: ['client'] });
    expect(twice.status).toBe(422);
    expect(twice.body.errors[0]).toMatchObject({ pointer: '/name', code: 'taken' });
  });

  test('WF-16 a duplicate is a draft named «… (copy)», off, without runs and versions', async () => {
    const { api, practice } = await practiceWith();
    const first = await published(api);
    await addRun(practice, first.id, newId());
    const { status, body } = await api('POST', `/workflows/${first.id}/copies`);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'Payroll (copy)',
      on: false,
      current_version: null,
      open_runs: 0,
      end: 'delete',
    });
    expect(body.content.steps).toMatchObject([{ key: 'call' }]);
    expect((await api('GET', `/workflows/${body.id}/versions`)).body.items).toEqual([]);
    expect((await api('POST', `/workflows/${first.id}/copies`)).body.name).toBe('Payroll (copy 2)');
  });

  test('WF-4 a template is shown with its line; used as it is it is published and on, customised it is a draft', async () => {
    const { api } = await practiceWith();
    const { body: library } = await api('GET', '/workflow-templates');
    expect(library.items).toHaveLength(15);
    expect(library.items.filter(({ card }: { card: boolean }) => card)).toHaveLength(6);
    expect(library.may_use).toBe(true);
    const used = await api('POST', '/workflow-templates/complaint/copies', { as_is: true });
    expect(used).toMatchObject({
      status: 201,
      body: { key: 'complaint', on: true, also: [], brought: ['Complaint received', 'Answer to a complaint'] },
    });
    const own = await api('GET', `/workflows/${used.body.id}`);
    expect(own.body).toMatchObject({
      current_version: 1,
      has_draft: false,
      origin: 'template:complaint@3',
      days: '44 days',
    });
    const changed = await api('POST', '/workflow-templates/complaint/copies', { as_is: false });
    expect(changed.body.on).toBe(false);
    expect((await api('GET', `/workflows/${changed.body.id}`)).body).toMatchObject({
      name: 'Complaint (copy)',
      has_draft: true,
      current_version: null,
    });
    expect((await api('GET', '/workflow-templates')).body).toEqual(library);
    expect((await api('POST', '/workflow-templates/nothing/copies', { as_is: true })).status).toBe(404);
  });

  test('WF-4 messages come along in one with the copy: one of that name is sent as it is, and nothing is made twice', async () => {
    const { api, practice } = await practiceWith();
    const own = writtenTemplate({ name: 'Complaint received', subject: 'Ours', body: '<p>Our own words.</p>' });
    await inPractice(house.kernel.db, practice, async (desk) => {
      const caller = { who: testWho('Manager'), request_id: newId() };
      const wanted = [{ id: newId(), command: { do: 'create' as const, ...own } }];
      for (const outcome of await act(house.kernel, desk, caller, templates, wanted)) expect(outcome.yes).toBe(true);
    });
    const sent = async () =>
      inPractice(house.kernel.db, practice, async (desk) =>
        (await designFacts(desk)).message_templates.map(({ name, sources }) => `${name}: ${sources[0]?.subject}`),
      );
    const used = await api('POST', '/workflow-templates/complaint/copies', { as_is: true });
    expect(used.body).toMatchObject({ on: true, brought: ['Answer to a complaint'] });
    expect(await sent()).toEqual(['Answer to a complaint: Our answer to your complaint', 'Complaint received: Ours']);
    await api('POST', '/workflow-templates/complaint/copies', { as_is: true });
    expect(await sent()).toHaveLength(2);
    const { content } = (await api('GET', `/workflows/${used.body.id}`)).body;
    const ack = content.steps.find(({ key }: { key: string }) => key === 'ack');
    expect(ack).toMatchObject({ do: 'send_email', approve_first: true, params: { to: 'primary_contact' } });
    expect(ack.params.template).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('WF-4 workflows that a template starts are copied along, once', async () => {
    const { api } = await practiceWith();
    const first = await api('POST', '/workflow-templates/new_prospect/copies', { as_is: true });
    expect(first.body.also).toEqual(['Add to waitlist', 'Deactivate prospect']);
    const again = await api('POST', '/workflow-templates/new_prospect/copies', { as_is: true });
    expect(again.body.also).toEqual([]);
    expect((await api('GET', '/workflows')).body.items).toHaveLength(4);
  });
});

describe('the draft', () => {
  test('WF-10 a save on an older draft is a conflict with who, the steps that differ and both texts', async () => {
    const { api, of } = await practiceWith();
    const opened = await create(api);
    await save(api, opened, [call({ title: 'Telephone' })]);
    const late = await save(of('Admin'), opened, [call({ title: 'Visit' })]);
    expect(late.status).toBe(412);
    expect(late.body.facts).toMatchObject({ code: 'draft_moved', draft_version: opened.draft_version + 1 });
    expect(late.body.facts.steps).toEqual([{ key: 'call', title: 'Visit' }]);
    expect(late.body.facts.theirs.steps[0].title).toBe('Telephone');
    expect(late.body.facts.yours.steps[0].title).toBe('Visit');
    expect(
      (await api('PUT', `/workflows/${opened.id}/draft`, { content: opened.content, base_version: 0 })).status,
    ).toBe(428);
  });

  test('WF-15 WF-30 what cannot be read is refused with the step’s title and the limit', async () => {
    const { api } = await practiceWith();
    const opened = await create(api);
    const lines = Array.from({ length: 31 }, (_, at) => ({ key: `l${at}`, text: `Line ${at}` }));
    const long = await save(api, opened, [call({ checklist: lines })]);
    expect(long.status).toBe(422);
    expect(long.body.errors).toMatchObject([
      { pointer: '/content/steps/0/checklist', detail: '«Call the client»: The checklist holds at most 30.' },
    ]);
    expect((await save(api, opened, [call({ key: 'Call Client' })])).body.errors[0].pointer).toBe(
      '/content/steps/0/key',
    );
    expect((await save(api, opened, [call({ colour: 'red' })])).status).toBe(422);
  });

  test('WF-10 thrown away, the version is what it was; with nothing published there is nothing to go back to', async () => {
    const { api } = await practiceWith();
    const first = await published(api);
    const changed = (await save(api, first, [call({ title: 'Visit' })])).body;
    expect(changed).toMatchObject({ has_draft: true, base_version: 1 });
    const gone = await api('DELETE', `/workflows/${first.id}/draft`, undefined, seen(changed.draft_version));
    expect(gone.body).toMatchObject({ has_draft: false, content: { steps: [{ title: 'Call the client' }] } });
    const other = await create(api, 'Other');
    const none = await api('DELETE', `/workflows/${other.id}/draft`, undefined, seen(other.draft_version));
    expect(none).toMatchObject({ status: 409, body: { code: 'never_published' } });
  });

  test('WF-13 the check list comes with the workflow, and what must be put right blocks publishing', async () => {
    const { api } = await practiceWith();
    const { body } = await save(api, await create(api), [call({ after: ['gone'], who: ['role:none'] })]);
    expect(body.check_list.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['after_missing', 'role_missing']),
    );
    const refused = await publish(api, body);
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_ready' } });
    expect(refused.body.facts.errors).toHaveLength(2);
  });
});

describe('publishing', () => {
  test('WF-11 WF-12 it makes version n + 1 with its note, immutable, and changes no run', async () => {
    const { api, practice } = await practiceWith();
    const first = await published(api);
    await addRun(practice, first.id, newId());
    const { body } = await save(api, first, [call(), call({ key: 'write', title: 'Write it down' })]);
    const second = await publish(api, body, { note: 'We write it down' });
    expect(second).toMatchObject({ status: 201, body: { current_version: 2, has_draft: false } });
    const versions = await api('GET', `/workflows/${first.id}/versions`);
    expect(versions.body.items.map(({ n, note }: { n: number; note: string }) => [n, note])).toEqual([
      [2, 'We write it down'],
      [1, 'Ready'],
    ]);
    const one = await api('GET', `/workflows/${first.id}/versions/1`);
    expect(one.body.content.steps).toHaveLength(1);
    expect(one.headers.get('etag')).toBe(`"${one.body.checksum}"`);
    expect((await api('GET', `/workflows/${first.id}/versions/3`)).status).toBe(409);
    const difference = await api('GET', `/workflows/${first.id}/versions/2/difference?with=1`);
    expect(difference.body.steps).toMatchObject([
      { key: 'call', change: 'kept' },
      { key: 'write', change: 'added' },
    ]);
    const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql<{ workflow_version: number }>`select workflow_version from app.run where practice_id = ${practice}`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([{ workflow_version: 1 }]);
  });

  test('WF-11 a draft begun from an older version is a conflict with the difference, or published anyway', async () => {
    const { api } = await practiceWith();
    const first = await published(api);
    const second = (await publish(api, (await save(api, first, [call({ title: 'Telephone' })])).body)).body;
    const stale = (await save(api, { ...second, base_version: 1 }, [call({ title: 'Visit' })])).body;
    const refused = await publish(api, stale);
    expect(refused.status).toBe(412);
    expect(refused.body.facts).toMatchObject({ code: 'published_since', current_version: 2 });
    expect(refused.body.facts.difference.steps[0].fields[0]).toMatchObject({ before: 'Telephone', after: 'Visit' });
    expect((await publish(api, stale, { anyway: true })).body.current_version).toBe(3);
  });

  test('WF-11 of many publishings at once one makes the version, the others are conflicts', async () => {
    const { api } = await practiceWith();
    const { body } = await save(api, await create(api), [call()]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => publish(api, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(412)]);
    expect((await api('GET', `/workflows/${body.id}/versions`)).body.items).toHaveLength(1);
  });

  test('WF-8 WF-9 on needs a version; off is what it says, and neither starts anything', async () => {
    const { api } = await practiceWith();
    const draft = await create(api, 'Other');
    const early = await api('PUT', `/workflows/${draft.id}/activation`, {}, seen(draft.version));
    expect(early).toMatchObject({ status: 409, body: { code: 'nothing_published' } });
    const one = await published(api);
    const on = await api('PUT', `/workflows/${one.id}/activation`, {}, seen(one.version));
    expect(on.body).toMatchObject({ on: true, open_runs: 0 });
    expect((await api('GET', '/startable-workflows?kind=client')).body.items).toMatchObject([
      { key: 'payroll', steps: 1 },
    ]);
    expect((await api('GET', '/startable-workflows?kind=prospect')).body.items).toEqual([]);
    const stale = await api('DELETE', `/workflows/${one.id}/activation`, undefined, seen(one.version));
    expect(stale.status).toBe(412);
    await api('DELETE', `/workflows/${one.id}/activation`, undefined, seen(on.body.version));
    expect((await api('GET', '/startable-workflows?kind=client')).body.items).toEqual([]);
  });

  test('WF-21 whoever publishes must hold what its actions need', async () => {
    const { api, as } = await practiceWith();
    const convert = { key: 'convert', kind: 'action', title: 'Convert', do: 'convert' };
    const { body } = await save(api, await create(api, 'Convert', ['prospect']), [convert]);
    const who = testWho('Manager');
    const narrow = as({ ...who, levels: { ...who.levels, people: 'read' } });
    const refused = await publish(narrow, body);
    expect(refused).toMatchObject({ status: 403, body: { code: 'not_allowed', facts: { step: 'convert' } } });
    expect((await publish(api, body)).status).toBe(201);
  });
});

describe('the shelf', () => {
  test('WF-17 deleting is possible while no run ever existed', async () => {
    const { api, practice } = await practiceWith();
    const one = await published(api);
    expect((await api('DELETE', `/workflows/${one.id}`, undefined, seen(one.version))).status).toBe(200);
    expect((await api('GET', `/workflows/${one.id}`)).status).toBe(404);
    const two = await published(api, 'Other');
    await addRun(practice, two.id, newId(), true);
    const used = await api('DELETE', `/workflows/${two.id}`, undefined, seen(two.version));
    expect(used).toMatchObject({ status: 409, body: { code: 'in_use' } });
    expect((await api('GET', `/workflows/${two.id}`)).body.end).toBe('archive');
  });

  test('WF-18 archiving is refused while runs or another workflow point at it; restored it is off', async () => {
    const { api, practice } = await practiceWith();
    const one = await published(api);
    const starter = {
      key: 'go',
      kind: 'action',
      title: 'Go on',
      do: 'start_workflow',
      params: { workflow: 'payroll' },
    };
    const other = (await save(api, await create(api, 'Starter'), [starter])).body;
    const refused = await api('PUT', `/workflows/${one.id}/archive`, {}, seen(one.version));
    expect(refused).toMatchObject({ status: 409, body: { code: 'in_use' } });
    expect(refused.body.facts.usage.started_by).toEqual([{ id: other.id, key: 'starter', name: 'Starter' }]);
    await api('DELETE', `/workflows/${other.id}`, undefined, seen(other.version));
    await addRun(practice, one.id, newId(), true);
    const archived = await api('PUT', `/workflows/${one.id}/archive`, {}, seen(one.version));
    expect(archived.body.archived_at).toBeTruthy();
    expect((await api('GET', '/workflows')).body.items).toEqual([]);
    expect((await api('GET', '/workflows?archived=true')).body.items).toMatchObject([{ name: 'Payroll' }]);
    const back = await api('DELETE', `/workflows/${one.id}/archive`, undefined, seen(archived.body.version));
    expect(back.body).toMatchObject({ archived_at: null, on: false });
  });
});

describe('who may', () => {
  test('WF-19 without the ability the pages are readable and nothing can be changed', async () => {
    const { api, of, as } = await practiceWith();
    const one = await published(api);
    for (const role of ['Staff', 'Viewer'] as const) {
      const reader = of(role);
      expect((await reader('GET', '/workflows')).body.items).toMatchObject([{ may_design: false }]);
      expect((await reader('GET', `/workflows/${one.id}`)).body.may_design).toBe(false);
      expect((await reader('GET', '/workflow-design-facts')).body.designable).toEqual([]);
      expect((await reader('GET', '/workflow-templates')).body.may_use).toBe(false);
      expect((await reader('POST', '/workflows', { name: 'X', subject_kinds: ['client'] })).status).toBe(403);
      expect((await save(reader, one, [call()])).status).toBe(403);
      expect((await reader('PUT', `/workflows/${one.id}/activation`, {}, seen(one.version))).status).toBe(403);
      expect((await reader('POST', '/workflow-templates/complaint/copies', { as_is: true })).status).toBe(403);
    }
    const who = testWho('Staff');
    const nobody = as({ ...who, levels: { ...who.levels, workflows: 'none' } });
    expect((await nobody('GET', '/workflows')).status).toBe(404);
    expect((await nobody('GET', `/workflows/${one.id}`)).status).toBe(404);
  });

  test('WF-20 collection workflows stand apart, for whoever may design them and for nobody else', async () => {
    const { api, of } = await practiceWith();
    const ar = of('AR Manager');
    const sequence = await create(ar, 'Reminders', ['invoice']);
    expect(sequence.subject_kinds).toEqual(['invoice']);
    expect((await ar('GET', '/workflows?collection=true')).body.items).toMatchObject([{ name: 'Reminders' }]);
    expect((await ar('GET', '/workflows?collection=false')).body.items).toEqual([]);
    expect((await ar('GET', '/workflow-design-facts')).body.designable).toEqual(['invoice']);
    expect((await ar('POST', '/workflows', { name: 'Payroll', subject_kinds: ['client'] })).status).toBe(403);
    expect((await api('GET', '/workflows')).body.items).toEqual([]);
    expect((await api('GET', `/workflows/${sequence.id}`)).status).toBe(404);
    expect((await api('POST', '/workflows', { name: 'Mine', subject_kinds: ['invoice'] })).status).toBe(403);
  });

  test('PL-55 a workflow of another practice is not there', async () => {
    const foreign = await create((await practiceWith()).api);
    const { api } = await practiceWith();
    for (const path of ['', '/versions', '/versions/1'])
      expect((await api('GET', `/workflows/${foreign.id}${path}`)).status, path).toBe(404);
    expect((await api('POST', `/workflows/${foreign.id}/copies`)).status).toBe(404);
    expect((await api('PUT', `/workflows/${foreign.id}/activation`, {}, seen(foreign.version))).status).toBe(404);
  });
});

test('WF-7 WF-36 the facts of a design say on which days the practice works', async () => {
  const { api } = await practiceWith();
  const { body } = await api('GET', '/workflow-design-facts');
  expect(body.calendar).toEqual({ working_days: [1, 2, 3, 4, 5], holidays: [] });
  expect(body.designable).toEqual(['prospect', 'client', 'employee']);
  expect(body.roles.map(({ name }: { name: string }) => name)).toContain('Manager');
});
