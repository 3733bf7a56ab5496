import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { v1 } from '../../app/contract.ts';
import { forms, templates } from '../../app/rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { bringAlong } from './bringing.ts';
import { TEMPLATES } from './templates.ts';

const house = useTestHouse();

const practiceAndApi = async () => {
  const practice = await testPractice(house.kernel);
  return { practice, api: testApi(house.kernel, practice, [v1(house.house)], testWho('Owner')) };
};
type Api = Awaited<ReturnType<typeof practiceAndApi>>['api'];

/** With the messages and forms of the library, and none of its workflows. */
const elsewhere = async () => {
  const { practice, api } = await practiceAndApi();
  await inPractice(house.kernel.db, practice, (desk) =>
    bringAlong(
      { kernel: house.kernel, rooms: { templates, forms } },
      desk,
      testPlace(practice, testWho('Owner')).caller,
      TEMPLATES.map(({ content }) => content),
    ),
  );
  return api;
};

/** What others start comes first. */
const inOrder = TEMPLATES.toSorted((a, b) => Number(starts(a)) - Number(starts(b)));
function starts({ content }: (typeof TEMPLATES)[number]): boolean {
  return content.steps.some((step) => step.kind === 'action' && step.do === 'start_workflow');
}

const readIn = async (api: Api, text: string): Promise<Id> => {
  const looked = await api('POST', '/workflow-imports', { text });
  expect(looked.status, JSON.stringify(looked.body)).toBe(201);
  expect(looked.body).toMatchObject({ unresolved: [], refusal: null });
  const made = await api('POST', `/workflow-imports/${looked.body.id}/commit`);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.id;
};

const fileOf = async (api: Api, path: string): Promise<string> => {
  const { body } = await api('GET', path);
  return typeof body === 'string' ? body : JSON.stringify(body);
};

test('PL-R14 WF-161 every workflow of the library, adopted, written out with its cases, read in elsewhere and written out again, is equal byte for byte', async () => {
  const { api } = await practiceAndApi();
  const other = await elsewhere();
  for (const { key, content } of inOrder) {
    const { body } = await api('POST', `/workflow-templates/${key}/copies`, { as_is: true });
    const file = JSON.parse(await fileOf(api, `/workflows/${body.id}/versions/1?as=json`));
    const mine = await readIn(api, JSON.stringify({ ...file, expect: content.expect }));
    const there = await readIn(other, await fileOf(api, `/workflows/${mine}/draft?as=yaml`));
    for (const as of ['yaml', 'json']) {
      const [out, again] = [
        await fileOf(api, `/workflows/${mine}/draft?as=${as}`),
        await fileOf(other, `/workflows/${there}/draft?as=${as}`),
      ];
      expect(again).toBe(out);
      expect(out).toContain(content.expect![0]!.name);
    }
  }
  expect((await other('GET', '/workflows')).body.items).toHaveLength(TEMPLATES.length);
}, 120_000);

test('PL-R14 WF-165 every workflow of the library has cases, and goes as they say', async () => {
  const { api } = await practiceAndApi();
  const went: Record<string, unknown> = {};
  for (const { key, content } of TEMPLATES) {
    const { body } = await api('POST', `/workflow-templates/${key}/copies`, { as_is: true });
    const file = JSON.parse(await fileOf(api, `/workflows/${body.id}/versions/1?as=json`));
    const tested = await api('POST', '/workflow-tests', { text: JSON.stringify({ ...file, expect: content.expect }) });
    went[key] = tested.body.cases ?? tested.body;
  }
  expect(went).toEqual(
    Object.fromEntries(
      TEMPLATES.map(({ key, content }) => [
        key,
        content.expect!.map(({ name }) => ({ name, passes: true, difference: [] })),
      ]),
    ),
  );
}, 120_000);

test('WF-4 WF-165 a copy has the steps of the library and not its cases, which no practice’s calendar or change has to fit', async () => {
  const { api } = await practiceAndApi();
  const { body } = await api('POST', '/workflow-templates/complaint/copies', { as_is: true });
  const file = JSON.parse(await fileOf(api, `/workflows/${body.id}/versions/1?as=json`));
  expect([file.expect, file.steps.length]).toEqual([
    undefined,
    TEMPLATES.find(({ key }) => key === 'complaint')!.content.steps.length,
  ]);
});

const GOOD = `schema: tickmark/workflow/v1
key: payroll
name: Payroll
subject_kinds: [client]
steps:
  - { key: call, kind: task, title: Call the client }
`;
const bytesOf = (text: string) => new TextEncoder().encode(JSON.stringify({ text }));

test.each([
  [
    'anchors and aliases',
    GOOD.replace('Call the client', '&a Call').replace('name: Payroll', 'name: *a'),
    'An alias («*») is not read. Write the value where it belongs.',
  ],
  [
    'a bomb of aliases',
    `a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n${GOOD}`,
    'The anchor «&a» is not read. Leave it out.',
  ],
  [
    'a tag of its own',
    GOOD.replace('name: Payroll', 'name: !!js/function Payroll'),
    'The tag «tag:yaml.org,2002:js/function» is not read. Leave it out.',
  ],
  ['2 MB', `${GOOD}${'# padding\n'.repeat(200_000)}`, 'A workflow file has at most 1 MB.'],
  [
    'a kind of step that nobody knows',
    GOOD.replace('kind: task', 'kind: shell'),
    'A step is one of task, action, review, form.',
  ],
  [
    'nesting without an end',
    `${GOOD}settings: ${'['.repeat(20_000)}`,
    'The file cannot be read: it is nested too deeply.',
  ],
  [
    'nesting that ends',
    `${GOOD}settings: ${'['.repeat(400)}${']'.repeat(400)}`,
    'The file cannot be read: it is nested too deeply.',
  ],
  ['a key that stands twice', `${GOOD}name: Wages\n`, '«name» stands there twice.'],
  ['two documents', `${GOOD}---\n${GOOD}`, 'The file cannot be read'],
  [
    'no UTF-8',
    bytesOf(GOOD.replace('Payroll', 'Lohnb@ro')).map((byte) => (byte === 0x40 ? 0xfc : byte)),
    'The body is not text in UTF-8.',
  ],
])('PL-R14 WF-164 a hostile file is refused with a sentence before any write: %s', async (_, file, sentence) => {
  const { practice, api } = await practiceAndApi();
  const before = await written(practice);
  for (const path of ['/workflow-imports', '/workflow-tests']) {
    const body = typeof file === 'string' ? { text: file } : file;
    const type = typeof file === 'string' ? {} : { 'content-type': 'application/json' };
    const answer = await api('POST', path, body, type);
    expect([400, 422]).toContain(answer.status);
    const said = [answer.body.detail, ...(answer.body.errors ?? []).map(({ detail }: { detail: string }) => detail)];
    expect(said.join(' ')).toContain(sentence);
  }
  expect(await written(practice)).toEqual(before);
});

/** All that the practice has of workflows, files looked through, and events. */
const written = (practice: Id) =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql`
      select (select count(*)::int from app.workflow) as workflows, (select count(*)::int from app.workflow_import) as files,
        (select count(*)::int from app.event) as events`.execute(tx);
    return rows[0];
  });
