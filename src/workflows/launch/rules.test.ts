import { expect, test } from 'vitest';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Acceptance, Decision, Refusal } from '#kernel/decision/model.ts';
import type { WrittenContent } from '#workflows/definitions/content.ts';
import { chainOf } from '#workflows/runs/actions.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import { decide as decideRun } from '#workflows/runs/rules.ts';
import {
  action,
  CLIENT,
  contentOf,
  contextAt,
  DIRECTORY,
  instant,
  recorded,
  task,
  whoIs,
} from '#workflows/runs/testing.ts';
import type { Launch, LaunchState } from './model.ts';
import { previewLaunch } from './preview.ts';
import { decide, evolve } from './rules.ts';

const NOW = instant('2026-11-23 09:00');
const as = (member: string) => contextAt(NOW, whoIs(member));
const machine = contextAt(NOW, systemWho('workflows'));
const BY_HAND: Launch = { do: 'launch', as: 'client', origin: 'hand' };

let runs = 0;
const stateOf = (written: Partial<WrittenContent> = {}, more: Partial<LaunchState> = {}): LaunchState => {
  runs += 1;
  return {
    run_id: `run-${runs}`,
    workflow: {
      id: 'workflow',
      key: 'payroll',
      name: 'Payroll',
      on: true,
      archived_at: null,
      current_version: 3,
      published_by: 'adam',
    },
    content: contentOf({ steps: [task('call')], ...written }),
    subject: CLIENT,
    absorbed_into: null,
    records: {},
    open_runs: [],
    launched_keys: [],
    directory: DIRECTORY,
    made: null,
    ...more,
  };
};
const client = (more: Partial<SubjectFacts>): SubjectFacts => ({ ...CLIENT, ...more });

const started = (state: LaunchState, launch: Launch, context = as('mark')): LaunchState =>
  taken(decide(state, launch, context)).events.reduce(evolve, state);
const taken = (decision: Decision): Acceptance => {
  if (!decision.yes) throw new Error(`refused: ${decision.code}: ${decision.because}`);
  return decision;
};
const no = (state: LaunchState, launch: Partial<Launch> = {}, context = as('mark')): Refusal => {
  const decision = decide(state, { ...BY_HAND, ...launch }, context);
  if (decision.yes) throw new Error('accepted');
  return decision;
};

test('WF-70 launching needs workflows.launch and a subject within reach: Staff on clients they have a role on', () => {
  expect(decide(stateOf(), BY_HAND, as('anna')).yes).toBe(true);
  expect(no(stateOf(), {}, as('cora')).code).toBe('not_assigned');
  expect(decide(stateOf(), BY_HAND, as('adam')).yes).toBe(true);
  expect(no(stateOf(), {}, as('vera')).kind).toBe('not_allowed');
});

test('WF-70 employees need employees.read too; without it they are as absent', () => {
  const employee = client({
    record: 'employee',
    kind: 'employee',
    client_id: null,
    roles: {},
    fields: { manager: 'anna' },
  });
  const state = stateOf({ subject_kinds: ['employee'] }, { subject: employee });
  expect(no(state, { as: 'employee' }, as('anna')).kind).toBe('not_found');
  expect(decide(state, { ...BY_HAND, as: 'employee' }, as('mark')).yes).toBe(true);
});

test('WF-70 a restricted client is absent for who has no role on it', () => {
  expect(no(stateOf({}, { subject: client({ restricted: true }) }), {}, as('cora')).kind).toBe('not_found');
});

test('WF-70 invoices are put on a sequence with collections.assign', () => {
  const invoice = client({ record: 'invoice', kind: 'invoice' });
  const state = stateOf({ subject_kinds: ['invoice'] }, { subject: invoice });
  expect(no(state, { as: 'invoice' }, as('mark')).facts).toMatchObject({ module: 'collections' });
  expect(decide(state, { ...BY_HAND, as: 'invoice' }, as('adam')).yes).toBe(true);
});

test('WF-71 an authorization is nothing to start on', () => {
  expect(no(stateOf({}, { subject: null }), { as: 'authorization' }).code).toBe('not_a_subject');
});

