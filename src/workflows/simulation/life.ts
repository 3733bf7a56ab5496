import type { Id } from '#ground/id.ts';
import { dateAt, earliest, type Instant, latest, startOfDay } from '#ground/time.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Context, Decision, Effect, Json, Refusal, Who } from '#kernel/decision/model.ts';

import { CLIENT_INACTIVE } from '#workflows/cadence/blocked.ts';
import type { Cadence, ClientFacts } from '#workflows/cadence/model.ts';
import { sends } from '#workflows/definitions/actions.ts';
import type { Launch, LaunchState } from '#workflows/launch/model.ts';
import { decide as decideLaunch, evolve as evolveLaunch } from '#workflows/launch/rules.ts';
import { chainOf, mayPerform } from '#workflows/runs/actions.ts';
import type { MessageBecame, RunCommand } from '#workflows/runs/commands.ts';
import { looksAtMessage, SEND } from '#workflows/runs/messages.ts';
import type { RunState, SubjectFacts, Task } from '#workflows/runs/model.ts';
import { whoIs } from '#workflows/runs/people.ts';
import { decide, evolve } from '#workflows/runs/rules.ts';
import { stepOf, taskById } from '#workflows/runs/state.ts';

import { actorOf, actsAt, commandsFor, prepared } from './acting.ts';
import { doingOf } from './doing.ts';
import { actionLine, letterLine, lineOf, openLines, plainLine, type SharedLine } from './lines.ts';
import type { SendingStep } from './mail.ts';
import type { Scenario, Subject, World } from './model.ts';
import { Outbox, type Standing } from './outbox.ts';
import { Repeats, type Turn } from './repeating.ts';
import { endInstant, startInstant } from './span.ts';
import { rolesIn, withFields } from './subject.ts';

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

const asked = (world: World, scenario: Scenario, { facts }: Subject): Omit<Launch, 'do' | 'origin'> => {
  const { period, run_date, refers_to, people } = scenario;
  const { settings } = world.contents.get(world.root)!;
  return {
    as: scenario.as ?? facts.kind,
    ...(settings.period === 'ask' && period && { period }),
    ...(settings.run_date && run_date && { run_date }),
    ...(settings.refers_to && refers_to && { refers_to }),
    ...(people && { people }),
  };
};

type Given = { run: Id; task: Id; attempt: number };

/** More turns than this at one subject: something begins itself without end. */
const MOST_TURNS = 20_000;

