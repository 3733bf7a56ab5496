import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { StartRefusal } from '#ground/result.ts';
import { plural } from '#ground/text.ts';

export interface Migration {
  no: number;
  name: string;
  sql: string;
  sha256: string;
}

const FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const LOCK = 7_316_200;

/** Why a start stops at the schema (PL-165): one sentence for the operator. */
export class SchemaRefusal extends StartRefusal {}

/** The numbered files of `migrations/`, in order. */
export const migrations = async (folder = FOLDER): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${folder}/${name}`, 'utf8');
      return { no: Number(name.slice(0, 4)), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
};

/**
 * Runs every migration that is not in `meta.migration` yet, each file in one transaction, all under one lock (PL-165).
 * Refuses a changed file, a schema from a newer release, and a gap: a file below the newest that ran, which did not run itself.
 * A failing file rolls back and leaves the old state.
 */
export const migrate = async (options: {
  ownerUrl: string;
  folder?: string;
  /** False: refuse an old schema instead of changing it (TICKMARK_MIGRATE=0). */
  change?: boolean;
  say?: (line: string) => void;
}): Promise<number> => {
  const files = await migrations(options.folder);
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'tickmark-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`create schema if not exists meta`);
    await client.query(
      `create table if not exists meta.migration (no int primary key, name text not null, sha256 text not null, at timestamptz(3) not null)`,
    );
    const { rows } = await client.query<{ no: number; name: string; sha256: string }>(
      'select no, name, sha256 from meta.migration order by no',
    );
    const waiting = stillToRun(files, rows);
    if (waiting.length && options.change === false) {
      throw new SchemaRefusal(
        `The database lacks ${plural(waiting.length, 'migration', 'migrations')}, first ${waiting[0]!.name}. Run «tickmark migrate» and start again.`,
      );
    }
    for (const file of waiting) {
      await runOne(client, file);
      options.say?.(`migrated ${file.name}`);
    }
    return waiting.length;
  } finally {
    await client.end();
  }
};

const stillToRun = (files: Migration[], done: { no: number; name: string; sha256: string }[]): Migration[] => {
  const byNumber = new Map(files.map((file) => [file.no, file]));
  for (const row of done) {
    const file = byNumber.get(row.no);
    if (!file)
      throw new SchemaRefusal(`The database was made by a newer release: it knows ${row.name}, this release does not.`);
    if (file.sha256 !== row.sha256)
      throw new SchemaRefusal(`${row.name} was changed after it ran here. Restore the file of that release.`);
  }
  const known = new Set(done.map((row) => row.no));
  const waiting = files.filter((file) => !known.has(file.no));
  const newest = done.at(-1);
  if (newest && waiting[0] && waiting[0].no < newest.no)
    throw new SchemaRefusal(
      `${waiting[0].name} did not run here although ${newest.name} did. Restore a backup from before, or ask for help with this database.`,
    );
  return waiting;
};

const runOne = async (client: pg.Client, file: Migration): Promise<void> => {
  const outside = file.sql.startsWith('-- outside transaction');
  const record = `insert into meta.migration values (${file.no}, '${file.name}', '${file.sha256}', clock_timestamp())`;
  try {
    if (!outside) await client.query('begin');
    await client.query(file.sql);
    await client.query(record);
    if (!outside) await client.query('commit');
  } catch (error) {
    if (!outside) await client.query('rollback');
    throw new SchemaRefusal(`Migration ${file.name} failed and was rolled back: ${(error as Error).message}`);
  }
};
