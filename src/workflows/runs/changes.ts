import type { Context, Decision } from '#kernel/decision/model.ts';
import { accept, ref } from '#kernel/decision/rules.ts';
import type { MachineCommand } from './commands.ts';
import { judge } from './conditions.ts';
import { stopped } from './ends.ts';
import { endHolds } from './holds.ts';
import { giveAnew } from './keep-up.ts';
import type { RunState } from './model.ts';
import { runName, tellHolders, tellMembers, tellOwner } from './notices.ts';
import { managersOf } from './rights.ts';
import { hasEnded, isOpen, memberOf, nameOf } from './state.ts';
import { because, begin, event, runEvent, taskEvent, tell } from './telling.ts';
import { sayCondition } from './words.ts';

/** What the world does to a run: time passes, the subject changes, a member leaves. An ended run stays as it is. */

/** The timer fired: holds that are over end; everything else follows by itself. */
export const wake = (state: RunState, context: Context): Decision => {
  const story = begin(state);
  if (!hasEnded(state)) endHolds(story, context);
  return accept(story.events, story.effects);
};

/**
 * The subject, its authorizations, the calendar or the people changed. `stop_if` is judged (WF-116); ready tasks that came
 * through a role which changed hands move to its new holder (PE-44); dates follow by themselves (WF-41).
 */
export const factsChanged = (
  state: RunState,
  { roles = [] }: Extract<MachineCommand, { do: 'facts_changed' }>,
  context: Context,
): Decision => {
  if (hasEnded(state)) return accept([]);
  const stop = state.content.settings.stop_if;
  if (stop && judge(stop, state, context.now).holds)
    return stopped(
      state,
      { reason: `stopped because ${sayCondition(stop, state.content)}`, how: 'cancelled' },
      context,
    );
  const story = begin(state);
  for (const task of state.tasks)
    if (task.state === 'ready' && roles.includes(task.resolved_by ?? '')) giveAnew(story, task, [], context);
  return accept(story.events, story.effects);
};

/** Cancelled for a reason that lies outside: the subject was erased, or deactivated with «cancel» (WF-125). */
export const stop = (state: RunState, reason: string, context: Context): Decision =>
  hasEnded(state) ? accept([]) : stopped(state, { reason, how: 'cancelled' }, context);

/** The subject was absorbed: the run and its tasks follow the survivor, ended ones too (WF-125). */
export const follow = (
  state: RunState,
  { subject_kind, subject_id, client_id }: Extract<MachineCommand, { do: 'follow' }>,
): Decision => {
  const set = { subject_kind, subject_id, client_id };
  return accept([
    runEvent(state, state.run, { verb: 'run.followed', set }),
    ...state.tasks.map((task) => taskEvent(state, task, { verb: 'task.followed', set })),
  ]);
};

/** A member was deactivated (WF-124): their open work goes to the successor, or the owner and the managers are told. */
export const memberLeft = (
  state: RunState,
  { member, successor }: Extract<MachineCommand, { do: 'member_left' }>,
  context: Context,
): Decision => {
  const theirs = state.tasks.filter((task) => isOpen(task) && task.assignee_id === member);
  const owned = state.run.owner_id === member;
  if (hasEnded(state) || (!theirs.length && !owned)) return accept([]);
  const story = begin(state);
  if (successor && memberOf(state, successor)?.active) {
    const set = {
      assignee_id: successor,
      for_member_id: null,
      resolved_by: 'hand',
      resolved_note: `after ${nameOf(state, member)}`,
    };
    if (owned) tell(story, [runEvent(state, state.run, { verb: 'run.owner_changed', set: { owner_id: successor } })]);
    for (const task of theirs.filter(({ kind }) => kind === 'review'))
      giveAnew(story, task, [`member:${successor}`], context);
    for (const task of theirs.filter(({ kind }) => kind !== 'review'))
      tell(
        story,
        [taskEvent(state, task, { verb: 'task.passed_on', set })],
        tellHolders(state, { ...task, ...set }, 'task.assigned'),
      );
    return accept(story.events, story.effects);
  }
  const title = `${runName(state)} needs an owner: ${nameOf(state, member)} is no longer here`;
  const orphaned = event(state, { verb: 'run.needs_owner', thing: ref('run', state.run.id), facts: {} });
  const told = { verb: 'run.needs_owner', title };
  return accept(
    [because(orphaned, nameOf(state, member))],
    [...tellOwner(state, told), ...tellMembers(state, managersOf(state), told)],
  );
};
