import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, runTickmark, startTickmark, test } from './harness.ts';

test('PL-1 PL-6 an empty folder becomes a Tickmark that prints a set-up link and serves its page', async ({
  page,
  tickmark,
}) => {
  expect(tickmark.setupLink()).toMatch(new RegExp(`^${tickmark.url}/setup#[\\w-]{22,}$`));
  await page.goto(tickmark.setupLink());
  await expect(page).toHaveTitle(/Tickmark/);
});

test('PL-5 PL-6 a killed Tickmark starts again on the database it left, with a new set-up link', async () => {
  test.slow();
  const tickmark = await startTickmark();
  try {
    const link = tickmark.setupLink();
    await tickmark.kill();
    await tickmark.restart();
    expect(tickmark.output()).toContain('already running');
    expect(tickmark.setupLink()).not.toBe(link);
    expect(await tickmark.stop()).toBe(0);
  } finally {
    await tickmark.end();
  }
});

test('PL-5 a second start on the same data folder says where the first one runs and is no failure', ({ tickmark }) => {
  const second = runTickmark(['start'], { TICKMARK_DATA: tickmark.data });
  expect(second.output).toMatch(new RegExp(`already running at ${tickmark.url}, process \\d+`));
  expect(second.code).toBe(0);
});

test('PL-10 PL-15 a taken port and a wrong setting are refused with a sentence, exit code 2 and nothing made', ({
  tickmark,
}) => {
  const data = join(tickmark.data, 'another');
  const taken = runTickmark(['start'], { TICKMARK_DATA: data, PORT: new URL(tickmark.url).port });
  expect(taken.output.trim()).toMatch(/^Port \d+ of 127\.0\.0\.1 is taken.*PORT=\d+.*\.$/);
  expect(taken.code).toBe(2);
  const wrong = runTickmark(['start'], { TICKMARK_DATA: data, PORT: 'none', TICKMARK_SANDBX: '1' });
  expect(wrong.output.trim().split('\n')).toEqual([
    'TICKMARK_SANDBX is not known: is it TICKMARK_SANDBOX that you mean?',
    'PORT is «none», but must be a whole number from 1 to 65535, for example PORT=4300',
  ]);
  expect(wrong.code).toBe(2);
  expect(existsSync(data)).toBe(false);
});
