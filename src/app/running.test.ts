import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { alreadyRunning, announce } from './running.ts';

const data = mkdtempSync(join(tmpdir(), 'tickmark-running-'));
afterAll(() => rmSync(data, { recursive: true }));

const noted = (pid: number): void =>
  writeFileSync(join(data, 'tickmark.json'), JSON.stringify({ url: 'http://localhost:4300', pid }));

test('PL-5 a second start finds the Tickmark that serves its folder, by address and process', async () => {
  expect(alreadyRunning(data)).toBeUndefined();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'tickmark.mjs', 'start']);
  noted(other.pid!);
  expect(alreadyRunning(data)).toEqual({ url: 'http://localhost:4300', pid: other.pid });
  const gone = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await gone;
  expect(alreadyRunning(data)).toBeUndefined();
});

test.runIf(process.platform === 'linux')(
  'PL-5 a process number that another program has by now does not count',
  async () => {
    const other = spawn('sleep', ['60']);
    noted(other.pid!);
    expect(alreadyRunning(data)).toBeUndefined();
    other.kill();
  },
);

test('PL-5 the note goes with the process that wrote it, and no other one takes it away', () => {
  const first = announce(data, 'http://localhost:4300');
  expect(alreadyRunning(data)).toBeUndefined();
  noted(process.ppid);
  first();
  expect(() => rmSync(join(data, 'tickmark.json'))).not.toThrow();
  announce(data, 'http://localhost:4300')();
  expect(() => rmSync(join(data, 'tickmark.json'))).toThrow();
});
