import { addDays, type Instant, instantOf, type PlainDate, timeAt } from '#ground/time.ts';
import type { Context, Decision, Effect, Event } from '#kernel/decision/model.ts';
import { accept, changed, difference, ref, refused } from '#kernel/decision/rules.ts';
import { isOfDays } from '#workflows/definitions/triggers.ts';
import { MORNING, type Trigger, type TriggerCommand, type TriggerState, type Verb } from './model.ts';

/**
 * A trigger is off until somebody turns it on, and then concerns what happens from then on (WF-170). Refuses `gone` for one
 * that is not in the current version.
 */
export const decide = (state: TriggerState, command: TriggerCommand, context: Context): Decision => {
  const { trigger } = state;
  switch (command.do) {
    case 'follow': {
      const { do: _, ...rule } = command;
      const other = trigger.version > 0 && (trigger.kind !== rule.kind || !rule.present) ? OFF : {};
      return told(state, 'trigger.followed', { ...rule, ...other }, context);
    }
    case 'turn_on':
      if (!trigger.present)
        return refused('gone', `The current version of «${state.workflow_name}» has no such trigger.`);
      return trigger.on && !trigger.paused_at
        ? accept([])
        : told(state, 'trigger.turned_on', { on: true, ...fromNow(context) }, context);
    case 'turn_off':
      return told(state, 'trigger.turned_off', { on: false }, context);
    case 'begin_anew':
      return trigger.on ? told(state, 'trigger.begun_anew', fromNow(context), context) : accept([]);
    case 'pause':
      return trigger.paused_at ? accept([]) : paused(state, command.because, context);
    case 'wake':
      return accept([], isListening(trigger) ? [look(trigger), ...timer(trigger, context)] : []);
    default:
      return command satisfies never;
  }
};

export const evolve = (state: TriggerState, event: Event): TriggerState => ({
  ...state,
  trigger: changed(state.trigger, event),
});

/** Does it start anything now? The workflow has to be on, too. */
export const isListening = ({ on, present, paused_at }: Trigger): boolean => on && present && !paused_at;

/** The next morning in practice time; today's while it is still night. */
export const nextMorning = ({ today, now, practice }: Pick<Context, 'today' | 'now' | 'practice'>): Instant => {
  const todays = instantOf(today, MORNING, practice.time_zone);
  return now < todays ? todays : instantOf(addDays(today, 1), MORNING, practice.time_zone);
};

/** The first day whose morning is still to come. */
const firstDay = ({ today, now, practice }: Context): PlainDate =>
  timeAt(now, practice.time_zone) < MORNING ? today : addDays(today, 1);

const fromNow = (context: Context): Partial<Trigger> => ({
  since: context.now,
  from_day: firstDay(context),
  paused_at: null,
  paused_because: null,
});

const OFF: Partial<Trigger> = { on: false, since: null, from_day: null, paused_at: null, paused_because: null };

const told = (state: TriggerState, verb: Verb, set: Partial<Trigger>, context: Context): Decision => {
  const facts = difference(state.trigger, set);
  if (!Object.keys(facts).length) return accept([]);
  const event = { verb, thing: ref('trigger', state.trigger.id), facts };
  return accept([event], timer(evolve(state, event).trigger, context));
};

const paused = (state: TriggerState, because: string, context: Context): Decision => {
  const decided = told(state, 'trigger.paused', { paused_at: context.now, paused_because: because }, context);
  if (!decided.yes) return decided;
  const { trigger, workflow_name } = state;
  const title = `A trigger of «${workflow_name}» is paused: ${because}`;
  const told_of = { verb: 'trigger.paused', thing: ref('trigger', trigger.id), title, url: '/workflows/triggers' };
  return accept(decided.events, [
    ...decided.effects,
    ...state.told.map((member): Effect => ({ do: 'notify', member, ...told_of })),
  ]);
};

/** One that waits for days is looked at each morning. */
const timer = (trigger: Trigger, context: Context): Effect[] => {
  if (!isOfDays(trigger.kind)) return [];
  return isListening(trigger)
    ? [{ do: 'wake', room: 'trigger', thing: trigger.id, at: nextMorning(context) }]
    : [{ do: 'sleep', room: 'trigger', thing: trigger.id }];
};

const look = ({ id }: Trigger): Effect => ({
  do: 'queue',
  queue: 'act',
  name: 'look_at_days',
  data: { trigger: id },
});
