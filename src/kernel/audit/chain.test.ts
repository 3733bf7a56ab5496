import { cpus } from 'node:os';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { ref } from '#kernel/decision/rules.ts';
import { at, doTo, LONG } from '#kernel/loop/testing.ts';
import { testPlace, testPractice } from '../../app/testing.ts';
import { eventHash, type Hashed } from './hash.ts';
import { record } from './record.ts';
import { sealAll } from './seal.ts';
import { useChain } from './testing.ts';

const { house, write, tamper, seal, check, sealed } = useChain();

describe('PL-103 seals', () => {
  test('PL-103 PL-S23 the chain of many events verifies, in the time it may take', async () => {
    const size = LONG ? 100_000 : 10_000;
    const { practice, head } = await sealed(size);
    const began = performance.now();
    expect(await check(practice)).toEqual({
      ok: true,
      events: size,
      seals: size / 1000,
      pruned: null,
      anchor: head,
      finding: null,
    });
    // A million in 30 seconds is 33,000 each second (PL-104), where the floors hold (PL-182).
    if (LONG && cpus().length >= 4) expect((size / (performance.now() - began)) * 1000).toBeGreaterThan(33_000);
  }, 300_000);

  test('PL-103 each practice has its own chain, and sealers on several nodes make it once', async () => {
    const practices = await Promise.all(Array.from({ length: 5 }, () => testPractice(house.kernel)));
    await Promise.all(practices.map((practice) => write(practice, 30)));
    const other = await house.node();
    await Promise.all([seal(), sealAll(other.engine), seal(), sealAll(other.engine)]);
    await seal();
    await Promise.all(practices.map((practice) => write(practice, 7)));
    await seal();
    for (const practice of practices) expect(await check(practice)).toMatchObject({ ok: true, events: 37, seals: 2 });
  });

  test('PL-103 an event that was written before others but committed after them is in the next seal', async () => {
    const practice = await testPractice(house.kernel);
    let commit = () => {};
    const waits = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const slow = at(house.kernel, practice, async (desk) => {
      const thing = ref('note', newId());
      await record(desk, { actor: 'operator', request_id: 'r' }, [
        { event: { verb: 'note.slow', thing, facts: {} }, act_id: newId(), root: thing, personal: [] },
      ]);
      await waits;
    });
    await write(practice, 3);
    await seal();
    commit();
    await slow;
    await seal();
    expect(await check(practice)).toMatchObject({ ok: true, events: 4, seals: 2 });
  });
});

