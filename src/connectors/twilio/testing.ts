import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { newId } from '#ground/id.ts';
import type { Text } from '#messages/outbox/port.ts';
import type { Account } from './calls.ts';

const PROGRAM = fileURLToPath(new URL('../../../sim/twilio.ts', import.meta.url));
export const AUTH_TOKEN = 'sim-auth-token';

/** The stand-in as a process of its own on a free port; `options` as `node sim/twilio.ts` takes them. */
export const startStandIn = async (...options: string[]) => {
  const child = spawn(process.execPath, [PROGRAM, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const base = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The stand-in ended with ${code}.`)));
    child.stdout.on('data', (text: Buffer) => {
      const found = /http:\S+/.exec(String(text));
      if (found) resolve(found[0]);
    });
  });
  const account = (changes: Partial<Account> = {}): Account => ({
    base,
    account_sid: `AC${'0'.repeat(32)}`,
    key_sid: `SK${'0'.repeat(32)}`,
    key_secret: 'sim-secret',
    answer_seconds: 2,
    ...changes,
  });
  const control = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${base}/_sim/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    return response.json();
  };
  return { base, account, control, end: () => child.kill() };
};

/** A text of ours to a number. */
export const aText = (to: string, changes: Partial<Text> = {}): Text => ({
  id: newId(),
  to,
  from: '+15005550006',
  body: 'Invoice 0017 is due.',
  status_callback: null,
  ...changes,
});
