import { CalendarDays, CheckCheck, CircleSlash, Download, Pause, Play, Plus, RotateCcw, UserRound } from 'lucide-react';
import type { Context, Refusal } from '#kernel/decision/model.ts';
import type { Act } from '#kernel/ui/act.ts';
import { runActs as asked } from '#workflows/runs/acts.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { phaseOf } from '#workflows/runs/state.ts';
import { RUNS } from './data.ts';
import { words } from './words.ts';

/** What an act on a run asks for before it is sent. */
export type RunAsking = 'hold' | 'release' | 'cancel' | 'restore' | 'complete' | 'date' | 'owner' | 'add';

/** Every legal move of a run and no other; what this viewer may not do says why (WF-190). */
export const runActs = (state: RunState, context: Context, ask: (what: RunAsking) => void): Act[] => {
  const can = asked(state, context);
  const phase = phaseOf(state);
  const open = phase === 'running' || phase === 'on_hold';
  const run_date = state.content.settings.run_date;
  const act = (
    shown: boolean,
    no: Refusal | null | undefined,
    what: RunAsking,
    rest: Omit<Act, 'id' | 'run'>,
  ): Act[] => (shown ? [{ id: what, run: () => ask(what), why_not: no?.because, ...rest }] : []);
  return [
    ...act(phase === 'on_hold', can.steer, 'release', { label: words.release, icon: <Play />, key: 'r', main: true }),
    ...act(open, can.hold, 'hold', { label: words.hold, icon: <Pause />, key: 'h' }),
    ...act(open, can.add_task, 'add', { label: words.add_task, icon: <Plus />, key: 'n t' }),
    ...act(open, can.steer, 'owner', { label: words.change_owner, icon: <UserRound /> }),
    ...act(open && !!run_date, can.steer, 'date', {
      label: words.change_date(run_date?.label ?? ''),
      icon: <CalendarDays />,
    }),
    ...act(open, can.complete_early, 'complete', { label: words.complete, icon: <CheckCheck /> }),
    ...act(phase === 'cancelled', can.restore, 'restore', { label: words.restore, icon: <RotateCcw /> }),
    ...(open ? [] : [exported(state)]),
    ...act(open, can.cancel, 'cancel', { label: words.cancel, icon: <CircleSlash />, danger: true }),
  ];
};

/** The finished run as one file (WF-205). */
const exported = ({ run }: RunState): Act => ({
  id: 'export',
  label: words.export_run,
  icon: <Download />,
  run: () => window.location.assign(`/api/v1${RUNS}/${run.id}/export`),
});