test('WF-74 the kind now must equal the kind launched as and be among the workflow’s', () => {
  expect(no(stateOf({ subject_kinds: ['prospect', 'client'] }), { as: 'prospect' }).code).toBe('now_a_client');
  const prospect = client({ kind: 'prospect' });
  expect(no(stateOf({}, { subject: prospect })).code).toBe('wrong_kind');
  expect(no(stateOf({}, { subject: prospect }), { as: 'prospect' }).code).toBe('wrong_kind');
  const both = stateOf({ subject_kinds: ['prospect', 'client'] }, { subject: prospect });
  expect(started(both, { ...BY_HAND, as: 'prospect' }).made!.run.launched_as).toBe('prospect');
});

test('WF-75 off, unpublished and archived workflows start nothing, from no door', () => {
  const workflow = stateOf().workflow!;
  for (const origin of ['hand', 'cadence', 'event', 'step'] as const) {
    expect(no(stateOf({}, { workflow: { ...workflow, on: false } }), { origin }, machine).code).toBe('workflow_off');
    const unpublished = { workflow: { ...workflow, on: false, current_version: null }, content: null };
    expect(no(stateOf({}, unpublished), { origin }, machine).code).toBe('nothing_published');
    expect(no(stateOf({}, { workflow: { ...workflow, archived_at: NOW } }), { origin }, machine).code).toBe('archived');
  }
  expect(no(stateOf({}, { workflow: null, content: null })).kind).toBe('not_found');
});

const ASKING: Partial<WrittenContent> = {
  settings: {
    period: 'ask',
    run_date: { label: 'Pay day' },
    refers_to: 'authorization',
    people_asked: [{ key: 'investigator', label: 'Investigator' }],
  },
};

test('WF-76 what is missing or not theirs is invalid per field', () => {
  const pointers = (launch: Partial<Launch>) =>
    no(stateOf(ASKING, { records: { a1: { valid_to: '2027-03-31' } } }), launch).errors?.map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
  expect(pointers({})).toEqual([
    '/period required',
    '/run_date required',
    '/refers_to required',
    '/people/investigator required',
  ]);
  const wrong = { period: { start: '2026-12-31', end: '2026-12-01' }, run_date: '2026-12-31', refers_to: ['other'] };
  expect(pointers({ ...wrong, people: { investigator: 'nobody' } })).toEqual([
    '/period period_reversed',
    '/refers_to not_theirs',
    '/people/investigator not_active',
  ]);
});

test('WF-76 by hand nothing is taken that the workflow does not ask for', () => {
  expect(no(stateOf(), { run_date: '2026-12-31', people: { x: 'ben' } }).errors?.map(({ pointer }) => pointer)).toEqual(
    ['/run_date', '/people/x'],
  );
});

test('WF-73 a run date that is not given comes from the field the workflow names', () => {
  const settings = { run_date: { label: 'Last working day', default_field: 'end_on' } };
  const subject = client({ fields: { ...CLIENT.fields, end_on: '2026-12-31' } });
  expect(started(stateOf({ settings }, { subject }), BY_HAND).made!.run.run_date).toBe('2026-12-31');
  expect(no(stateOf({ settings })).errors?.[0]?.pointer).toBe('/run_date');
});

test('WF-77 an inactive subject takes only workflows that allow it; an absorbed one answers with its survivor', () => {
  const subject = client({ active: false });
  expect(no(stateOf({}, { subject })).code).toBe('subject_inactive');
  expect(started(stateOf({ settings: { allow_inactive: true } }, { subject }), BY_HAND).made).not.toBeNull();
  expect(no(stateOf({}, { subject: null })).kind).toBe('not_found');
  const absorbed = no(stateOf({}, { subject: null, absorbed_into: 'survivor' }));
  expect([absorbed.kind, absorbed.facts]).toEqual(['not_found', { absorbed_into: 'survivor' }]);
});

test('WF-78 the key is the period, else the record with its date, else a cadence’s own, the same for every origin', () => {
  const key = (written: Partial<WrittenContent>, launch: Partial<Launch>) =>
    started(stateOf(written, { records: { a1: { valid_to: '2027-03-31' } } }), { ...BY_HAND, ...launch }, machine).made!
      .run.trigger_key;
  const period = { start: '2026-12-01', end: '2026-12-31' };
  for (const origin of ['hand', 'cadence', 'event', 'api'] as const) {
    expect(key({ settings: { period: 'ask' } }, { origin, period })).toBe('2026-12-01/2026-12-31');
    expect(key({ settings: { refers_to: 'authorization' } }, { origin, refers_to: ['a1'] })).toBe(
      'authorization:a1@2027-03-31',
    );
    expect(key({}, { origin })).toBe('');
  }
  expect(key({}, { origin: 'cadence', key: 'series:7:3' })).toBe('series:7:3');
});

