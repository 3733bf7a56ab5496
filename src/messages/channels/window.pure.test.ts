import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMilliseconds, dateAt, instantFromEpoch, instantOf, timeAt } from '#ground/time.ts';
import { contextAs } from '#people/fields/testing.ts';
import {
  inRecipientHours,
  isInWindow,
  isSendDay,
  leavesAt,
  nextSlot,
  type Sending,
  type SendWindow,
  sendWindow,
} from './window.ts';

const SYDNEY: SendWindow = {
  zone: 'Australia/Sydney',
  send_time: '09:00',
  from: '08:00',
  to: '18:00',
  days: [1, 2, 3, 4, 5],
  holidays: [],
};
const there = (date: string, time: string, zone = 'Australia/Sydney') => instantOf(date, time, zone);
const MONDAY = '2026-11-02';
const chase = (wanted: string, more: Partial<Sending> = {}): Sending => ({
  channel: 'sms',
  class: 'chase',
  manual: false,
  wanted,
  zone: 'Australia/Sydney',
  ...more,
});
const goes = (sending: Sending, window = SYDNEY): string => leavesAt(sending, window).at;

test('ME-45 worked example 4: Perth sleeps at the slot of Sydney, so the text leaves at 08:00 there, 11:00 in Sydney', () => {
  const left = leavesAt(chase(there(MONDAY, '09:00'), { zone: 'Australia/Perth' }), SYDNEY);
  expect(left.at).toBe(there(MONDAY, '08:00', 'Australia/Perth'));
  expect(left.at).toBe(there(MONDAY, '11:00'));
  expect(left.because).toBe(
    'It is 06:00 at the recipient’s place then, and texts arrive there between 08:00 and 21:00.',
  );
});

test('ME-46 worked example 4: London and Sydney have no common hour, so the recipient’s morning of the send day wins', () => {
  const at = goes(chase(there(MONDAY, '09:00'), { zone: 'Europe/London' }));
  expect(at).toBe(there(MONDAY, '08:00', 'Europe/London'));
  expect(at).toBe(there(MONDAY, '19:00'));
});

test('ME-45 worked example 4: a text by hand at 21:00 is offered for 08:00 tomorrow, one at 20:59 leaves', () => {
  const byHand = (date: string, time: string) => goes(chase(there(date, time), { manual: true, class: 'service' }));
  expect(byHand(MONDAY, '21:00')).toBe(there('2026-11-03', '08:00'));
  expect(byHand(MONDAY, '20:59')).toBe(there(MONDAY, '20:59'));
  expect(byHand(MONDAY, '08:00')).toBe(there(MONDAY, '08:00'));
  expect(byHand(MONDAY, '07:59')).toBe(there(MONDAY, '08:00'));
  expect(byHand('2026-11-01', '15:00')).toBe(there('2026-11-01', '15:00'));
  expect(byHand('2026-10-30', '22:00')).toBe(there(MONDAY, '08:00'));
});

test('ME-44 worked example 5: 18:05 is outside the window and takes the next slot; 17:59 is inside, 18:00 is not', () => {
  const mail = (time: string) => leavesAt(chase(there(MONDAY, time), { channel: 'email' }), SYDNEY);
  expect(mail('17:59')).toEqual({ at: there(MONDAY, '17:59'), because: null });
  expect(mail('18:00').at).toBe(there('2026-11-03', '09:00'));
  expect(mail('18:05')).toEqual({
    at: there('2026-11-03', '09:00'),
    because: 'Messages leave by themselves between 08:00 and 18:00 on the days the practice sends.',
  });
  expect(mail('07:59').at).toBe(there(MONDAY, '09:00'));
  expect(mail('08:00').at).toBe(there(MONDAY, '08:00'));
});

test('ME-44 weekends and holidays of the practice are no send days', () => {
  const window = { ...SYDNEY, holidays: [MONDAY] };
  const mail = (date: string) => goes(chase(there(date, '10:00'), { channel: 'email' }), window);
  expect(mail('2026-10-31')).toBe(there('2026-11-03', '09:00'));
  expect(mail(MONDAY)).toBe(there('2026-11-03', '09:00'));
  expect(goes(chase(there(MONDAY, '10:00')), window)).toBe(there('2026-11-03', '09:00'));
});

test('ME-44 an e-mail by hand leaves at any time, on any day', () => {
  const sunday = there('2026-11-01', '23:30');
  expect(goes(chase(sunday, { channel: 'email', manual: true, class: 'service' }))).toBe(sunday);
});

test('ME-47 messages to members and of sign-in know no send window; a text to a member still waits for 08:00', () => {
  const sunday = there('2026-11-01', '23:30');
  expect(goes(chase(sunday, { channel: 'email', class: 'internal' }))).toBe(sunday);
  expect(goes(chase(sunday, { class: 'security' }))).toBe(sunday);
  expect(goes(chase(there('2026-11-01', '06:00'), { class: 'internal' }))).toBe(there('2026-11-01', '08:00'));
});

