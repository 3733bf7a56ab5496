import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { verify } from '#kernel/audit/verify.ts';
import type { Facts } from '#kernel/decision/model.ts';
import { undoEvent } from '#kernel/undo/undo.ts';
import { SENTENCES as CONTACT_SENTENCES } from '#people/contacts/sentences.ts';
import { testPlace, testWho } from '../../app/testing.ts';
import { SENTENCES } from './sentences.ts';
import { testMember, usePeople } from './testing-house.ts';

const people = usePeople();
const { begin, house, atDesk } = people;
const seen = (version: number) => ({ 'if-match': `"${version}"` });
const eventsOf = (practice: Id) =>
  atDesk(practice, async (desk) => {
    const { rows } = await sql<{
      id: Id;
      verb: string;
      facts: Facts;
      private: Facts | null;
      undoable_until: string | null;
    }>`
      select id, verb, facts, private, undoable_until from app.event where practice_id = ${practice} order by id`.execute(
      desk.tx,
    );
    return rows;
  });
const namesIn = (answer: { body: { items: { display_name: string }[] } }) =>
  answer.body.items.map((row) => row.display_name);

describe('lists', () => {
  test('PE-100 search looks in names, numbers, e-mails and phones, from the first character, ignoring case and accents', async () => {
    const { api } = await begin();
    await api('POST', '/clients', {
      organisation_name: 'Hârbour Café',
      emails: [{ address: 'Office@bay.example' }],
      phones: [{ number: '020 7946 0018' }],
    });
    await api('POST', '/clients', { organisation_name: 'Quay Trading' });
    for (const q of ['h', 'HARB', 'café', 'cafe harbour', 'cli-0001', 'office@bay', '%2B4420', '020'])
      expect([q, namesIn(await api('GET', `/clients?q=${q}`))]).toEqual([q, ['Hârbour Café']]);
    expect(namesIn(await api('GET', '/clients?q=arbour'))).toEqual([]);
    expect((await api('GET', '/clients?colour=red')).status).toBe(422);
    expect((await api('GET', '/clients?sort=colour')).status).toBe(422);
  });

  test('PL-173 lists sort accents with their letters and digits as numbers', async () => {
    const { api } = await begin();
    for (const organisation_name of ['Unit 10', 'Zebra', 'Äpfel', 'Unit 9', 'apple'])
      await api('POST', '/clients', { organisation_name });
    expect(namesIn(await api('GET', '/clients'))).toEqual(['Äpfel', 'apple', 'Unit 9', 'Unit 10', 'Zebra']);
    const first = await api('GET', '/clients?limit=2&sort=-name');
    expect(namesIn(first)).toEqual(['Zebra', 'Unit 10']);
    expect(namesIn(await api('GET', `/clients?limit=2&sort=-name&cursor=${first.body.next}`))).toEqual([
      'Unit 9',
      'apple',
    ]);
    expect((await api('GET', `/clients?sort=name&cursor=${first.body.next}`)).body.code).toBe('cursor_mismatch');
  });

  test('PE-123 what is not known is a list of work', async () => {
    const { api } = await begin();
    await api('POST', '/clients', { organisation_name: 'Nothing known' });
    await api('POST', '/clients', {
      organisation_name: 'Known',
      emails: [{ address: 'a@x.example' }],
      tax_period: { frequency: 'quarterly', start_month: 1 },
      year_end: { month: 3, day: 31 },
    });
    expect(namesIn(await api('GET', '/clients?missing=email'))).toEqual(['Nothing known']);
    expect(namesIn(await api('GET', '/clients?missing=tax_period&missing=year_end'))).toEqual(['Nothing known']);
    expect(namesIn(await api('GET', '/clients?missing=assignee'))).toEqual(['Known', 'Nothing known']);
    expect(namesIn(await api('GET', '/clients?year_end_month=3'))).toEqual(['Known']);
  });

  test('PE-65 PE-107 own fields, «do not contact» and status are filters, and the row says so', async () => {
    const { api } = await begin();
    await api('POST', '/custom-fields', { label: 'Sector', record_kinds: ['client'], type: 'text' });
    const { body } = await api('POST', '/clients', { organisation_name: 'A', custom: { sector: 'Retail' } });
    await api('POST', '/clients', { organisation_name: 'B' });
    expect(namesIn(await api('GET', '/clients?custom=sector:retail'))).toEqual(['A']);
    await api('POST', `/clients/${body.id}/do-not-contact`, { reason: 'asked' });
    const silent = await api('GET', '/clients?do_not_contact=true');
    expect(silent.body.items).toMatchObject([{ display_name: 'A', do_not_contact: true }]);
    await api('POST', `/clients/${body.id}/deactivation`, { reason: 'moved' });
    expect(namesIn(await api('GET', '/clients?status=active'))).toEqual(['B']);
    expect(namesIn(await api('GET', '/clients?status=active&status=inactive'))).toEqual(['A', 'B']);
  });

  test('PE-62 PE-110 a bulk act takes the ticked rows, or all of a filter whose number was shown; a tag counts as it is now', async () => {
    const { api } = await begin();
    const { body: tag } = await api('POST', '/tags', { name: 'VAT' });
    const { body: vip } = await api('POST', '/tags', { name: 'VIP' });
    const made = [];
    for (const name of ['A', 'B', 'C'])
      made.push((await api('POST', '/clients', { organisation_name: name, tags: [tag.id] })).body);
    await api('PATCH', `/clients/${made[0].id}`, { tags: [] }, seen(1));
    const bulk = { command: { do: 'add_tag', tag: vip.id }, filter: { tag: tag.id } };
    expect((await api('POST', '/clients/bulk', { ...bulk, expected_count: 3 })).body.code).toBe('count_changed');
    expect((await api('POST', '/clients/bulk', { ...bulk, expected_count: 2 })).body).toMatchObject({ done: 2 });
    expect(namesIn(await api('GET', `/clients?tag=${vip.id}`))).toEqual(['B', 'C']);
    expect(
      (await api('POST', '/clients/bulk', { command: { do: 'remove_tag', tag: vip.id }, ids: [made[1].id] })).body.done,
    ).toBe(1);
    expect(namesIn(await api('GET', `/clients?tag=${vip.id}`))).toEqual(['C']);
  });

  test('PL-70 counts stop at 1,000 where asked to', async () => {
    const { api, practice } = await begin();
    await many(practice, 1_001);
    expect((await api('GET', '/clients?limit=1')).body.count).toBeUndefined();
    expect((await api('GET', '/clients?limit=1&count=capped')).body.count).toEqual({ value: 1_000, capped: true });
    expect((await api('GET', '/clients?limit=1&count=exact')).body.count).toEqual({ value: 1_001, capped: false });
  });

  test('PE-106 with 50,000 persons a page is quick, whatever is asked', async () => {
    const { api, practice, as } = await begin();
    await many(practice, 50_000);
    const member = await testMember(house, practice, { name: 'Anna' });
    const own = as({ ...testWho('Manager', member), own_clients_only: true });
    const asked = [
      '',
      '?sort=-number',
      '?q=client',
      '?q=client%2049',
      '?q=4999',
      '?status=active',
      '?partner=nobody',
      '?missing=email',
      '?count=capped',
      '?sort=created_at',
    ];
    const times: number[] = [];
    for (const call of [...asked.map((query) => () => api('GET', `/clients${query}`)), () => own('GET', '/clients')]) {
      await call();
      const began = performance.now();
      expect((await call()).status).toBe(200);
      times.push(performance.now() - began);
    }
    // 100 ms is the floor on four cores of one's own (PL-182); here other work may share two.
    expect(times.sort((a, b) => a - b)[Math.floor(times.length * 0.8)]).toBeLessThan(1_500);
  }, 120_000);

  const many = (practice: Id, count: number) =>
    atDesk(practice, async (desk) => {
      await sql`
        insert into app.person (practice_id, id, version, kind, client_number, form, organisation_name, display_name, sort_name, created_at, created_by, match_keys)
        select ${practice}, gen_random_uuid(), 1, 'client', 'N' || n, 'organisation', 'Client ' || n, 'Client ' || n,
          'client ' || lpad(n::text, 12, '0'), ${desk.now}, 'operator', '{}' from generate_series(1, ${count}) n`.execute(
        desk.tx,
      );
      await sql`
        insert into app.search_entry (practice_id, kind, thing_id, title, url, words, module)
        select practice_id, 'client', id, display_name, '', ' client ' || substr(client_number, 2) || ' ' || lower(client_number) || ' ', 'people'
        from app.person where practice_id = ${practice}`.execute(desk.tx);
      await sql`
        insert into app.search_word (practice_id, kind, word, thing_id, exact)
        select practice_id, 'client', w, id, false from app.person, unnest(array['client', substr(client_number, 2), lower(client_number)]) w
        where practice_id = ${practice}`.execute(desk.tx);
    });
});

