import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import type { SearchEntry } from '#kernel/loop/room.ts';
import { at, doTo, makeSome, useNotes } from '#kernel/loop/testing.ts';
import { testApi, testPlace, testPractice, testWho } from '../../app/testing.ts';
import { searchApi } from './api.ts';
import { keepEntries } from './entries.ts';
import { find } from './find.ts';
import type { FoundKind } from './port.ts';
import { reindex } from './reindex.ts';

const house = useNotes();
const KINDS: FoundKind[] = [
  { kind: 'note', label: 'Notes', reads: reads('people') },
  { kind: 'client', label: 'Clients', reads: reads('people') },
  { kind: 'invoice', label: 'Invoices', reads: reads('collections') },
  { kind: 'employee', label: 'Employees', reads: reads('people', 'employees.read') },
];

const entry = (kind: string, title: string, more: Partial<SearchEntry> = {}): SearchEntry => ({
  kind,
  thing_id: newId(),
  title,
  url: '/x',
  words: [],
  module: 'people',
  ...more,
});

const withEntries = async (...entries: SearchEntry[]) => {
  const practice = await testPractice(house.kernel);
  await at(house.kernel, practice, (desk) => keepEntries(desk, entries, []));
  return practice;
};

const asked = async (practice: Id, q: string, who = testWho('Owner')) => {
  const api = testApi(house.kernel, practice, [searchApi(house.kernel, KINDS)], who);
  const { status, body } = await api('GET', `/search?q=${encodeURIComponent(q)}`);
  expect(status).toBe(200);
  return body as { groups: { kind: string; label: string; items: { title: string }[] }[]; forgiven: boolean };
};

/** «client: Harbour Café, …; invoice: …» */
const told = ({ groups }: Awaited<ReturnType<typeof asked>>): string =>
  groups.map(({ kind, items }) => `${kind}: ${items.map(({ title }) => title).join(', ')}`).join('; ');

describe('PL-120 what is found', () => {
  test('PL-120 the beginning of each word, in any order, accents and case ignored', async () => {
    const practice = await withEntries(
      entry('client', 'Harbour Café'),
      entry('client', 'Café Müller'),
      entry('client', 'O’Brien & Łukasz'),
    );
    expect(told(await asked(practice, 'CAFE'))).toBe('client: Harbour Café, Café Müller');
    expect(told(await asked(practice, 'caf harb'))).toBe('client: Harbour Café');
    expect(told(await asked(practice, 'mull'))).toBe('client: Café Müller');
    expect(told(await asked(practice, "o'bri"))).toBe('client: O’Brien & Łukasz');
    expect(told(await asked(practice, 'lukasz obrien'))).toBe('client: O’Brien & Łukasz');
    expect(told(await asked(practice, 'arbour'))).toBe('client: Harbour Café');
    expect(told(await asked(practice, 'caf müll harb'))).toBe('');
    expect(told(await asked(practice, '  %_ \\ '))).toBe('');
  });

  test('PL-120 a number or an e-mail typed in full stands first, and its group leads', async () => {
    const practice = await withEntries(
      entry('client', 'Harbour 1042 Limited'),
      entry('invoice', 'Zander invoice', { exact: ['1042'], module: 'collections' }),
      entry('invoice', 'Alder invoice', { exact: ['10421'], module: 'collections' }),
      entry('client', 'Wren', { exact: ['Ann@Harbour.example'] }),
      entry('client', 'Ann Harbour', { words: ['ann@harbour.example.org'] }),
    );
    expect(told(await asked(practice, '1042'))).toBe(
      'invoice: Zander invoice, Alder invoice; client: Harbour 1042 Limited',
    );
    expect(told(await asked(practice, 'ANN@harbour.example'))).toBe('client: Wren, Ann Harbour');
  });

  test('PL-120 one wrong, missing, superfluous or swapped letter is forgiven in a name, two are not', async () => {
    const practice = await withEntries(
      entry('client', 'Harbour Wine'),
      entry('client', 'Harp Shop'),
      entry('client', 'Ωμέγα'),
    );
    for (const typed of ['harbonr', 'harbur', 'harbbour', 'hrabour', 'karbour', 'harbuor wine', 'wyne harb', 'harbpur'])
      expect(await asked(practice, typed), typed).toMatchObject({
        forgiven: true,
        groups: [{ items: [{ title: 'Harbour Wine' }] }],
      });
    expect(told(await asked(practice, 'ωμεζα'))).toBe('client: Ωμέγα');
    for (const typed of ['hrbuor', 'harxxur', 'kar', '1234567'])
      expect(told(await asked(practice, typed)), typed).toBe('');
    expect((await asked(practice, 'harb')).forgiven).toBe(false);
  });

  test('PL-120 results are grouped by kind in the order of the house, at most eight of each, each thing once', async () => {
    const many = Array.from({ length: 20 }, (_, i) => entry('client', `Maple ${i} Maple Mapleton`));
    const practice = await withEntries(...many, entry('note', 'Maple note'));
    const { groups } = await asked(practice, 'map');
    expect(groups.map(({ label, items }) => [label, items.length])).toEqual([
      ['Notes', 1],
      ['Clients', 8],
    ]);
    expect(new Set(groups[1]!.items.map(({ title }) => title)).size).toBe(8);
  });
});

