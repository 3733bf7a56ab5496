import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { ref } from '#kernel/decision/rules.ts';
import { at, type TestNotes, useNotes } from '#kernel/loop/testing.ts';
import { testPractice } from '../../app/testing.ts';
import { record } from './record.ts';
import { sealAll } from './seal.ts';
import { type Anchor, type Verified, verify } from './verify.ts';

export interface TestChain {
  house: TestNotes;
  /** Events as the loop writes them; every third with personal values. */
  write(practice: Id, count: number): Promise<void>;
  /** As somebody with the owner's login would do it, past the app. */
  tamper(practice: Id, statement: string, values?: unknown[]): Promise<void>;
  /** Seals what waits, up to 20,000 events, and says how many. */
  seal(): Promise<number>;
  check(practice: Id, anchor?: Anchor): Promise<Verified>;
  /** A practice with so many sealed events, their ids in the order of the seals, and the newest seal. */
  sealed(count: number): Promise<{ practice: Id; ids: Id[]; head: Anchor }>;
}

/** For tests of the chain: a house, events, seals, and hands that reach past the app. */
export const useChain = (): TestChain => {
  const house = useNotes();
  let owner: pg.Client;
  beforeAll(async () => {
    owner = new pg.Client({ connectionString: house.urls.ownerUrl });
    await owner.connect();
  });
  afterAll(() => owner.end());

  const write = async (practice: Id, count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1000)
      await at(house.kernel, practice, (desk) =>
        record(desk, { actor: 'operator', request_id: 'r' }, Array.from({ length: Math.min(left, 1000) }, draft)),
      );
  };
  const seal = () => sealAll(house.house.engine);
  return {
    house,
    write,
    seal,
    check: (practice, anchor) => verify(house.kernel.db, practice, anchor),
    tamper: async (practice, statement, values = []) => {
      await owner.query('begin');
      await owner.query(`select set_config('tickmark.practice', $1, true)`, [practice]);
      const { rowCount } = await owner.query(statement, values);
      await owner.query('commit');
      if (!rowCount) throw new Error(`nothing was touched by: ${statement}`);
    },
    sealed: async (count) => {
      const practice = await testPractice(house.kernel);
      await write(practice, count);
      while ((await seal()) > 0);
      const { rows } = await at(house.kernel, practice, ({ tx }) =>
        sql<{ id: Id; no: number; hash: string }>`
          select e.id, s.no, s.hash from app.seal s, unnest(s.event_ids) as e(id) order by s.no, e.id`.execute(tx),
      );
      return { practice, ids: rows.map(({ id }) => id), head: { no: rows.at(-1)!.no, hash: rows.at(-1)!.hash } };
    },
  };
};

const draft = (_: unknown, i: number) => {
  const thing = ref('note', newId());
  const facts = { title: ['a', 'b'], phone: [null, `${i}`] } as const;
  return {
    event: { verb: 'note.changed', thing, facts },
    act_id: newId(),
    root: thing,
    personal: i % 3 ? [] : ['phone'],
  };
};