const OPEN = { id: 'first', trigger_key: '', started_at: NOW, started_by: 'anna' };

test('WF-79 one open run per workflow, subject and key: the second reads who started it, with the link (worked example 5)', () => {
  const refusal = no(stateOf({}, { open_runs: [OPEN] }));
  expect(refusal.code).toBe('already_running');
  expect(refusal.because).toBe('Already running since Mon 23 Nov 2026, 09:00, started by Anna.');
  expect(refusal.facts).toMatchObject({ run: 'first', url: '/runs/first' });
  expect(started(stateOf({}, { open_runs: [{ ...OPEN, trigger_key: 'other' }] }), BY_HAND).made).not.toBeNull();
});

test('WF-79 «many» lifts it by hand, and only by hand', () => {
  const many = { settings: { open_runs: 'many' } } as const;
  const made = started(stateOf(many, { open_runs: [OPEN] }), BY_HAND).made!;
  expect(made.run.exclusive).toBe(false);
  expect(no(stateOf(many, { open_runs: [OPEN] }), { origin: 'event' }, machine).code).toBe('already_running');
});

test('WF-80 a key a cadence or event has launched is never launched by them again; by hand it may be', () => {
  const settings = { period: 'ask' } as const;
  const launch = { period: { start: '2026-12-01', end: '2026-12-31' } };
  const before = { launched_keys: ['2026-12-01/2026-12-31'] };
  for (const origin of ['cadence', 'event'] as const)
    expect(no(stateOf({ settings }, before), { ...launch, origin }, machine).code).toBe('launched_before');
  expect(decide(stateOf({ settings }, before), { ...BY_HAND, ...launch }, as('mark')).yes).toBe(true);
  expect(decide(stateOf({}, before), { ...BY_HAND, origin: 'event' }, machine).yes).toBe(true);
});

test('WF-81 a bulk launch decides each subject as alone: 996 of 1,000 start (worked example 5)', () => {
  const context = as('mark');
  const codes = Array.from({ length: 1000 }, (_, i) => {
    const open_runs = i < 3 ? [OPEN] : [];
    const decision = decide(
      stateOf({}, { open_runs, subject: client({ id: `c${i}`, active: i !== 3 }) }),
      BY_HAND,
      context,
    );
    return decision.yes ? 'started' : decision.code;
  });
  expect(codes.filter((code) => code === 'started').length).toBe(996);
  expect(codes.slice(0, 4)).toEqual(['already_running', 'already_running', 'already_running', 'subject_inactive']);
});

test('WF-82 taking a launch back cancels the run as undone, with its tasks, and names what has happened', () => {
  const state = stateOf({ steps: [task('call'), task('tell', { after: [] })] });
  const decision = taken(decide(state, BY_HAND, as('mark')));
  const { made } = decision.events.reduce(evolve, state);
  const events = recorded(decision.events, 'member:mark');
  const back = taken(decideRun(made!, { do: 'undo', events }, as('mark')));
  const after = back.events.reduce(evolve, { ...state, made }).made!;
  expect(after.run).toMatchObject({ ended_how: 'undone', ended_by: 'mark' });
  expect(after.tasks.map((row) => row.state)).toEqual(['cancelled', 'cancelled']);
  expect(back.events.every(({ undoes }) => undoes === events.at(-1)!.id)).toBe(true);
  expect(back.effects).toContainEqual({ do: 'sleep', room: 'run', thing: state.run_id });
  const again = taken(decideRun(after, { do: 'undo', events: recorded(back.events, 'member:mark') }, as('mark')));
  const redone = again.events.reduce(evolve, { ...state, made: after }).made!;
  expect([redone.run.ended_at, redone.tasks]).toEqual([null, made!.tasks]);
});

