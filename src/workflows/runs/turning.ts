import type { Context, Event, Facts } from '#kernel/decision/model.ts';
import { difference, idOf, kindOf, movedOn, reverse } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { waitingAgain } from './back.ts';
import type { Comment, Hold, Run, Task, Work } from './model.ts';
import { me } from './moves.ts';
import { taskById } from './state.ts';
import { rowFacts } from './telling.ts';

/** The other way round: what takes one event back, and whether anything was built on it. */

export type Row = Run | Task | Hold | Comment | FileRow;

/** What the machine made of an act carries no time until which it could be taken back. */
export const cameByItself = (told: Event): boolean => !told.undoable_until;

export const rowFor = (work: Work, { thing }: Event): Row | undefined => {
  const id = idOf(thing);
  switch (kindOf(thing)) {
    case 'run':
      return work.run ?? undefined;
    case 'task':
      return taskById(work, id);
    case 'hold':
      return work.holds.find((hold) => hold.id === id);
    case 'comment':
      return work.comments.find((comment) => comment.id === id);
    case 'file':
      return work.files.find((file) => file.id === id);
    default:
      return undefined;
  }
};

/** Fields that are no longer as the event left them; a hold that was released, a comment that was deleted, have moved on. */
export const movedFrom = (row: Row, told: Event): string[] => {
  if (told.verb === 'run.held' && (row as Hold).closed_at) return ['closed at'];
  if (told.verb === 'comment.made' && (row as Comment).deleted_at) return ['deleted at'];
  return movedOn(row, fenced(told.facts)).map((field) => field.replaceAll('_', ' '));
};

/**
 * The facts that take an event back. What an act made is not unmade: a hold is closed, a task by hand cancelled, a comment
 * deleted, a step waits. An action never comes back as due: it waits, and is given to the worker anew.
 */
export const opposite = (row: Row, told: Event, context: Context): Facts => {
  const at = context.now;
  switch (told.verb) {
    case 'run.held':
      return difference(row as Hold, { closed_at: at, closed_by: me(context), closed_how: 'undone' });
    case 'task.added':
      return difference(row as Task, { state: 'cancelled', cancelled_at: at, cancelled_by: me(context) });
    case 'comment.made':
      return difference(row as Comment, { deleted_at: at });
    default: {
      const facts = without(reverse(fenced(told.facts)), told.facts.step_key ? [...OF_BIRTH, ...OF_DESIGN] : OF_BIRTH);
      const due = kindOf(told.thing) === 'task' && (row as Task).kind === 'action' && facts.state?.[1] === 'ready';
      return due
        ? difference(row as Task, { ...before(facts), ...waitingAgain(row as Task), judged: (row as Task).judged })
        : facts;
    }
  }
};

/** The values a row had, from facts that lead back to them. */
const before = (facts: Facts): Partial<Task> =>
  Object.fromEntries(Object.entries(facts).map(([field, [, value]]) => [field, value]));

/** What a step's row is made of stays when the step waits again. */
const OF_BIRTH = ['run_id', 'step_key', 'kind', 'subject_kind', 'subject_id', 'client_id'] as const;
/** A move to another version changes these, and may be taken back. */
const OF_DESIGN = ['title', 'required'] as const;

/** The fence of an action only goes up, so that an old job never does anything. */
const fenced = (facts: Facts): Facts => without(rowFacts(facts), ['attempt']);

const without = (facts: Facts, fields: readonly string[]): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([field]) => !fields.includes(field)));
