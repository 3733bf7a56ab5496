import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { connect } from './embedded-server.ts';
import { migrate, migrations, SchemaRefusal } from './migrate.ts';
import { asAdmin } from './testing-server.ts';

const ONE = 'create table meta.one (a int);';
const TWO = 'create table meta.two (a int);';

let made = 0;
let folder: string;
let name: string;
const folders: string[] = [];
const names: string[] = [];

const url = (): string => {
  const { urls, template } = inject('testServer');
  return urls.ownerUrl.replace(`/${template}`, `/${name}`);
};
const put = (file: string, text: string) => writeFile(join(folder, file), text);
const run = (more: { change?: boolean } = {}) => migrate({ ownerUrl: url(), folder, ...more });
const ask = async <T>(statement: string): Promise<T[]> => {
  const client = await connect(url(), 'test');
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
};
const ran = async () => (await ask<{ no: number }>('select no from meta.migration order by no')).map(({ no }) => no);
const tables = async () =>
  (
    await ask<{ t: string }>(
      `select relname as t from pg_class where relnamespace = 'meta'::regnamespace and relkind = 'r' order by 1`,
    )
  ).map(({ t }) => t);

beforeEach(async () => {
  made += 1;
  name = `m_${process.pid}_${made}`;
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  folders.push(folder);
  names.push(name);
  await asAdmin(inject('testServer').adminUrl, `create database ${name} owner tickmark_owner`);
  await put('0001-one.sql', ONE);
});
afterAll(async () => {
  for (const one of names) await asAdmin(inject('testServer').adminUrl, `drop database if exists ${one} with (force)`);
  await Promise.all(folders.map((one) => rm(one, { recursive: true })));
});

describe('PL-165 migrations', () => {
  test('PL-165 run in the order of their numbers, each once, and what is no migration is left alone', async () => {
    await put('0010-two.sql', `insert into meta.one values (1); ${TWO}`);
    await put('notes.txt', 'nonsense');
    expect(await run()).toBe(2);
    expect(await run()).toBe(0);
    await put('0011-three.sql', 'insert into meta.two values (3);');
    expect(await run()).toBe(1);
    expect(await ran()).toEqual([1, 10, 11]);
    expect(await ask('select a from meta.one union all select a from meta.two')).toEqual([{ a: 1 }, { a: 3 }]);
  });

  test('PL-165 a changed file stops the start, and changes nothing', async () => {
    await run();
    await put('0001-one.sql', `${ONE} -- improved`);
    await put('0002-two.sql', TWO);
    await expect(run()).rejects.toThrow(SchemaRefusal);
    await expect(run()).rejects.toThrow('0001-one.sql was changed');
    expect(await tables()).toEqual(['migration', 'one']);
  });

  test('PL-165 an unknown newer version stops the start', async () => {
    await put('0002-two.sql', TWO);
    await run();
    await rm(join(folder, '0002-two.sql'));
    await expect(run()).rejects.toThrow('newer release: it knows 0002-two.sql');
  });

  test('PL-165 a gap stops the start: a migration below the newest that ran', async () => {
    await put('0003-three.sql', TWO);
    await run();
    await put('0002-late.sql', 'create table meta.late (a int);');
    await expect(run()).rejects.toThrow('0002-late.sql did not run here although 0003-three.sql did');
    expect(await tables()).toEqual(['migration', 'one', 'two']);
  });

  test('PL-165 PL-R16 a failing migration rolls back whole and leaves those before it; mended, it runs', async () => {
    await put('0002-two.sql', `${TWO} insert into meta.one values (7); select 1/0;`);
    await put('0003-three.sql', 'create table meta.three (a int);');
    await expect(run()).rejects.toThrow('0002-two.sql failed and was rolled back: division by zero');
    expect(await ran()).toEqual([1]);
    expect(await tables()).toEqual(['migration', 'one']);
    expect(await ask('select * from meta.one')).toEqual([]);
    await put('0002-two.sql', TWO);
    expect(await run()).toBe(2);
  });

  test('PL-165 with TICKMARK_MIGRATE=0 an old schema is refused by name, a whole one is taken', async () => {
    await expect(run({ change: false })).rejects.toThrow('lacks 1 migration, first 0001-one.sql');
    expect(await tables()).toEqual(['migration']);
    await run();
    expect(await run({ change: false })).toBe(0);
  });

  test('PL-165 five nodes that start at once migrate once', async () => {
    await put('0002-two.sql', `select pg_sleep(0.2); ${TWO}`);
    const counts = await Promise.all(Array.from({ length: 5 }, () => run()));
    expect(counts.toSorted()).toEqual([0, 0, 0, 0, 2]);
  });

  test('PL-165 what cannot run in a transaction says so in its first line', async () => {
    await put('0002-index.sql', '-- outside transaction\ncreate index concurrently one_a on meta.one (a);');
    expect(await run()).toBe(2);
    expect(await ran()).toEqual([1, 2]);
  });

  test('PL-165 the release’s own files have different numbers', async () => {
    const numbers = (await migrations()).map(({ no }) => no);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
