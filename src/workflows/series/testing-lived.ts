import { addDays, dateAt, type Instant, instantOf } from '#ground/time.ts';
import type { Context, Decision } from '#kernel/decision/model.ts';
import { type Cadence, type ClientFacts, clientFacts, type Key, type PracticeDays } from '#workflows/cadence/model.ts';
import { PLAIN } from '#workflows/cadence/testing.ts';
import { contextAt, whoIs } from '#workflows/runs/testing.ts';
import { decide as decideClient } from './client-rules.ts';
import type { ClientCommand, ClientOfSeries, SeriesCommand, SeriesRoot } from './model.ts';
import { decide, evolve } from './rules.ts';
import { currentVersion, outBecause } from './state.ts';
import { evolve as evolveClient } from './story.ts';
import { decided, runsOf, type Scope } from './worked-out.ts';

/** One series with one client, lived in memory by the very decisions that the machine lives by. */
export class Lived {
  readonly begun = new Set<string>();
  /** Else the cadence was refused. */
  readonly published: boolean;
  now: Instant;
  root: SeriesRoot;
  client: ClientOfSeries;

  constructor(cadence: Cadence, { on, facts, practice }: { on: string; facts: ClientFacts; practice: PracticeDays }) {
    this.now = instantOf(on, '12:00', practice.time_zone);
    const workflow = { name: 'Books', on: true, archived: false, current_version: 1 };
    const blank = { id: 'series', version: 0, versions: [], clients: [], tags: [], pauses: [] } as never;
    this.root = { series: blank, workflow, practice };
    const row = { id: 'row', version: 0, blocked: null, out_because: null, over: false } as never;
    const standing = { name: 'Harbour Café', active: true, facts, tags: [] };
    const client = { row, series: blank, workflow, client: standing, named: true, occurrences: [], running: false };
    this.client = { ...client, practice };
    const publish = { do: 'publish', workflow_id: 'w', name: 'Books', owner_id: null, cadence } as const;
    this.published = this.tell({ ...publish, clients: ['c'], tags: [] });
    if (!this.published) return;
    this.say({ do: 'join', series: 'series', client: 'c', first: true, also_now: false });
    this.settle();
  }

  get context(): Context {
    const { practice } = this.client;
    const context = contextAt(this.now, whoIs('mark'));
    return { ...context, today: dateAt(this.now, practice.time_zone) };
  }

  /** Something happens to the series; refused, nothing does. */
  tell(command: SeriesCommand): boolean {
    const decision = decide(this.root, command, this.context);
    if (decision.yes) this.root = decision.events.reduce(evolve, this.root);
    this.client = { ...this.client, series: this.root.series };
    return decision.yes;
  }

  say(command: ClientCommand): Decision {
    const decision = decideClient(this.client, command, this.context);
    if (decision.yes) this.client = decision.events.reduce(evolveClient, this.client);
    return decision;
  }

  /** A round of work: what is due is made, the next date planned. */
  settle(): void {
    this.say({ do: 'settle' });
    for (const { key, state } of this.client.occurrences)
      if (state === 'queued') this.say({ do: 'created', key, run: `run ${key} ${this.now}` });
    this.say({ do: 'settle' });
  }

  /** The clock goes on, or is set back. */
  passes(days: number): void {
    this.now = instantOf(addDays(dateAt(this.now, PLAIN.time_zone), days), '12:00', PLAIN.time_zone);
    this.settle();
  }

  learns(facts: Record<string, unknown>): void {
    this.client = { ...this.client, client: { ...this.client.client!, facts: clientFacts.parse(facts) } };
    this.settle();
  }

  /** A change of the cadence as somebody saves it. */
  changes(scope: Scope, from_key: Key, cadence: Cadence): void {
    if (outBecause(this.client)) return;
    const parts = [
      {
        client: { id: 'row', client: 'c', name: 'Harbour Café' },
        state: this.client,
        runs: runsOf(this.client, this.begun),
      },
    ];
    const { series } = this.root;
    const found = decided(
      { series: series.id, scope, from_key, cadence },
      { series, parts, hidden: 0, today: this.context.today },
    );
    if (!found.yes) return;
    const [one] = found.clients;
    if (scope === 'this') this.say({ do: 'override', key: from_key, set: one!.set });
    else {
      this.tell({ do: 'set_versions', versions: found.versions, based_on: series.version });
      if (one!.runs.length) this.say({ do: 'rematch', runs: one!.runs });
    }
    this.settle();
  }

  get cadence(): Cadence {
    return currentVersion(this.root.series).cadence;
  }
}
