import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import type { Context, Who } from '#kernel/decision/model.ts';
import type { BuiltIn } from '../roles/abilities.ts';
import { builtIn } from '../roles/builtin.ts';
import { type CalendarChanges, calendarChanges, type NamedDay, shownHolidays } from './calendar.ts';
import type { Practice } from './model.ts';
import { holidaysOf, isRegion, regionsOf } from './regions.ts';
import { decidePractice, evolvePractice, type PracticeState } from './rules.ts';

const who = (role: BuiltIn): Who => {
  const { id, name, ...grants } = builtIn(role);
  return { actor: 'member:1', role_id: id, role_name: name, deputy_for: [], ...grants };
};
const context = (role: BuiltIn = 'Owner', today = '2026-11-25') =>
  ({ today, now: `${today}T09:00:00.000Z`, who: who(role), newId }) as Context;

const EMPTY: PracticeState = {
  practice: { id: 'p', version: 1, working_days: [1, 2, 3, 4, 5], start_hour: 6, holiday_region: null } as Practice,
  holidays: [],
};
const LIST: NamedDay[] = [
  { date: '2026-12-25', name: 'Christmas Day' },
  { date: '2026-12-28', name: 'Boxing Day (substitute day)' },
];
const CHANGES: CalendarChanges = { weekend: [6, 7], start_hour: 6, region: 'GB-ENG' };

const set = (state: PracticeState, changes: Partial<CalendarChanges>, listed = LIST, by = context()): PracticeState => {
  const decided = decidePractice(state, { do: 'set_calendar', ...CHANGES, ...changes, listed }, by);
  if (!decided.yes) throw new Error(decided.because);
  return decided.events.reduce(evolvePractice, state);
};
const days = ({ holidays, practice }: PracticeState) =>
  shownHolidays(holidays, practice.holiday_region).map((one) =>
    [one.on_date.slice(5), one.name, one.region ?? 'own', one.struck_out ? 'struck out' : ''].join(' ').trim(),
  );

test('CA-26 a region’s list is added once; what is renamed, struck out or added stays when it is listed again', () => {
  const listed = set(EMPTY, {});
  expect(days(listed)).toEqual(['12-25 Christmas Day GB-ENG', '12-28 Boxing Day (substitute day) GB-ENG']);
  const edited = set(listed, {
    holidays: [
      { date: '2026-12-24', name: 'Office closed', struck_out: false },
      { date: '2026-12-25', name: 'Christmas', struck_out: false },
      { date: '2026-12-28', name: 'Boxing Day (substitute day)', struck_out: true },
    ],
  });
  const wanted = [
    '12-24 Office closed own',
    '12-25 Christmas GB-ENG',
    '12-28 Boxing Day (substitute day) GB-ENG struck out',
  ];
  expect(days(edited)).toEqual(wanted);
  expect(days(set(edited, {}))).toEqual(wanted);
});

test('CA-26 of a region that is left the days to come go, and what the practice added stays', () => {
  const listed = set(EMPTY, {});
  const own = set(listed, {
    holidays: [...LIST, { date: '2026-12-24', name: 'Office closed' }].map((day) => ({ ...day, struck_out: false })),
  });
  const irish = set(own, { region: 'IE' }, [{ date: '2026-12-25', name: 'Lá Nollag' }]);
  expect(days(irish)).toEqual(['12-24 Office closed own', '12-25 Lá Nollag IE']);
  expect(days(set(irish, { region: null }, []))).toEqual(['12-24 Office closed own']);
});

test('CA-26 what is taken out of the list altogether is a working day', () => {
  const own = set(
    EMPTY,
    { region: null, holidays: [{ date: '2026-12-24', name: 'Office closed', struck_out: false }] },
    [],
  );
  const gone = set(own, { region: null, holidays: [] }, []);
  expect(days(gone)).toEqual([]);
  expect(gone.holidays.every((one) => one.struck_out)).toBe(true);
});

test('CA-26 a year that came into sight is listed, those before it are left alone', () => {
  const edited = set(set(EMPTY, {}), { holidays: [] });
  const later = [...LIST, { date: '2029-01-01', name: 'New Year’s Day' }];
  const decided = decidePractice(edited, { do: 'list_holidays', listed: later }, context('Owner', '2027-01-01'));
  expect(decided).toMatchObject({ yes: true, events: [{ verb: 'holiday.added' }] });
});

test('CA-26 the calendar is changed with settings W, keeps a working day and names a day once', () => {
  const command = { do: 'set_calendar' as const, ...CHANGES, listed: LIST };
  expect(decidePractice(EMPTY, command, context('Manager'))).toMatchObject({ yes: false, kind: 'not_allowed' });
  expect(calendarChanges.safeParse({ ...CHANGES, weekend: [1, 2, 3, 4, 5, 6, 7] }).success).toBe(false);
  const twice = [1, 2].map(() => ({ date: '2026-12-24', name: 'Closed' }));
  expect(calendarChanges.safeParse({ ...CHANGES, holidays: twice }).success).toBe(false);
});

test('CA-26 the lists know England from Scotland, and give public holidays of three years', () => {
  const england = holidaysOf('GB-ENG', '2026-11-25');
  const scotland = holidaysOf('GB-SCT', '2026-11-25');
  expect(england.filter(({ date }) => date.startsWith('2027')).map(({ date }) => date)).toEqual([
    '2027-01-01',
    '2027-03-26',
    '2027-03-29',
    '2027-05-03',
    '2027-05-31',
    '2027-08-30',
    '2027-12-25',
    '2027-12-26',
    '2027-12-27',
    '2027-12-28',
  ]);
  expect(england.at(-1)!.date.slice(0, 4)).toBe('2028');
  expect(scotland.map(({ date }) => date)).toContain('2027-01-04');
  expect(isRegion('GB-ENG')).toBe(true);
  expect(isRegion('GB-XYZ')).toBe(false);
  expect(isRegion('ZZ')).toBe(false);
  expect(regionsOf('GB')[0]).toEqual({ code: 'GB', name: 'United Kingdom, the whole country' });
});
