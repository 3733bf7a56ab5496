import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { templatesPort } from '../../app/ports/templates.ts';
import { templates } from '../../app/rooms.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { templatesApi } from './api.ts';
import { usableVersions } from './store.ts';

const house = useTestHouse();
type Role = Parameters<typeof testWho>[0];
const apiIn = (practice: string, role: Role = 'Manager') =>
  testApi(
    house.kernel,
    practice,
    [templatesApi({ kernel: house.kernel, room: templates, port: templatesPort })],
    testWho(role),
  );
const apiOf = async (role: Role = 'Manager') => {
  const practice = await testPractice(house.kernel);
  return { practice, api: apiIn(practice, role) };
};

const mail = (body: string, subject = 'Hello') => ({
  default_locale: 'en',
  variants: [{ locale: 'en', subject, body }],
});
const about = { channel: 'email', module: 'workflows', name: 'Welcome' };
const saved = (n: number) => ({ 'if-match': `"${n}"` });

describe('templates', () => {
  test('ME-1 templates of collections are seen and written by Owner, Admin and AR Manager only', async () => {
    const { practice, api } = await apiOf('AR Manager');
    const { body: made } = await api('POST', '/message-templates', { ...about, module: 'collections' });
    for (const [role, status] of [
      ['Owner', 200],
      ['Admin', 200],
      ['Manager', 404],
      ['Staff', 404],
      ['AR Specialist', 403],
      ['Viewer', 404],
    ] as const) {
      const seen = await apiIn(practice, role)('GET', `/message-templates/${made.id}`);
      expect([role, seen.status === 403 ? 403 : seen.status]).toEqual([role, status === 403 ? 404 : status]);
      const { body: list } = await apiIn(practice, role)('GET', '/message-templates');
      expect([role, list.items.length]).toEqual([role, status === 200 ? 1 : 0]);
    }
    const other = await apiIn(practice, 'Staff')('POST', '/message-templates', about);
    expect(other.status).toBe(403);
    expect((await apiIn(practice, 'Manager')('POST', '/message-templates', about)).status).toBe(201);
  });

  test('ME-3 ME-4 a version with faults is kept, is not usable, and what can be sent stays the version before', async () => {
    const { practice, api } = await apiOf();
    const { body: made } = await api('POST', '/message-templates', {
      ...about,
      content: mail('<p>Hi {{ client.name }}</p>'),
    });
    expect(made).toMatchObject({ newest: 1, usable: 1, faults: [] });
    const { status, body: broken } = await api(
      'PUT',
      `/message-templates/${made.id}/variants`,
      mail('<p>Hi {{ client.nam }}</p>'),
      saved(1),
    );
    expect(status).toBe(200);
    expect(broken).toMatchObject({ newest: 2, usable: 1, content: mail('<p>Hi {{ client.nam }}</p>') });
    expect(broken.faults).toEqual([
      expect.objectContaining({ locale: 'en', line: 1, column: 10, nearest: 'client.name', code: 'unknown_field' }),
    ]);
    const sent = await inPractice(house.kernel.db, practice, async (desk) =>
      (await usableVersions(desk, [made.id])).get(made.id),
    );
    expect(sent).toMatchObject({ n: 1 });
    const { body: versions } = await api('GET', `/message-templates/${made.id}/versions`);
    expect(versions.items.map(({ n, faults }: { n: number; faults: number }) => [n, faults])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    const { body: first } = await api('GET', `/message-templates/${made.id}/versions/1`);
    expect(first.content.variants[0].body).toBe('<p>Hi {{ client.name }}</p>');
  });

  test('ME-6 the second of two saves is a conflict that holds both texts', async () => {
    const { api } = await apiOf();
    const { body: made } = await api('POST', '/message-templates', { ...about, content: mail('<p>One</p>') });
    const at = `/message-templates/${made.id}/variants`;
    expect((await api('PUT', at, mail('<p>Theirs</p>'), saved(1))).status).toBe(200);
    const second = await api('PUT', at, mail('<p>Mine</p>'), saved(1));
    expect(second.status).toBe(412);
    expect(second.body.facts).toMatchObject({
      code: 'template_moved',
      newest: 2,
      theirs: mail('<p>Theirs</p>'),
      yours: mail('<p>Mine</p>'),
    });
    expect((await api('PUT', at, mail('<p>Mine</p>'), saved(2))).body.newest).toBe(3);
  });

  test('§3.1 the same wording again makes no version', async () => {
    const { api } = await apiOf();
    const { body: made } = await api('POST', '/message-templates', { ...about, content: mail('<p>One</p>') });
    const again = await api('PUT', `/message-templates/${made.id}/variants`, mail('<p>One</p>'), saved(1));
    expect(again.body.newest).toBe(1);
  });

  test('§3.1 a name is unique in its channel and part, ignoring case', async () => {
    const { api } = await apiOf();
    expect((await api('POST', '/message-templates', about)).status).toBe(201);
    expect((await api('POST', '/message-templates', { ...about, name: 'WELCOME' })).status).toBe(422);
    expect((await api('POST', '/message-templates', { ...about, channel: 'sms' })).status).toBe(201);
    expect((await api('POST', '/message-templates', { ...about, module: 'people' })).status).toBe(201);
    expect((await api('POST', '/message-templates', { ...about, name: 'x'.repeat(81) })).status).toBe(422);
  });

  test('ME-8 more than 60 languages, one twice, and a default that is not written are refused', async () => {
    const { api } = await apiOf();
    const content = (locales: string[], standard = locales[0]) => ({
      default_locale: standard,
      variants: locales.map((locale) => ({ locale, subject: 'x', body: '<p>x</p>' })),
    });
    const status = async (given: unknown) =>
      (await api('POST', '/message-templates', { ...about, name: newId(), content: given })).status;
    expect(await status(content(['en', 'en-AU']))).toBe(201);
    expect(await status(content(['en', 'en']))).toBe(422);
    expect(await status(content(['en'], 'de'))).toBe(422);
    expect(await status(content(['english']))).toBe(422);
    expect(await status(content(Array.from({ length: 61 }, (_, n) => `en-${100 + n}`)))).toBe(422);
  });

  test('ME-5 a template that a workflow names is not archived', async () => {
    const { practice, api } = await apiOf();
    const { body: made } = await api('POST', '/message-templates', { ...about, content: mail('<p>One</p>') });
    const workflow = newId();
    await inPractice(house.kernel.db, practice, async ({ tx }) => {
      await sql`insert into app.workflow (practice_id, id, version, key, name, sort_name, subject_kinds, "on", origin, created_at, created_by)
        values (${practice}, ${workflow}, 1, 'w', 'Onboarding', 'onboarding', '{client}', false, 'own', '2026-01-01T00:00:00Z', 'operator')`.execute(
        tx,
      );
      const content = { steps: [{ params: { template: made.id } }] };
      await sql`insert into app.workflow_draft (practice_id, id, version, content, base_version, by, at)
        values (${practice}, ${workflow}, 1, ${JSON.stringify(content)}, 0, 'operator', '2026-01-01T00:00:00Z')`.execute(
        tx,
      );
    });
    const kept = await api('PUT', `/message-templates/${made.id}/archive`, undefined, saved(made.version));
    expect(kept).toMatchObject({ status: 409, body: { code: 'in_use' } });
    expect(kept.body.detail).toContain('«Onboarding»');
    const { body: list } = await api('GET', '/message-templates');
    expect(list.items[0].used_by).toEqual([{ id: workflow, name: 'Onboarding', url: `/workflows/${workflow}` }]);
    await inPractice(house.kernel.db, practice, ({ tx }) => sql`delete from app.workflow_draft`.execute(tx));
    const gone = await api('PUT', `/message-templates/${made.id}/archive`, undefined, saved(made.version));
    expect(gone.body.archived_at).not.toBeNull();
    expect((await api('GET', '/message-templates?archived=true')).body.items).toHaveLength(1);
    const back = await api('POST', `/message-templates/${made.id}/restoration`, {}, saved(gone.body.version));
    expect(back.body.archived_at).toBeNull();
  });
});

describe('previews', () => {
  const personOf = async (
    practice: string,
    more: { given_name?: string | null; restricted?: boolean; locale?: string } = {},
  ) => {
    const id = newId();
    const row = { given_name: 'Sample', restricted: false, locale: null, ...more };
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`insert into app.person (practice_id, id, version, kind, client_number, form, given_name, display_name, sort_name, restricted, locale, created_at, created_by)
        values (${practice}, ${id}, 1, 'client', ${id.slice(-8)}, 'individual', ${row.given_name}, 'Sample Client', 'sample client',
          ${row.restricted}, ${row.locale}, '2026-01-01T00:00:00Z', 'operator')`.execute(tx),
    );
    return id;
  };
  const content = {
    default_locale: 'en',
    signature: false,
    variants: [
      { locale: 'en', subject: 'Hi', body: '<p>{{ client.first_name | default: "there" }} {{ client.phone }}</p>' },
      { locale: 'de', subject: 'Hallo', body: '<p>{{ client.name }}</p>' },
    ],
  };

  test('ME-24 ME-23 a template is shown with a real client, in the client’s language, and nothing is written', async () => {
    const { practice, api } = await apiOf();
    const { body: made } = await api('POST', '/message-templates', { ...about, content });
    const show = async (id: string, more = {}) =>
      (await api('POST', `/message-templates/${made.id}/previews`, { record: { place: 'client', id }, ...more })).body;
    expect(await show(await personOf(practice, { given_name: null }))).toMatchObject({
      title: 'Sample Client',
      locale: 'en',
      subject: 'Hi',
      html: '<p>there </p>',
      fallbacks: ['client.first_name'],
      missing: ['client.phone'],
    });
    expect(await show(await personOf(practice, { locale: 'de' }))).toMatchObject({
      subject: 'Hallo',
      text: 'Sample Client',
    });
    const signed = { ...content, signature: true };
    expect((await show(await personOf(practice), { content: signed, locale: 'de' })).text).toBe(
      'Sample Client\n\nTesting & Co',
    );
    expect((await api('GET', `/message-templates/${made.id}`)).body).toMatchObject({
      version: made.version,
      newest: 1,
    });
  });

  test('ME-24 a record out of reach is as absent, and without one there are samples', async () => {
    const { practice, api } = await apiOf('Owner');
    const { body: made } = await api('POST', '/message-templates', { ...about, content });
    const hidden = await personOf(practice, { restricted: true });
    const asked = { record: { place: 'client', id: hidden } };
    const viewer = apiIn(practice, 'Viewer');
    expect((await viewer('POST', `/message-templates/${made.id}/previews`, asked)).status).toBe(404);
    const sample = await api('POST', `/message-templates/${made.id}/previews`, {});
    expect(sample.body).toMatchObject({ title: null, missing: [], html: '<p>Sample +44 20 7946 0018</p>' });
  });

  test('ME-20 ME-22 the fields of a place are those that can exist there', async () => {
    const { api } = await apiOf();
    const names = async (place: string) =>
      (await api('GET', `/merge-fields?place=${place}`)).body.items.map(({ name }: { name: string }) => name);
    expect(await names('employee')).toContain('employee');
    expect(await names('employee')).not.toContain('client');
    expect(await names('client')).toEqual(
      expect.arrayContaining(['client', 'contact', 'billing_contact', 'today', 'run']),
    );
  });
});
