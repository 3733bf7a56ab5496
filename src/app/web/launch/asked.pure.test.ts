import { expect, test } from 'vitest';
import { settings } from '#workflows/definitions/content.ts';
import { askedBody, isComplete, startValues } from './asked.ts';

const TODAY = '2026-11-25';
const asking = settings.parse({
  run_date: { label: 'Pay day' },
  period: 'ask',
  people_asked: [{ key: 'judge', label: 'Investigator' }],
});
const nothing = settings.parse({});

test('WF-73 a sheet opens filled with defaults: the proposed date, and the month before this one', () => {
  const values = startValues(asking, TODAY, '2026-12-18');
  expect(values).toMatchObject({ run_date: '2026-12-18', period: { start: '2026-10-01', end: '2026-10-31' } });
  expect(isComplete(asking, values)).toBe(false);
  expect(isComplete(asking, { ...values, people: { judge: 'ana' } })).toBe(true);
});

test('WF-76 only what the workflow asks for is sent, and nothing that is empty', () => {
  const values = startValues(asking, TODAY, null);
  expect(askedBody(asking, values)).toEqual({ period: { start: '2026-10-01', end: '2026-10-31' } });
  expect(askedBody(nothing, { ...values, run_date: '2026-12-18' })).toEqual({});
  expect(isComplete(nothing, startValues(nothing, TODAY, null))).toBe(true);
});
