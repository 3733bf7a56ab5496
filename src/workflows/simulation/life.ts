import type { Id } from '#ground/id.ts';
import { dateAt, earliest, type Instant, latest, startOfDay } from '#ground/time.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Context, Decision, Effect, Json, Refusal, Who } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { CLIENT_INACTIVE } from '#workflows/cadence/blocked.ts';
import type { Cadence, ClientFacts } from '#workflows/cadence/model.ts';
import type { Launch, LaunchState } from '#workflows/launch/model.ts';
import { decide as decideLaunch, evolve as evolveLaunch } from '#workflows/launch/rules.ts';
import { chainOf } from '#workflows/runs/actions.ts';
import type { RunCommand } from '#workflows/runs/commands.ts';
import type { RunState, SubjectFacts, Task } from '#workflows/runs/model.ts';
import { whoIs } from '#workflows/runs/people.ts';
import { decide, evolve } from '#workflows/runs/rules.ts';
import { taskById } from '#workflows/runs/state.ts';
import { actorOf, commandsFor, prepared } from './acting.ts';
import { asked } from './asked.ts';
import { Correspondence } from './correspondence.ts';
import { lineOf, openLines, plainLine, type SharedLine } from './lines.ts';
import { Machine } from './machine.ts';
import type { Scenario, Subject, World } from './model.ts';
import { Repeats, type Turn } from './repeating.ts';
import { endInstant, startInstant } from './span.ts';
import { rolesIn, withFields } from './subject.ts';
import { TasksToDo } from './todo.ts';

/**
 * One subject from the start to the horizon, from due point to due point: the very rules of launching and of runs decide,
 * over a copy in memory (WF-155). At one instant first what wakes, then what the machine does, then facts that change, then
 * people; so would a sandbox whose clock is moved there.
 */
export const live = (world: World, scenario: Scenario, subject: Subject): SharedLine[] => {
  const life = new Life(world, scenario, subject);
  if (scenario.repeats) life.repeat(scenario.repeats, subject.dates);
  else life.launch(world.root, { do: 'launch', origin: 'hand', ...asked(world, scenario, subject) }, world.who);
  life.goOn();
  return life.lines;
};

/** More turns than this at one subject: something begins itself without end. */
const MOST_TURNS = 20_000;

class Life {
  readonly lines: SharedLine[] = [];
  readonly #world: World;
  readonly #scenario: Scenario;
  readonly #launches: Subject['launches'];
  readonly #runs = new Map<Id, RunState>();
  readonly #wakes = new Map<Id, Instant>();
  readonly #messages: Correspondence;
  readonly #machine: Machine;
  readonly #todo: TasksToDo;
  #repeats: Repeats | null = null;
  readonly #changes: { at: Instant; set: Record<string, Json> }[];
  readonly #end: Instant;
  #subject: SubjectFacts;
  #changed: Record<string, Json> = {};
  #now: Instant;
  #ids = 0;

