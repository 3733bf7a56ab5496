import { describe, expect, test } from 'vitest';
import { codeOf, contextAt, MONDAY, who } from '../items/testing.ts';
import type { AlertList } from './model.ts';
import { alertsOf, decide, evolve, MOST_ADDRESSES, sorted } from './rules.ts';

const DOMAIN = 'in.example.test';

describe('which addresses are kept', () => {
  test('IN-170 they are split at semicolons, commas and lines, and each stands once', () => {
    expect(sorted(' A@x.example;b@x.example,\n\r\nc@x.example , a@x.example;; ', DOMAIN)).toEqual({
      kept: ['a@x.example', 'b@x.example', 'c@x.example'],
      refused: [],
    });
    expect(sorted('', DOMAIN)).toEqual({ kept: [], refused: [] });
  });

  test('IN-170 a bad one is refused by its name and the others are kept; so is one that makes items itself', () => {
    const { kept, refused } = sorted('a@x.example, not one; harbour+tax@IN.example.test\nb@x.example', DOMAIN);
    expect(kept).toEqual(['a@x.example', 'b@x.example']);
    expect(refused).toMatchObject([
      { address: 'not one', code: 'not_an_address' },
      { address: 'harbour+tax@IN.example.test', code: 'own_address' },
    ]);
    expect(refused[0]!.because).toContain('«not one»');
    expect(sorted('harbour@in.example.test', null).kept, 'where no mail comes in').toHaveLength(1);
    expect(sorted('x@not-in.example.test', DOMAIN).kept).toHaveLength(1);
  });

  test('IN-170 no more than so many', () => {
    const many = Array.from({ length: MOST_ADDRESSES + 1 }, (_, n) => `n${n}@x.example`).join(';');
    const { kept, refused } = sorted(many, DOMAIN);
    expect([kept.length, refused]).toMatchObject([MOST_ADDRESSES, [{ code: 'too_many' }]]);
  });
});

test('IN-170 Owners and Admins set them; the good ones of a text hold, and the same again changes nothing', () => {
  const empty: AlertList = { id: 'harbour', version: 0, addresses: [] };
  const set = (list: AlertList, text: string, by = 'olga') =>
    decide(list, { do: 'set', text, domain: DOMAIN }, contextAt(MONDAY, who(by)));
  for (const by of ['mark', 'anna', 'vera']) expect(codeOf(set(empty, 'a@x.example', by))).not.toBeNull();
  const first = set(empty, 'a@x.example, oops', 'adam');
  if (!first.yes) throw new Error(first.because);
  const now = { ...first.events.reduce(evolve, empty), version: 1 };
  expect(now.addresses).toEqual(['a@x.example']);
  expect(set(now, 'A@x.example')).toMatchObject({ events: [] });
  expect(set(now, '')).toMatchObject({ events: [{ verb: 'inbox_alerts.changed' }] });
});

test('IN-170 an item is told to the practice’s addresses and to those of its category, to each once', () => {
  const items = [
    { id: 'one', category_id: 'lease' },
    { id: 'two', category_id: null },
  ];
  const lease = new Map([['lease', ['l@x.example', 'p@x.example']]]);
  expect(alertsOf(items, ['p@x.example'], lease)).toEqual([
    { address: 'p@x.example', item_id: 'one' },
    { address: 'l@x.example', item_id: 'one' },
    { address: 'p@x.example', item_id: 'two' },
  ]);
});
