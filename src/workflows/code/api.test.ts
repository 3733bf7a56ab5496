import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { definitionsApi } from '#workflows/definitions/api.ts';
import { libraryApi } from '#workflows/library/api.ts';
import { forms, templates } from '../../app/rooms.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { codeApi } from './api.ts';

const house = useTestHouse();
type Role = Parameters<typeof testWho>[0];

const practiceWith = async () => {
  const practice = await testPractice(house.kernel);
  const routes = [definitionsApi(house.kernel), codeApi(house.kernel), libraryApi(house.kernel, { templates, forms })];
  const as = (who: Who) => testApi(house.kernel, practice, routes, who);
  return { practice, api: as(testWho('Manager')), of: (role: Role) => as(testWho(role)) };
};

const addMember = (practice: string, email: string) => {
  const id = newId();
  return inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, created_at, created_by)
      values (${practice}, ${id}, 1, 'Sample Owner', 'sample owner', ${email}, ${builtIn('Owner').id}, 'active', '2026-11-01T00:00:00Z', 'system:test')`.execute(
      tx,
    ),
  ).then(() => id);
};

const file = (more = '', key = 'payroll', name = 'Payroll') => `schema: tickmark/workflow/v1
key: ${key}
name: ${name}
subject_kinds: [client]
steps:
  - { key: call, kind: task, title: Call the client, who: ["role:Manager"] }
