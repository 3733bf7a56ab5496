import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Command, Decision, Who } from '#kernel/decision/model.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { content, type WrittenContent } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { v1 } from './contract.ts';
import { launches, loneTasks, persons } from './rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from './testing.ts';

/** The same transition whatever the door: the button asks the rule, API, bulk, import and reactions must answer alike (PL-S5). */

const house = useTestHouse();
const RUNS = process.env.LONG ? 200 : 12;

const begin = async (role: 'Manager' | 'Staff' | 'Viewer' = 'Manager') => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-11-02T09:00:00.000Z' });
  const [maker, who] = [testWho('Manager'), testWho(role)];
  for (const one of [maker, who])
    await inPractice(house.kernel.db, practice, ({ tx, now }) =>
      sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
        values (${practice}, ${one.member_id}, 1, 'Member', 'member', ${`${newId()}@practice.example`}, ${one.role_id}, 'active', ${now}, ${now}, 'operator')`.execute(
        tx,
      ),
    );
  const apiOf = (as: Who) => testApi(house.kernel, practice, [v1(house.house)], as);
  return { practice, who, maker: apiOf(maker), api: apiOf(who), place: testPlace(practice, maker) };
};
type Begun = Awaited<ReturnType<typeof begin>>;

/** What the rule says now: a code for a no, `yes` for a yes. Nothing is changed. */
const rule = ({ practice, who }: Begun, room: AnyRoom, id: Id, command: Command): Promise<string> =>
  inPractice(house.kernel.db, practice, async (desk) => {
    const state = (await room.load(desk, [{ id, command }], who)).get(id);
    if (!state) return 'not_found';
    const context = { now: desk.now, today: desk.today, practice: desk.practice, who, newId };
    const decision = room.decide(state, command, context) as Decision;
    return decision.yes ? 'yes' : decision.code;
  });

const codeOf = ({ status, body }: { status: number; body: { code?: string } }): string =>
  status < 300 ? 'yes' : body.code!;
const rowCode = ({ body }: { body: { rows?: { ok: boolean; code?: string }[]; code?: string } }): string =>
  body.rows ? (body.rows[0]!.ok ? 'yes' : body.rows[0]!.code!) : body.code!;

const stateOf = ({ practice }: Begun, table: 'task' | 'person' | 'run', id: Id, fields: readonly string[]) =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<
      Record<string, unknown>
    >`select * from ${sql.table(`app.${table}`)} where id = ${id}`.execute(tx);
    return Object.fromEntries(fields.map((field) => [field, rows[0]?.[field]]));
  });

/** Does it to the thing at `of`, having seen it as it is now. */
const sent = async (
  { maker }: Begun,
  api: Begun['api'],
  of: string,
  [method, path, body]: readonly [string, string, object?],
) => api(method, path ? `${of}/${path}` : of, body, { 'if-match': `"${(await maker('GET', of)).body.version ?? 1}"` });

const TASK_ACTS = {
  start: { method: 'PUT', path: 'start', body: {}, command: { do: 'start_task' } },
  finish: { method: 'PUT', path: 'completion', body: {}, command: { do: 'finish_task' } },
  skip: {
    method: 'PUT',
    path: 'skip',
    body: { reason: 'not needed' },
    command: { do: 'skip_task', reason: 'not needed' },
  },
} as const;
type TaskAct = keyof typeof TASK_ACTS;
const BEFORE: Record<string, readonly [string, string, object]> = {
  start: ['PUT', 'start', {}],
  finish: ['PUT', 'completion', {}],
  reopen: ['DELETE', 'completion', { reason: 'again' }],
  skip: ['PUT', 'skip', { reason: 'no' }],
};
const steps = fc.array(fc.constantFrom(...Object.keys(BEFORE)), { maxLength: 4 });

test('PL-S5 a task answers the API and the bulk bar as the rule answers the button, from any state and for any role', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.constantFrom<TaskAct>('start', 'finish', 'skip'),
      fc.constantFrom('Manager' as const, 'Staff' as const, 'Viewer' as const),
      async (before, act, role) => {
        const begun = await begin(role);
        const twin = async () => {
          const { body } = await begun.maker('POST', '/tasks', { title: 'Call the client' });
          const id: Id = body.id;
          for (const step of before) await sent(begun, begun.maker, `/tasks/${id}`, BEFORE[step]!);
          return id;
        };
        const [single, many] = [await twin(), await twin()];
        const { method, path, body, command } = TASK_ACTS[act];
        const asked = { ...command, task: single };
        const said = await rule(begun, loneTasks, single, asked);
        const api = codeOf(await sent(begun, begun.api, `/tasks/${single}`, [method, path, body]));
        const bulk = rowCode(await begun.api('POST', '/tasks/bulk', { command: { do: act, ...body }, ids: [many] }));
        expect({ api, bulk }).toEqual({ api: said, bulk: said });
        const fields = ['state', 'finished_at', 'started_at', 'outcome', 'version'];
        expect(await stateOf(begun, 'task', many, fields)).toEqual(await stateOf(begun, 'task', single, fields));
      },
    ),
    { numRuns: RUNS },
  );
}, 60_000);

const GIVEN = { reason: 'left us', open_runs: 'leave' };
const MOVES = {
  deactivate: ['POST', 'deactivation', GIVEN],
  reactivate: ['DELETE', 'deactivation'],
  delete: ['DELETE', ''],
} as const;

test('PL-S5 a client answers the API and the bulk bar as the rule answers the button', async () => {
  const moves = fc.array(fc.constantFrom<keyof typeof MOVES>('deactivate', 'reactivate', 'delete'), { maxLength: 3 });
  const acts = fc.constantFrom('deactivate' as const, 'reactivate' as const);
  await fc.assert(
    fc.asyncProperty(moves, acts, fc.constantFrom('Manager' as const, 'Staff' as const), async (before, act, role) => {
      const begun = await begin(role);
      const twin = async (name: string) => {
        const { id } = (await begun.maker('POST', '/clients', { organisation_name: name })).body;
        for (const move of before) await sent(begun, begun.maker, `/clients/${id}`, MOVES[move]);
        return id as Id;
      };
      const [single, many] = [await twin('Harbour Bakery'), await twin('Quay Chandlers')];
      const command = act === 'deactivate' ? { do: act, ...GIVEN } : { do: act };
      const said = await rule(begun, persons, single, command);
      const api = codeOf(await sent(begun, begun.api, `/clients/${single}`, MOVES[act]));
      const bulk = rowCode(await begun.api('POST', '/clients/bulk', { command, ids: [many] }));
      // What is deleted is absent for the one address, and a row with its reason for the many.
      const absent = before.includes('delete') && said !== 'yes' ? 'not_found' : said;
      expect({ api, bulk }).toEqual({ api: absent, bulk: said });
      const fields = ['inactive_since', 'inactive_reason', 'deleted_at', 'version'];
      expect(await stateOf(begun, 'person', many, fields)).toEqual(await stateOf(begun, 'person', single, fields));
    }),
    { numRuns: RUNS },
  );
}, 60_000);

const TWO_STEPS: WrittenContent = {
  name: 'Onboarding',
  subject_kinds: ['client'],
  steps: [
    { key: 'first', kind: 'task', title: 'Do the first', who: ['launcher'] },
    { key: 'second', kind: 'task', title: 'Do the second', who: ['launcher'], after: ['first'] },
  ],
};

const startedRun = async (begun: Begun) => {
  const [workflow, client, launch] = [newId(), newId(), newId()];
  const template = { key: 'test', n: 1 };
  const design = {
    do: 'copy_template' as const,
    id: workflow,
    template,
    content: content.parse(TWO_STEPS),
    as_is: true,
  };
  const made = [
    await perform(house.kernel, begun.place, workflows, { id: workflow, command: design }),
    await perform(house.kernel, begun.place, persons, {
      id: client,
      command: { do: 'add', kind: 'client', organisation_name: `Client ${client.slice(-6)}` },
    }),
    await perform(house.kernel, begun.place, launches, {
      id: launch,
      command: { do: 'launch', as: 'client', origin: 'hand', workflow, subject: client },
    }),
  ];
  expect(made.map(({ yes }) => yes)).toEqual([true, true, true]);
  return { client, run: launch };
};

const REASON = { reason: 'The client is inactive.' };
const steered = async (begun: Begun, run: Id, move: string): Promise<void> => {
  const of = `/runs/${run}`;
  if (move === 'hold') await sent(begun, begun.maker, of, ['POST', 'holds', REASON]);
  if (move === 'cancel') await sent(begun, begun.maker, of, ['PUT', 'cancellation', REASON]);
  if (move === 'restore') await sent(begun, begun.maker, of, ['DELETE', 'cancellation', REASON]);
  if (move === 'finish') {
    const { items } = (await begun.maker('GET', `/tasks?run=${run}`)).body;
    for (const { id } of items) await sent(begun, begun.maker, `/tasks/${id}`, BEFORE.finish!);
  }
};

test('PL-S5 a run that a reaction cancels or holds ends as the one that a button did, from any state', async () => {
  const ways = fc.constantFrom('cancel' as const, 'hold' as const);
  const before = fc.array(fc.constantFrom('hold', 'restore', 'cancel', 'finish'), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(ways, before, async (way, moves) => {
      const begun = await begin();
      const twin = async () => {
        const made = await startedRun(begun);
        for (const move of moves) await steered(begun, made.run, move);
        return made;
      };
      const [byHand, byReaction] = [await twin(), await twin()];
      await steered(begun, byHand.run, way);
      const given = { reason: 'left us', open_runs: way };
      expect((await begun.api('POST', `/clients/${byReaction.client}/deactivation`, given)).status).toBe(201);
      const states = async (run: Id) => ({
        run: await stateOf(begun, 'run', run, ['state']),
        tasks: await inPractice(house.kernel.db, begun.practice, async ({ tx }) => {
          const { rows } = await sql<{
            step: string;
            state: string;
          }>`select step_key as step, state from app.task where run_id = ${run} order by step_key`.execute(tx);
          return rows;
        }),
      });
      expect(await states(byReaction.run)).toEqual(await states(byHand.run));
    }),
    { numRuns: RUNS },
  );
}, 60_000);

test('PL-S5 a line of an import is refused for what the form is refused for, and makes the same client', async () => {
  const begun = await begin();
  const text = (...more: string[]) => fc.constantFrom('Harbour Bakery', '', '   ', ...more);
  const email = fc.constantFrom('a@harbour.example', 'not an address', '');
  await fc.assert(
    fc.asyncProperty(text('x'.repeat(300)), email, async (organisation_name, address) => {
      const number = newId().slice(-8);
      const file = `Name,Client number,Email\n${organisation_name},${number},${address}\n`;
      const { body: up } = await begun.api('POST', '/imports?kind=client', file, { 'content-type': 'text/csv' });
      const mapping = { Name: 'organisation_name', 'Client number': 'client_number', Email: 'email' };
      await begun.api('PUT', `/imports/${up.id}/mapping`, { mode: 'create', mapping });
      const preview = await begun.api('POST', `/imports/${up.id}/preview`);
      const { items } = (await begun.api('GET', `/imports/${up.id}/rows`)).body;
      const one = {
        ...(organisation_name.trim() && { organisation_name }),
        client_number: `${number}-b`,
        ...(address && { emails: [{ address }] }),
      };
      const { status } = await begun.api('POST', '/clients', one);
      expect(preview.status, JSON.stringify(preview.body)).toBeLessThan(300);
      expect([organisation_name, address, items[0]?.outcome === 'create']).toEqual([
        organisation_name,
        address,
        status === 201,
      ]);
    }),
    { numRuns: RUNS },
  );
}, 60_000);
