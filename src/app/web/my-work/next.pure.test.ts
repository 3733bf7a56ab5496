import { expect, test } from 'vitest';
import { asksWhatIsDue, nextWords, nothingDue } from './next.ts';

const counts = { overdue: 0, today: 0, week: 0, later: 0, pools: 4, deputy: 2, reviews: 0 };
const day = (date: string) => `on ${date}`;

test('WF-193 what comes next is said while nothing of one’s own is due and something comes', () => {
  expect(nothingDue({ ...counts, week: 1 })).toBe(true);
  expect(nothingDue({ ...counts, later: 1 })).toBe(true);
  expect(nothingDue({ ...counts, later: 1, today: 1 })).toBe(false);
  expect(nothingDue({ ...counts, later: 1, overdue: 1 })).toBe(false);
  expect(nothingDue(counts)).toBe(false);
  expect(nothingDue(undefined)).toBe(false);
});

test('WF-193 it is said over one’s own list and its times, not over a search or another’s work', () => {
  const mine = { view: { id: 'mine', label: 'Mine' }, set: {}, q: '' };
  expect(asksWhatIsDue(mine)).toBe(true);
  expect(asksWhatIsDue({ ...mine, set: { bucket: 'today' } })).toBe(true);
  expect(asksWhatIsDue({ ...mine, set: { bucket: 'today', workflow: 'w' } })).toBe(false);
  expect(asksWhatIsDue({ ...mine, set: { state: 'done' } })).toBe(false);
  expect(asksWhatIsDue({ ...mine, q: 'bill' })).toBe(false);
  expect(asksWhatIsDue({ ...mine, view: { id: 'pools', label: 'My pools' } })).toBe(false);
});

test('WF-193 the next task is named with its client and its date, as far as it has them', () => {
  expect(nextWords({ title: 'Send the bill', subject: 'Harbour Café', due_on: '2026-11-30' }, day)).toBe(
    'Send the bill, Harbour Café, on 2026-11-30',
  );
  expect(nextWords({ title: 'Tidy up', subject: null, due_on: null }, day)).toBe('Tidy up');
});
