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
  /** The run that was completed, or that asked with the form. */
  run?: Id;
  /** The key of the form that was answered. */
  form?: string;
}

/** The verbs that triggers listen to; reactions ask for these. */
export const HEARD =
  /^(prospect|client|employee)\.added$|^person\.(converted|tagged|deactivated|reactivated)$|^waitlist_entry\.(entered|left|reopened)$|^employee\.(tagged|onboarded|leave_ended|rehired)$|^run\.completed$|^task\.answered$/;

const STATUS = /\.(added|converted|deactivated|reactivated|entered|left|reopened|onboarded|leave_ended|rehired)$/;

/** What an event of a run does not say itself. */
export interface About {
  subjectOf(run: Id): Pick<Happening, 'record' | 'subject'> | undefined;
  /** The form that a task asked with, by its key. */
  formOf(task: Id): string | undefined;
}

/** What an event is, seen by triggers: one event may be several things. */
export const happeningsOf = (
  { verb, root, thing, facts }: Pick<Event, 'verb' | 'facts' | 'thing'> & { root: Event['thing'] },
  { subjectOf, formOf }: About,
): Happening[] => {
  if (verb === 'run.completed') {
    const run = idOf(root);
    const about = subjectOf(run);
    return about ? [{ on: 'run_completed', ...about, run }] : [];
  }
  if (verb === 'task.answered') {
    const run = idOf(root);
    const [about, form] = [subjectOf(run), formOf(idOf(thing))];
    return about && form ? [{ on: 'form_answered', ...about, run, form }] : [];
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
    case 'form_answered':
      return trigger.form === happening.form;
    default:
      return true;
  }
};