${more}`;

describe('import', () => {
  test('WF-163 a file is looked through, and only its commit makes a draft, off, under the key of the file', async () => {
    const { api } = await practiceWith();
    const looked = await api('POST', '/workflow-imports', { text: file() });
    expect(looked.status).toBe(201);
    expect(looked.body).toMatchObject({
      workflow: null,
      unresolved: [],
      refusal: null,
      difference: { steps: [{ key: 'call', change: 'added' }] },
    });
    expect((await api('GET', '/workflows')).body.items).toEqual([]);
    const made = await api('POST', `/workflow-imports/${looked.body.id}/commit`);
    expect(made.body).toMatchObject({
      key: 'payroll',
      on: false,
      current_version: null,
      has_draft: true,
      origin: 'import',
    });
    expect((await api('POST', `/workflow-imports/${looked.body.id}/commit`)).status).toBe(404);
  });

  test('WF-163 the same key becomes the draft of that workflow, never a version, with the difference by step', async () => {
    const { api } = await practiceWith();
    const first = await api('POST', '/workflow-imports', { text: file() });
    const { body } = await api('POST', `/workflow-imports/${first.body.id}/commit`);
    const seen = { 'if-match': `"${body.draft_version}"` };
    await api('POST', `/workflows/${body.id}/versions`, { note: '', base_version: 0 }, seen);
    const next = await api('POST', '/workflow-imports', { text: file('  - { key: file, kind: task, title: File }') });
    expect(next.body).toMatchObject({
      workflow: { id: body.id, name: 'Payroll', has_draft: false },
      difference: {
        steps: [
          { key: 'call', change: 'kept' },
          { key: 'file', change: 'added' },
        ],
      },
    });
    const made = await api('POST', `/workflow-imports/${next.body.id}/commit`);
    expect(made.body).toMatchObject({ id: body.id, current_version: 1, has_draft: true, on: false });
  });

  test('WF-163 a draft that was saved since the file was looked through is not written over', async () => {
    const { api } = await practiceWith();
    const made = (await api('POST', '/workflows', { name: 'Payroll', subject_kinds: ['client'] })).body;
    const looked = await api('POST', '/workflow-imports', { text: file() });
    const content = { ...made.content, description: 'Somebody was faster' };
    const seen = { 'if-match': `"${made.draft_version}"` };
    await api('PUT', `/workflows/${made.id}/draft`, { content, base_version: 0 }, seen);
    const late = await api('POST', `/workflow-imports/${looked.body.id}/commit`);
    expect([late.status, late.body.facts.code]).toEqual([412, 'draft_moved']);
  });

  test('WF-162 what is not found is listed; the importer maps each, or nothing is made', async () => {
    const { api, practice } = await practiceWith();
    const owner = await addMember(practice, 'owner@tern.example');
    const text = file('  - { key: tag, kind: task, title: Tag, who: ["member:gone@tern.example", "role:Payroll"] }');
    const { body } = await api('POST', '/workflow-imports', { text });
    expect(body.unresolved).toEqual([
      { kind: 'member', name: 'gone@tern.example', at: '/steps/1/who/0', to: null },
      { kind: 'role', name: 'Payroll', at: '/steps/1/who/1', to: null },
    ]);
    const at = `/workflow-imports/${body.id}`;
    const stopped = await api('POST', `${at}/commit`);
    expect([stopped.status, stopped.body.code]).toEqual([409, 'unresolved']);
    const wrong = await api('PUT', `${at}/mapping`, { mapping: { 'role:Payroll': 'Nobody' } });
    expect(wrong.body.errors[0].pointer).toBe('/mapping/role:Payroll');
    const mapping = { 'role:Payroll': 'Staff', 'member:gone@tern.example': 'owner@tern.example' };
    const mapped = await api('PUT', `${at}/mapping`, { mapping });
    expect(mapped.body.unresolved.map(({ to }: { to: string }) => to)).toEqual(['owner@tern.example', 'Staff']);
    const made = await api('POST', `${at}/commit`);
    expect(made.body.content.steps[1].who).toEqual([`member:${owner}`, `role:${builtIn('Staff').id}`]);
    expect((await api('GET', '/workflows')).body.items).toHaveLength(1);
  });

  test('WF-19 WF-163 a file is another’s to nobody, and reading it in needs the ability to design', async () => {
    const { api, of } = await practiceWith();
    expect((await of('Staff')('POST', '/workflow-imports', { text: file() })).status).toBe(403);
    const { body } = await api('POST', '/workflow-imports', { text: file() });
    expect((await of('Manager')('GET', `/workflow-imports/${body.id}`)).status).toBe(404);
    const invoices = file().replace('[client]', '[invoice]');
    expect((await of('Manager')('POST', '/workflow-imports', { text: invoices })).status).toBe(403);
  });

  test('WF-164 a file just below 1 MB arrives, one above it is refused with a sentence', async () => {
    const { api } = await practiceWith();
    const padded = (n: number) => `${file()}${'# padding\n'.repeat(n)}`;
    expect((await api('POST', '/workflow-imports', { text: padded(99_000) })).status).toBe(201);
    const large = await api('POST', '/workflow-imports', { text: padded(101_000) });
    expect([large.status, large.body.detail]).toEqual([422, 'A workflow file has at most 1 MB.']);
    const unknown = await api('POST', '/workflow-imports', { text: file('colour: red') });
    expect(unknown.body.errors).toMatchObject([{ pointer: '/colour' }]);
  });
});

describe('export', () => {
  test('WF-160 WF-161 a version and a draft go out as YAML and JSON, and come back byte for byte', async () => {
    const { api, practice } = await practiceWith();
    await addMember(practice, 'owner@tern.example');
    const text = file('  - { key: sign, kind: task, title: Sign, who: ["member:owner@tern.example"] }');
    const { id } = (await api('POST', '/workflow-imports', { text })).body;
    const made = (await api('POST', `/workflow-imports/${id}/commit`)).body;
    const draft = await api('GET', `/workflows/${made.id}/draft?as=yaml`);
    await api(
      'POST',
      `/workflows/${made.id}/versions`,
      { note: '', base_version: 0 },
      { 'if-match': `"${made.draft_version}"` },
    );
    const [yaml, json] = [
      await api('GET', `/workflows/${made.id}/versions/1?as=yaml`),
      await api('GET', `/workflows/${made.id}/versions/1?as=json`),
    ];
    expect(yaml.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect(yaml.headers.get('content-disposition')).toContain('payroll.yaml');
    expect(yaml.body).toBe(draft.body);
    expect(yaml.body).toContain('who: [ member:owner@tern.example ]');
    expect(json.body).toMatchObject({ schema: 'tickmark/workflow/v1', key: 'payroll' });
    expect(yaml.headers.get('etag')).toBe(json.headers.get('etag'));
    const again = await api('POST', '/workflow-imports', { text: JSON.stringify(json.body) });
    expect(again.body).toMatchObject({ nothing_new: true });
    expect(`"${again.body.checksum}"`).toBe(yaml.headers.get('etag'));
    const plain = await api('GET', `/workflows/${made.id}/versions/1`);
    expect(plain.body).toMatchObject({ n: 1, content: { name: 'Payroll' } });
    expect((await api('GET', `/workflows/${made.id}/draft?as=yaml`)).body.code).toBe('no_draft');
  });

  test('WF-160 the schema of files is served', async () => {
    const { of } = await practiceWith();
    const { body } = await of('Viewer')('GET', '/workflow-schema/v1');
    expect(body).toMatchObject({
      $id: 'tickmark/workflow/v1',
      required: expect.arrayContaining(['schema', 'key', 'name']),
    });
  });
});
