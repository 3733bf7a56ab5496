import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Context, Json } from '#kernel/decision/model.ts';
import type { FormStep } from '#workflows/definitions/content.ts';
import { lastDayOf } from '#workflows/runs/asking.ts';
import type { MessageBecame, RunCommand } from '#workflows/runs/commands.ts';
import { noForm } from '#workflows/runs/may-leave.ts';
import { looksAtMessage, SEND } from '#workflows/runs/messages.ts';
import type { RunState, SubjectFacts } from '#workflows/runs/model.ts';
import { taskById } from '#workflows/runs/state.ts';
import { actionLine, letterLine, type SharedLine } from './lines.ts';
import type { SendingAction } from './mail.ts';
import type { World } from './model.ts';
import { Outbox, type Standing } from './outbox.ts';

export type Given = { run: Id; task: Id; attempt: number };
export type GivenForm = Given & { reminder: number };

/** What a life lends to its messages. */
export interface Desk {
  run(id: Id): RunState;
  perform(run: Id, command: RunCommand): void;
  tell(line: Omit<SharedLine, 'changed'>): void;
  /** The machine's, now. */
  context(): Context;
  /** Fields of the subject that were changed so far. */
  changed(): Record<string, Json>;
}

/** The messages of a life, from their writing to what became of them, and what that does to their runs. */
export class Correspondence {
  readonly #outbox: Outbox;
  readonly #world: World;
  readonly #desk: Desk;

  constructor(world: World, addressee: ConstructorParameters<typeof Outbox>[1], desk: Desk) {
    this.#world = world;
    this.#outbox = new Outbox(world.mail, addressee);
    this.#desk = desk;
  }

  get next(): Instant | null | undefined {
    return this.#outbox.next;
  }

  due(now: Instant): Standing | undefined {
    return this.#outbox.due(now) ?? undefined;
  }

  /** The message of a step is written, to leave at its hour; or it is not, and why. */
  write(state: RunState, given: Given, step: SendingAction): void {
    const context = this.#desk.context();
    const row = taskById(state, given.task)!;
    const made = this.#outbox.write(state, { row, step, changed: this.#desk.changed() }, context);
    if (made.yes) {
      this.#desk.perform(given.run, { do: 'action_written', ...given, message: made.message, as: made.as });
      return;
    }
    const failed = made.code === 'template_unusable';
    if (failed) {
      const told = { step, doing: {}, why: [made.because] };
      this.#desk.tell(actionLine(state, told, { context, values: this.#world.valuesOf, failed }));
    }
    this.#desk.perform(given.run, {
      do: failed ? 'action_failed' : 'action_not_sent',
      ...given,
      because: made.because,
    });
  }

  /** A letter of a form, the first or a reminder, with whoever is to answer (WF-57). */
  ask(state: RunState, { reminder, ...given }: GivenForm, step: FormStep): void {
    const context = this.#desk.context();
    const row = taskById(state, given.task)!;
    const form = this.#world.forms.get(step.form);
    const { practice, today } = context;
    const until = lastDayOf(state, { step, asked: row.asked! }, context);
    const values = (subject: SubjectFacts) =>
      this.#world.valuesOf({ practice, today }, { subject, content: state.content });
    const words = form && { title: form.title, reminder, until, practice: practice.name, values };
    const made = words
      ? this.#outbox.write(state, { row, step, changed: this.#desk.changed(), form: words }, context)
      : noForm(step.form);
    this.#desk.perform(
      given.run,
      made.yes
        ? { do: 'form_asked', ...given, message: made.message, as: made.as }
        : { do: 'form_not_asked', ...given, because: made.because },
    );
  }

  /** It is answered, or not asked any more: what waits of it does not leave. */
  formIsOver(task: Id): void {
    this.#outbox.recall({ task });
  }

  leave(letter: Standing): void {
    const state = this.#desk.run(letter.run);
    const context = this.#desk.context();
    const no = this.#outbox.stopped(letter, state, context.now);
    if (!no) this.#desk.tell(letterLine(state, { writing: letter.writing, mail: this.#world.mail }, context));
    this.#became(letter.run, letter.id, no ? 'recalled' : 'sent', no);
  }

  /** Somebody looked at a message: it leaves, or it does not (WF-59). */
  lookedAt(run: Id, id: Id): void {
    const task = taskById(this.#desk.run(run), id)!;
    if (!looksAtMessage(task) || !task.message_id) return;
    if (task.outcome === SEND) {
      this.#outbox.approve(task.message_id, this.#desk.context());
      this.#became(run, task.message_id, 'planned');
    } else if (this.#outbox.recall({ message: task.message_id }).length)
      this.#became(run, task.message_id, 'recalled', 'Somebody looked at it and dropped it.');
  }

  /** What a message was short of is known now. */
  complete(): void {
    const whole = this.#outbox.complete((run) => this.#desk.run(run), this.#desk.changed(), this.#desk.context());
    for (const { run, message } of whole) this.#became(run, message, 'planned');
  }

  runIsOver(run: Id): void {
    for (const message of this.#outbox.recall({ run })) this.#became(run, message, 'recalled', 'Its run is over.');
  }

  #became(run: Id, message: Id, state: MessageBecame, because: string | null = null): void {
    this.#desk.perform(run, { do: 'message_became', message, state, because });
  }
}
