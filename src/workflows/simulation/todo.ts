import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { actsAt } from './acting.ts';
import type { Scenario, World } from './model.ts';

export interface ToDo {
  at: Instant;
  run: Id;
  task: Id;
}

/** What people have to do in a life, and what of it cannot be done as things stand. */
export class TasksToDo {
  readonly #runs: ReadonlyMap<Id, RunState>;
  readonly #scenario: Scenario;
  readonly #practice: World['practice'];
  /** Undefined: not looked for since something changed. */
  #first: ToDo | null | undefined;
  readonly #stuck = new Set<Id>();
  /** What was last said of them. */
  readonly #said = new Map<Id, string>();

  constructor(
    runs: ReadonlyMap<Id, RunState>,
    { scenario, practice }: { scenario: Scenario; practice: World['practice'] },
  ) {
    this.#runs = runs;
    this.#scenario = scenario;
    this.#practice = practice;
  }

  /** The one somebody will do next; of several at one time the one that stands first in its run. Looked for once per change. */
  get first(): ToDo | null {
    if (this.#first === undefined) this.#first = this.#find();
    return this.#first;
  }

  /** A run is not what it was. */
  changed(): void {
    this.#first = undefined;
  }

  /** Something else may make possible what was not. */
  freed(): void {
    this.#stuck.clear();
    this.changed();
  }

  /** It cannot be done; answers whether that is news. */
  stays(task: Id, why: string): boolean {
    this.#stuck.add(task);
    this.changed();
    const news = this.#said.get(task) !== why;
    this.#said.set(task, why);
    return news;
  }

  #find(): ToDo | null {
    let first: ToDo | null = null;
    for (const { run, tasks } of this.#runs.values()) {
      if (run.ended_at) continue;
      for (const task of tasks) {
        if (task.kind === 'action' || (task.state !== 'ready' && task.state !== 'in_progress')) continue;
        const at = this.#stuck.has(task.id) ? null : actsAt(task, this.#scenario, this.#practice);
        if (at && (!first || at < first.at)) first = { at, run: run.id, task: task.id };
      }
    }
    return first;
  }
}
