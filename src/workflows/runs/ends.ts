import { addDays, dateAt } from '#ground/time.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, refused, UNDO_DAYS } from '#kernel/decision/rules.ts';
import { waitingAgain } from './back.ts';
import { skippedStep } from './live.ts';
import type { RunState, Task, Work } from './model.ts';
import { ended, me } from './moves.ts';
import { runName, tellOwner } from './notices.ts';
import { mayManage } from './rights.ts';
import { hasEnded, isByHand, isFinished, isOpen, nameOf, openHolds, rowOf } from './state.ts';
import { because, begin, runEvent, taskEvent, tell } from './telling.ts';
import { sayInstant, titles } from './words.ts';

/** How a run ends before its end, and how it comes back (WF section 2). */

export const RUNS_AGAIN = { ended_at: null, ended_by: null, ended_how: null, ended_reason: null } as const;

export const canCancel = (state: RunState, context: Context): Refusal | null =>
  mayManage(state, context.who) ?? (hasEnded(state) ? ended(state, context) : null);

export const cancel = (state: RunState, reason: string, context: Context): Decision =>
  canCancel(state, context) ?? stopped(state, { reason, how: 'cancelled' }, context);

/** The run ends and everything open with it; the machine may do this too (WF-116, WF-125). */
export const stopped = (
  state: RunState,
  { reason, how, undoes }: { reason: string | null; how: 'cancelled' | 'undone'; undoes?: string },
  context: Context,
): Decision => {
  const by = me(context);
  const at = { cancelled_at: context.now, cancelled_by: by };
  const set = { ended_at: context.now, ended_by: by, ended_how: how, ended_reason: reason };
  const verb = undoes ? 'undone' : 'cancelled';
  const events = [
    runEvent(state, state.run, { verb: `run.${verb}`, set, by: context }),
    ...state.tasks
      .filter((task) => isOpen(task) || task.state === 'waiting')
      .map((task) =>
        taskEvent(state, task, {
          verb: `task.${verb}`,
          set: { state: 'cancelled', was: task.state, ...at },
          by: context,
        }),
      ),
  ].map((event) => (undoes ? { ...event, undoes } : event));
  const title = `${runName(state)} was cancelled${reason ? `: ${reason}` : ''}`;
  return accept(events, how === 'undone' ? [] : tellOwner(state, { verb: 'run.cancelled', title }));
};

/** Refuses bad_move unless cancelled, too_late after 30 days, already_running when another run took its place (WF-79). */
export const canRestore = (state: RunState, context: Context): Refusal | null => {
  const no = mayManage(state, context.who);
  if (no) return no;
  const { run } = state;
  if (run.ended_how === null)
    return refused('bad_move', `${runName(state)} was not cancelled.`, {
      state: openHolds(state.holds).length ? 'on_hold' : 'running',
    });
  if (run.ended_how !== 'cancelled') return ended(state, context);
  const last = addDays(dateAt(run.ended_at!, context.practice.time_zone), UNDO_DAYS);
  if (context.today > last)
    return refused(
      'too_late',
      `${runName(state)} was cancelled more than ${UNDO_DAYS} days ago. Start it again instead.`,
    );
  return alreadyRunning(state, context);
};

/** Tasks come back in the state they had; the holds it had stand as before. */
export const restore = (state: RunState, reason: string, context: Context): Decision => {
  const no = canRestore(state, context);
  if (no) return no;
  return accept([
    because(runEvent(state, state.run, { verb: 'run.restored', set: RUNS_AGAIN, by: context }), reason),
    ...state.tasks.filter((task) => task.was !== null).map((task) => revived(state, task, context)),
  ]);
};

/** Refuses bad_move on hold or when ended, steps_open naming the required ones that are not finished. */
export const canCompleteEarly = (state: RunState, context: Context): Refusal | null => {
  const no = mayManage(state, context.who);
  if (no) return no;
  if (hasEnded(state)) return ended(state, context);
  const [hold] = openHolds(state.holds);
  if (hold)
    return refused('bad_move', `${runName(state)} is on hold: ${hold.reason}. Release it first.`, { state: 'on_hold' });
  const open = [
    ...state.content.steps.filter((step) => step.required && !isFinished(rowOf(state, step.key))),
    ...state.tasks.filter((task) => isByHand(task) && isOpen(task)),
  ];
  return open.length ? refused('steps_open', `These are required and not finished: ${titles(open)}.`) : null;
};

export const completeEarly = (state: RunState, context: Context): Decision => {
  const no = canCompleteEarly(state, context);
  if (no) return no;
  const story = begin(state);
  for (const step of state.content.steps) {
    if (isFinished(rowOf(story.work, step.key))) continue;
    const set = {
      skipped_how: 'run_completed',
      finished_by: me(context),
      reason: 'run completed',
      needs_attention: null,
    } as const;
    tell(story, [skippedStep(story.work, step, set, context)]);
  }
  const set = {
    ended_at: context.now,
    ended_by: me(context),
    ended_how: 'completed' as const,
    ended_reason: 'completed early',
  };
  tell(story, [runEvent(story.work, state.run, { verb: 'run.completed', set, by: context })]);
  return accept(story.events, tellOwner(state, { verb: 'run.completed', title: `${runName(state)} is completed` }));
};

/** Another open run stands where this one would come back to (WF-79). */
export const alreadyRunning = (work: Work, context: Context): Refusal | null => {
  const { run, rival } = work;
  if (!run?.ended_at || !run.exclusive || !rival) return null;
  return refused(
    'already_running',
    `Already running since ${sayInstant(rival.started_at, context)}, started by ${nameOf(work, rival.started_by)}.`,
    { run: rival.id, url: `/runs/${rival.id}` },
  );
};

/** An action that was given to the worker, or a form whose letters were recalled, waits and begins anew. */
const revived = (state: RunState, task: Task, context: Context): Event => {
  const again = (task.kind === 'action' || task.kind === 'form') && task.was === 'ready';
  const was = again ? 'waiting' : task.was!;
  const set = {
    ...(task.kind === 'form' && again ? waitingAgain(task) : {}),
    state: was,
    was: null,
    cancelled_at: null,
    cancelled_by: null,
  };
  return taskEvent(state, task, { verb: 'task.restored', set, by: context });
};
