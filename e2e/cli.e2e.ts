import { expect, runTickmark, test } from './harness.ts';

const document = (output: string): Record<string, unknown> =>
  JSON.parse(output.trim().split('\n').at(-1)!) as Record<string, unknown>;

test('PL-20 PL-21 the command line adds practices, keys and links, moves a sandbox’s clock, and says how things are', ({
  tickmark,
}) => {
  test.slow();
  const environment = { TICKMARK_DATA: tickmark.data, PORT: new URL(tickmark.url).port };
  const run = (...words: string[]) => runTickmark(words, environment);

  const made = run(
    'practice',
    'create',
    '--name',
    'Time & Tide',
    '--country',
    'NZ',
    '--owner',
    'owner@tide.example',
    '--sandbox',
    '--json',
  );
  expect(made.code, made.output).toBe(0);
  expect(document(made.output).sign_in).toMatch(new RegExp(`^${tickmark.url}/sign-in#`));

  const moved = run('clock', 'advance', '40', '--practice', 'time-tide', '--json');
  expect(moved.code, moved.output).toBe(0);
  const back = run('clock', 'set', '2020-01-01T00:00:00Z', '--practice', 'time-tide');
  expect(back.code).toBe(2);

  const key = run('keys', 'create', '--practice', 'time-tide', '--role', 'owner', '--json');
  expect(document(key.output).key).toMatch(/^tm_api_/);
  expect(run('keys', 'create', '--practice', 'nowhere', '--role', 'owner').output).toContain(
    'There is no practice «nowhere» here.',
  );

  expect(document(run('members', 'reset', 'owner@tide.example', '--json').output).link).toMatch(/sign-in#/);
  expect(run('members', 'reset', 'nobody@tide.example').code).toBe(2);

  const verified = run('audit', 'verify', '--json');
  expect(verified.code, verified.output).toBe(0);
  expect(run('nonsense').code).toBe(2);
  expect(run('--help').code).toBe(0);
  expect(run('migrate', '--json').output).toContain('{"migrated":[]}');
});

test('PL-142 a live practice’s clock cannot be moved by anybody', ({ tickmark }) => {
  const environment = { TICKMARK_DATA: tickmark.data };
  runTickmark(
    ['practice', 'create', '--name', 'Live & Well', '--country', 'GB', '--owner', 'owner@live.example'],
    environment,
  );
  const refused = runTickmark(['clock', 'advance', '1', '--practice', 'live-well'], environment);
  expect(refused.code).toBe(2);
});
