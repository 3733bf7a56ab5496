import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { newId } from '#ground/id.ts';
import { eventHash } from '#kernel/audit/hash.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { testPlace, testPractice, testWho } from '../../app/testing.ts';
import { aimsIn, performMany } from './many.ts';
import { doTo, LONG, makeSome, readEvents, readNotes, useNotes } from './testing.ts';
import { notes } from './testing-room.ts';

const house = useNotes();
const { load } = notes;

const aNote = async (title = 'note') => {
  const practice = await testPractice(house.kernel);
  const [id] = await makeSome(house.kernel, practice, [{ title }]);
  return { practice, id: id!, place: testPlace(practice) };
};

describe('PL-100 what is told', () => {
  test('PL-100 an act and its refusal are one event each, with actor, time, request, address and the difference it made', async () => {
    const { practice, id } = await aNote();
    const who = testWho('Manager');
    const caller = { who, request_id: newId(), address: '192.0.2.7', device: 'a browser', for_member: newId() };
    await doTo(house.kernel, { practice_id: practice, caller }, id, { do: 'rename', title: 'locked' });
    await doTo(house.kernel, { practice_id: practice, caller }, id, { do: 'rename', title: 'other' });
    const [, renamed, refused, ...rest] = await readEvents(house.kernel, practice);
    expect(rest).toEqual([]);
    expect(renamed).toMatchObject({
      verb: 'note.renamed',
      thing: `note:${id}`,
      root: `note:${id}`,
      actor: who.actor,
      facts: { title: ['note', 'locked'] },
      request_id: caller.request_id,
      address: '192.0.2.7',
      device: 'a browser',
      for_member: caller.for_member,
    });
    expect(refused).toMatchObject({
      verb: 'note.refused',
      facts: { command: [null, 'rename'], code: [null, 'locked'] },
    });
  });

  test('PL-100 the event stands in the transaction of what it tells: rolled back, neither is there', async () => {
    const { practice, id, place } = await aNote();
    const before = await readEvents(house.kernel, practice);
    const wanted = [id, newId()].map((one) => ({ id: one, command: { do: 'rename' as const, title: 'x' } }));
    await performMany(house.kernel, { ...place, mode: 'all' }, aimsIn(notes, wanted));
    expect((await readNotes(house.kernel, practice)).map(({ title }) => title)).toEqual(['note']);
    const told = (await readEvents(house.kernel, practice)).slice(before.length);
    expect(told.map(({ verb }) => verb)).toEqual(['note.refused', 'note.refused'].slice(0, told.length));
    expect(told.some(({ verb }) => verb === 'note.renamed')).toBe(false);
  });

  test('PL-100 what changes nothing is no event and no version', async () => {
    const { practice, id, place } = await aNote();
    expect((await doTo(house.kernel, place, id, { do: 'rename', title: 'note' })).yes).toBe(true);
    expect((await readNotes(house.kernel, practice))[0]!.version).toBe(1);
    expect(await readEvents(house.kernel, practice)).toHaveLength(1);
  });

  test('PL-102 personal values stand apart, and only their salted hash is in the chain', async () => {
    const { practice, id, place } = await aNote();
    await doTo(house.kernel, place, id, { do: 'call', phone: '+61 400 000 000' });
    const event = (await readEvents(house.kernel, practice)).at(-1)!;
    expect(event.facts).toEqual({});
    expect(event.private).toEqual({ phone: [null, '+61 400 000 000'] });
    const row = event as unknown as Parameters<typeof eventHash>[0] & { hash: string; private_hash: string };
    expect(eventHash(row)).toBe(row.hash);
    expect(eventHash({ ...row, private_hash: 'f'.repeat(64) })).not.toBe(row.hash);
    expect(JSON.stringify({ facts: row.facts, private_hash: row.private_hash })).not.toContain('400 000');
  });
});

test('PL-182 of rows saved together those columns are written that changed in any of them, and no others', async () => {
  const { practice, id, place } = await aNote();
  const [other] = await makeSome(house.kernel, practice, [{ title: 'other', count: 5 }]);
  await inPractice(house.kernel.db, practice, ({ tx }) => sql`update app.note set code = 'kept'`.execute(tx));
  const read = vi.spyOn(notes, 'load').mockImplementationOnce(async (...asked) => {
    const states = await load(...asked);
    await inPractice(house.kernel.db, practice, ({ tx }) => sql`update app.note set code = 'newer'`.execute(tx));
    return states;
  });
  await performMany(
    house.kernel,
    place,
    aimsIn(notes, [
      { id, command: { do: 'rename', title: 'renamed' } },
      { id: other!, command: { do: 'add', n: 2 } },
    ]),
  );
  expect(read).toHaveBeenCalledOnce();
  expect(await readNotes(house.kernel, practice)).toMatchObject([
    { title: 'renamed', count: 0, code: 'newer', version: 2 },
    { title: 'other', count: 7, code: 'newer', version: 2 },
  ]);
});

