import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { eventHash, FIRST_PREVIOUS, sealHash } from '#kernel/audit/hash.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { House } from '../house.ts';

/** Events with true hashes, sealed a thousand at a time, as the loop and the sealer would have left them. */
export const events = async (house: House, practice: Id, count: number): Promise<void> => {
  const first = await inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{
      no: number;
      hash: string;
    }>`select no, hash from app.seal where practice_id = ${practice} order by no desc limit 1`.execute(tx);
    return rows[0] ?? { no: 0, hash: FIRST_PREVIOUS };
  });
  let { no, hash: previous } = first;
  const part = 5_000;
  for (let from = 0; from < count; from += part) {
    const rows = Array.from({ length: Math.min(part, count - from) }, (_, i) => eventRow(practice, from + i));
    const seals = [];
    for (let i = 0; i < rows.length; i += 1_000) {
      const sealed = rows.slice(i, i + 1_000);
      const hash = sealHash(
        previous,
        sealed.map((row) => row.hash),
      );
      no += 1;
      seals.push({
        practice_id: practice,
        no,
        previous,
        event_ids: sealed.map((row) => row.id),
        hash,
        sealed_at: rows[0]!.at,
      });
      previous = hash;
    }
    await inPractice(house.kernel.db, practice, async ({ tx }) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      await sql`insert into app.event select * from json_populate_recordset(null::app.event, ${JSON.stringify(rows)}::json)`.execute(
        tx,
      );
    });
    await sql`insert into app.seal select * from json_populate_recordset(null::app.seal, ${JSON.stringify(seals)}::json)`.execute(
      house.engine,
    );
  }
};

const eventRow = (practice_id: Id, n: number) => {
  const id = newId();
  const row = {
    practice_id,
    id,
    at: addMilliseconds('2026-01-01T00:00:00.000Z', n * 1000),
    actor: 'system:bench',
    for_member: null,
    verb: 'task.finished',
    thing: `task:${id}`,
    client_id: null,
    run_id: null,
    act_id: id,
    root: `task:${id}`,
    request_id: id,
    address: null,
    device: null,
    facts: { state: ['ready', 'done'], finished_at: [null, '2026-01-01T00:00:00.000Z'] },
    private: null,
    private_salt: null,
    private_hash: null,
    undoable_until: null,
    undoes: null,
  };
  return { ...row, hash: eventHash({ ...row, facts: row.facts as never }) };
};
