import { expect, test } from 'vitest';
import { roomAt } from './cap.ts';
import { contextAt, life, newMessage } from './testing.ts';

const { practice } = contextAt('2026-11-02T09:00:00.000Z');
const mail = { class: 'chase', channel: 'email', automatic: true, by_hand: false, zone: null } as const;
const THREE = ['2026-11-02T09:00:00.000Z', '2026-11-02T09:00:20.000Z', '2026-11-02T15:00:00.000Z'];
const NOW = '2026-11-02T15:30:00.000Z';

test('ME-48 the fourth automatic message of a day to an address moves to the next slot, or to when there is room again', () => {
  expect(roomAt(mail, THREE, NOW, practice)).toBe('2026-11-03T09:00:00.000Z');
  const late = THREE.map(() => '2026-11-02T15:00:00.000Z');
  expect(roomAt(mail, late, NOW, practice)).toBe('2026-11-03T15:00:00.000Z');
  expect(roomAt(mail, THREE.slice(1), NOW, practice)).toBeNull();
  expect(roomAt(mail, ['2026-11-01T15:30:00.000Z', ...THREE.slice(1)], NOW, practice)).toBeNull();
  const friday = late.map(() => '2026-11-06T17:59:00.000Z');
  expect(roomAt(mail, friday, '2026-11-06T17:59:30.000Z', practice)).toBe('2026-11-09T09:00:00.000Z');
});

test('ME-47 ME-48 what goes to members, is written by hand or was pressed for knows no cap', () => {
  for (const free of [{ class: 'internal' }, { class: 'security' }, { automatic: false }, { by_hand: true }] as const)
    expect(roomAt({ ...mail, ...free }, THREE, NOW, practice)).toBeNull();
});

test('ME-48 it is asked at leaving: the message waits with its reason, and leaves once there is room', () => {
  const one = life({ recent: THREE });
  one.do('2026-11-02T15:00:00.000Z', { do: 'write', message: newMessage({ class: 'chase' }) });
  one.do(NOW, { do: 'begin', attempt: 1, node: 'test' });
  expect(one.message).toMatchObject({
    state: 'planned',
    leaves_at: '2026-11-03T09:00:00.000Z',
    reason_code: 'enough_today',
    attempts: [],
  });
  one.set({ recent: THREE.slice(1) });
  one.do('2026-11-03T09:00:00.000Z', { do: 'begin', attempt: 1, node: 'test' });
  expect(one.message.state).toBe('started');
});
