import { expect, test } from 'vitest';
import type { Condition } from '#workflows/definitions/content.ts';
import { TEMPLATES } from '#workflows/library/templates.ts';
import { conditionOf, groupOf } from './condition-tree.ts';

const a: Condition = { field: 'subject.kind', is: 'is', value: 'client' };
const b: Condition = { field: 'subject.country', is: 'empty' };

test.each<[Condition, string]>([
  [a, 'all'],
  [{ all: [a, b] }, 'all'],
  [{ any: [a, b] }, 'any'],
  [{ not: a }, 'none'],
  [{ not: { any: [a, b] } }, 'none'],
  [{ not: { all: [a, b] } }, 'not_all'],
  [{ not: { not: a } }, 'none'],
  [{ all: [a, { any: [a, { not: b }] }] }, 'all'],
])('WF-35 %o is shown as one group and written down again as it was', (condition, mode) => {
  const group = groupOf(condition);
  expect(group.mode).toBe(mode);
  expect(conditionOf(group)).toEqual(condition);
});

test('WF-35 every condition of the library comes back from the editor unchanged', () => {
  for (const { content } of TEMPLATES)
    for (const step of content.steps)
      if (step.only_if) expect(conditionOf(groupOf(step.only_if)), step.key).toEqual(step.only_if);
});

test('WF-35 groups without anything in them leave nothing behind', () => {
  expect(conditionOf(groupOf(undefined))).toBeUndefined();
  expect(conditionOf({ mode: 'none', parts: [{ mode: 'any', parts: [] }] })).toBeUndefined();
  expect(conditionOf({ mode: 'any', parts: [a, { mode: 'all', parts: [] }] })).toEqual(a);
});
