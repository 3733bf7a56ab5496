import { plural } from '#ground/text.ts';
import type { Facts } from '#kernel/decision/model.ts';
import type { Verb } from './model.ts';

/** What happened to a trigger, behind the actor's name. */
export const SENTENCES: Record<Verb, (facts: Facts) => string> = {
  'trigger.followed': (facts) =>
    facts.present?.[1] === false ? 'took a trigger out of the workflow' : 'wrote a trigger into the workflow',
  'trigger.turned_on': () => 'turned the trigger on',
  'trigger.turned_off': () => 'turned the trigger off',
  'trigger.begun_anew': () => 'let the trigger listen from now on, as the workflow is on again',
  'trigger.not_started': ({ refused, because }) =>
    `could not start it on ${plural(Number(refused?.[1] ?? 1), 'record', 'records')}: ${because?.[1] ?? ''}`,
  'trigger.paused': (facts) => `paused the trigger${facts.paused_because?.[1] ? `: ${facts.paused_because[1]}` : ''}`,
};
