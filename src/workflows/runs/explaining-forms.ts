import type { Context } from '#kernel/decision/model.ts';
import { formStepOf, lastDayOf, remindersOf, reminds } from './asking.ts';
import type { RunState, Task } from './model.ts';
import { type Reason, reason } from './why.ts';
import { sayDay, sayInstant } from './words.ts';

/** Of a form: since when it is asked, why each reminder was or was not written, and when its link is over (WF-57, PL-190). */
export const formReasons = (state: RunState, row: Task, context: Context): Reason[] => {
  const step = formStepOf(state, row);
  const { asked } = row;
  if (!step || !asked) return [];
  const open = { step, asked };
  const say = (at: string) => sayInstant(at, context);
  const days = [...step.reminders].sort((a, b) => a - b);
  return [
    reason('when', 'asked', say(asked.at)),
    ...remindersOf(state, open, context).map((at, i) => {
      const written = asked.reminders.find(({ n }) => n === i + 1);
      const saw = written ? `written ${say(written.at)}` : whyNot(state, row, { at, n: i + 1, say });
      return reason('when', `reminds after ${days[i]} ${days[i] === 1 ? 'day' : 'days'}`, saw);
    }),
    reason(
      'when',
      `its link works for ${step.expires_after} ${step.expires_after === 1 ? 'day' : 'days'}`,
      asked.expired_at ? `over since ${say(asked.expired_at)}` : `until ${sayDay(lastDayOf(state, open, context))}`,
    ),
  ];
};

const whyNot = (
  run: RunState,
  row: Task,
  { at, n, say }: { at: string; n: number; say: (at: string) => string },
): string => {
  if (!reminds(run, row, at)) return 'not sent, as nobody had let its letter go';
  return whyNotOf(row, { at, n, say });
};

const whyNotOf = (
  { asked, state, finished_at }: Task,
  { at, n, say }: { at: string; n: number; say: (at: string) => string },
): string => {
  if (asked!.reminders.some((later) => later.n > n)) return 'passed over, as a later one was due';
  if (state === 'done' && finished_at! <= at) return `not sent, as it was answered ${say(finished_at!)}`;
  if (state === 'skipped' && finished_at! <= at) return `not sent, as it was skipped ${say(finished_at!)}`;
  if (state === 'cancelled') return 'not sent, as the run is over';
  if (asked!.expired_at && asked!.expired_at <= at) return 'not sent, as the link was over';
  return say(at);
};