describe('PL-104 PL-S23 what was done to the chain is found', () => {
  test('PL-S23 one flipped byte in any field of an event', async () => {
    for (const [column, value] of [
      ['facts', `'{"title": ["a", "c"]}'::jsonb`],
      ['actor', `'operatoR'`],
      ['verb', `'note.changeD'`],
      ['at', `at + interval '1 millisecond'`],
      ['for_member', `'${newId()}'`],
      ['hash', `repeat('0', 64)`],
    ]) {
      const { practice, ids } = await sealed(20);
      await tamper(practice, `update app.event set ${column} = ${value} where practice_id = $1 and id = $2`, [
        practice,
        ids[7],
      ]);
      const { ok, finding } = await check(practice);
      expect(ok).toBe(false);
      expect(finding, column).toContain(ids[7]);
    }
  });

  test('PL-S23 a flipped byte whose hash was computed anew', async () => {
    const { practice, ids } = await sealed(20);
    const { rows } = await at(house.kernel, practice, ({ tx }) =>
      sql<Hashed>`select * from app.event where id = ${ids[4]}`.execute(tx),
    );
    const forged = eventHash({ ...rows[0]!, verb: 'note.forged' });
    await tamper(practice, `update app.event set verb = 'note.forged', hash = $3 where practice_id = $1 and id = $2`, [
      practice,
      ids[4],
      forged,
    ]);
    expect((await check(practice)).finding).toBe('The events of seal 1 were put in another order or replaced.');
  });

  test('PL-S23 PL-102 changed personal values; erased ones leave the chain whole', async () => {
    const { practice, ids } = await sealed(9);
    await tamper(
      practice,
      `update app.event set private = '{"phone": [null, "x"]}' where practice_id = $1 and id = $2`,
      [practice, ids[0]],
    );
    expect((await check(practice)).finding).toContain(`personal values of event ${ids[0]}`);
    await tamper(
      practice,
      `update app.event set private = null, private_salt = null where practice_id = $1 and private is not null`,
      [practice],
    );
    expect(await check(practice)).toMatchObject({ ok: true, events: 9 });
  });

  test('PL-S23 a removed event', async () => {
    const { practice, ids } = await sealed(20);
    await tamper(practice, 'delete from app.event where practice_id = $1 and id = $2', [practice, ids[19]]);
    expect((await check(practice)).finding).toBe(`Event ${ids[19]} of seal 1 was removed.`);
  });

  test('PL-S23 two swapped events, within a seal and between seals', async () => {
    const { practice, ids } = await sealed(1500);
    const swap = `update app.seal set event_ids = array_replace(array_replace(array_replace(event_ids, $2::uuid, $4::uuid), $3::uuid, $2::uuid), $4::uuid, $3::uuid) where practice_id = $1`;
    await tamper(practice, swap, [practice, ids[3], ids[4], newId()]);
    expect((await check(practice)).finding).toBe('The events of seal 1 were put in another order or replaced.');
    await tamper(practice, swap, [practice, ids[3], ids[4], newId()]);
    expect((await check(practice)).ok).toBe(true);
    await tamper(practice, swap, [practice, ids[3], ids[1200], newId()]);
    expect((await check(practice)).finding).toMatch(/seal 1/);
  });

  test('PL-S23 an event added beside the chain', async () => {
    const { practice, ids } = await sealed(5);
    await tamper(
      practice,
      `insert into app.event select practice_id, $3::uuid, at, actor, for_member, verb, thing, client_id, run_id, act_id, root,
      request_id, address, device, facts, private, private_salt, private_hash, hash, undoable_until, undoes from app.event where practice_id = $1 and id = $2`,
      [practice, ids[0], newId()],
    );
    expect((await check(practice)).finding).toBe('1 events stand outside the chain: they were added beside it.');
  });

  test('PL-104 PL-S23 a cut tail shows against an anchor, and only against one', async () => {
    const { practice, head } = await sealed(2500);
    expect(head.no).toBe(3);
    expect(await check(practice, head)).toMatchObject({ ok: true, anchor: head });
    await tamper(
      practice,
      'delete from app.event where practice_id = $1 and id in (select unnest(event_ids) from app.seal where practice_id = $1 and no = 3)',
      [practice],
    );
    await tamper(practice, 'delete from app.seal where practice_id = $1 and no = 3', [practice]);
    expect((await check(practice)).ok).toBe(true);
    expect((await check(practice, head)).finding).toBe(
      'The anchor names seal 3, but the chain ends at seal 2: the newest seals were cut off.',
    );
    expect((await check(practice, { no: 1, hash: 'f'.repeat(64) })).finding).toBe(
      'Seal 1 is not the one of the anchor.',
    );
  });

  test('PL-S23 a missing seal and a seal that follows another', async () => {
    const { practice } = await sealed(2500);
    await tamper(practice, `update app.seal set previous = repeat('a', 64) where practice_id = $1 and no = 2`, [
      practice,
    ]);
    expect((await check(practice)).finding).toBe('Seal 2 does not follow seal 1.');
    await tamper(practice, 'delete from app.seal where practice_id = $1 and no = 2', [practice]);
    expect((await check(practice)).finding).toBe('Seal 2 is missing.');
  });

  test('PL-104 events that wait for a seal longer than 60 s by the real clock, whatever a sandbox’s clock says', async () => {
    const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2031-01-01T00:00:00.000Z' });
    await write(practice, 2);
    expect(await check(practice)).toMatchObject({ ok: true, events: 0 });
    const old = newId(Date.now()).replace(
      /^.{13}/,
      (Date.now() - 61_000)
        .toString(16)
        .padStart(12, '0')
        .replace(/(.{8})/, '$1-'),
    );
    const thing = ref('note', newId());
    await tamper(
      practice,
      `insert into app.event select practice_id, $2::uuid, at, actor, for_member, verb, $3, client_id, run_id, act_id, $3,
      request_id, address, device, facts, private, private_salt, private_hash, 'h', undoable_until, undoes from app.event where practice_id = $1 limit 1`,
      [practice, old, thing],
    );
    await tamper(
      practice,
      `insert into app.unsealed (practice_id, id, event_ids, hashes, at) values ($1, $2, array[$2::uuid], '{h}', now())`,
      [practice, old],
    );
    expect((await check(practice)).finding).toMatch(
      /^Events since 20\d\d-.* have no seal yet\. Is a worker running\?$/,
    );
  });
});

describe('PL-102 what the app may do with events', () => {
  test('PL-102 PL-S23 insert and read, and nothing else; seals it may only read', async () => {
    const { practice, ids } = await sealed(3);
    const refused = (statement: string) =>
      at(house.kernel, practice, ({ tx }) => sql.raw(statement).execute(tx)).then(
        () => 'it was taken',
        (error: { code: string }) => error.code,
      );
    for (const statement of [
      `update app.event set verb = 'x' where id = '${ids[0]}'`,
      `update app.event set private = null`,
      `delete from app.event where id = '${ids[0]}'`,
      'truncate app.event',
      `insert into app.seal values ('${practice}', 2, '', '{}', '', now())`,
      'update app.seal set no = 9',
      'delete from app.seal',
      `update app.unsealed set hashes = '{x}'`,
      'delete from app.unsealed',
    ])
      expect(await refused(statement), statement).toBe('42501');
    await doTo(house.kernel, testPlace(practice), newId(), { do: 'make', title: 'one more' });
    await seal();
    expect(await check(practice)).toMatchObject({ ok: true, events: 4 });
  });
});
