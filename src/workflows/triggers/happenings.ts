import type { Id } from '#ground/id.ts';
import type { Event, Json } from '#kernel/decision/model.ts';
import { idOf, kindOf } from '#kernel/decision/rules.ts';
import type { Trigger } from '#workflows/definitions/content.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';

/** Something that a trigger may wait for. */
export interface Happening {
  on: Exclude<Trigger['on'], 'date' | 'authorization_ends'>;
  record: 'person' | 'employee';
  subject: Id;
  /** The tag that was put on. */
  tag?: Id;
  /** The run that was completed. */
  run?: Id;
}

/** The verbs that triggers listen to; reactions ask for these. */
export const HEARD =
  /^(prospect|client|employee)\.added$|^person\.(converted|tagged|deactivated|reactivated)$|^waitlist_entry\.(entered|left|reopened)$|^employee\.(tagged|onboarded|leave_ended|rehired)$|^run\.completed$/;

const STATUS = /\.(added|converted|deactivated|reactivated|entered|left|reopened|onboarded|leave_ended|rehired)$/;

/** What an event is, seen by triggers: one event may be several things. Those of runs get their subject from `subjectOf`. */
export const happeningsOf = (
  { verb, root, facts }: Pick<Event, 'verb' | 'facts'> & { root: Event['thing'] },
  subjectOf: (run: Id) => Pick<Happening, 'record' | 'subject'> | undefined,
): Happening[] => {
  if (verb === 'run.completed') {
    const run = idOf(root);
    const about = subjectOf(run);
    return about ? [{ on: 'run_completed', ...about, run }] : [];
  }
  const record = kindOf(root);
  if (record !== 'person' && record !== 'employee') return [];
  const about = { record, subject: idOf(root) } as const;
  return [
    ...(verb.endsWith('.added') ? [{ on: 'created', ...about } as const] : []),
    ...(verb === 'person.converted' ? [{ on: 'converted', ...about } as const] : []),
    ...(STATUS.test(verb) ? [{ on: 'status', ...about } as const] : []),
    ...tagsAdded(facts.tags).map((tag) => ({ on: 'tag', ...about, tag }) as const),
  ];
};

const tagsAdded = (change: readonly [Json, Json] | undefined): Id[] => {
  const [before, after] = (change ?? [null, null]).map((side) => (Array.isArray(side) ? (side as Id[]) : []));
  return after!.filter((tag) => !before!.includes(tag));
};

/** Is it this that the trigger waits for, on this subject as it is now? The condition is asked elsewhere. */
export const isMeant = (
  trigger: Trigger,
  happening: Happening,
  subject: SubjectFacts,
  ranWorkflow?: string,
): boolean => {
  if (trigger.on !== happening.on) return false;
  switch (trigger.on) {
    case 'status':
      return subject.fields.status === trigger.status;
    case 'tag':
      return trigger.tag === happening.tag;
    case 'run_completed':
      return trigger.workflow === ranWorkflow;
    default:
      return true;
  }
};
