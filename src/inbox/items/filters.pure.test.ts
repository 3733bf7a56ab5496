import { expect, test } from 'vitest';
import { dayRange, pastDays } from './filters.ts';
import { MOST_TAGS } from './model.ts';
import { act, added, around, codeOf, verbsOf } from './testing.ts';

const TAGS = around({ tags: [{ id: 'urgent', name: 'Urgent' }] });

test('IN-161 days that have passed are counted from today, and a week begins on Monday', () => {
  const wednesday = '2026-11-25';
  expect(
    ['today', 'yesterday', 'week', 'last_week', 'days_30', 'older'].map((past) => pastDays(past, wednesday)),
  ).toEqual([
    { from: '2026-11-25', to: null },
    { from: '2026-11-24', to: '2026-11-24' },
    { from: '2026-11-23', to: null },
    { from: '2026-11-16', to: '2026-11-22' },
    { from: '2026-10-27', to: null },
    { from: null, to: '2026-10-26' },
  ]);
  expect(pastDays('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: null });
});

test('IN-160 a filter takes two days, either of them left out, and no other text', () => {
  expect(pastDays('2026-11-01..', '2026-11-25')).toEqual({ from: '2026-11-01', to: null });
  expect(pastDays('..2026-11-30', '2026-11-25')).toEqual({ from: null, to: '2026-11-30' });
  const takes = (text: string) => dayRange.safeParse(text).success;
  expect(['2026-11-01..2026-11-30', '2026-11-01..', '..2026-11-30'].map(takes)).toEqual([true, true, true]);
  for (const text of ['..', '2026-11-31..', '2026-11-01', '1..2', '2026-11-01..2026-11-02..', '9999-12-31..'])
    expect(takes(text), text).toBe(false);
});

test('IN-125 a tag of the practice is put on an item and taken off by whoever may update it; another is refused', () => {
  const item = { ...added('mark'), around: TAGS };
  const tagged = act(item, { do: 'add_tag', tag: 'urgent' });
  expect(verbsOf(tagged.decision)).toEqual(['item.tagged']);
  expect(tagged.state.item.tags).toEqual(['urgent']);
  expect(verbsOf(act(tagged.state, { do: 'add_tag', tag: 'urgent' }).decision)).toEqual([]);
  expect(act(tagged.state, { do: 'remove_tag', tag: 'urgent' }).state.item.tags).toEqual([]);
  expect(act(item, { do: 'add_tag', tag: 'other' }).decision).toMatchObject({ errors: [{ code: 'no_such_tag' }] });
  expect(codeOf(act(item, { do: 'add_tag', tag: 'urgent' }, 'ben').decision)).toBe('not_yours');
  const full = { ...item, item: { ...item.item, tags: Array.from({ length: MOST_TAGS }, (_, i) => `tag ${i}`) } };
  expect(act(full, { do: 'add_tag', tag: 'urgent' }).decision).toMatchObject({ errors: [{ code: 'too_many' }] });
});

test('IN-125 an item keeps a tag that is gone when something else of it changes, and takes no new one that is not there', () => {
  const item = { ...added('mark'), around: TAGS };
  const old = { ...item, item: { ...item.item, tags: ['gone'] } };
  expect(act(old, { do: 'change', tags: ['gone', 'urgent'] }).state.item.tags).toEqual(['gone', 'urgent']);
  expect(act(item, { do: 'change', tags: ['gone'] }).decision).toMatchObject({ errors: [{ pointer: '/tags/0' }] });
});