test('ME-46 a recipient ahead of the practice gets it on the morning of the next send day there', () => {
  const london = { ...SYDNEY, zone: 'Europe/London', from: '09:00', to: '17:00' };
  const auckland = 'Pacific/Auckland';
  const at = goes(chase(there(MONDAY, '09:00', 'Europe/London'), { zone: auckland }), london);
  expect(at).toBe(there('2026-11-03', '08:00', auckland));
});

test('ME-44 a window before the sending time is used where the recipient has no other hour', () => {
  const window = { ...SYDNEY, send_time: '15:00' };
  const at = goes(chase(there(MONDAY, '20:00'), { zone: 'America/New_York' }), window);
  expect(at).toBe(there('2026-11-03', '08:00'));
});

test('ME-44 the window is that of the practice’s settings, else 08:00 to 18:00 on its working days', () => {
  const { practice } = contextAs('Manager', { settings: {} });
  expect(sendWindow(practice)).toMatchObject({ from: '08:00', to: '18:00', send_time: '09:00', days: [1, 2, 3, 4, 5] });
  const own = { ...practice, settings: { send_window: { from: '10:00', to: '16:00' }, send_days: [2, 4] } };
  expect(sendWindow(own)).toMatchObject({ from: '10:00', to: '16:00', send_time: '10:00', days: [2, 4] });
});

const ZONES = [
  'Australia/Sydney',
  'Australia/Perth',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'Asia/Kolkata',
  'Pacific/Honolulu',
];
const anyZone = fc.constantFrom(...ZONES);
const anyWindow = fc
  .record({
    zone: anyZone,
    send_time: fc.constantFrom('08:00', '09:00', '12:30', '17:30'),
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    holidays: fc.subarray([MONDAY, '2026-11-03', '2026-03-29', '2026-10-04']),
  })
  .map((window): SendWindow => ({ ...window, from: '08:00', to: '18:00' }));
const anySending = fc.record({
  channel: fc.constantFrom('email' as const, 'sms' as const),
  class: fc.constantFrom('chase' as const, 'service' as const, 'internal' as const),
  manual: fc.boolean(),
  wanted: fc.integer({ min: 1_767_225_600, max: 1_830_000_000 }).map((seconds) => instantFromEpoch(seconds * 1000)),
  zone: anyZone,
});
const holds = (rule: (sending: Sending, window: SendWindow, at: string) => void) =>
  fc.assert(
    fc.property(anySending, anyWindow, (sending, window) => rule(sending, window, leavesAt(sending, window).at)),
    { numRuns: 400 },
  );

test('ME-45 whatever the zones, no text leaves outside 08:00 to 21:00 at the recipient’s place', () =>
  holds(({ channel, zone }, _, at) => {
    if (channel === 'sms') expect(inRecipientHours(at, zone), timeAt(at, zone)).toBe(true);
  }));

test('ME-44 whatever the zones, an automatic e-mail leaves inside the window', () =>
  holds(({ channel, manual, class: kind }, window, at) => {
    if (channel === 'email' && !manual && kind !== 'internal') expect(isInWindow(at, window)).toBe(true);
  }));

test('ME-46 an automatic text outside the window is one for a place without a common hour, on a send day there', () =>
  holds(({ channel, manual, class: kind, zone }, window, at) => {
    if (channel !== 'sms' || manual || kind === 'internal' || isInWindow(at, window)) return;
    const day = dateAt(at, zone);
    expect(isSendDay(day, window)).toBe(true);
    const hours = Array.from({ length: 40 }, (_, i) =>
      addMilliseconds(instantOf(day, '08:00', window.zone), i * 15 * 60_000),
    );
    expect(hours.filter((hour) => isInWindow(hour, window) && inRecipientHours(hour, zone))).toEqual([]);
  }));

test('ME-44 nothing leaves earlier than wanted, and asking again at that time, or a minute late, says the same', () =>
  holds((sending, window, at) => {
    expect(at >= sending.wanted).toBe(true);
    expect(goes({ ...sending, wanted: at }, window)).toBe(at);
    const late = addMilliseconds(at, 60_000);
    const again = goes({ ...sending, wanted: late }, window);
    const stillOpen = sending.channel === 'email' ? isInWindow(late, window) : inRecipientHours(late, sending.zone);
    if (stillOpen && isInWindow(at, window) === isInWindow(late, window)) expect(again).toBe(late);
  }));

test('ME-44 the next slot is the first sending time of a send day that is not over', () =>
  holds(({ wanted }, window) => {
    const slot = nextSlot(wanted, window);
    expect(timeAt(slot, window.zone)).toBe(window.send_time);
    expect(slot >= wanted && isSendDay(dateAt(slot, window.zone), window)).toBe(true);
  }));
