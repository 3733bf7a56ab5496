import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Database } from '#kernel/database/pool.ts';

/** Proportional share of these processes in MB; null where the system does not show it. */
export const memoryOf = (pids: readonly number[]): number | null => {
  const shares = pids.map(shareOf).filter((share) => share !== null);
  return shares.length ? Math.round(shares.reduce((sum, share) => sum + share, 0) / 1024) : null;
};

const shareOf = (pid: number): number | null => {
  try {
    return (
      Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? Number.NaN) || null
    );
  } catch {
    return null;
  }
};

const parentOf = (pid: number): number | null => {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) \S /, '')
        .split(' ')[0],
    );
  } catch {
    return null;
  }
};

/** The server this connection reached and its processes, where they run on this machine. */
const serverProcesses = async (engine: Database): Promise<() => number[]> => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(engine);
  const parent = parentOf(rows[0]!.pid);
  if (!parent || !/postgres/.test(commandOf(parent))) return () => [];
  return () => [parent, ...processes().filter((pid) => parentOf(pid) === parent)];
};

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    return '';
  }
};

const processes = (): number[] => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
};

/** Looks at both every half second until asked, and answers the most that was seen. */
export const watchMemory = async (engine: Database): Promise<() => { app: number | null; postgres: number | null }> => {
  const server = await serverProcesses(engine);
  const most: { app: number | null; postgres: number | null } = { app: null, postgres: null };
  const look = (): void => {
    most.app = larger(most.app, memoryOf([process.pid]));
    most.postgres = larger(most.postgres, memoryOf(server()));
  };
  const timer = setInterval(look, 500);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
};

const larger = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
