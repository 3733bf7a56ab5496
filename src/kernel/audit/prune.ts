import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { record } from './record.ts';

/** So many seals in one transaction: at most 20,000 events. */
export const SEALS_A_TIME = 20;

/**
 * Removes events that the practice no longer keeps (PL-106), whole seals from the oldest on, and says so in the audit. Their
 * seals stay. Answers how many seals were emptied; fewer than `SEALS_A_TIME` means that nothing is left to remove.
 */
export const prune = async (desk: Desk): Promise<number> => {
  const { rows } = await sql<{ before: PlainDate; seals: number; events: number }>`
    select before, seals, events from app.prune_events(${SEALS_A_TIME})`.execute(desk.tx);
  const [pruned] = rows;
  if (!pruned) return 0;
  const thing = ref('practice', desk.practice.id);
  const facts = { before: [null, pruned.before], seals: [null, pruned.seals], events: [null, pruned.events] } as const;
  await record(desk, { actor: 'system:retention', request_id: newId() }, [
    { event: { verb: 'audit.pruned', thing, facts }, act_id: newId(), root: thing, personal: [] },
  ]);
  return pruned.seals;
};
