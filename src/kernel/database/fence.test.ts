import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { connect } from './embedded-server.ts';
import { useTestDatabase } from './testing.ts';

const database = useTestDatabase();

/**
 * Tables of schema `app` whose fence is another than PL-50 says, each with its reason. The engine works across practices, and
 * sees these and no others (PL-53).
 */
const ENGINE_SEES: Record<string, string> = {
  timer: 'the dispatcher claims what is due, whosever it is',
  unsealed: 'the sealer takes the hashes of new events; nothing else of an event is in it',
  seal: 'the sealer continues each practice’s chain',
};

const clients: pg.Client[] = [];
const open = async (url: string): Promise<pg.Client> => {
  const client = await connect(url, 'test');
  clients.push(client);
  return client;
};
let [owner, app, engine, auth] = [] as unknown as pg.Client[];
beforeAll(async () => {
  const { ownerUrl, appUrl, engineUrl, authUrl } = database.urls;
  [owner, app, engine, auth] = await Promise.all([ownerUrl, appUrl, engineUrl, authUrl].map(open));
});
afterAll(() => Promise.all(clients.map((client) => client.end())));

const tablesOf = async (schema: string): Promise<string[]> => {
  const { rows } = await owner!.query<{ relname: string }>(
    `select relname from pg_class where relnamespace = '${schema}'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
  );
  return rows.map(({ relname }) => relname);
};

const inPractice = async <T>(client: pg.Client, practice: string, work: () => Promise<T>): Promise<T> => {
  await client.query('begin');
  try {
    await client.query(`select set_config('tickmark.practice', $1, true)`, [practice]);
    return await work();
  } finally {
    await client.query('commit');
  }
};

const count = async (client: pg.Client, table: string): Promise<number> => {
  const { rows } = await client.query<{ n: string }>(`select count(*)::int as n from app.${table}`);
  return Number(rows[0]!.n);
};

const failure = (client: pg.Client, statement: string): Promise<string> =>
  client.query(statement).then(
    () => 'it was taken',
    (error: { code: string }) => error.code,
  );

/** Some value for each column, so that every table can hold a row; checks and foreign keys are lifted in this throw-away database. */
const fill = async (table: string, practice: string): Promise<void> => {
  const { rows: checks } = await owner!.query<{ conname: string }>(
    `select conname from pg_constraint where conrelid = 'app.${table}'::regclass and contype in ('c', 'f')`,
  );
  for (const { conname } of checks) await owner!.query(`alter table app.${table} drop constraint "${conname}" cascade`);
  const { rows: columns } = await owner!.query<{ attname: string; type: string }>(
    `select attname, format_type(atttypid, null) as type from pg_attribute
     where attrelid = 'app.${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`,
  );
  const values = columns.map(({ attname, type }) => (attname === 'practice_id' ? `'${practice}'` : someValue(type)));
  const names = columns.map(({ attname }) => `"${attname}"`);
  await inPractice(owner!, practice, () =>
    owner!.query(`insert into app.${table} (${names.join(', ')}) values (${values.join(', ')})`),
  );
};

const someValue = (type: string): string => {
  if (type.endsWith('[]')) return `'{}'::${type}`;
  if (type === 'uuid') return `'${newId()}'`;
  if (type === 'jsonb' || type === 'json') return `'{}'`;
  if (type === 'boolean') return 'true';
  if (type === 'date') return `'2026-01-01'`;
  if (type.startsWith('timestamp')) return `'2026-01-01T00:00:00Z'`;
  if (/int|numeric|real|double/.test(type)) return '1';
  if (type === 'bytea') return `'\\x00'`;
  return `'a${newId()}'`;
};

describe('PL-S2 every table in the catalogue', () => {
  test('PL-S2 PL-51 without a practice yields no row and takes none, though there are rows; with one, that practice’s only', async () => {
    const [mine, theirs] = [newId(), newId()];
    const tables = await tablesOf('app');
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) {
      // Words of messages come with them.
      const before = await inPractice(app!, mine, () => count(app!, table));
      await fill(table, mine);
      await fill(table, theirs);
      expect(await count(app!, table), `${table} without a practice`).toBe(0);
      expect(await inPractice(app!, mine, () => count(app!, table)), `${table} in a practice`).toBe(before + 1);
      expect(await count(app!, table), `${table} after the transaction`).toBe(0);
      expect(await failure(app!, `insert into app.${table} default values`), `${table}: a row without a practice`).toBe(
        '42501',
      );
    }
  });

  test('PL-50 begins its primary key with the practice, has row security forced, and one policy for the app', async () => {
    const { rows } = await owner!.query<{ table: string; first: string; fenced: boolean; policies: string[] }>(`
      select c.relname as table, c.relrowsecurity and c.relforcerowsecurity as fenced,
        (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
          where i.indrelid = c.oid and i.indisprimary) as first,
        (select coalesce(array_agg(p.policyname || ' for ' || p.cmd || ' to ' || array_to_string(p.roles, ',') || ': ' || p.qual || ' / ' || p.with_check), '{}')
          from pg_policies p where p.schemaname = 'app' and p.tablename = c.relname) as policies
      from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')`);
    const same = `(practice_id = (NULLIF(current_setting('tickmark.practice'::text, true), ''::text))::uuid)`;
    const fence = `practice for ALL to tickmark_app,tickmark_owner: ${same} / ${same}`;
    for (const { table, first, fenced, policies } of rows) {
      expect([table, first, fenced]).toEqual([table, 'practice_id', true]);
      const engines = table in ENGINE_SEES ? ['engine for ALL to tickmark_engine: true / true'] : [];
      expect([table, ...policies.toSorted()]).toEqual([table, ...engines, fence]);
    }
    expect(Object.keys(ENGINE_SEES).filter((table) => !rows.some((row) => row.table === table))).toEqual([]);
  });

  test('PL-50 is no view, whose owner would read past the fence', async () => {
    const { rows } = await owner!.query(
      `select relname from pg_class where relnamespace = 'app'::regnamespace and relkind in ('v', 'm', 'f')`,
    );
    expect(rows).toEqual([]);
  });

  test('PL-S2 a new table without the fence is found', async () => {
    await owner!.query(
      'create table app.forgotten (practice_id uuid not null, id uuid not null, primary key (practice_id, id))',
    );
    await owner!.query(`insert into app.forgotten values ('${newId()}', '${newId()}')`);
    expect(await count(app!, 'forgotten')).toBe(1);
    expect(await failure(app!, 'insert into app.forgotten default values')).not.toBe('42501');
    await owner!.query('drop table app.forgotten');
  });
});