test('WF-47 the owner is of the settings, else the launcher, else the manager, else who published', () => {
  const owner = (
    written: Partial<WrittenContent>,
    launch: Launch,
    context = as('anna'),
    more: Partial<LaunchState> = {},
  ) => started(stateOf(written, more), launch, context).made!.run.owner_id;
  expect(owner({ settings: { owner: ['reviewer', 'partner'] } }, BY_HAND)).toBe('ben');
  expect(owner({ settings: { owner: ['specialist'] } }, BY_HAND)).toBe('anna');
  const series: Launch = { ...BY_HAND, origin: 'cadence' };
  expect(owner({}, series, machine)).toBe('mark');
  expect(owner({}, series, machine, { subject: client({ roles: {} }) })).toBe('adam');
  const gone = { members: DIRECTORY.members.map((one) => ({ ...one, active: false })) };
  expect(owner({}, series, machine, { directory: { ...DIRECTORY, ...gone } })).toBeNull();
});

test('WF-61 a run started by a step knows its chain, and starts nothing that led to it', () => {
  const parent = chainOf(started(stateOf(), BY_HAND, as('anna')).made!.run);
  expect(parent).toMatchObject({ asked_by: 'anna', chain: { depth: 1, path: ['workflow@client'] } });
  const step: Launch = { ...BY_HAND, origin: 'step', parent };
  expect(no(stateOf(), step, machine).code).toBe('loop');
  const other = stateOf({}, { workflow: { ...stateOf().workflow!, id: 'child' } });
  const child = started(other, step, machine).made!.run;
  expect(child).toMatchObject({
    origin: 'step',
    started_by: 'anna',
    parent_run_id: parent.run_id,
    chain: { depth: 1 },
  });
  expect(chainOf(child).chain).toMatchObject({
    root: parent.run_id,
    depth: 2,
    path: ['workflow@client', 'child@client'],
  });
  const deep = { ...parent, chain: { ...parent.chain, depth: 6, path: [] } };
  expect(no(other, { ...step, parent: deep }, machine).code).toBe('loop');
});

test('WF-110 a launch makes the first live rows; the rest is computed', () => {
  const state = started(stateOf({ steps: [task('call'), task('file'), action('tell', { after: [] })] }), BY_HAND);
  expect(state.made!.tasks.map(({ step_key, state: is }) => [step_key, is])).toEqual([
    ['call', 'ready'],
    ['tell', 'ready'],
  ]);
  expect(state.made!.run).toMatchObject({
    workflow_version: 3,
    started_on: '2026-11-23',
    started_by: 'mark',
    client_id: 'client',
    ended_at: null,
  });
});

test('WF-45 the sheet shows today’s answer for each step and the gaps', () => {
  const steps = [task('call', { who: ['assignee'] }), task('check', { who: ['specialist', 'second_reviewer'] })];
  const preview = previewLaunch(stateOf({ steps }), BY_HAND, as('mark'));
  expect(preview.steps.map(({ key, people }) => [key, people?.assignee_id])).toEqual([
    ['call', 'anna'],
    ['check', 'mark'],
  ]);
  expect(preview.gaps).toEqual([
    { key: 'check', title: 'Check', note: 'nobody found for specialist and second reviewer' },
  ]);
  expect(preview.opens).toBe(true);
});

test('WF-73 picking starts it unless it asks for something or somebody is missing', () => {
  const plain = previewLaunch(stateOf(), BY_HAND, as('mark'));
  expect([plain.opens, plain.refusal, plain.owner_id]).toEqual([false, null, 'mark']);
  const asking = previewLaunch(stateOf(ASKING), BY_HAND, as('mark'));
  expect(asking.opens).toBe(true);
  expect(asking.asks).toMatchObject({
    period: true,
    authorization: true,
    run_date: { label: 'Pay day', proposed: null },
  });
  const running = previewLaunch(stateOf({}, { open_runs: [OPEN] }), BY_HAND, as('cora'));
  expect([running.running[0]?.id, running.refusal?.code]).toEqual(['first', 'not_assigned']);
});

test('WF-72 canLaunch says the same of the picker’s line as the launch itself', () => {
  const off = stateOf({}, { workflow: { ...stateOf().workflow!, on: false } });
  expect(previewLaunch(off, BY_HAND, as('mark')).refusal).toEqual(no(off));
});
