import { expect, test } from 'vitest';
import { accepted, NOW, refusal } from '#people/fields/testing.ts';
import { decide, mayRekey, startingContent } from './rules.ts';
import {
  after,
  around,
  contentOf,
  contextAs,
  created,
  FACTS,
  factsWith,
  manager,
  published,
  publishing,
  saving,
  task,
} from './testing.ts';

const two = contentOf({ steps: [task('call'), task('file')] });

test('WF-3 a new workflow begins as an empty draft, off and unpublished', () => {
  const { workflow, draft } = created({ name: 'Year end' });
  expect(workflow).toMatchObject({ key: 'year_end', on: false, origin: 'blank', subject_kinds: ['client'] });
  expect(workflow?.current_version ?? null).toBeNull();
  expect(draft).toMatchObject({ id: 'w', base_version: 0, by: 'member:m-anna', at: NOW });
  expect(draft?.content?.steps).toEqual([]);
});

test('WF-4 a template as it is is published and turned on when the check list has no error, else it opens as a draft', () => {
  const command = {
    do: 'copy_template',
    id: 'w',
    template: { key: 'payroll_month', n: 2 },
    content: contentOf(),
    as_is: true,
  } as const;
  const good = after({ around: around() }, manager, command);
  expect(good.workflow).toMatchObject({
    on: true,
    current_version: 1,
    origin: 'template:payroll_month@2',
    key: 'payroll_month',
  });
  expect(good.current).toMatchObject({ n: 1, workflow_id: 'w' });
  expect(good.draft).toBeUndefined();
  const { events } = accepted(decide({ around: around() }, command, manager));
  expect(events.map(({ verb }) => verb)).toEqual([
    'workflow.created',
    'workflow_version.made',
    'workflow.published',
    'workflow.turned_on',
  ]);
  const bad = after({ around: around() }, manager, { ...command, content: contentOf({ steps: [] }) });
  expect(bad.workflow).toMatchObject({ on: false });
  expect(bad.current).toBeUndefined();
  expect(bad.draft?.content).toEqual(contentOf({ steps: [] }));
});

test('WF-4 a template to customise opens as a draft, off', () => {
  const state = after({ around: around() }, manager, {
    do: 'copy_template',
    id: 'w',
    template: { key: 'p', n: 1 },
    content: contentOf(),
    as_is: false,
  });
  expect(state.workflow?.on).toBe(false);
  expect(state.draft?.content).toEqual(contentOf());
  expect(state.current).toBeUndefined();
});

test('WF-8 turning off changes nothing but that, and saying it twice is no second event', () => {
  const on = after(published(), manager, { do: 'turn_on' });
  expect(accepted(decide(on, { do: 'turn_off' }, manager)).events).toMatchObject([
    { verb: 'workflow.turned_off', facts: { on: [true, false] } },
  ]);
  expect(accepted(decide(published(), { do: 'turn_off' }, manager)).events).toEqual([]);
});

test('WF-9 turning on needs a published version', () => {
  expect(refusal(decide(created(), { do: 'turn_on' }, manager))).toMatchObject({
    kind: 'refused',
    code: 'nothing_published',
  });
  expect(after(published(), manager, { do: 'turn_on' }).workflow?.on).toBe(true);
});

test('WF-10 a save on an older draft is a conflict with who, the steps that differ and both texts', () => {
  const start = published();
  const bens = after(start, contextAs('Admin', 'm-ben'), saving(start, two));
  const mine = contentOf({ steps: [task('call', { title: 'Ring the client' })] });
  const no = refusal(decide(bens, saving(start, mine), manager));
  expect(no).toMatchObject({
    kind: 'conflict',
    facts: { code: 'draft_moved', by: 'member:m-ben', draft_version: bens.draft!.version, theirs: two, yours: mine },
  });
  expect(no.facts?.steps).toEqual([
    { key: 'call', title: 'Ring the client' },
    { key: 'file', title: 'FILE' },
  ]);
  expect(no.because).toMatch(/^Ben changed this draft/);
});

test('WF-10 a draft saves itself with the whole difference, and the same text makes no event', () => {
  const start = published();
  const [event] = accepted(decide(start, saving(start, two), manager)).events;
  expect(event).toMatchObject({
    verb: 'workflow_draft.started',
    thing: 'workflow_draft:w',
    facts: { content: [null, two] },
  });
  expect(event?.undoable_until).toBe('2026-12-23T09:00:00.000Z');
  const state = after(start, manager, saving(start, two));
  expect(accepted(decide(state, saving(state, two), manager)).events).toEqual([]);
  expect(accepted(decide(start, saving(start, contentOf()), manager)).events).toEqual([]);
});

