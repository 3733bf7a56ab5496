import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, runTickmark, test } from './harness.ts';
import { csvFile } from './importing.ts';
import { practiceAndKey } from './service.ts';

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
  expect(run('clock', 'advance', '1').code).toBe(2);
  expect(run('keys', 'create', '--wrong').code).toBe(2);
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

test('PL-20 PL-21 PE-80 the command line reads a file in through the API, says each row that it could not take, and obeys its key', ({
  tickmark,
}) => {
  test.slow();
  const key = practiceAndKey(tickmark);
  const environment = { TICKMARK_DATA: tickmark.data, PORT: new URL(tickmark.url).port };
  const run = (words: string[], more: Record<string, string> = {}) =>
    runTickmark(['import', ...words], { ...environment, TICKMARK_KEY: key, ...more });
  const file = csvFile(tickmark.data, 'clients.csv', [
    'Company,Code,Office mail',
    'Alder & Vane,AV1,office@alder.example',
    'Brackwater,BW1,not an address',
    'Copperline,CJ1,',
  ]);
  const map = join(tickmark.data, 'map.json');
  writeFileSync(map, JSON.stringify({ Company: 'organisation_name', Code: 'client_number', 'Office mail': 'email' }));

  const looked = run(['clients', file, '--map', map, '--dry-run']);
  expect(looked.code, looked.output).toBe(1);
  expect(looked.output).toMatch(/row 3: Office mail: /);
  expect(looked.output).toMatch(/3 rows looked through, nothing was written: 2 create, 1 error/);

  const written = run(['clients', file, '--map', map, '--json']);
  expect(written.code, written.output).toBe(1);
  expect(document(written.output)).toMatchObject({
    state: 'done',
    counts: { created: 2, error: 1 },
    rows_not_taken: [{ no: 3, outcome: 'error' }],
  });
  const again = run(['clients', file, '--map', map, '--json']);
  expect(document(again.output)).toMatchObject({ counts: { error: 1 } });
  expect(document(again.output)).not.toMatchObject({ counts: { created: expect.any(Number) } });

  writeFileSync(map, '["Company"]');
  expect(run(['clients', file, '--map', map])).toMatchObject({
    code: 2,
    output: expect.stringContaining('JSON object'),
  });
  expect(run(['clients', join(tickmark.data, 'none.csv')])).toMatchObject({ code: 2 });
  expect(run(['ships', file]).code).toBe(2);
  expect(run(['clients', file], { TICKMARK_KEY: '' })).toMatchObject({
    code: 1,
    output: expect.stringMatching(/--key/),
  });
  expect(run(['clients', file, '--key', 'tm_api_wrong']).output).toContain('This key opens nothing');
  const nobody = run(['clients', file, '--url', 'http://127.0.0.1:9']);
  expect(nobody).toMatchObject({ code: 3, output: expect.stringContaining('Nothing answers at http://127.0.0.1:9') });
});

test('WF-160 WF-161 WF-162 WF-163 WF-165 the command line writes a workflow as a file, reads one in as a draft, and holds it to its cases', ({
  tickmark,
}) => {
  test.slow();
  const environment = {
    TICKMARK_DATA: tickmark.data,
    PORT: new URL(tickmark.url).port,
    TICKMARK_KEY: practiceAndKey(tickmark),
  };
  const run = (...words: string[]) => runTickmark(words, environment);
  const FILE = [
    'schema: tickmark/workflow/v1',
    'key: call_back',
    'name: Call back',
    'subject_kinds: [ client ]',
    'steps:',
    '  - key: call',
    '    kind: task',
    '    title: Call the client',
    '    who: [ "role:Night shift" ]',
    '    due: { anchor: ready, n: 1, unit: day }',
    'expect:',
    '  - name: Usual',
    '    given: { start: 2026-11-23 }',
    '    follows:',
    '      - { on: 2026-11-23, what: started }',
    '      - { on: 2026-11-23, what: ready, step: call }',
    '      - { on: 2026-11-24, what: done, step: call }',
    '      - { on: 2026-11-24, what: completed }',
  ];
  const file = csvFile(tickmark.data, 'call-back.yaml', FILE);
  const open = run('workflow', 'import', file);
  expect([open.code, open.output]).toEqual([1, expect.stringContaining('not found: the role «Night shift»')]);
  const map = csvFile(tickmark.data, 'names.json', ['{"role:Night shift": "Staff"}']);
  const made = run('workflow', 'import', file, '--map', map);
  expect([made.code, made.output]).toEqual([0, expect.stringContaining('«Call back» (call_back) is a draft now.')]);

  const out = join(tickmark.data, 'out.yaml');
  expect(run('workflow', 'export', 'call_back', '--out', out).code).toBe(0);
  const again = run('workflow', 'import', out);
  expect([again.code, again.output]).toEqual([0, expect.stringContaining('is the same already')]);
  expect(run('workflow', 'test', out).code).toBe(0);
  const late = csvFile(
    tickmark.data,
    'late.yaml',
    FILE.map((line) => line.replace('n: 1', 'n: 2')),
  );
  const other = run('workflow', 'test', late);
  expect([other.code, other.output]).toEqual([1, expect.stringContaining('− 2026-11-24 done call')]);
  writeFileSync(out, Buffer.from(FILE.join('\n').replace('Call the client', 'Büro'), 'latin1'));
  const foreign = run('workflow', 'import', out);
  expect([foreign.code, foreign.output]).toEqual([2, expect.stringContaining('This is not text in UTF-8.')]);
});