class Life {
  readonly lines: SharedLine[] = [];
  readonly #world: World;
  readonly #scenario: Scenario;
  readonly #launches: Subject['launches'];
  readonly #runs = new Map<Id, RunState>();
  readonly #wakes = new Map<Id, Instant>();
  readonly #outbox: Outbox;
  #repeats: Repeats | null = null;
  #given: Given[] = [];
  /** Tasks that could not be done as they stand. */
  readonly #stuck = new Set<Id>();
  /** What was last said of them. */
  readonly #said = new Map<Id, string>();
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
    this.#outbox = new Outbox(world.mail, addressee);
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
    this.#runs.set(state.run_id, after.made!);
    this.#take(decision.effects);
    this.#doActions();
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
        this.#outbox.next,
        this.#repeats?.at,
        this.#changes[0]?.at,
        ...this.#acts().map(({ at }) => at),
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
      this.#doActions();
    }
    for (let letter = this.#outbox.due(this.#now); letter; letter = this.#outbox.due(this.#now)) this.#leave(letter);
    for (let change = this.#changes[0]; change && change.at <= this.#now; change = this.#changes[0]) {
      this.#changes.shift();
      this.#change(change.set);
      this.#doActions();
    }
    this.#startComing();
    const [first] = this.#acts();
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
    const root = this.#launches.get(this.#world.root)!;
    const running = !!this.#repeats && this.#own(root).some(({ ended_at }) => !ended_at);
    return this.#repeats?.take(this.#now, running);
  }

  #notStarted(because: string): void {
    const { name } = this.#world.contents.get(this.#world.root)!;
    this.#tell(plainLine({ workflow: name, what: 'refused', why: [because] }, this.#context(CADENCE)));
  }

  /** Tasks somebody will do, the earliest first; of several at one time the one that stands first in its run. */
  #acts(): { at: Instant; run: Id; task: Id }[] {
    const found: { at: Instant; run: Id; task: Id }[] = [];
    for (const { run, tasks } of this.#runs.values()) {
      if (run.ended_at) continue;
      for (const task of tasks) {
        if (task.kind === 'action' || (task.state !== 'ready' && task.state !== 'in_progress')) continue;
        const at = this.#stuck.has(task.id) ? null : actsAt(task, this.#scenario, this.#world.practice);
        if (at) found.push({ at, run: run.id, task: task.id });
      }
    }
    return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
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
    const ready = prepared(state, task, context.today);
    this.#runs.set(run, ready);
    for (const command of commandsFor(ready, task, { scenario: this.#scenario, actor: actor! })) {
      const decision = this.#perform(run, command, context);
      if (!decision.yes) {
        this.#stays(state, task, whyNot(decision));
        return;
      }
    }
    this.#stuck.clear();
    this.#lookedAt(run, id);
    const { written } = taskById(this.#runs.get(run)!, id) as Task;
    if (Object.keys(written).length) this.#change(written);
    this.#doActions();
  }

  #stays(state: RunState, task: Task, why: string): void {
    this.#stuck.add(task.id);
    if (this.#said.get(task.id) === why) return;
    this.#said.set(task.id, why);
    const line = { workflow: state.content.name, step: task.step_key, title: task.title, what: 'stuck' as const };
    this.#tell(plainLine({ ...line, due_on: task.due_on, why: [why] }, this.#context(MACHINE)));
  }

  /** What the worker would do, at once. */
  #doActions(): void {
    for (let given = this.#given.shift(); given; given = this.#given.shift()) {
      const state = this.#runs.get(given.run);
      if (!state || mayPerform(state, given)) continue;
      const step = stepOf(state, taskById(state, given.task)!.step_key);
      if (step?.kind !== 'action') continue;
      const context = this.#context(MACHINE);
      if (sends(step)) {
        this.#write(state, given, step);
        continue;
      }
      const doing = doingOf(state, step);
      const started = doing.starts ? this.#start(doing.starts, state) : undefined;
      const failed = typeof started === 'object' ? started.because : null;
      const told = { step, doing, why: failed ? [failed] : [] };
      this.#tell(actionLine(state, told, { context, values: this.#world.valuesOf, failed: failed !== null }));
      if (doing.set) this.#change(doing.set);
      const child = typeof started === 'string' ? { child_run_id: started } : {};
      const report: RunCommand = failed
        ? { do: 'action_failed', ...given, because: failed }
        : { do: 'action_done', ...given, ...child };
      this.#perform(given.run, report, context);
    }
  }

  /** «Already running» counts as done and links the run (WF-61). */
  #start(key: string, { run }: RunState): Id | Refusal {
    const waiting = this.#given;
    this.#given = [];
    const launch: Launch = { do: 'launch', as: this.#subject.kind, origin: 'step', parent: chainOf(run) };
    const made = this.launch(key, launch, MACHINE);
    this.#given.push(...waiting);
    if (typeof made === 'string') return made;
    const running = made.code === 'already_running' ? made.facts?.run : null;
    return typeof running === 'string' ? running : made;
  }

  #change(set: Record<string, Json>): void {
    Object.assign(this.#changed, set);
    this.#changed = { ...this.#changed };
    this.#subject = withFields(this.#subject, set);
    this.#stuck.clear();
    for (const [id, state] of this.#runs) {
      this.#runs.set(id, { ...state, subject: this.#subject });
      this.#perform(id, { do: 'facts_changed', roles: rolesIn(set) }, this.#context(MACHINE));
    }
    const whole = this.#outbox.complete((run) => this.#runs.get(run)!, this.#changed, this.#context(MACHINE));
    for (const { run, message } of whole) this.#became(run, message, 'planned');
  }

  /** The message of a step is written, to leave at its hour; or it is not, and why. */
  #write(state: RunState, given: Given, step: SendingStep): void {
    const context = this.#context(MACHINE);
    const row = taskById(state, given.task)!;
    const made = this.#outbox.write(state, { row, step, changed: this.#changed }, context);
    if (made.yes) {
      this.#perform(given.run, { do: 'action_written', ...given, message: made.message, as: made.as }, context);
      return;
    }
    const failed = made.code === 'template_unusable';
    if (failed) {
      const told = { step, doing: {}, why: [made.because] };
      this.#tell(actionLine(state, told, { context, values: this.#world.valuesOf, failed }));
    }
    this.#perform(
      given.run,
      { do: failed ? 'action_failed' : 'action_not_sent', ...given, because: made.because },
      context,
    );
  }

  #leave(letter: Standing): void {
    const state = this.#runs.get(letter.run)!;
    const context = this.#context(MACHINE);
    const no = this.#outbox.stopped(letter, state, this.#now);
    if (!no) this.#tell(letterLine(state, { writing: letter.writing, mail: this.#world.mail }, context));
    this.#became(letter.run, letter.id, no ? 'recalled' : 'sent', no);
    this.#doActions();
  }

  /** Somebody looked at a message: it leaves, or it does not (WF-59). */
  #lookedAt(run: Id, id: Id): void {
    const task = taskById(this.#runs.get(run)!, id)!;
    if (!looksAtMessage(task) || !task.message_id) return;
    if (task.outcome === SEND) {
      this.#outbox.approve(task.message_id, this.#context(MACHINE));
      this.#became(run, task.message_id, 'planned');
    } else if (this.#outbox.recall({ message: task.message_id }).length)
      this.#became(run, task.message_id, 'recalled', 'Somebody looked at it and dropped it.');
  }

  #became(run: Id, message: Id, state: MessageBecame, because: string | null = null): void {
    this.#perform(run, { do: 'message_became', message, state, because }, this.#context(MACHINE));
  }

  #perform(run: Id, command: RunCommand, context: Context): Decision {
    const state = this.#runs.get(run)!;
    const decision = decide(state, command, context);
    if (!decision.yes) return decision;
    let after = state;
    for (const event of decision.events) {
      after = evolve(after, event);
      this.#tell(lineOf(event, after, context));
    }
    this.#runs.set(run, after);
    this.#take(decision.effects);
    if (after.run.ended_at)
      for (const message of this.#outbox.recall({ run })) this.#became(run, message, 'recalled', 'Its run is over.');
    return decision;
  }

  #take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.do === 'wake' && effect.room === 'run') this.#wakes.set(effect.thing, effect.at);
      if (effect.do === 'sleep' && effect.room === 'run') this.#wakes.delete(effect.thing);
      if (effect.do === 'queue' && effect.name === 'run_action') this.#given.push(effect.data as never);
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

const MACHINE = systemWho('simulation');
const CADENCE = systemWho('cadence');

const whyNot = ({ because, errors }: Refusal): string => errors?.map(({ detail }) => detail).join(' ') || because;
