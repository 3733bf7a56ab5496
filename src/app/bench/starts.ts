import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Measured, rounded } from './document.ts';
import { memoryOf } from './memory.ts';

const BIN = fileURLToPath(new URL('../../../bin/tickmark.mjs', import.meta.url));

/** From spawning `tickmark start` to its line `ready`: on an empty folder, then on the same again; what it takes while idle. */
export const starts = async (folder: string): Promise<Measured> => {
  const data = join(folder, 'start');
  mkdirSync(data, { mode: 0o711 });
  const cold = await startOnce(data);
  await cold.end();
  const warm = await startOnce(data);
  await sleep(3_000);
  const idle = memoryOf([warm.process.pid!]);
  await warm.end();
  return {
    cold_start_s: cold.seconds,
    warm_start_s: warm.seconds,
    ...(idle === null ? {} : { 'memory_mb.app_idle': idle }),
  };
};

const startOnce = async (data: string) => {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [BIN, 'start'], {
    env: {
      ...plain(),
      TICKMARK_DATA: data,
      PORT: `${port}`,
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      DATABASE_OWNER_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  await ready(child);
  const seconds = rounded((performance.now() - began) / 1000, 2);
  return {
    process: child,
    seconds,
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const plain = (): NodeJS.ProcessEnv => {
  const { PUBLIC_URL: _, ...rest } = process.env;
  return rest;
};

const ready = async (child: ChildProcess): Promise<void> => {
  let told = '';
  child.stderr!.on('data', (part) => {
    told = `${told}${part}`.slice(-2_000);
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    if (!line.startsWith('ready')) continue;
    child.stdout!.resume();
    return;
  }
  throw new Error(`tickmark start ended before it was ready: ${told}`);
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};