test('WF-10 a draft can be thrown away while a version stays, and its row never counts anew', () => {
  const start = published();
  const state = after(start, manager, saving(start, two));
  const gone = after(state, manager, { do: 'discard_draft', draft_version: state.draft!.version });
  expect(gone.draft?.content).toBeNull();
  expect(gone.draft!.version).toBeGreaterThan(state.draft!.version);
  expect(refusal(decide(gone, { do: 'discard_draft', draft_version: gone.draft!.version }, manager)).code).toBe(
    'no_draft',
  );
  expect(refusal(decide(gone, saving(state, two), manager)).kind).toBe('conflict');
  const fresh = created();
  expect(refusal(decide(fresh, { do: 'discard_draft', draft_version: fresh.draft!.version }, manager)).code).toBe(
    'never_published',
  );
});

test('WF-11 publishing makes version n + 1 with its note and empties the draft', () => {
  const start = published();
  const state = after(start, manager, saving(start, two));
  const done = after(state, manager, { ...publishing(state), note: 'filing added' });
  expect(done.workflow?.current_version).toBe(2);
  expect(done.current).toMatchObject({
    n: 2,
    content: two,
    note: 'filing added',
    published_at: NOW,
    published_by: 'member:m-anna',
  });
  expect(done.current?.checksum).toMatch(/^[0-9a-f]{64}$/);
  expect(done.draft?.content).toBeNull();
  expect(start.current?.content).toEqual(contentOf());
  expect(refusal(decide(done, publishing(done), manager)).code).toBe('nothing_to_publish');
});

test('WF-11 of two publishings at once one is a conflict', () => {
  const start = published();
  const state = after(start, manager, saving(start, two));
  const first = after(state, manager, publishing(state));
  expect(refusal(decide(first, publishing(state), manager))).toMatchObject({
    kind: 'conflict',
    facts: { code: 'published_since', current_version: 2 },
  });
});

test('WF-11 a draft begun from an older version is a conflict, or is published anyway with the difference shown', () => {
  const start = published();
  const second = after(after(start, manager, saving(start, two)), manager, {
    ...publishing(after(start, manager, saving(start, two))),
  });
  const three = contentOf({ steps: [task('call'), task('send')] });
  const late = after(second, manager, {
    do: 'save_draft',
    content: three,
    base_version: 1,
    draft_version: second.draft!.version,
  });
  const no = refusal(decide(late, publishing(late), manager));
  expect(no).toMatchObject({ kind: 'conflict', facts: { code: 'published_since', current_version: 2 } });
  expect((no.facts!.difference as { steps: unknown[] }).steps).toMatchObject([
    { key: 'call', change: 'kept' },
    { key: 'send', change: 'added' },
    { key: 'file', change: 'removed' },
  ]);
  expect(after(late, manager, { ...publishing(late), anyway: true }).workflow?.current_version).toBe(3);
});

test('WF-13 publishing is refused while the check list has an error, and not for a warning', () => {
  const empty = created();
  const no = refusal(decide(empty, publishing(empty), manager));
  expect(no).toMatchObject({ code: 'not_ready', facts: { errors: [{ level: 'error', code: 'no_step' }] } });
  const warned = contentOf({ steps: [task('call', { who: ['member:m-carl'] })] });
  const state = after(empty, manager, saving(empty, warned));
  expect(accepted(decide(state, publishing(state), manager)).yes).toBe(true);
});

test('WF-14 a name is unique among workflows that are not archived, ignoring case', () => {
  const design = factsWith({ name: 'PAYROLL ' }, { name: 'Old', archived: true });
  const make = (name: string) =>
    decide(
      { around: around({ design }) },
      { do: 'create', id: 'w', name, description: '', subject_kinds: ['client'] },
      manager,
    );
  expect(refusal(make('Payroll'))).toMatchObject({ kind: 'invalid', errors: [{ pointer: '/name', code: 'taken' }] });
  expect(make('Old').yes).toBe(true);
  const state = { ...published({ name: 'Mine' }), around: around({ design }) };
  expect(refusal(decide(state, { do: 'rename', name: 'payroll', description: '' }, manager)).kind).toBe('invalid');
  expect(refusal(decide(state, saving(state, contentOf({ name: 'payroll' })), manager)).errors?.[0]?.pointer).toBe(
    '/content/name',
  );
});

test('WF-14 a key is made from the name, is unique for ever and is fixed at first publishing', () => {
  const keyOf = (name: string, keys_taken: string[] = []) =>
    after({ around: around({ keys_taken }) }, manager, {
      do: 'create',
      id: 'w',
      name,
      description: '',
      subject_kinds: ['client'],
    }).workflow?.key;
  expect(keyOf('Café: Year’s end, 2026')).toBe('cafe_years_end_2026');
  expect(keyOf('Payroll', ['payroll', 'payroll_2'])).toBe('payroll_3');
  expect(keyOf('年')).toBe('workflow');
  expect(keyOf('x'.repeat(80))).toHaveLength(40);
  const rename = { do: 'rename', name: 'Wages', description: '' } as const;
  expect(after(created(), manager, rename).workflow?.key).toBe('wages');
  expect(after(published(), manager, rename).workflow?.key).toBe('payroll');
});

