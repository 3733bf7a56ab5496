import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { perform } from '#kernel/loop/perform.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { writtenTemplate } from '#messages/templates/testing.ts';
import { codeApi } from '#workflows/code/api.ts';
import { definitionsApi } from '#workflows/definitions/api.ts';
import { member, person, workRoutes } from '#workflows/launch/testing.ts';
import type { Task } from '#workflows/runs/model.ts';
import { mergeValues } from '../../app/merge-values.ts';
import { mail } from '../../app/ports/mail.ts';
import { subjects } from '../../app/ports/subjects.ts';
import { launches, persons, runs, templates } from '../../app/rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { simulationApi } from './api.ts';
import { lettersApi } from './letter-api.ts';
import type { Line, Simulation } from './model.ts';
import { failingCases } from './publishing.ts';

const house = useTestHouse();
const reading = { launches, subjects, valuesOf: mergeValues, mail };

const START = '2026-11-23T09:00:00.000Z';

const open = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: START });
  const who = testWho('Manager');
  await member(house.kernel, practice, who, 'Marlow Test');
  const routes = [
    definitionsApi(house.kernel, failingCases(reading)),
    codeApi(house.kernel),
    simulationApi(house.kernel, reading),
    lettersApi(house.kernel, reading),
    ...(workRoutes(house.kernel) as never[]).slice(1),
  ];
  return { practice, who, api: testApi(house.kernel, practice, routes, who) };
};
type Api = Awaited<ReturnType<typeof open>>['api'];

const seen = (version: number) => ({ 'if-match': `"${version}"` });

const publish = async (api: Api, name: string, content: object) => {
  const { body: made } = await api('POST', '/workflows', { name, subject_kinds: ['client'] });
  const whole = { name, subject_kinds: ['client'], ...content };
  const saved = await api(
    'PUT',
    `/workflows/${made.id}/draft`,
    { base_version: 0, content: whole },
    seen(made.draft_version),
  );
  const first = await api(
    'POST',
    `/workflows/${made.id}/versions`,
    { base_version: 0, note: '' },
    seen(saved.body.draft_version),
  );
  if (first.status === 201) await api('PUT', `/workflows/${made.id}/activation`, undefined, seen(first.body.version));
  return { id: made.id as Id, answer: first };
};

const task = (key: string, more: object = {}) => ({
  key,
  kind: 'task',
  title: key.toUpperCase(),
  who: ['launcher'],
  ...more,
});
const due = (n: number, unit = 'day', anchor = 'ready') => ({ due: { anchor, n, unit } });

const STEPS = [
  task('call', { ...due(2), outcomes: ['go ahead', 'no'], checklist: [{ key: 'a', text: 'A' }] }),
  task('left', { only_if: { field: 'steps.call.outcome', is: 'is', value: 'no' } }),
  {
    key: 'tag',
    kind: 'action',
    title: 'TAG',
    do: 'change_field',
    params: { field: 'country', value: 'FR' },
    start: { anchor: 'run', n: 7, unit: 'day' },
  },
  task('abroad', { ...due(1, 'business_day'), only_if: { field: 'subject.country', is: 'is', value: 'FR' } }),
  {
    key: 'tell',
    kind: 'action',
    title: 'TELL',
    do: 'notify',
    params: { to: 'launcher', text: '{{client.name}} is done' },
  },
];

/** What the practice's own rows say happened, as the simulation tells it. */
const lived = async (practice: Id, run: Id): Promise<string[]> => {
  const rows = await inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows: events } = await sql<{ at: string; verb: string; thing: string }>`
      select at, verb, thing from app.event where practice_id = ${practice} and run_id = ${run} order by id`.execute(
      tx,
    );
    const { rows: tasks } = await sql<Task>`select id, step_key from app.task where practice_id = ${practice}`.execute(
      tx,
    );
    return events.map((event) => ({
      ...event,
      step: tasks.find(({ id }) => id === idOf(event.thing as never))?.step_key,
    }));
  });
  const TOLD: Record<string, string> = {
    'run.launched': 'started',
    'task.ready': 'ready',
    'task.finished': 'done',
    'task.not_applicable': 'left_out',
    'action.done': 'action',
    'action.not_sent': 'left_out',
    'task.added': 'ready',
    'run.completed': 'completed',
  };
  return rows.flatMap(({ at, verb, step }) => (TOLD[verb] ? [[at, TOLD[verb], step].filter(Boolean).join(' ')] : []));
};

const told = (lines: readonly Line[]): string[] =>
  lines.map(({ at, what, step }) => [at, what, step].filter(Boolean).join(' '));

