import { expect, test } from 'vitest';
import { touchedBy } from './live.ts';

const heard = (...kinds: string[]) => ({ changes: kinds.map((kind) => ({ kind, ids: null })), all: false });

test('WF-192 a change of a task makes lists, home and menu old, and nothing that has no tasks', () => {
  const touched = touchedBy(heard('task'));
  expect(touched).toEqual(
    expect.arrayContaining(['/tasks', '/my-work', '/runs', '/run-strip', '/counts', '/notifications']),
  );
  expect(touched).not.toContain('/roles');
});

test('WF-192 a run put on hold and a comment make the work on the screen old, and the bell', () => {
  for (const kind of ['hold', 'comment']) {
    expect(touchedBy(heard(kind))).toEqual(expect.arrayContaining(['/tasks', '/runs', '/counts', '/notifications']));
    expect(touchedBy(heard(kind))).not.toContain('/roles');
  }
});

test('PL-30 a changed member, role, deputy or practice makes what one may do old', () => {
  for (const kind of ['member', 'role', 'delegation', 'practice']) expect(touchedBy(heard(kind))).toContain('/me');
});

test('WF-192 of a kind nobody foresaw, or of too much at once, everything on the screen is asked again', () => {
  expect(touchedBy(heard('task', 'comet'))).toBeUndefined();
  expect(touchedBy({ changes: [], all: true })).toBeUndefined();
});
