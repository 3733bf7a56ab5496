import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { DatesMoved } from '#kernel/access/practice/calendar-api.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { CHUNK } from '#kernel/loop/many.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { movedDates, plan } from '#workflows/runs/plan.ts';
import { decide, evolve } from '#workflows/runs/rules.ts';
import { loadRuns } from '#workflows/runs/store.ts';
import { subjects } from './subjects.ts';

/** The dates of open runs under the calendar as it is and as it would be: each run wakes as it will, and nothing is kept. */
export const datesMoved: DatesMoved = async (desk, { who }, after) => {
  const { now, today, practice } = desk;
  const context = { now, today, practice, who, newId };
  const then = { ...context, practice: after };
  const open = await openRuns(desk);
  const found = { dates: 0, runs: 0 };
  for (let i = 0; i < open.length; i += CHUNK) {
    for (const state of (await loadRuns(desk, subjects, open.slice(i, i + CHUNK))).values()) {
      const dates = movedDates(plan(state, context), plan(woken(state, then), then));
      found.dates += dates;
      if (dates) found.runs += 1;
    }
  }
  return found;
};

const woken = (state: RunState, context: Parameters<typeof decide>[2]): RunState => {
  const decided = decide(state, { do: 'wake' }, context);
  return decided.yes ? decided.events.reduce(evolve, state) : state;
};

const openRuns = async ({ tx, practice }: Desk): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.run where practice_id = ${practice.id} and ended_at is null order by id`.execute(tx);
  return rows.map(({ id }) => id);
};
