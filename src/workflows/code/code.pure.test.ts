import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksum } from '#workflows/definitions/checksum.ts';
import { type Content, content as contentSchema } from '#workflows/definitions/content.ts';
import { contentOf, task } from '#workflows/definitions/testing.ts';
import { settle } from '#workflows/library/settle.ts';
import { TEMPLATES } from '#workflows/library/templates.ts';
import { FORMS } from './model.ts';
import { exported, readFile, resolved, written } from './rules.ts';
import { fileSchema } from './schema.ts';
import { anyContent, BOOK } from './testing.ts';

const yaml = (content: Content, key = 'payroll') => exported({ key, content }, BOOK, 'yaml');

/** Out, in and out again in one form; the checksum of what was read. */
const around = (content: Content, form: (typeof FORMS)[number]): string => {
  const text = exported({ key: 'payroll', content }, BOOK, form);
  const read = readFile(text);
  if (!read.yes) throw new Error(JSON.stringify(read));
  expect(written(read.file, form)).toBe(text);
  const settled = resolved(read.file, BOOK).content;
  expect(exported({ key: 'payroll', content: settled }, BOOK, form)).toBe(text);
  return checksum(settled);
};

test('WF-161 any workflow, written, read and written again, is the same byte for byte in both forms', () => {
  fc.assert(
    fc.property(anyContent(), (content) => {
      const [as_yaml, as_json] = FORMS.map((form) => around(content, form));
      expect(as_yaml).toBe(as_json);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test.each(TEMPLATES.map(({ key, content }) => [key, content] as const))(
  'WF-161 the library’s «%s» comes back as it went, with the same checksum in both forms',
  (_, content) => {
    const settled = settle(content, BOOK.facts);
    for (const form of FORMS) expect(around(settled, form)).toBe(checksum(settled));
  },
);

test('WF-160 fields stand in a fixed order without their defaults, and the file ends its last line', () => {
  const due = { unit: 'business_day', n: 2, anchor: 'ready' } as const;
  const steps = [
    { due, required: true, title: 'Check\nand enter', who: ['role:r-admin'], kind: 'task' as const, key: 'apply' },
    {
      params: { text: 'Ready', to: 'owner' },
      do: 'notify' as const,
      title: 'Tell',
      kind: 'action' as const,
      key: 'tell',
    },
  ];
  expect(yaml(contentOf({ settings: { period: 'ask', open_runs: 'one' }, steps }))).toBe(`schema: tickmark/workflow/v1
key: payroll
name: Payroll
subject_kinds: [ client ]
settings: { period: ask }
steps:
  - key: apply
    kind: task
    title: |-
      Check
      and enter
    who: [ role:Admin ]
    due: { anchor: ready, n: 2, unit: business_day }
  - key: tell
    kind: action
    title: Tell
    do: notify
    params: { to: owner, text: Ready }
`);
});

const refusals = (text: string): string[] => {
  const read = readFile(text);
  return read.yes ? [] : (read.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
};
const HEAD = 'schema: tickmark/workflow/v1\nkey: a\nname: A\nsubject_kinds: [client]\n';

describe('WF-164 refused before anything is written', () => {
  test.each([
    ['an unknown field', `${HEAD}steps: []\ncolour: red\n`, '/colour «colour» is not known here.'],
    [
      'an unknown field of a step',
      `${HEAD}steps: [{key: a, kind: task, title: A, colour: red}]`,
      '/steps/0/colour «A»: «colour» is not known here.',
    ],
    [
      'an unknown parameter',
      `${HEAD}steps: [{key: a, kind: action, title: A, do: convert, params: {to: owner}}]`,
      '/steps/0/params/to «A»: «to» is not known here.',
    ],
    ['an anchor', `${HEAD}steps: &x []\n`, '/steps The anchor «&x» is not read. Leave it out.'],
    ['an alias', `${HEAD}steps: []\nx: *x\n`, '/x An alias («*») is not read. Write the value where it belongs.'],
    ['a tag', `${HEAD}steps: !!seq []\n`, '/steps The tag «tag:yaml.org,2002:seq» is not read. Leave it out.'],
    ['a double key', `${HEAD}steps: []\nname: B\n`, '/name «name» stands there twice.'],
    [
      'a double key in JSON',
      '{"schema": "tickmark/workflow/v1", "key": "a", "key": "b"}',
      '/key «key» stands there twice.',
    ],
    ['another document', `${HEAD}steps: []\n---\nb: 1\n`, 'multiple documents'],
    ['a directive', `%YAML 1.1\n---\n${HEAD}steps: []\n`, 'begins with «%»'],
    ['no schema', 'key: a\n', '/schema The schema is missing; this Tickmark reads «tickmark/workflow/v1».'],
    ['another schema', 'schema: tickmark/workflow/v9\n', '/schema The schema is «tickmark/workflow/v9»'],
    ['a bad key', 'schema: tickmark/workflow/v1\nkey: A b\n', '/key The key begins with a small letter'],
    ['what is no workflow', '- 1\n', 'The file holds no workflow.'],
    ['what is no YAML', 'a: [1\n', 'The file cannot be read'],
    ['endless nesting', '['.repeat(100_000), 'The file cannot be read'],
    ['too much', `${HEAD}description: ${'x'.repeat(1_000_000)}`, ' A workflow file has at most 1 MB.'],
  ])('WF-164 %s', (_, text, why) => {
    expect(refusals(text)[0] ?? 'taken').toContain(why);
  });

  test('WF-164 many keys of a large file are looked through at once', () => {
    const many = Array.from({ length: 40_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(refusals(HEAD + many)).toHaveLength(40_001);
  });
});

test('WF-162 members stand as e-mail, roles and tags by name, wherever they are named', () => {
  const content = contentOf({
    settings: { owner: ['member:m-anna', 'manager'] },
    steps: [
      task('ask', { asks: [{ key: 'who', label: 'Who', type: 'member' }], who: ['member:m-ben', 'role:r-manager'] }),
      task('when', {
        only_if: {
          all: [
            { field: 'subject.role.partner', is: 'in', value: ['m-anna', 'm-carl'] },
            { field: 'subject.tags', is: 'contains', value: 't-late' },
            { not: { field: 'answers.ask.who', is: 'is', value: 'm-ben' } },
          ],
        },
      }),
      { key: 'tag', kind: 'action', title: 'Tag', do: 'add_tag', params: { tag: 't-late' } },
      { key: 'tell', kind: 'action', title: 'Tell', do: 'notify', params: { to: ['role:r-admin'], text: 'Hi' } },
    ],
    triggers: [{ key: 'late', on: 'tag', tag: 't-late' }],
  });
  const text = yaml(content);
  expect(text).not.toMatch(/m-|r-|t-late/);
  expect(text).toContain('member:anna@tern.example');
  expect(text).toContain('value: [ anna@tern.example, carl@tern.example ]');
  const read = readFile(text);
  expect(read.yes && resolved(read.file, BOOK)).toEqual({ content, unresolved: [] });
});

test('WF-162 what is not found is listed once with its place, and stands until it is mapped', () => {
  const text = `${HEAD}steps:
  - { key: a, kind: task, title: A, who: ["role:Payroll team", "role:manager"] }
  - { key: b, kind: task, title: B, who: ["role:Payroll team", "member:gone@tern.example"] }
  - { key: c, kind: action, title: C, do: start_workflow, params: { workflow: elsewhere } }
  - { key: d, kind: action, title: D, do: start_workflow, params: { workflow: a } }
`;
  const read = readFile(text);
  if (!read.yes) throw new Error(read.because);
  const first = resolved(read.file, BOOK);
  expect(first.unresolved).toEqual([
    { kind: 'role', name: 'Payroll team', at: '/steps/0/who/0' },
    { kind: 'member', name: 'gone@tern.example', at: '/steps/1/who/1' },
    { kind: 'workflow', name: 'elsewhere', at: '/steps/2/params/workflow' },
  ]);
  expect(first.content.steps[0]).toMatchObject({ who: ['role:Payroll team', 'role:r-manager'] });
  const mapping = { 'role:Payroll team': 'Payroll', 'member:gone@tern.example': 'm-ben' };
  const mapped = resolved(read.file, BOOK, mapping);
  expect(mapped.unresolved.map(({ kind }) => kind)).toEqual(['workflow']);
  expect(mapped.content.steps[1]).toMatchObject({ who: ['role:r-empty', 'member:m-ben'] });
});

test('WF-160 the served schema names the schema, the fields and what each action needs', () => {
  const schema = fileSchema() as { properties: Record<string, { const?: string }>; 'x-params': object };
  expect(schema.properties.schema!.const).toBe('tickmark/workflow/v1');
  expect(Object.keys(schema.properties)).toEqual(['schema', 'key', ...Object.keys(contentSchema.shape)]);
  expect(Object.keys(schema['x-params'])).toContain('notify');
});

test('WF-160 WF-162 a form step names its form by key; a file that names one that is not here says so', () => {
  const step = {
    key: 'ask',
    kind: 'form' as const,
    title: 'Ask them',
    form: 'client_details',
    recipient: 'subject' as const,
    reminders: [3],
    expires_after: 10,
    message: { text: 'Please answer.' },
  };
  const text = yaml(contentOf({ steps: [step] }));
  expect(text).toContain(`  - key: ask
    kind: form
    title: Ask them
    form: client_details
    recipient: subject
    message: { text: Please answer. }
    reminders: [ 3 ]
    expires_after: 10
`);
  const read = readFile(text);
  if (!read.yes) throw new Error(JSON.stringify(read));
  expect(resolved(read.file, BOOK).unresolved).toEqual([{ kind: 'form', name: 'client_details', at: '/steps/0/form' }]);
});
