import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, notFound } from '#kernel/decision/rules.ts';
import { evolve as evolveRun, settled } from '#workflows/runs/rules.ts';
import { runEvent } from '#workflows/runs/telling.ts';
import { begun, runToBe } from './begun.ts';
import {
  asked,
  askedFor,
  isActive,
  isByHand,
  isFree,
  isNew,
  isNoLoop,
  isOffered,
  isSubject,
  kindFits,
  mayLaunch,
  triggerKey,
} from './checks.ts';
import type { Launch, LaunchState } from './model.ts';

/**
 * Starts a run of the workflow's current version on a subject, with all that begins at once. Refuses: not_found (WF-77, with
 * the survivor of an absorbed record), not_allowed (WF-70), not_a_subject, now_a_client, wrong_kind (WF-71, WF-74), archived,
 * nothing_published, workflow_off (WF-75), subject_inactive (WF-77), invalid per field (WF-76), already_running (WF-79),
 * launched_before (WF-80), loop (WF-171); the same from every door (WF-169).
 */
export const decide = (state: LaunchState, launch: Launch, context: Context): Decision => {
  const no = canLaunch(state, launch.as, { who: context.who, byHand: isByHand(launch.origin) });
  if (no) return no;
  const settings = state.content!.settings;
  const wrong = askedFor(state, settings, launch);
  if (wrong) return wrong;
  const given = asked(state, settings, launch);
  const key = triggerKey(given, state, launch.key);
  const taken = isNoLoop(state, launch) ?? isFree(state, { key, launch }, context) ?? isNew(state, { key, launch });
  if (taken) return taken;
  const made = begun(state);
  const run = runToBe(state, { launch, given, key }, context);
  const launched = runEvent({ ...made, run }, made.run, { verb: 'run.launched', set: run, by: context });
  return settled(made, accept([launched]), context);
};

export const evolve = (state: LaunchState, event: Event): LaunchState => ({
  ...state,
  made: evolveRun(state.made ?? begun(state), event),
});

/** All that can be known before anything is asked for: what the picker and its buttons go by (WF-72, WF-190). */
export const canLaunch = (
  state: LaunchState,
  as: Launch['as'],
  { who, byHand }: { who: Context['who']; byHand: boolean },
): Refusal | null => {
  const { workflow, content, subject, absorbed_into } = state;
  const nothing = isSubject(as);
  if (nothing) return nothing;
  if (!subject) return absorbed_into ? absorbed(absorbed_into) : notFound();
  const no = byHand ? mayLaunch(who, subject) : null;
  if (no) return no;
  if (!workflow) return notFound('There is no such workflow.');
  const closed = isOffered(workflow);
  if (closed || !content) return closed ?? notFound('There is no such workflow.');
  return kindFits(as, subject, content.subject_kinds) ?? isActive(subject, content.settings);
};

const absorbed = (id: string): Refusal => ({
  ...notFound('This record was merged into another one. Start it there.'),
  facts: { absorbed_into: id },
});
