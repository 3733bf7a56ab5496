import { describe, expect, test } from 'vitest';
import { check } from '#messages/fields/check.ts';
import { MERGE_GROUPS } from '../../app/merge-groups.ts';
import { cleaned } from './cleaning.ts';
import { lineDifference } from './difference.ts';
import { LIBRARY } from './library.ts';

describe('the library of messages', () => {
  test.each(LIBRARY.map((template) => [template.key, template] as const))(
    'ME-3 the ready-made template «%s» has no fault and loses nothing when it is cleaned',
    (_, { subject, body, channel }) => {
      expect(check({ subject, body }, channel, MERGE_GROUPS)).toEqual([]);
      if (channel === 'email') expect(cleaned(body)).toEqual({ body, removed: [] });
    },
  );
});

test('§5 the difference of two versions reads in order: what was taken out before what was put in', () => {
  expect(
    lineDifference(['a', 'b', 'c'], ['a', 'x', 'c', 'd']).map(({ change, text }) => `${change[0]}${text}`),
  ).toEqual(['sa', 'rb', 'ax', 'sc', 'ad']);
  expect(lineDifference([], ['a'])).toEqual([{ change: 'added', text: 'a' }]);
});
