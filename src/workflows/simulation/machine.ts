import type { Id } from '#ground/id.ts';
import type { Context, Effect, Json, Refusal } from '#kernel/decision/model.ts';
import { sends } from '#workflows/definitions/actions.ts';
import { mayPerform } from '#workflows/runs/actions.ts';
import { ASK_FORM, formStepOf, mayAsk } from '#workflows/runs/asking.ts';
import type { RunCommand } from '#workflows/runs/commands.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { stepOf, taskById } from '#workflows/runs/state.ts';
import type { Correspondence, Given, GivenForm } from './correspondence.ts';
import { doingOf } from './doing.ts';
import { actionLine, type SharedLine } from './lines.ts';
import type { World } from './model.ts';

/** What a life lends to the machine that does its actions. */
export interface Bench {
  run(id: Id): RunState | undefined;
  perform(run: Id, command: RunCommand): void;
  tell(line: Omit<SharedLine, 'changed'>): void;
  context(): Context;
  /** Fields of the subject are others now. */
  change(set: Record<string, Json>): void;
  /** Starts another workflow out of a run; answers its run, or why there is none. */
  start(key: string, from: RunState): Id | Refusal;
  messages: Correspondence;
}

/** Does what the worker would do, at once and in the order in which it was given. */
export class Machine {
  readonly #bench: Bench;
  readonly #values: World['valuesOf'];
  #given: (Given | GivenForm)[] = [];

  constructor(bench: Bench, values: World['valuesOf']) {
    this.#bench = bench;
    this.#values = values;
  }

  take(effect: Effect): void {
    if (effect.do === 'queue' && (effect.name === 'run_action' || effect.name === ASK_FORM))
      this.#given.push(effect.data as never);
  }

  work(): void {
    for (let given = this.#given.shift(); given; given = this.#given.shift()) {
      const state = this.#bench.run(given.run);
      if (state) this.#take(state, given);
    }
  }

  #take(state: RunState, given: Given | GivenForm): void {
    if (!('reminder' in given)) {
      if (!mayPerform(state, given)) this.#do(state, given);
      return;
    }
    const step = formStepOf(state, taskById(state, given.task)!);
    if (step && !mayAsk(state, given)) this.#bench.messages.ask(state, given, step);
  }

  #do(state: RunState, given: Given): void {
    const step = stepOf(state, taskById(state, given.task)!.step_key);
    if (step?.kind !== 'action') return;
    const context = this.#bench.context();
    if (sends(step)) {
      this.#bench.messages.write(state, given, step);
      return;
    }
    const doing = doingOf(state, step);
    const started = doing.starts ? this.#start(doing.starts, state) : undefined;
    const failed = typeof started === 'object' ? started.because : null;
    const told = { step, doing, why: failed ? [failed] : [] };
    this.#bench.tell(actionLine(state, told, { context, values: this.#values, failed: failed !== null }));
    if (doing.set) this.#bench.change(doing.set);
    const child = typeof started === 'string' ? { child_run_id: started } : {};
    const report: RunCommand = failed
      ? { do: 'action_failed', ...given, because: failed }
      : { do: 'action_done', ...given, ...child };
    this.#bench.perform(given.run, report);
  }

  /** What was given before waits until the started run has come to rest. «Already running» counts as done and links the run (WF-61). */
  #start(key: string, from: RunState): Id | Refusal {
    const waiting = this.#given;
    this.#given = [];
    const made = this.#bench.start(key, from);
    this.#given.push(...waiting);
    if (typeof made === 'string') return made;
    const running = made.code === 'already_running' ? made.facts?.run : null;
    return typeof running === 'string' ? running : made;
  }
}
