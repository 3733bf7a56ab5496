import type { Id } from '#ground/id.ts';
import { earliest, type Instant } from '#ground/time.ts';
import type { Context, Json, Refusal } from '#kernel/decision/model.ts';
import { leavesAt } from '#messages/outbox/times.ts';
import { isClientFacing, peopleOf } from '#workflows/definitions/actions.ts';
import { RECIPIENTS } from '#workflows/definitions/content.ts';
import type { Written } from '#workflows/runs/commands.ts';
import { stillLeaves } from '#workflows/runs/may-leave.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { membersNamed } from '#workflows/runs/people.ts';
import { type Addressee, type Letter, letterOf, type Mail, type SendingStep, toOf, type Writing } from './mail.ts';

/** The messages of one life between their writing and their leaving, as the outbox holds them (ME-51 to ME-55). */

export interface Standing {
  id: Id;
  run: Id;
  task: Id;
  writing: Writing;
  letter: Letter;
  planned: Instant;
  /** Null while somebody looks at it, or a value is missing. */
  leaves: Instant | null;
}

export class Outbox {
  readonly #mail: Mail;
  readonly #addressee: Addressee;
  #standing: Standing[] = [];

  constructor(mail: Mail, addressee: Addressee) {
    this.#mail = mail;
    this.#addressee = addressee;
  }

  /** When the next one leaves. */
  get next(): Instant | null {
    return earliest(...this.#standing.map(({ leaves }) => leaves));
  }

  /** Writes the message of a step; answers its id and what the run is told, or why none is written. */
  write(
    state: RunState,
    { row, step, changed, form }: Outgoing,
    context: Context,
  ): { yes: true; message: Id; as: Written } | Refusal {
    const writing = writingOf(state, { row, step, changed, form }, context);
    const letter = letterOf(this.#mail, this.#addressee, writing);
    if (!letter.yes) return letter;
    const planned = form?.reminder ? context.now : (row.due_at ?? context.now);
    const looked = looksFirst(step, form);
    const waits = letter.missing.length > 0 || looked;
    const standing: Standing = {
      id: context.newId(),
      run: state.run.id,
      task: row.id,
      writing,
      letter,
      planned,
      leaves: null,
    };
    if (!waits) standing.leaves = this.#leavesAt(standing, context);
    this.#standing.push(standing);
    return { yes: true, message: standing.id, as: writtenAs(letter, looked) };
  }

  /** The first that leaves by now, taken out of the outbox; null: none. */
  due(now: Instant): Standing | null {
    const found = this.#standing.find(({ leaves }) => leaves !== null && leaves <= now) ?? null;
    if (found) this.#take(found.id);
    return found;
  }

  /** Why one that is due does not leave after all; null: it leaves. */
  stopped({ writing, task }: Standing, state: RunState, now: Instant): string | null {
    const message = { subject_id: state.subject.id, task_id: task };
    const inside = !isClientFacing(writing.step);
    const leave = stillLeaves({ inside, message, subject: state.subject, run: state }, now);
    return leave.go ? null : leave.because;
  }

  /** Somebody looked at it: it leaves at its hour. */
  approve(id: Id, context: Context): void {
    const found = this.#standing.find((one) => one.id === id);
    if (found) found.leaves = this.#leavesAt(found, context);
  }

  /** What was short of a value that is there now leaves; answers whose. */
  complete(
    stateOf: (run: Id) => RunState,
    changed: Record<string, Json>,
    context: Context,
  ): { run: Id; message: Id }[] {
    return this.#standing.flatMap((one) => {
      if (!one.letter.missing.length) return [];
      const writing = { ...one.writing, facts: stateOf(one.run).subject, changed };
      const letter = letterOf(this.#mail, this.#addressee, writing);
      if (!letter.yes || letter.missing.length) return [];
      Object.assign(one, { writing, letter, leaves: this.#leavesAt(one, context) });
      return [{ run: one.run, message: one.id }];
    });
  }

  /** The messages of a run, or one of them, are recalled. */
  recall(found: { run: Id } | { task: Id } | { message: Id }): Id[] {
    const meant = (one: Standing): boolean =>
      'run' in found ? one.run === found.run : 'task' in found ? one.task === found.task : one.id === found.message;
    const gone = this.#standing.filter(meant);
    for (const { id } of gone) this.#take(id);
    return gone.map(({ id }) => id);
  }

  #take(id: Id): void {
    this.#standing = this.#standing.filter((one) => one.id !== id);
  }

  #leavesAt({ letter, planned }: Standing, context: Context): Instant {
    return leavesAt(letter, { planned }, this.#mail.channels[letter.channel], context);
  }
}

interface Outgoing {
  row: Task;
  step: SendingStep;
  changed: Record<string, Json>;
  form?: Writing['form'];
}

/** A reminder of a form says again what somebody has looked at. */
const looksFirst = (step: SendingStep, form: Outgoing['form']): boolean =>
  step.approve_first === true && !form?.reminder;

const writtenAs = ({ missing }: Letter, looked: boolean): Written => {
  if (missing.length) return { is: 'short', of: missing };
  return looked ? { is: 'to_approve', text: '' } : { is: 'planned' };
};

const writingOf = (state: RunState, { row, step, changed, form }: Outgoing, { today }: Context): Writing => {
  const to = toOf(step);
  const outside = (RECIPIENTS as readonly unknown[]).includes(to);
  return {
    step,
    facts: state.subject,
    changed,
    members: outside ? [] : [...new Set(peopleOf(to).flatMap((rule) => membersNamed(state, rule)))],
    owner: state.run.owner_id,
    run_name: state.content.name,
    task: { title: row.title, due_date: row.due_on },
    today,
    ...(form && { form }),
  };
};