describe('history', () => {
  test('PE-120 a record is shown as its events say it was at an instant: fields, status, waitlist and roles', async () => {
    const { api, practice } = await begin({ kind: 'sandbox', now: '2026-11-01T09:00:00.000Z' });
    const at = (now: string) =>
      atDesk(practice, (desk) =>
        sql`update app.clock set now = ${now} where practice_id = ${practice}`.execute(desk.tx),
      );
    const anna = await testMember(house, practice, { name: 'Anna' });
    const { body } = await api('POST', '/prospects', { organisation_name: 'Harbour', source: 'web' });
    await api('POST', `/prospects/${body.id}/waitlist-entry`, {});
    await at('2026-11-10T09:00:00.000Z');
    await api('POST', `/prospects/${body.id}/conversion`, {});
    await api('POST', '/role-holdings', { person: body.id, role: 'partner', member: anna });
    await at('2026-11-20T09:00:00.000Z');
    const { body: now } = await api('GET', `/clients/${body.id}`);
    await api('PATCH', `/clients/${body.id}`, { organisation_name: 'Harbour Café' }, seen(now.version));
    const asOf = async (instant: string) => (await api('GET', `/clients/${body.id}?as_of=${instant}`)).body;
    expect(await asOf('2026-11-05T00:00:00.000Z')).toMatchObject({
      kind: 'prospect',
      status: 'waitlisted',
      display_name: 'Harbour',
      roles: {},
      waiting: { days: 4 },
    });
    expect(await asOf('2026-11-15T00:00:00.000Z')).toMatchObject({
      kind: 'client',
      status: 'active',
      display_name: 'Harbour',
      waiting: null,
      roles: { partner: { member_id: anna } },
    });
    expect(await asOf('2026-11-21T00:00:00.000Z')).toMatchObject({ display_name: 'Harbour Café' });
    expect((await api('GET', `/clients/${body.id}?as_of=2026-10-01T00:00:00.000Z`)).status).toBe(404);
  });

  test('PE-105 every verb has a sentence, and none shows an id', async () => {
    const { api, practice } = await begin();
    const anna = await testMember(house, practice, { name: 'Anna' });
    const { body: tag } = await api('POST', '/tags', { name: 'VIP' });
    const { body } = await api('POST', '/prospects', {
      organisation_name: 'Harbour',
      added_beside: [crypto.randomUUID()],
    });
    const bulk = (command: object) => api('POST', '/prospects/bulk', { command, ids: [body.id] });
    await bulk({ do: 'add_tag', tag: tag.id });
    await bulk({ do: 'remove_tag', tag: tag.id });
    await bulk({ do: 'set_role', role: 'partner', member: anna });
    await bulk({ do: 'end_role', role: 'partner' });
    await api('POST', `/prospects/${body.id}/waitlist-entry`, { service: 'VAT' });
    await bulk({ do: 'deactivate', reason: 'quiet', open_runs: 'hold' });
    await bulk({ do: 'reactivate' });
    await api('POST', `/prospects/${body.id}/do-not-contact`, { reason: 'asked' });
    const { body: contact } = await api('POST', '/contacts', {
      given_name: 'Ada',
      links: [{ person: body.id, label: 'director' }],
    });
    await api('PATCH', `/contacts/${contact.id}`, { job_title: 'x', links: [] }, seen(1));
    const all = { ...SENTENCES, ...CONTACT_SENTENCES };
    const events = (await eventsOf(practice)).filter((event) => !/^(tag|custom_field)\./.test(event.verb));
    expect(events.length).toBeGreaterThan(12);
    for (const event of events) {
      const said = all[event.verb]?.(
        { ...event.facts, ...event.private },
        (id) => ({ [anna]: 'Anna', [tag.id]: 'VIP' })[id] ?? 'somebody',
      );
      expect([event.verb, typeof said]).toEqual([event.verb, 'string']);
      expect(said).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    }
    expect(SENTENCES['person.changed']!({ emails: [[], []] } as never, String)).toBe('changed the e-mail addresses');
  });

  test('PE-112 PL-74 every act can be taken back, whatever it was, and the record stands as before', async () => {
    const { api, practice } = await begin();
    const anna = await testMember(house, practice, { name: 'Anna' });
    const ben = await testMember(house, practice, { name: 'Ben' });
    const { body } = await api('POST', '/prospects', { organisation_name: 'Harbour', source: 'web' });
    const page = async () => {
      const { version: _, waitlist: __, ...shown } = (await api('GET', `/prospects/${body.id}`)).body;
      return shown;
    };
    const bulk = (command: object) => api('POST', '/prospects/bulk', { command, ids: [body.id] });
    await bulk({ do: 'set_role', role: 'assignee', member: anna });
    const acts: (() => Promise<unknown>)[] = [
      async () =>
        api(
          'PATCH',
          `/prospects/${body.id}`,
          { source: 'friend', country: 'GB' },
          seen((await api('GET', `/prospects/${body.id}`)).body.version),
        ),
      () => bulk({ do: 'set_role', role: 'assignee', member: ben }),
      () => bulk({ do: 'end_role', role: 'assignee' }),
      () => api('POST', `/prospects/${body.id}/waitlist-entry`, {}),
      () => bulk({ do: 'deactivate', reason: 'quiet' }),
      () => api('POST', `/prospects/${body.id}/do-not-contact`, { reason: 'asked' }),
    ];
    for (const act of acts) {
      const before = await page();
      await act();
      const last = (await eventsOf(practice)).filter((event) => event.undoable_until).at(-1)!;
      expect(await page()).not.toEqual(before);
      const undone = await undoEvent(house.kernel, testPlace(practice, testWho('Manager')), last.id);
      expect(undone).toMatchObject({ yes: true });
      expect(await page()).toEqual(before);
    }
  });

  test('PE-29 erasing takes the values out of record, contacts, search and events, and the chain still verifies', async () => {
    const { api, as, practice } = await begin();
    const { body } = await api(
      'POST',
      '/clients',
      {
        organisation_name: 'Quillfeather',
        emails: [{ address: 'quill@x.example' }],
        phones: [{ number: '020 7946 0018' }],
      },
      { 'idempotency-key': 'kept-for-two-days' },
    );
    const { body: other } = await api('POST', '/clients', { organisation_name: 'Other' });
    await api('PATCH', `/clients/${body.id}`, { source: 'Quillson', custom: {} }, seen(1));
    const { body: alone } = await api('POST', '/contacts', { given_name: 'Quilla', links: [{ person: body.id }] });
    const { body: shared } = await api('POST', '/contacts', {
      given_name: 'Sharon',
      links: [{ person: body.id }, { person: other.id }],
    });
    await sealAll(house.house.engine);
    const admin = as(testWho('Admin'));
    expect((await admin('POST', `/people/${body.id}/erasure`, { number: 'wrong' })).status).toBe(422);
    const erased = await admin('POST', `/people/${body.id}/erasure`, { number: body.client_number });
    expect(erased.body).toMatchObject({
      id: body.id,
      client_number: body.client_number,
      display_name: '[erased]',
      emails: [],
    });
    expect((await admin('GET', `/contacts/${alone.id}`)).body).toMatchObject({ full_name: '[erased]' });
    expect((await admin('GET', `/contacts/${shared.id}`)).body).toMatchObject({ full_name: 'Sharon' });
    expect((await api('GET', '/clients?q=quill')).body.items).toEqual([]);
    const left = await atDesk(practice, async (desk) => {
      const { rows: tables } = await sql<{
        name: string;
      }>`select tablename as name from pg_tables where schemaname = 'app'`.execute(desk.tx);
      const found: string[] = [];
      for (const { name } of tables) {
        const { rows } = await sql<{
          n: number;
        }>`select count(*)::int as n from ${sql.table(`app.${name}`)} t where t::text ~* 'quill'`.execute(desk.tx);
        if (rows[0]!.n) found.push(name);
      }
      return found;
    });
    expect(left).toEqual([]);
    await sealAll(house.house.engine);
    expect(await verify(house.kernel.db, practice)).toMatchObject({ ok: true, finding: null });
  });

  test('PE-92 an export holds what the filters show, disarmed, and is an event with filter and row count', async () => {
    const { api, practice } = await begin();
    await api('POST', '/clients', { organisation_name: '=HYPERLINK("x")' });
    await api('POST', '/clients', { organisation_name: 'Quay', source: 'web' });
    const file = (await api('GET', '/clients.csv')).body as string;
    expect(file.split('\r\n')).toHaveLength(4);
    expect(file).toContain(`"'=HYPERLINK(""x"")"`);
    expect(((await api('GET', '/clients.csv?source=web')).body as string).split('\r\n')).toHaveLength(3);
    const told = (await eventsOf(practice)).filter((event) => event.verb === 'clients.exported');
    expect(told.map(({ facts }) => [facts.filter?.[1], facts.rows?.[1]])).toEqual([
      [{}, 2],
      [{ source: 'web' }, 1],
    ]);
  });

  test('PE-124 all that is kept of one person goes out as one archive, with the ability for it', async () => {
    const { api, as } = await begin();
    const { body } = await api('POST', '/clients', {
      organisation_name: 'Harbour',
      emails: [{ address: 'a@x.example' }],
    });
    await api('POST', '/contacts', { given_name: 'Ada', links: [{ person: body.id }] });
    people.port.archive = async () => [{ name: 'messages/one.txt', content: 'Hello' }];
    expect((await api('GET', `/people/${body.id}/archive`)).status).toBe(403);
    const sent = await as(testWho('Admin'))('GET', `/people/${body.id}/archive`);
    expect(sent.headers.get('content-disposition')).toContain(`${body.client_number}.tar.gz`);
    expect(sent.headers.get('content-type')).toBe('application/gzip');
    delete people.port.archive;
  });
});

test('PE-124 the archive is a plain tar that any tool opens', async () => {
  const { tarOf } = await import('./tar.ts');
  const { spawnSync } = await import('node:child_process');
  const { mkdtempSync, writeFileSync, readFileSync, rmSync } = await import('node:fs');
  const { join } = await import('node:path');
  const { tmpdir } = await import('node:os');
  const { gzipSync } = await import('node:zlib');
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  const packed = gzipSync(
    tarOf(
      [
        { name: 'record.json', content: '{"a":"é"}\n' },
        { name: 'messages/one.txt', content: 'x'.repeat(600) },
      ],
      1_790_000_000_000,
    ),
  );
  expect(gunzipSync(packed).length % 512).toBe(0);
  writeFileSync(join(folder, 'a.tar.gz'), packed);
  expect(spawnSync('tar', ['xzf', 'a.tar.gz'], { cwd: folder }).status).toBe(0);
  expect(readFileSync(join(folder, 'record.json'), 'utf8')).toBe('{"a":"é"}\n');
  expect(readFileSync(join(folder, 'messages/one.txt'), 'utf8')).toHaveLength(600);
  rmSync(folder, { recursive: true });
});