const does = async (practice: Id, room: Parameters<typeof perform>[2], id: Id, command: object) => {
  const outcome = await perform(house.kernel, testPlace(practice, testWho('Owner')), room, { id, command } as never);
  if (!outcome.yes) throw new Error(`${outcome.code}: ${outcome.because} ${JSON.stringify(outcome.errors ?? '')}`);
};

/** A message template with this text. */
const wording = async (practice: Id, text: string): Promise<Id> => {
  const id = newId();
  const written = writtenTemplate({ name: text.slice(0, 60), subject: 'A word', body: `<p>${text}</p>` });
  await does(practice, templates, id, { do: 'create', ...written });
  return id;
};

/** A run in a sandbox whose clock goes where the simulation's lines are, and whose people do what they say. */
const liveIt = async (
  { practice, who, api }: Omit<Awaited<ReturnType<typeof open>>, 'house'>,
  { workflow, client, simulation }: { workflow: Id; client: Id; simulation: Simulation },
): Promise<Id> => {
  const place = testPlace(practice, who);
  const launched = await api('POST', '/runs', { workflow, as: 'client', subject: client });
  const run = launched.body.id as Id;
  const act = async () => {
    const due = await inPractice(house.kernel.db, practice, async (desk) => {
      const state = (await runs.load(desk, [{ id: run, command: { do: 'wake' } }], who)).get(run)!;
      return state.tasks
        .filter(({ kind, state: is, message_id }) => kind === 'action' && is === 'ready' && !message_id)
        .map(({ id, attempt }) => ({ run, task: id, attempt }));
    });
    if (due.length)
      await inPractice(house.kernel.db, practice, (desk) => house.house.jobs.get('run_action')!(desk, due as never));
    return due.length > 0;
  };
  const people = async (at: string) => {
    const done = simulation.lines.filter((line) => line.what === 'done' && line.at === at);
    for (const line of done) {
      const of = await taskAt(practice, run, line);
      if (line.step === 'call')
        await perform(house.kernel, place, runs, { id: run, command: { do: 'tick', task: of, line: 'a' } });
      const command = { do: 'finish_task' as const, task: of, ...(line.text ? { outcome: line.text } : {}) };
      expect((await perform(house.kernel, place, runs, { id: run, command })).yes).toBe(true);
    }
    while (await act()) {}
  };
  for (const at of [...new Set(simulation.lines.map((line) => line.at))]) {
    if (at > START) await moveClock(house.kernel, place, at);
    while (await act()) {}
    await people(at);
  }
  return run;
};

/** The task of a line that is done by then; one that no step is for by its title. */
const taskAt = (practice: Id, run: Id, { step, title }: Line): Promise<Id> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ id: Id }>`
      select id from app.task where practice_id = ${practice} and run_id = ${run}
        and step_key is not distinct from ${step} and title = ${title}`.execute(tx);
    return rows[0]!.id;
  });