describe('PL-51 the practice', () => {
  test('PL-51 is set for a transaction: after it the setting reads as an empty text, and a row for another practice is refused', async () => {
    const [mine, theirs] = [newId(), newId()];
    const event = (practice: string) => `insert into app.holiday values ('${practice}', '2026-12-25', 'Christmas Day')`;
    await inPractice(app!, mine, () => app!.query(event(mine)));
    const { rows } = await app!.query<{ set: string }>(`select current_setting('tickmark.practice', true) as set`);
    expect(rows[0]!.set).toBe('');
    expect(await inPractice(app!, mine, () => failure(app!, event(theirs)))).toBe('42501');
    expect(await failure(app!, event(mine))).toBe('42501');
    const moved = await inPractice(app!, mine, () => failure(app!, `update app.holiday set practice_id = '${theirs}'`));
    expect(moved).toBe('42501');
  });

  test('PL-60 no statement joins two practices: one that asks for all pairs of rows gets those of one', async () => {
    const [mine, theirs] = [newId(), newId()];
    for (const practice of [mine, theirs])
      await inPractice(app!, practice, () =>
        app!.query(`insert into app.holiday values ('${practice}', '2026-12-25', 'Christmas Day')`),
      );
    const pairs = 'select a.practice_id as a, b.practice_id as b from app.holiday a cross join app.holiday b';
    const { rows } = await inPractice(app!, mine, () => app!.query<{ a: string; b: string }>(pairs));
    expect(rows).toEqual([{ a: mine, b: mine }]);
  });

  test('PL-51 what is no id sets nothing free', async () => {
    for (const wrong of ['', ' ', 'null', '%', 'true'])
      await app!.query('begin').then(async () => {
        await app!.query(`select set_config('tickmark.practice', $1, true)`, [wrong]);
        const seen = await app!.query('select count(*)::int as n from app.practice').then(
          ({ rows }) => rows[0].n,
          (error: { code: string }) => error.code,
        );
        expect([0, '22P02']).toContain(seen);
        await app!.query('rollback');
      });
  });
});

describe('PL-52 PL-53 the roles', () => {
  test('PL-52 the app owns nothing, is no superuser, cannot pass row security, make tables or become another role', async () => {
    const { rows } = await app!.query(`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = r.oid) as owns,
        (select count(*)::int from pg_auth_members where member = r.oid) as member_of
      from pg_roles r where rolname = current_user`);
    expect(rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owns: 0, member_of: 0 },
    ]);
    for (const statement of [
      'create table app.mine (a int)',
      'alter table app.event disable row level security',
      'drop policy practice on app.event',
      'truncate app.event',
      'set role tickmark_owner',
      'set session authorization tickmark_engine',
    ])
      expect(await failure(app!, statement), statement).toBe('42501');
    expect(await failure(app!, 'set row_security = off; select 1 from app.event')).toBe('42501');
    await app!.query('reset row_security');
  });

  test('PL-53 the engine sees of the practices’ data timers, seals and the hashes of unsealed events, and nothing else', async () => {
    const seen: string[] = [];
    for (const table of await tablesOf('app')) {
      const answer = await engine!.query(`select count(*)::int as n from app.${table}`).catch(() => null);
      if (answer && answer.rows[0].n > 0) seen.push(table);
    }
    expect(seen.toSorted()).toEqual(Object.keys(ENGINE_SEES).toSorted());
    for (const statement of [
      'insert into app.timer default values',
      'delete from app.timer',
      'update app.seal set no = 2',
      'delete from app.seal',
      'update app.unsealed set hashes = hashes',
    ])
      expect(await failure(engine!, statement), statement).toBe('42501');
  });

  test('PL-53 sign-in tables are reached by the sign-in role alone, which reaches nothing of the practices', async () => {
    for (const table of await tablesOf('auth'))
      for (const client of [app!, engine!])
        expect(await failure(client, `select 1 from auth."${table}"`), table).toBe('42501');
    for (const table of await tablesOf('app'))
      expect(await failure(auth!, `select 1 from app.${table}`), table).toBe('42501');
    expect(await failure(auth!, 'select 1 from auth.session')).toBe('it was taken');
  });
});