test('WF-14 a new name stands in the list at once, and the next draft begins under it', () => {
  const state = after(published(), manager, { do: 'rename', name: 'Wages', description: 'Every month' });
  expect(state.workflow).toMatchObject({ name: 'Wages', description: 'Every month', current_version: 1 });
  expect(startingContent(state)).toEqual({ ...contentOf(), name: 'Wages', description: 'Every month' });
  const designing = after(created(), manager, { do: 'rename', name: 'Wages', description: '' });
  expect(startingContent(designing)?.name).toBe('Wages');
});

test('WF-15 the 501st workflow is invalid', () => {
  const design = factsWith(...Array.from({ length: 500 }, () => ({})));
  const no = refusal(
    decide(
      { around: around({ design }) },
      { do: 'create', id: 'w', name: 'One more', description: '', subject_kinds: ['client'] },
      manager,
    ),
  );
  expect(no).toMatchObject({ kind: 'invalid', errors: [{ code: 'too_many' }] });
});

test('WF-16 a copy is a draft named (copy), then (copy 2), off and without versions', () => {
  const copy = (design = FACTS) =>
    after({ around: around({ design }) }, manager, {
      do: 'duplicate',
      id: 'w',
      source: { id: 's', name: 'Payroll' },
      content: contentOf(),
    });
  expect(copy().workflow).toMatchObject({ name: 'Payroll (copy)', on: false, origin: 'duplicate:s' });
  expect(copy().draft?.content).toEqual(contentOf({ name: 'Payroll (copy)' }));
  expect(copy().current).toBeUndefined();
  expect(copy(factsWith({ name: 'Payroll (copy)' })).workflow?.name).toBe('Payroll (copy 2)');
});

test.each([
  ['Owner', true],
  ['Admin', true],
  ['Manager', true],
  ['Staff', false],
  ['AR Manager', false],
  ['AR Specialist', false],
  ['Viewer', false],
] as const)('WF-19 designing needs the ability workflows.design: %s %s', (role, may) => {
  const state = published();
  for (const command of [
    saving(state, two),
    { do: 'turn_on' },
    { do: 'archive' },
    { do: 'rename', name: 'X', description: '' },
    { do: 'delete' },
  ] as const) {
    const decision = decide(state, command, contextAs(role));
    expect(decision.yes).toBe(may);
    if (!decision.yes) expect(decision.kind).toBe('not_allowed');
  }
});

test('WF-20 for invoice workflows it is collections.design', () => {
  const make = { do: 'create', id: 'w', name: 'Reminders', description: '', subject_kinds: ['invoice'] } as const;
  const decision = (role: Parameters<typeof contextAs>[0]) =>
    decide({ around: around() }, { ...make, subject_kinds: ['invoice'] }, contextAs(role));
  expect(decision('AR Manager').yes).toBe(true);
  expect(refusal(decision('Manager')).kind).toBe('not_allowed');
  const sequence = published({ subject_kinds: ['invoice'] });
  expect(refusal(decide(sequence, { do: 'turn_on' }, manager)).kind).toBe('not_allowed');
  const people = published();
  expect(
    refusal(decide(people, saving(people, contentOf({ subject_kinds: ['invoice'] })), contextAs('Owner'))).errors?.[0]
      ?.code,
  ).toBe('kind_fixed');
});

test('WF-21 the author of a version holds every right its steps need', () => {
  const who = { ...manager.who, reach: { ...manager.who.reach, people: 'assigned' as const } };
  const narrow = { ...manager, who };
  const sets = contentOf({
    steps: [{ key: 'off', kind: 'action', title: 'Close it', do: 'set_status', params: { status: 'inactive' } }],
  });
  const start = created();
  const state = after(start, manager, saving(start, sets));
  expect(refusal(decide(state, publishing(state), narrow))).toMatchObject({
    kind: 'not_allowed',
    facts: { step: 'off' },
  });
  expect(decide(state, publishing(state), manager).yes).toBe(true);
  const starts = contentOf({
    steps: [{ key: 'go', kind: 'action', title: 'Go on', do: 'start_workflow', params: { workflow: 'other_0' } }],
  });
  const other = { ...after(start, manager, saving(start, starts)), around: around({ design: factsWith({}) }) };
  const cannot = { ...manager, who: { ...manager.who, abilities: ['workflows.design'] } };
  expect(refusal(decide(other, publishing(other), cannot))).toMatchObject({
    kind: 'not_allowed',
    facts: { step: 'go' },
  });
});

test('WF-30 a step key can be chosen until a version holds it', () => {
  expect(mayRekey(created(), 'call')).toBe(true);
  expect(mayRekey(published(), 'call')).toBe(false);
  expect(mayRekey(published(), 'file')).toBe(true);
});