  constructor(world: World, scenario: Scenario, { facts, launches, addressee }: Subject) {
    const { practice } = world;
    this.#world = world;
    this.#scenario = scenario;
    this.#launches = launches;
    this.#todo = new TasksToDo(this.#runs, { scenario, practice });
    const lent = {
      run: (id: Id) => this.#runs.get(id)!,
      perform: (run: Id, command: RunCommand) => void this.#perform(run, command, this.#context(MACHINE)),
      tell: (line: Omit<SharedLine, 'changed'>) => this.#tell(line),
      context: () => this.#context(MACHINE),
    };
    this.#messages = new Correspondence(world, addressee, { ...lent, changed: () => this.#changed });
    const start = (key: string, { run }: RunState) =>
      this.launch(key, { do: 'launch', as: this.#subject.kind, origin: 'step', parent: chainOf(run) }, MACHINE);
    const bench = {
      ...lent,
      change: (set: Record<string, Json>) => this.#change(set),
      start,
      messages: this.#messages,
    };
    this.#machine = new Machine(bench, world.valuesOf);
    this.#subject = facts;
    this.#now = startInstant(scenario, practice);
    this.#end = endInstant(scenario, practice);
    this.#changes = scenario.changes
      .filter(({ subject }) => subject === undefined || subject === facts.id)
      .map(({ on, set }) => ({ at: startOfDay(on, practice.time_zone), set }))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  /** Starts a workflow by the rules of launching; answers the run, or why not. */
  launch(key: string, launch: Launch, who: Who): Id | Refusal {
    const context = this.#context(who);
    const content = this.#world.contents.get(key);
    const base = this.#launches.get(key);
    const workflow = content?.name ?? key;
    if (!base) return this.#refused(workflow, { because: 'There is no such workflow.' }, launch, context);
    const own = this.#own(base);
    const state: LaunchState = {
      ...base,
      run_id: this.#newId(),
      subject: this.#subject,
      open_runs: [...base.open_runs, ...own.filter(({ ended_at }) => !ended_at)],
      launched_keys: [...base.launched_keys, ...own.map(({ trigger_key }) => trigger_key)],
    };
    const decision = decideLaunch(state, launch, context);
    if (!decision.yes) return this.#refused(workflow, decision, launch, context);
    let after = state;
    for (const event of decision.events) {
      after = evolveLaunch(after, event);
      this.#tell(lineOf(event, after.made!, context));
    }
    this.#keep(after.made!);
    this.#take(decision.effects);
    this.#machine.work();
    return state.run_id;
  }

  /** Starts it whenever a cadence would, beginning with what is past already. */
  repeat(cadence: Cadence, dates: ClientFacts): void {
    this.#repeats = new Repeats(cadence, dates, { scenario: this.#scenario, practice: this.#world.practice });
    const { blocked } = this.#repeats;
    if (blocked) this.#notStarted(blocked);
    this.#startComing();
  }

  goOn(): void {
    for (let turns = 0; ; turns += 1) {
      const next = earliest(
        ...this.#wakes.values(),
        this.#messages.next,
        this.#repeats?.at,
        this.#changes[0]?.at,
        this.#todo.first?.at,
      );
      if (!next || next > this.#end) break;
      if (turns > MOST_TURNS)
        throw new Error(`the simulation cannot pass ${this.#now}: something begins itself without end`);
      this.#now = latest(this.#now, next)!;
      this.#turn();
    }
    this.#now = this.#end;
    for (const state of this.#runs.values())
      for (const line of openLines(state, this.#context(MACHINE))) this.#tell(line);
  }

  #turn(): void {
    for (const [run, at] of [...this.#wakes]) {
      if (at > this.#now) continue;
      this.#wakes.delete(run);
      this.#perform(run, { do: 'wake' }, this.#context(MACHINE));
      this.#machine.work();
    }
    for (let letter = this.#messages.due(this.#now); letter; letter = this.#messages.due(this.#now)) {
      this.#messages.leave(letter);
      this.#machine.work();
    }
    for (let change = this.#changes[0]; change && change.at <= this.#now; change = this.#changes[0]) {
      this.#changes.shift();
      this.#change(change.set);
      this.#machine.work();
    }
    this.#startComing();
    const { first } = this.#todo;
    if (first && first.at <= this.#now) this.#act(first.run, first.task);
    this.#startComing();
  }

  /** What the cadence starts by now, at once or since the run before it is closed. */
  #startComing(): void {
    for (let turn = this.#turnOfCadence(); turn?.starts || turn?.replaced; turn = this.#turnOfCadence()) {
      if (turn.replaced) this.#notStarted('Replaced by a newer one.');
      if (!turn.starts) continue;
      if (this.#subject.active) this.launch(this.#world.root, turn.starts.launch, CADENCE);
      else this.#notStarted(CLIENT_INACTIVE);
    }
  }

  #turnOfCadence(): Turn | undefined {
    const running = () => this.#own(this.#launches.get(this.#world.root)!).some(({ ended_at }) => !ended_at);
    return this.#repeats?.take(this.#now, running);
  }

  #notStarted(because: string): void {
    const { name } = this.#world.contents.get(this.#world.root)!;
    this.#tell(plainLine({ workflow: name, what: 'refused', why: [because] }, this.#context(CADENCE)));
  }

  #act(run: Id, id: Id): void {
    const state = this.#runs.get(run)!;
    const task = taskById(state, id)!;
    const actor = actorOf(state, task);
    const who = actor ? whoIs(this.#world.directory, actor) : null;
    if (!who) {
      this.#stays(state, task, 'There is nobody who could do it.');
      return;
    }
    const context = this.#context(who);
    const ready = prepared(state, task, { today: context.today, forms: this.#world.forms });
    this.#keep(ready);
    for (const command of commandsFor(ready, task, { scenario: this.#scenario, actor: actor! })) {
      const decision = this.#perform(run, command, context);
      if (!decision.yes) {
        this.#stays(state, task, whyNot(decision));
        return;
      }
    }
    this.#todo.freed();
    this.#messages.lookedAt(run, id);
    const { written } = taskById(this.#runs.get(run)!, id) as Task;
    if (Object.keys(written).length) this.#change(written);
    this.#machine.work();
  }

  #stays(state: RunState, task: Task, why: string): void {
    if (!this.#todo.stays(task.id, why)) return;
    const line = { workflow: state.content.name, step: task.step_key, title: task.title, what: 'stuck' as const };
    this.#tell(plainLine({ ...line, due_on: task.due_on, why: [why] }, this.#context(MACHINE)));
  }

  #change(set: Record<string, Json>): void {
    Object.assign(this.#changed, set);
    this.#changed = { ...this.#changed };
    this.#subject = withFields(this.#subject, set);
    this.#todo.freed();
    for (const [id, state] of this.#runs) {
      this.#keep({ ...state, subject: this.#subject });
      this.#perform(id, { do: 'facts_changed', roles: rolesIn(set) }, this.#context(MACHINE));
    }
    this.#messages.complete();
  }

  #perform(run: Id, command: RunCommand, context: Context): Decision {
    const state = this.#runs.get(run)!;
    const decision = decide(state, command, context);
    if (!decision.yes) return decision;
    let after = state;
    for (const event of decision.events) {
      after = evolve(after, event);
      this.#tell(lineOf(event, after, context));
      if (FORM_OVER.test(event.verb)) this.#messages.formIsOver(idOf(event.thing));
    }
    this.#keep(after);
    this.#take(decision.effects);
    if (after.run.ended_at) this.#messages.runIsOver(run);
    return decision;
  }

  #keep(state: RunState): void {
    this.#runs.set(state.run.id, state);
    this.#todo.changed();
  }

  #take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.do === 'wake' && effect.room === 'run') this.#wakes.set(effect.thing, effect.at);
      if (effect.do === 'sleep' && effect.room === 'run') this.#wakes.delete(effect.thing);
      this.#machine.take(effect);
    }
  }

  #tell(line: Omit<SharedLine, 'changed'> | null): void {
    if (line) this.lines.push({ ...line, changed: this.#changed });
  }

  #refused(
    workflow: string,
    no: Pick<Refusal, 'because'> & Partial<Refusal>,
    launch: Launch,
    context: Context,
  ): Refusal {
    const why = [whyNot(no as Refusal)];
    if (launch.origin !== 'step') this.#tell(plainLine({ workflow, what: 'refused', why }, context));
    return { yes: false, kind: 'refused', code: 'not_started', ...no };
  }

  /** The runs of a workflow in this life. */
  #own({ workflow }: LaunchState): RunState['run'][] {
    return [...this.#runs.values()].flatMap(({ run }) => (run.workflow_id === workflow?.id ? [run] : []));
  }

  #context(who: Who): Context {
    const { practice } = this.#world;
    const today = dateAt(this.#now, practice.time_zone);
    return { now: this.#now, today, practice, who, newId: () => this.#newId() };
  }

  #newId(): Id {
    this.#ids += 1;
    return `simulated-${this.#ids}`;
  }
}

/** As the letters of forms hear it. */
const FORM_OVER = /^task\.(answered|skipped|expired|asked_again|removed|cancelled)$/;

const MACHINE = systemWho('simulation');
const CADENCE = systemWho('cadence');

const whyNot = ({ because, errors }: Refusal): string => errors?.map(({ detail }) => detail).join(' ') || because;
