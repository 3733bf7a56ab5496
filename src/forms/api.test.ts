import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { inPractice } from '#kernel/database/practice.ts';
import { undoEvent } from '#kernel/undo/undo.ts';
import { formsPort } from '../app/ports/forms.ts';
import { formPreview } from '../app/public-pages/form-page.ts';
import { forms } from '../app/rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../app/testing.ts';
import { formsApi } from './api.ts';

const house = useTestHouse();
type Role = Parameters<typeof testWho>[0];
const apiIn = (practice: string, role: Role = 'Manager') =>
  testApi(
    house.kernel,
    practice,
    [formsApi({ kernel: house.kernel, room: forms, port: formsPort, drawn: formPreview })],
    testWho(role),
  );
const begin = async () => {
  const practice = await testPractice(house.kernel);
  return { practice, api: apiIn(practice) };
};
const seen = (n: number) => ({ 'if-match': `"${n}"` });
const question = { key: 'staff', kind: 'yes_no', label: 'Do you have staff?' };

describe('forms', () => {
  test('WF-57 are made, listed, changed, archived and restored; each change can be taken back', async () => {
    const { practice, api } = await begin();
    const { status, body: made } = await api('POST', '/forms', { title: 'New client' });
    expect([status, made.key, made.questions]).toEqual([201, 'new_client', []]);
    const { body: changed } = await api('PATCH', `/forms/${made.id}`, { questions: [question] }, seen(1));
    expect(changed.questions).toMatchObject([{ ...question, required: true }]);
    expect((await api('PATCH', `/forms/${made.id}`, { title: 'x' }, seen(1))).status).toBe(412);
    const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql<{ id: string }>`select id from app.event where verb = 'form.changed'`.execute(tx),
    );
    expect(await undoEvent(house.kernel, testPlace(practice, testWho('Owner')), rows[0]!.id)).toMatchObject({
      yes: true,
    });
    expect((await api('GET', `/forms/${made.id}`)).body.questions).toEqual([]);
    await api('PUT', `/forms/${made.id}/archive`, {}, seen(3));
    expect((await api('GET', '/forms')).body.items).toEqual([]);
    expect((await api('GET', '/forms?archived=true')).body.items).toHaveLength(1);
    expect((await api('POST', `/forms/${made.id}/restoration`, {}, seen(4))).body.archived_at).toBeNull();
  });

  test('WF-57 WF-19 are seen by who sees workflows and made by who designs them; another practice has none of them', async () => {
    const { practice, api } = await begin();
    const { body: made } = await api('POST', '/forms', { title: 'New client' });
    for (const [role, sees, makes] of [
      ['Owner', 200, 201],
      ['Manager', 200, 201],
      ['Staff', 200, 403],
      ['Viewer', 200, 403],
    ] as const) {
      const as = apiIn(practice, role);
      expect([role, (await as('GET', `/forms/${made.id}`)).status]).toEqual([role, sees]);
      expect([role, (await as('POST', '/forms', { title: 'Another' })).status]).toEqual([role, makes]);
    }
    const other = await begin();
    expect((await other.api('GET', `/forms/${made.id}`)).status).toBe(404);
  });

  test('WF-57 PL-S13 the page of a form is drawn before anybody is asked, and what is written in it stays text', async () => {
    const { api } = await begin();
    const evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
    const { body } = await api('POST', '/form-previews', {
      title: evil,
      intro: evil,
      questions: [
        { ...question, label: evil, help: evil },
        { key: 'how', kind: 'one_of', label: 'How?', choices: [evil, 'b'], shown_if: { question: 'staff', is: 'yes' } },
      ],
    });
    expect(body.html).not.toMatch(/<script|<img/);
    expect(body.html).toContain('form:not(:has(#q-staff-0:checked)) [data-q="how"] { display: none; }');
    expect(body.html).toContain('Testing &amp; Co');
  });
});