describe('PL-120 who finds what', () => {
  test('PL-27 PL-120 kinds of a module or ability one does not have are not found', async () => {
    const practice = await withEntries(
      entry('invoice', 'Pine', { module: 'collections' }),
      entry('employee', 'Pine'),
      entry('client', 'Pine'),
    );
    expect(told(await asked(practice, 'pine'))).toBe('client: Pine; invoice: Pine; employee: Pine');
    expect(told(await asked(practice, 'pine', testWho('Staff')))).toBe('client: Pine');
    expect(told(await asked(practice, 'pine', testWho('AR Manager')))).toBe('client: Pine; invoice: Pine');
  });

  test('PL-31 a restricted client is found by whoever holds a role on it or may read restricted ones, by nobody else', async () => {
    const me = testWho('Manager');
    const practice = await withEntries(
      entry('client', 'Pine open'),
      entry('client', 'Pine mine', { restricted: true, assigned: [me.member_id!] }),
      entry('client', 'Pine hidden', { restricted: true, assigned: [newId()] }),
    );
    expect(told(await asked(practice, 'pine', me))).toBe('client: Pine open, Pine mine');
    expect(told(await asked(practice, 'pine', testWho('Admin')))).toBe('client: Pine open, Pine mine, Pine hidden');
  });

  test('PE-103 a role that sees its own clients only finds those, and what is about no client', async () => {
    const me = { ...testWho('Staff'), own_clients_only: true };
    const practice = await withEntries(
      entry('client', 'Pine other'),
      entry('client', 'Pine mine', { assigned: [me.member_id!] }),
      entry('note', 'Pine note', { about_client: false }),
    );
    expect(told(await asked(practice, 'pine', me))).toBe('note: Pine note; client: Pine mine');
  });

  test('PL-51 nothing of another practice is found', async () => {
    const practice = await withEntries(entry('client', 'Pine'));
    await withEntries(entry('client', 'Pine theirs', { exact: ['pine'] }));
    expect(told(await asked(practice, 'pine'))).toBe('client: Pine');
  });
});

