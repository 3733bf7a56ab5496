import { expect, test } from 'vitest';
import { contentOf, task } from '#workflows/definitions/testing.ts';
import { TEMPLATES } from '#workflows/library/templates.ts';
import { dated, designLine, shapeLine } from './dating.ts';

const LONDON = { working_days: [1, 2, 3, 4, 5], holidays: ['2026-12-25', '2026-12-28', '2027-01-01'] };
const b = (anchor: string, n: number) => ({ anchor, n, unit: 'business_day' as const });
const payroll = contentOf({
  settings: { run_date: { label: 'Pay day' } },
  steps: [
    task('changes', { start: b('run_date', -10), due: b('run_date', -6) }),
    task('calc', { due: b('run_date', -5) }),
    task('post', { due: b('run_date', 2) }),
  ],
});

test('WF-36 a designer sees the dates real runs would have (worked example 3)', () => {
  const { steps } = dated(payroll, '2026-12-15', LONDON, { run_date: '2026-12-31' });
  expect(steps.get('changes')).toEqual({ ready: '2026-12-15', end: '2026-12-21' });
  expect(steps.get('calc')?.end).toBe('2026-12-22');
  expect(steps.get('post')?.end).toBe('2027-01-05');
});

test('WF-36 a date nobody set leaves every step its time and is no closed day', () => {
  const { anchors, steps, end } = dated(payroll, '2026-12-15', LONDON);
  expect(anchors.get('run_date')).toBe('2026-12-29');
  expect(steps.get('changes')?.ready).toBe('2026-12-15');
  expect(end).toBe('2026-12-31');
  const weekend = contentOf({
    settings: { run_date: { label: 'Day' } },
    steps: [task('a', { due: { anchor: 'run_date', n: -4, unit: 'day' } })],
  });
  expect(dated(weekend, '2026-12-15', LONDON).anchors.get('run_date')).toBe('2026-12-21');
});

test('WF-4 every template of the library can be drawn: a dot per step with date and reason', () => {
  for (const { content } of TEMPLATES) {
    const line = designLine(dated(content, '2026-11-25', LONDON), { content });
    expect(line.points.length).toBe(content.steps.length);
    for (const point of line.points) {
      expect(point.date! >= '2026-11-25', point.key).toBe(true);
      expect(point.why).toBeTruthy();
    }
  }
  expect(shapeLine([{ key: 'a', title: 'A', kind: 'action', day: 2 }]).points[0]).toMatchObject({ sign: 'action' });
});
