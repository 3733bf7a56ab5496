import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { sql } from 'kysely';
import { describeConfig } from '../config.ts';
import { health } from '../health.ts';
import type { House } from '../house.ts';
import { onHost } from './host.ts';
import { reindexAll, reindexLine } from './reindexing.ts';
import { answer } from './terminal.ts';

interface Check {
  name: string;
  ok: boolean;
  found: string;
  remedy: string | null;
}

/** What an operator asks first when something is odd; every check says what it found and what to do. */
export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Is everything as it should be?')
    .option('--json', 'print one JSON document')
    .option('--reindex', 'make the search of every practice anew, and say how it differed')
    .action(async ({ json, reindex }: { json?: boolean; reindex?: boolean }) => {
      if (reindex) {
        const found = await onHost(reindexAll);
        return answer(json, found, found.map(reindexLine));
      }
      const report = await onHost(async (house, config) => ({
        checks: [
          ...(await databaseChecks(house)),
          keysCheck(config.TICKMARK_DATA),
          ...(await healthChecks(house, config.TICKMARK_DATA)),
        ],
        settings: describeConfig(config),
      }));
      answer(json, report, [
        ...report.checks.map(line),
        '',
        ...report.settings.map(({ name, value }) => `${name} ${value}`),
      ]);
      if (report.checks.some((check) => !check.ok)) process.exitCode = 1;
    });

const line = ({ name, ok, found, remedy }: Check): string =>
  `${ok ? '✓' : '✗'} ${name}: ${found}${ok || !remedy ? '' : ` ${remedy}`}`;

const databaseChecks = async (house: House): Promise<Check[]> => {
  const { rows } = await sql<{
    version: string;
    migrations: number;
    strong: boolean;
    session_strong: boolean;
    unfenced: number;
    dead: number;
    unsealed: number;
  }>`
    select current_setting('server_version') as version, (select count(*)::int from meta.migration) as migrations,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as strong,
      (select rolsuper or rolbypassrls from pg_roles where rolname = session_user) as session_strong,
      (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'app' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)) as unfenced,
      (select count(*)::int from pgboss.job where name = 'dead') as dead,
      (select coalesce(sum(cardinality(event_ids)), 0)::int from app.unsealed where at < clock_timestamp() - interval '1 minute') as unsealed`.execute(
    house.engine,
  );
  const found = rows[0]!;
  return [
    {
      name: 'database',
      ok: Number.parseInt(found.version, 10) >= 15,
      found: `PostgreSQL ${found.version}, ${found.migrations} migrations`,
      remedy: 'Use PostgreSQL 15 or newer.',
    },
    {
      name: 'row security',
      ok: !found.strong && !found.unfenced,
      found: found.unfenced
        ? `${found.unfenced} tables without it`
        : 'on every table, and our login cannot look past it',
      remedy: 'Restore the schema of this release.',
    },
    {
      name: 'login',
      ok: true,
      found: found.session_strong
        ? 'signs in strong and takes a weak role on; a login of its own would be better'
        : 'a weak one',
      remedy: null,
    },
    {
      name: 'failed jobs',
      ok: found.dead === 0,
      found: `${found.dead} failed for good`,
      remedy: 'Look into the log for «a fault in the worker», mend the cause.',
    },
    {
      name: 'seals',
      ok: found.unsealed === 0,
      found: `${found.unsealed} events wait for one for over a minute`,
      remedy: 'Start a worker.',
    },
  ];
};

const keysCheck = (data: string): Check => {
  try {
    const { mode } = statSync(join(data, 'keys'));
    const ok = (mode & 0o077) === 0;
    return {
      name: 'keys',
      ok,
      found: ok ? 'only for the owner' : 'others may read them',
      remedy: `chmod 700 ${join(data, 'keys')}`,
    };
  } catch {
    return { name: 'keys', ok: true, found: 'none in the data folder', remedy: null };
  }
};

const healthChecks = async (house: House, data: string): Promise<Check[]> => {
  const { findings } = await health(house, data);
  return findings.length
    ? findings.map(({ reason, remedy }) => ({ name: 'health', ok: false, found: reason, remedy }))
    : [{ name: 'health', ok: true, found: 'green', remedy: null }];
};
