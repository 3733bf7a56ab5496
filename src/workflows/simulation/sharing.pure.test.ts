import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import { rendered } from './rendered.ts';
import { simulate } from './rules.ts';
import { asked, contentOf, MAIL, subjectOf, worldOf } from './testing.ts';
import { answersOf, watched } from './watched.ts';

const STEPS = [
  {
    key: 'call',
    kind: 'task',
    title: 'Call',
    who: ['reviewer', 'assignee'],
    due: { anchor: 'ready', n: 2, unit: 'day' },
  },
  {
    key: 'only',
    kind: 'task',
    title: 'Only',
    who: ['manager'],
    only_if: { field: 'subject.role.partner', is: 'is', value: 'ben' },
  },
  { key: 'write', kind: 'action', title: 'Write', do: 'send_email', params: { template: 'welcome', to: 'subject' } },
  { key: 'tell', kind: 'action', title: 'Tell', do: 'notify', params: { to: 'manager', text: '{{client.name}}' } },
];

const holder = fc.option(fc.constantFrom('anna', 'ben', 'mark'), { nil: undefined });
const roles = fc.record({ partner: holder, manager: holder, assignee: holder, reviewer: holder, specialist: holder });
const subjects = fc.array(fc.record({ roles, restricted: fc.boolean() }), { minLength: 2, maxLength: 8 });
const change = fc.option(
  fc.record({ on: fc.constant('2026-11-24'), set: fc.record({ 'role.reviewer': fc.constantFrom('anna', 'ben') }) }),
  { nil: undefined },
);

test('WF-155 a life that is shared tells each subject what a life of its own would', () => {
  fc.assert(
    fc.property(subjects, change, (many, later) => {
      const named = many.map((one, n) => ({
        ...one,
        id: `c${n}`,
        name: `Client ${n}`,
        fields: { given_name: `Given ${n % 3}` },
      })) as Partial<SubjectFacts>[];
      const content = { payroll: contentOf({ steps: STEPS as never }) };
      const scenario = asked({ changes: later ? [later] : [] } as never);
      const together = simulate(worldOf(content, named), scenario).lines;
      for (const one of named)
        expect(together.filter(({ subject }) => subject === one.id)).toEqual(
          simulate(worldOf(content, [one]), scenario).lines,
        );
    }),
  );
});

test('WF-155 of the roles of a subject only those count that a life asked for', () => {
  const { roles, asked } = watched({ manager: 'mark', assignee: 'anna' });
  expect(roles.manager).toBe('mark');
  const answers = answersOf(asked, { manager: 'mark', assignee: 'anna' });
  expect(answersOf(asked, { manager: 'mark', assignee: 'ben', partner: 'ben' })).toBe(answers);
  expect(answersOf(asked, { manager: 'ben', assignee: 'anna' })).not.toBe(answers);
  expect(Object.values(roles)).toEqual(['mark', 'anna']);
  expect(answersOf(asked, { manager: 'mark', assignee: 'ben' })).not.toBe(
    answersOf(asked, { manager: 'mark', assignee: 'anna' }),
  );
});

test('WF-157 a message is rendered once for the same words, and anew where what it says has changed', () => {
  const { facts, addressee } = subjectOf(new Map(), { fields: { given_name: 'Ada' } });
  const step = STEPS[2] as never;
  const run = { members: [], owner: null, run_name: 'Payroll', task: { title: 'Write', due_date: null } };
  const words = (changed: object, today: string) =>
    rendered(MAIL, addressee, { step, facts, changed: changed as never, today, ...run });
  const first = words({}, '2026-11-23');
  expect(first?.text).toBe('Dear Ada');
  expect(words({}, '2026-11-30')).toBe(first);
  expect(words({ given_name: 'Grace' }, '2026-11-30')?.text).toBe('Dear Grace');
});
