import { readHolidays, readPractice } from '#kernel/access/practice/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { clearTimers, setTimers } from '#kernel/schedule/timers.ts';
import { nextDigest } from './digest.ts';
import { DIGEST } from './rooms.ts';

/** Sets the practice's alarm by its calendar as this transaction leaves it; the desk still has what was before. */
export const setDigest = async (desk: Desk): Promise<void> => {
  const { time_zone, working_days } = await readPractice(desk);
  const holidays = (await readHolidays(desk)).filter((one) => !one.struck_out).map(({ on_date }) => on_date);
  const at = nextDigest(desk.now, { time_zone, working_days, holidays });
  await setTimers(desk, [{ do: 'wake', room: DIGEST, thing: desk.practice.id, at }]);
};

/** The same where nothing of the alarm before may be left: a sandbox that was made or reset begins like any other. */
export const setDigestAnew = async (desk: Desk): Promise<void> => {
  await clearTimers(desk, [{ do: 'sleep', room: DIGEST, thing: desk.practice.id }]);
  await setDigest(desk);
};
