import { expect, test } from 'vitest';
import { byThing, kindOf, type Notice } from './notices.ts';

const notice = (id: string, thing: string, at: string, read = false): Notice => ({
  id,
  verb: 'task.ready',
  thing,
  title: id,
  url: '/',
  count: 1,
  first_at: at,
  last_at: at,
  read_at: read ? at : null,
});

test('PL-125 what was told of one thing stands as one line under its newest words, and reading it reads all of it', () => {
  const told = byThing([
    notice('a', 'task:1', '2026-07-01T09:00:00.000Z'),
    notice('b', 'task:2', '2026-07-01T08:00:00.000Z'),
    notice('c', 'task:1', '2026-07-01T10:00:00.000Z'),
    notice('d', 'task:1', '2026-07-01T07:00:00.000Z', true),
  ]);
  expect(told.map(({ id, newest, notices }) => [id, newest.id, notices.length])).toEqual([
    ['task:1', 'c', 3],
    ['task:2', 'b', 1],
  ]);
  expect(told[0]?.unread.map(({ id }) => id)).toEqual(['c', 'a']);
  expect(kindOf('task:1')).toBe('task');
});