describe('PL-67 versions', () => {
  test('PL-67 a stale version is refused with the newest one, who made it, when, and which fields changed since', async () => {
    const { practice, id, place } = await aNote();
    const x = testPlace(practice, testWho('Manager'));
    const y = testPlace(practice, testWho('Owner'));
    expect(await doTo(house.kernel, place, id, { do: 'add', n: 1 }, 1)).toMatchObject({ yes: true });
    expect(await doTo(house.kernel, x, id, { do: 'rename', title: 'theirs' }, 2)).toMatchObject({ yes: true });
    await doTo(house.kernel, x, id, { do: 'rename', title: 'forbidden' });
    const stale = await doTo(house.kernel, y, id, { do: 'rename', title: 'mine' }, 2);
    const events = await readEvents(house.kernel, practice);
    expect(stale).toMatchObject({
      yes: false,
      kind: 'conflict',
      code: 'conflict',
      facts: { current_version: 3, changed_by: x.caller.who.actor, changed_at: events[2]!.at, fields: ['title'] },
    });
    const older = await doTo(house.kernel, y, id, { do: 'rename', title: 'mine' }, 1);
    expect(older).toMatchObject({ facts: { current_version: 3, fields: ['count', 'title'] } });
    expect((await readNotes(house.kernel, practice))[0]!.title).toBe('theirs');
  });

  test('PL-R12 random interleavings of two writers: with a version one wins and the other is told, without one both count', async () => {
    const { practice, id, place } = await aNote();
    let [count, version] = [0, 1];
    const rounds = LONG ? 10_000 : 150;
    const pairs = fc.sample(
      fc.record({ seen: fc.boolean(), other: fc.boolean(), a: fc.nat(9), b: fc.nat(9), late: fc.boolean() }),
      rounds,
    );
    for (const { seen, other, a, b, late } of pairs) {
      const first = doTo(house.kernel, place, id, { do: 'add', n: a + 1 }, seen ? version : undefined);
      if (late) await new Promise((resolve) => setImmediate(resolve));
      const second = doTo(house.kernel, place, id, { do: 'add', n: b + 1 }, other ? version : undefined);
      const outcomes = await Promise.all([first, second]);
      const won = outcomes.filter((outcome) => outcome.yes).length;
      const lost = outcomes.filter((outcome) => !outcome.yes && outcome.kind === 'conflict').length;
      expect(won + lost).toBe(2);
      expect(won).toBeGreaterThan(0);
      if (seen && other) expect(won).toBe(1);
      if (!seen && !other) expect(won).toBe(2);
      version += won;
      count += (outcomes[0].yes ? a + 1 : 0) + (outcomes[1].yes ? b + 1 : 0);
    }
    expect((await readNotes(house.kernel, practice))[0]).toMatchObject({ count, version });
    expect((await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'note.counted')).toHaveLength(
      version - 1,
    );
  }, 600_000);

  test('PL-R12 forty writers at once on five nodes lose nothing', async () => {
    const { practice, id, place } = await aNote();
    const nodes = [house.house, ...(await Promise.all([4, 4, 4, 4].map(house.node)))];
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => doTo(nodes[i % 5]!.kernel, place, id, { do: 'add', n: 1 })),
    );
    expect(outcomes.every(({ yes }) => yes)).toBe(true);
    expect((await readNotes(house.kernel, practice))[0]).toMatchObject({ count: 40, version: 41 });
  });
});

test('house 3 bulk is set-based: the number of statements does not grow with the number of rows', async () => {
  const practice = await testPractice(house.kernel);
  const statements = async (count: number): Promise<number> => {
    const ids = await makeSome(
      house.kernel,
      practice,
      Array.from({ length: count }, () => ({ title: 'a' })),
    );
    const log: string[] = [];
    const kernel = {
      ...house.kernel,
      db: house.kernel.db.withPlugin({
        transformQuery: ({ node }) => {
          log.push(node.kind);
          return node;
        },
        transformResult: async ({ result }) => result,
      }),
    };
    await performMany(
      kernel,
      testPlace(practice),
      aimsIn(
        notes,
        ids.map((id) => ({ id, command: { do: 'add' as const, n: 1 } })),
      ),
    );
    return log.length;
  };
  const few = await statements(2);
  expect(few).toBeGreaterThan(3);
  expect(await statements(400)).toBe(few);
});
