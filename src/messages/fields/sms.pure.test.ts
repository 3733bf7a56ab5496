import { expect, test } from 'vitest';
import { plainCharacters, smsLength } from './sms.ts';

const segments = (text: string) => smsLength(text).segments;

test('ME-26 worked example 3: segments are counted as a network counts them', () => {
  const a = (times: number) => 'a'.repeat(times);
  expect([160, 161, 306, 307].map((times) => segments(a(times)))).toEqual([1, 2, 2, 3]);
  expect(smsLength(`${a(159)}€`)).toEqual({ alphabet: 'gsm7', units: 161, segments: 2 });
  expect([70, 71, 134, 135].map((times) => segments('ж'.repeat(times)))).toEqual([1, 2, 2, 3]);
  expect(smsLength(`😀${a(68)}`)).toEqual({ alphabet: 'ucs2', units: 70, segments: 1 });
  expect(segments(`😀${a(69)}`)).toBe(2);
  expect(smsLength('^{}\\[~]|€').units).toBe(18);
  expect(smsLength('').segments).toBe(1);
});

test('ME-27 typographic characters become plain ones', () => {
  expect(plainCharacters('‘It’s’ “here” – wait…\u00a0ж é')).toBe("'It's' \"here\" - wait... ж é");
});
