import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { LIMITS, type Line, type Scenario, type Simulation, type World } from './model.ts';
import { livesOf } from './sharing.ts';
import { untilOf } from './span.ts';
import { summaryOf } from './summary.ts';

/**
 * What would happen, in the order of time, and what it comes to (WF-155, WF-157). Decided by the rules of launching and of runs
 * over a copy in memory: nothing is written, sent or called, and the same input gives the same answer.
 */
export const simulate = (world: World, scenario: Scenario): Simulation =>
  toldTogether(world, scenario, [...livesOf(world, scenario)]);

/** The same, pausing between two records whenever `pause` says so: others are waiting for this process too. */
export const simulateBeside = async (
  world: World,
  scenario: Scenario,
  pause: () => Promise<unknown> | null,
): Promise<Simulation> => {
  const lives: Line[][] = [];
  for (const lines of livesOf(world, scenario)) {
    lives.push(lines);
    await pause();
  }
  return toldTogether(world, scenario, lives);
};

const toldTogether = ({ subjects }: World, scenario: Scenario, lives: readonly Line[][]): Simulation => {
  const lines = lives.flat().sort(inTime);
  return { start: scenario.start!, until: untilOf(scenario), lines, summary: summaryOf(lines, subjects.length) };
};

/** The sort is stable, so what happens to one subject at one time stays in its order. */
const inTime = (a: Line, b: Line): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

export const tooManySubjects = (count: number): Refusal | null =>
  count <= LIMITS.subjects
    ? null
    : tooMany('/subjects', `${said(count)} records at once are too many; choose at most ${said(LIMITS.subjects)}.`);

export const tooManyLines = ({ lines }: Simulation): Refusal | null =>
  lines.length <= LIMITS.lines
    ? null
    : tooMany(
        '/horizon',
        `That gives ${said(lines.length)} lines, and at most ${said(LIMITS.lines)} are shown. Choose fewer records or a shorter time.`,
      );

const tooMany = (pointer: string, sentence: string): Refusal => invalid(problem(pointer, 'too_many', sentence));
const said = (n: number): string => n.toLocaleString('en');