describe('PL-121 the entry and its thing', () => {
  test('PL-121 the entry changes in the transaction of the thing, and its old words find nothing', async () => {
    const practice = await testPractice(house.kernel);
    const [id] = await makeSome(house.kernel, practice, [{ title: 'Willow Road', code: 'N-77' }]);
    expect(told(await asked(practice, 'n-77'))).toBe('note: Willow Road');
    await doTo(house.kernel, testPlace(practice), id!, { do: 'rename', title: 'Birch Road' });
    expect(told(await asked(practice, 'willow'))).toBe('');
    expect(told(await asked(practice, 'birch roa'))).toBe('note: Birch Road');
    expect(told(await asked(practice, '77'))).toBe('note: Birch Road');
    await doTo(house.kernel, testPlace(practice), id!, { do: 'rename', title: 'locked' });
    await doTo(house.kernel, testPlace(practice), id!, { do: 'rename', title: 'Never' });
    expect(told(await asked(practice, 'never'))).toBe('');
  });

  test('PL-121 a rebuild puts right what is missing, different or stray, and says how much it was', async () => {
    const practice = await testPractice(house.kernel);
    const [one, two, three] = await makeSome(house.kernel, practice, [
      { title: 'Oak' },
      { title: 'Ash' },
      { title: 'Elm' },
    ]);
    expect(await reindex(house.kernel, practice)).toEqual({ entries: 3, missing: 0, different: 0, stray: 0, words: 0 });
    await at(house.kernel, practice, async (desk) => {
      await keepEntries(
        desk,
        [entry('note', 'Yew', { thing_id: two! }), entry('client', 'Ghost')],
        [{ kind: 'note', thing_id: one! }],
      );
      await sql`delete from app.search_word where thing_id = ${three}`.execute(desk.tx);
    });
    expect(told(await asked(practice, 'yew'))).toBe('note: Yew');
    expect(await reindex(house.kernel, practice)).toEqual({ entries: 3, missing: 1, different: 1, stray: 1, words: 1 });
    for (const [typed, found] of [
      ['oak', 'note: Oak'],
      ['ash', 'note: Ash'],
      ['elm', 'note: Elm'],
      ['yew', ''],
      ['ghost', ''],
    ] as const)
      expect(told(await asked(practice, typed)), typed).toBe(found);
    expect(await reindex(house.kernel, practice)).toEqual({ entries: 3, missing: 0, different: 0, stray: 0, words: 0 });
  });
});

describe('PL-120 many entries', () => {
  /** Three kinds, invented names, one owner connection that leaves the words as the product writes them. */
  const fill = async (practice: Id): Promise<void> => {
    const client = new pg.Client({ connectionString: house.urls.ownerUrl });
    await client.connect();
    try {
      await client.query(`select set_config('tickmark.practice', '${practice}', false)`);
      await client.query(`
        create temp table e as
        with n as (select array['har','mar','bel','ton','ley','wood','ford','smi','jon','wil','bur','ash','ber','cal','dun','fer'] s)
        select case when i % 500 < 20 then 'note' when i % 500 < 320 then 'client' else 'invoice' end kind, gen_random_uuid() id,
          s[1 + i % 16] || s[1 + (i / 17) % 16] f, s[1 + (i / 5) % 16] || s[1 + (i / 331) % 16] || s[1 + (i / 5003) % 16] g
        from n, generate_series(1, 60000) i;
        insert into app.search_entry (practice_id, kind, thing_id, title, url, words, module)
          select '${practice}', kind, id, f || ' ' || g, '/x', ' bakery ' || least(f, g) || ' ' || greatest(f, g) || ' ', 'people' from e;
        insert into app.search_word select '${practice}', kind, w, id, false from e, lateral (select f w union select g union select 'bakery') x;`);
    } finally {
      await client.end();
    }
  };

  /** How many rows a search read: by going through whole tables, and in all; as the role that row security binds. */
  const readFor = (practice: Id, typed: string): Promise<{ through: number; all: number }> =>
    at(house.kernel, practice, async (desk) => {
      const read = async () => {
        const { rows } = await sql<{ through: number; all: number }>`
          select coalesce(sum(seq_tup_read), 0)::int as through, coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::int as all
          from pg_stat_xact_user_tables where schemaname = 'app' and relname in ('search_entry', 'search_word')`.execute(
          desk.tx,
        );
        return rows[0]!;
      };
      const before = await read();
      await find(desk, testWho('Owner'), typed, KINDS);
      const after = await read();
      return { through: after.through - before.through, all: after.all - before.all };
    });

  test('PL-120 among many entries, whatever is typed is found through an index, and few of them are read', async () => {
    const practice = await testPractice(house.kernel);
    await fill(practice);
    const typed =
      'harb,smi,marwood,ha,bakery,bakery harb,wil ash,belton jon,harbel ma,markley,zzzz,xarwood,calfrd,wi as';
    for (const words of typed.split(',')) {
      const { through, all } = await readFor(practice, words);
      expect(through, words).toBe(0);
      expect(all, words).toBeLessThan(5_000);
    }
    expect((await asked(practice, 'marwood')).groups.map(({ kind }) => kind)).toEqual(['note', 'client', 'invoice']);
  }, 240_000);
});
