import { spawnSync } from 'node:child_process';
import { expect, runTickmark, type Tickmark } from './harness.ts';

const SLUG = 'scripted-sons';

/** Settings of a Tickmark that its commands need beside its data folder, such as `DATABASE_URL`. */
export type Settings = Record<string, string>;

/** The API with a service key, as a script of the practice would use it; fails on any answer that is not a yes. */
export const client =
  ({ url }: Tickmark, key: string) =>
  async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        // A server that is killed takes kept connections with it.
        connection: 'close',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
    return answer;
  };
export type Client = ReturnType<typeof client>;

/** A practice of its own, made on the command line, and a key of its Owner's rights. */
export const practiceAndKey = ({ data }: Tickmark, settings: Settings = {}): string => {
  const environment = { TICKMARK_DATA: data, ...settings };
  const made = runTickmark(
    [
      'practice',
      'create',
      '--name',
      'Scripted & Sons',
      '--country',
      'GB',
      '--owner',
      'owner@scripted.example',
      '--json',
    ],
    environment,
  );
  expect(made.code, made.output).toBe(0);
  const key = runTickmark(['keys', 'create', '--practice', SLUG, '--role', 'owner', '--json'], environment);
  return (JSON.parse(key.output) as { key: string }).key;
};

/** Made by the loop in a process of its own: thousands of requests would meet the limits of a key. */
export const manyClients = ({ data }: Tickmark, count: number, settings: Settings = {}): string[] => {
  const env = { ...process.env, TICKMARK_DATA: data, ...settings };
  const made = spawnSync(process.execPath, ['e2e/fill.ts', SLUG, String(count)], {
    env,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  expect(made.status, made.stderr).toBe(0);
  return JSON.parse(made.stdout) as string[];
};