describe('a simulation', () => {
  test('WF-155 WF-157 gives the list that a sandbox gives whose clock is moved and whose people do the same', async () => {
    const { practice, who, api } = await open();
    const client = await person(house.kernel, practice, 'Harbour Bakery');
    const { id: workflow } = await publish(api, 'Payroll', { steps: STEPS });
    const { body } = await api('POST', '/simulations', { workflow, subjects: [client], start: '2026-11-23' });
    const simulation = body as Simulation;
    expect(simulation.lines.map(({ what }) => what)).toContain('completed');

    const run = await liveIt({ practice, who, api }, { workflow, client, simulation });
    expect(told(simulation.lines)).toEqual(await lived(practice, run));
    expect(simulation.lines.find(({ step }) => step === 'tell')).toMatchObject({
      text: 'Harbour Bakery is done',
      to: ['Marlow Test'],
    });
  });

  test('WF-157 ME-52 WF-59 messages leave at the same hours, in the same words, looked at and short of a value alike', async () => {
    const { practice, who, api } = await open();
    const template = await wording(practice, 'Dear {{ client.first_name }}, {{ task.title }}');
    const plain = await wording(practice, 'Dear {{ client.name }}');
    const client = newId();
    const emails = [{ address: 'books@sample-bakery.example', label: 'work', primary: true }];
    await does(practice, persons, client, {
      do: 'add',
      kind: 'client',
      form: 'organisation',
      organisation_name: 'Harbour Bakery',
      emails,
    });
    const mailed = (key: string, more: object) => ({
      key,
      kind: 'action',
      title: key.toUpperCase(),
      do: 'send_email',
      params: { template: plain, to: 'primary_contact' },
      ...more,
    });
    const { id: workflow, answer } = await publish(api, 'Letters', {
      steps: [
        mailed('hello', { start: { anchor: 'run', n: 3, unit: 'day', at: '20:00' } }),
        mailed('looked', { approve_first: true, who: ['launcher'] }),
        mailed('named', { params: { template, to: 'subject' }, required: false }),
        task('last', { after: ['looked'], ...due(2) }),
      ],
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const { body } = await api('POST', '/simulations', { workflow, subjects: [client], start: '2026-11-23' });
    const simulation = body as Simulation;
    const run = await liveIt({ practice, who, api }, { workflow, client, simulation });
    expect(told(simulation.lines.filter(({ what }) => what !== 'open'))).toEqual(await lived(practice, run));
    const sent = simulation.lines.filter(({ message }) => message);
    const stood = await inPractice(
      house.kernel.db,
      practice,
      async ({ tx }) =>
        (
          await sql<{ at: string; text: string; to: string }>`
        select accepted_at as at, concat_ws(E'\n\n', subject, body) as text, recipients -> 0 ->> 'name' as to
        from app.message where practice_id = ${practice} and state = 'sent' order by accepted_at`.execute(tx)
        ).rows,
    );
    expect(sent.map(({ at, text, to }) => ({ at, text, to: to[0] }))).toEqual(stood);
    expect(sent.map(({ step, time }) => [step, time])).toEqual([
      ['hello', '09:00'],
      ['looked', expect.any(String)],
    ]);
    expect(simulation.lines.map(({ title }) => title)).toContain('Missing for «NAMED»: client.first_name');
    expect(simulation.summary.messages).toEqual([{ subject: client, name: 'Harbour Bakery', messages: 2 }]);
  });

  test('WF-155 writes nothing: no run, no event, and the same answer again', async () => {
    const { practice, api } = await open();
    const { id: workflow } = await publish(api, 'Payroll', { steps: STEPS });
    const counted = () =>
      inPractice(
        house.kernel.db,
        practice,
        async ({ tx }) =>
          (
            await sql`select (select count(*) from app.run where practice_id = ${practice}) as runs,
          (select count(*) from app.event where practice_id = ${practice}) as events`.execute(tx)
          ).rows,
      );
    const before = await counted();
    const [first, second] = [
      await api('POST', '/simulations', { workflow, start: '2026-11-23' }),
      await api('POST', '/simulations', { workflow, start: '2026-11-23' }),
    ];
    expect(first.status).toBe(200);
    expect(first.body).toEqual(second.body);
    expect(first.body.lines[0]).toMatchObject({ what: 'started', subject_name: 'Sample client' });
    expect(await counted()).toEqual(before);
  });

  test('WF-155 a draft is simulated too, on records the viewer sees and no others', async () => {
    const { practice, api } = await open();
    const { body: made } = await api('POST', '/workflows', { name: 'Draft', subject_kinds: ['client'] });
    const content = { ...made.content, steps: [task('a')] };
    await api('PUT', `/workflows/${made.id}/draft`, { base_version: 0, content }, seen(made.draft_version));
    const client = await person(house.kernel, practice, 'Harbour Bakery');
    const real = await api('POST', '/simulations', { workflow: made.key, subjects: [client], start: '2026-11-23' });
    expect(real.body.lines[0]).toMatchObject({ what: 'started', subject_name: 'Harbour Bakery' });
    const unknown = await api('POST', '/simulations', { workflow: made.key, subjects: [client, newId()] });
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([422, '/subjects']);
    const many = await api('POST', '/simulations', {
      workflow: made.key,
      subjects: Array.from({ length: 1_001 }, newId),
    });
    expect(many.body.detail).toContain('1,001 records');
  });
});

describe('cases', () => {
  const good = (api: Api, workflow: string) =>
    api('POST', '/simulations', { workflow, start: '2026-11-23' }).then(({ body }) =>
      (body as Simulation).lines
        .filter(({ what }) => what !== 'open')
        .map(({ on, what, step }) => ({ on, what, ...(step && { step }) })),
    );

  test('WF-165 publishing runs them: one that goes another way is an error of the check list, one that goes as it says is not', async () => {
    const { api } = await open();
    const { id } = await publish(api, 'Payroll', { steps: STEPS });
    const follows = await good(api, id);
    const right = { name: 'Usual', given: { start: '2026-11-23' }, follows };
    const wrong = {
      ...right,
      name: 'Late',
      follows: [...follows.slice(0, 2), { on: '2026-11-30', what: 'done', step: 'call' }],
    };
    const refused = await publish(api, 'Wrong', { steps: STEPS, expect: [right, wrong] });
    expect([refused.answer.status, refused.answer.body.code]).toEqual([409, 'not_ready']);
    expect(refused.answer.body.facts.errors).toMatchObject([{ code: 'case_failed', level: 'error' }]);
    expect(refused.answer.body.detail).toContain('«Late»');
    expect((await publish(api, 'Right', { steps: STEPS, expect: [right] })).answer.status).toBe(201);
  });

  test('WF-165 a file is held to its cases without anything being made; the difference says what is missing and what came', async () => {
    const { api } = await open();
    const file = (on: string) => `schema: tickmark/workflow/v1
key: small
name: Small
subject_kinds: [client]
steps:
  - { key: call, kind: task, title: Call, due: { anchor: ready, n: 1, unit: day } }
expect:
  - name: Usual
    given: { start: 2026-11-23 }
    follows:
      - { on: 2026-11-23, what: started }
      - { on: 2026-11-23, what: ready, step: call }
      - { on: ${on}, what: done, step: call }
      - { on: 2026-11-24, what: completed }
`;
    const passes = await api('POST', '/workflow-tests', { text: file('2026-11-24') });
    expect(passes.body).toEqual({ cases: [{ name: 'Usual', passes: true, difference: [] }] });
    const fails = await api('POST', '/workflow-tests', { text: file('2026-11-25') });
    expect(fails.body.cases[0]).toMatchObject({
      passes: false,
      difference: ['− 2026-11-25 done call', '+ 2026-11-24 done call due 2026-11-24'],
    });
    expect((await api('GET', '/workflows')).body.items).toEqual([]);
  });
});

test('WF-47 WF-157 the runs that a draft would repeat belong to whoever simulates it, as they would publish it', async () => {
  const { practice, api } = await open();
  const name = 'Monthly books';
  const steps = [{ key: 'post', kind: 'task', title: 'Post the books', who: ['owner'] }];
  const { body: made } = await api('POST', '/workflows', { name, subject_kinds: ['client'] });
  const content = { name, subject_kinds: ['client'], steps };
  await api('PUT', `/workflows/${made.id}/draft`, { base_version: 0, content }, seen(made.draft_version));
  const client = await person(house.kernel, practice, 'Amber Bakery');
  const answer = await api('POST', '/simulations', {
    workflow: made.id,
    subjects: [client],
    repeats: { kind: 'scheduled', anchor: '2026-12-01', period: { kind: 'interval' } },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { lines } = answer.body as Simulation;
  expect(lines.find(({ what }) => what === 'ready')).toMatchObject({ step: 'post', to: ['Marlow Test'] });
});

test('ME-2 ME-24 the editor shows a step’s message for a real record, counts who uses its template, and writes nothing', async () => {
  const { practice, api } = await open();
  const client = await person(house.kernel, practice, 'Amber Bakery');
  const template = newId();
  const subject = 'Hello {{ client.name }}';
  const text = '<p>Dear {{ client.first_name }}, call {{ client.phone }}.</p>';
  await does(practice, templates, template, {
    do: 'create',
    ...writtenTemplate({ name: 'Hello', subject, body: text }),
  });
  const step = {
    key: 'hello',
    kind: 'action',
    title: 'Hello',
    do: 'send_email',
    params: { template, to: 'subject' },
  };
  await publish(api, 'Greeting', { steps: [step] });
  const asked = { name: 'Greeting', step, as: 'client' };
  const { status, body } = await api('POST', '/step-letters', { ...asked, subject: client });
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toMatchObject({
    record: { id: client, name: 'Amber Bakery' },
    to: [],
    subject: 'Hello Amber Bakery',
    missing: ['client.first_name', 'client.phone'],
    because: ['No e-mail address is known for whom this goes to.'],
  });
  expect((await api('POST', '/step-letters', asked)).body).toMatchObject({ record: null, missing: [] });
  expect((await api('POST', '/step-letters', { ...asked, subject: newId() })).status).toBe(404);
  const half = { ...asked, step: { ...step, params: { template } } };
  expect((await api('POST', '/step-letters', half)).body.errors).toMatchObject([{ code: 'nothing_to_send' }]);
  const { message_templates } = (await api('GET', '/workflow-design-facts')).body;
  expect(message_templates).toMatchObject([{ id: template, used_by: 1 }]);
  const written = await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql<{ n: number }>`select count(*)::int as n from app.message where practice_id = ${practice}`.execute(tx),
  );
  expect(written.rows).toEqual([{ n: 0 }]);
});
