import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Database } from '#kernel/database/pool.ts';
import { percentile, rounded } from './document.ts';

/** On what a figure was measured (PL-182). */
export interface Machine {
  processor: string;
  cores: number;
  memory_gb: number;
  /** Median of one 8 kB write made durable in the folder of the data. */
  fsync_ms: number;
  /** What else the machine did, as its load over a minute. */
  load_1m: { before: number; after: number };
  versions: Record<string, string>;
}

export const load = (): number => rounded(loadavg()[0]!, 2);

/** What the machine is; `folder` is where the database's data stands. */
export const machine = async (engine: Database, folder: string, before: number): Promise<Machine> => {
  const { rows } = await sql<{ server_version: string; fsync: string }>`
    select current_setting('server_version') as server_version, current_setting('fsync') as fsync`.execute(engine);
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory_gb: rounded(totalmem() / 2 ** 30, 1),
    fsync_ms: fsyncTime(folder),
    load_1m: { before, after: load() },
    versions: { node: process.versions.node, postgresql: rows[0]!.server_version, fsync: rows[0]!.fsync },
  };
};

const fsyncTime = (folder: string): number => {
  const file = join(folder, 'fsync.probe');
  const handle = openSync(file, 'w');
  try {
    const samples = Array.from({ length: 50 }, () => {
      writeSync(handle, Buffer.alloc(8192, 1));
      const began = performance.now();
      fsyncSync(handle);
      return performance.now() - began;
    });
    return percentile(samples, 0.5);
  } finally {
    closeSync(handle);
    rmSync(file);
  }
};

/** The commit this is, where it was fetched with git. */
export const commit = (): string | null => {
  try {
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
};
