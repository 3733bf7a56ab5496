import type { Id } from '#ground/id.ts';
import type { Context, Refusal } from '#kernel/decision/model.ts';
import type { Rival, RunState } from '#workflows/runs/model.ts';
import { type PlannedStep, plan } from '#workflows/runs/plan.ts';
import { begun, runToBe } from './begun.ts';
import { asked, isByHand } from './checks.ts';
import type { Launch, LaunchState } from './model.ts';
import type { Unreached } from './port.ts';
import { canLaunch } from './rules.ts';

/** What the launch sheet shows before anything is started (WF-45, WF-73). */
export interface LaunchPreview {
  /** Why it cannot be started at all. */
  refusal: Refusal | null;
  /** What the workflow asks for, with what is proposed. */
  asks: {
    run_date: { label: string; required: boolean; proposed: string | null } | null;
    period: boolean;
    authorization: boolean;
    people: { key: string; label: string; required: boolean }[];
  };
  /** Today's answer for each step: when, who, and why nobody was found. */
  steps: PlannedStep[];
  /** Steps for which nobody is found, so that they would go to the run owner. */
  gaps: { key: string; title: string; note: string }[];
  /** Steps whose message would reach nobody as things stand (ME-34). */
  unreached: readonly Unreached[];
  owner_id: Id | null;
  /** Open runs of it on this subject (WF-72, WF-79). */
  running: readonly Rival[];
  /** Whether a sheet opens, or picking it starts it (WF-73). */
  opens: boolean;
}

export const previewLaunch = (state: LaunchState, launch: Launch, context: Context): LaunchPreview => {
  const byHand = isByHand(launch.origin);
  const refusal = canLaunch(state, launch.as, { who: context.who, byHand });
  const nothing = { run_date: null, period: false, authorization: false, people: [] };
  if (!state.workflow || !state.content || !state.subject)
    return { refusal, asks: nothing, steps: [], gaps: [], unreached: [], owner_id: null, running: [], opens: false };
  const run = proposed(state, launch, context);
  const { settings } = state.content;
  const steps = plan(run, context);
  const gaps = steps.flatMap(({ key, title, people }) =>
    key && people?.resolved_note ? [{ key, title, note: people.resolved_note }] : [],
  );
  const asks = {
    run_date: settings.run_date
      ? { label: settings.run_date.label, required: settings.run_date.required, proposed: run.run.run_date }
      : null,
    period: settings.period === 'ask',
    authorization: settings.refers_to !== undefined,
    people: settings.people_asked,
  };
  const opens = !!asks.run_date || asks.period || asks.authorization || asks.people.length > 0 || gaps.length > 0;
  return { refusal, asks, steps, gaps, unreached: [], owner_id: run.run.owner_id, running: state.open_runs, opens };
};

/** With the steps that would reach nobody; whoever starts it sees them first. */
export const withUnreached = (seen: LaunchPreview, unreached: readonly Unreached[]): LaunchPreview => ({
  ...seen,
  unreached,
  opens: seen.opens || unreached.length > 0,
});

/** The run as it would begin now, with what is typed so far. */
export const proposed = (state: LaunchState, launch: Launch, context: Context): RunState => {
  const given = asked(state, state.content!.settings, launch);
  return { ...begun(state), run: runToBe(state, { launch, given, key: '' }, context) };
};
