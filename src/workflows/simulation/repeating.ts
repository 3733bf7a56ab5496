import { type Instant, latest } from '#ground/time.ts';
import type { PracticeFacts } from '#kernel/decision/model.ts';
import { BLOCKED, blockedBy } from '#workflows/cadence/blocked.ts';
import { type Cadence, type ClientFacts, daysOf, type Planning, planningOf } from '#workflows/cadence/model.ts';
import { occurrencesAfter } from '#workflows/cadence/occurrences.ts';
import type { Launch } from '#workflows/launch/model.ts';
import { launchOf } from '#workflows/launch/occurrence.ts';
import type { Scenario } from './model.ts';
import { startInstant } from './span.ts';

/** A run that a cadence would start. */
export interface Coming {
  at: Instant;
  launch: Launch;
}

/** Of one turn: what starts, and what never will since something newer took its place (CA-44). */
export interface Turn {
  starts: Coming | null;
  replaced: Coming | null;
}

/**
 * What a cadence starts on one subject, as a series would that is published at the start of the simulation: each run at the start
 * hour of its day, what is past by then at once (CA-34, CA-36), and each after the one before where the cadence waits (CA-44).
 */
export class Repeats {
  /** What the subject lacks for a date; null where it has all that the cadence asks. */
  readonly blocked: string | null;
  readonly #runs: Iterator<Coming>;
  readonly #waits: boolean;
  #next: Coming | null;
  #deferred: Coming | null = null;

  constructor(cadence: Cadence, dates: ClientFacts, within: Within) {
    const blocked = blockedBy(cadence, dates);
    this.blocked = blocked && BLOCKED[blocked];
    this.#waits = cadence.wait_for_previous;
    this.#runs = blocked ? [].values() : runsOf(cadence, dates, within);
    this.#next = this.#pull();
  }

  /** When the next one comes; null: none any more. */
  get at(): Instant | null {
    return this.#next?.at ?? null;
  }

  /** What is to be done by now; `running`, asked only where it matters: the run before is still open. */
  take(now: Instant, running: () => boolean): Turn {
    const next = this.#next;
    if (next && next.at <= now) {
      this.#next = this.#pull();
      if (!this.#waits || !running()) return { starts: next, replaced: this.#put(null) };
      return { starts: null, replaced: this.#put(next) };
    }
    return { starts: this.#deferred && !running() ? this.#put(null) : null, replaced: null };
  }

  #put(coming: Coming | null): Coming | null {
    const before = this.#deferred;
    this.#deferred = coming;
    return before;
  }

  #pull(): Coming | null {
    const { done, value } = this.#runs.next();
    return done ? null : value;
  }
}

interface Within {
  scenario: Scenario;
  practice: PracticeFacts;
}

/** The dates of one subject, were the cadence published on the day the simulation starts. */
export const planningWithin = (cadence: Cadence, facts: ClientFacts, { scenario, practice }: Within): Planning =>
  planningOf(cadence, { published_on: scenario.start!, facts, practice: daysOf(practice) });

function* runsOf(cadence: Cadence, facts: ClientFacts, within: Within): Generator<Coming> {
  const begins = startInstant(within.scenario, within.practice);
  for (const { key, due, period, wakes_at } of occurrencesAfter(planningWithin(cadence, facts, within)))
    yield { at: latest(begins, wakes_at)!, launch: { ...launchOf({ key, due, period }), as: 'client' } };
}
