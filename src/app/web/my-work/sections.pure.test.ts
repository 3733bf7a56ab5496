import { expect, test } from 'vitest';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { bucketOf, sectionsOf } from './sections.ts';

const WEDNESDAY = '2026-11-25';
const due = (due_on: string | null, held = false) => bucketOf({ due_on, held }, WEDNESDAY);

test('WF-42 due today is not overdue, and a task of a run on hold never is', () => {
  expect(due('2026-11-24')).toBe('overdue');
  expect(due('2026-11-25')).toBe('today');
  expect(due('2026-11-24', true)).toBe('today');
});

test('WF-42 this week ends on Sunday, and what has no date is later', () => {
  expect(due('2026-11-26')).toBe('week');
  expect(due('2026-11-29')).toBe('week');
  expect(due('2026-11-30')).toBe('later');
  expect(due(null)).toBe('later');
  expect(bucketOf({ due_on: '2026-11-30', held: false }, '2026-11-29')).toBe('later');
});

test('WF-42 sections stand in order of time, each by date, and none stands empty', () => {
  const row = (id: string, due_on: string | null) => ({ id, due_on, held: false }) as TaskRow;
  const sections = sectionsOf(
    [row('c', null), row('b', '2026-11-20'), row('a', '2026-11-10'), row('d', '2026-12-24')],
    WEDNESDAY,
  );
  expect(sections.map(({ id, rows }) => [id, rows.map((one) => one.id)])).toEqual([
    ['overdue', ['a', 'b']],
    ['later', ['d', 'c']],
  ]);
});
