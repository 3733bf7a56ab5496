import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import type { Ref } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { readableBy } from '#kernel/http/readable.ts';
import { aimsIn, performMany } from '#kernel/loop/many.ts';
import { at, doTo, makeSome, useNotes } from '#kernel/loop/testing.ts';
import { notes } from '#kernel/loop/testing-room.ts';
import { testApi, testPlace, testPractice, testWho } from '../../app/testing.ts';
import { noticesApi } from './api.ts';

const house = useNotes();
const NOW = '2026-07-01T09:00:00.000Z';

/** A sandbox, so that the tests move its clock by hand; `hidden` holds things the member may not read. */
const aPractice = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: NOW });
  const me = testWho('Manager');
  const hidden = new Set<Id>();
  const readable = readableBy({ note: async (_desk, _who, ids) => new Set(ids.filter((id) => !hidden.has(id))) });
  const counters = [
    { place: 'inbox', reads: reads('inbox'), count: async () => 3 },
    { place: 'collections', reads: reads('collections'), count: async () => 9 },
  ];
  const api = (who = me) => testApi(house.kernel, practice, [noticesApi(house.kernel, { readable, counters })], who);
  const tell = (thing: Ref, options: { verb?: string; at?: number; by?: ReturnType<typeof testWho>; bulk?: Id } = {}) =>
    at(house.kernel, practice, (desk) => {
      const { verb = 'note.given', by = testWho('Admin'), bulk } = options;
      const told = { do: 'notify', member: me.member_id!, verb, thing, title: `«${thing}»`, url: '/x' } as const;
      const caller = { who: by, request_id: newId(), ...(bulk ? { bulk } : {}) };
      return house.kernel.writers.notify({ ...desk, now: addMilliseconds(NOW, options.at ?? 0) }, [told], caller);
    });
  return { practice, me, api: api(), as: api, tell, hidden };
};

const aThing = () => ref('note', newId());
const MINUTE = 60_000;

describe('lines', () => {
  test('PL-125 ten changes to one thing within ten minutes are one line; later ones are another, and both wait to be read', async () => {
    const { api, tell } = await aPractice();
    const thing = aThing();
    for (let i = 0; i < 10; i += 1) await tell(thing, { at: i * MINUTE });
    await tell(thing, { at: 9 * MINUTE, verb: 'note.renamed' });
    expect((await api('GET', '/notifications')).body.items).toMatchObject([
      { verb: 'note.renamed', count: 1 },
      { verb: 'note.given', count: 10, first_at: NOW, last_at: addMilliseconds(NOW, 9 * MINUTE) },
    ]);
    await tell(thing, { at: 20 * MINUTE });
    const { body } = await api('GET', '/notifications');
    expect(body.items.map((notice: { count: number }) => notice.count)).toEqual([1, 1, 10]);
    expect(body.items.every((notice: { read_at: string | null }) => notice.read_at === null)).toBe(true);
  });

  test('PL-125 nobody is told of their own act', async () => {
    const { me, api, tell } = await aPractice();
    await tell(aThing(), { by: me });
    expect((await api('GET', '/notifications')).body.items).toEqual([]);
  });

  test('WF-186 one bulk act gives each member one line with a count, over several transactions', async () => {
    const { practice, me, api } = await aPractice();
    const ids = await makeSome(
      house.kernel,
      practice,
      Array.from({ length: 600 }, (_, i) => ({ title: `Note ${i}` })),
    );
    const place = testPlace(practice, testWho('Owner'));
    const bulk = { ...place, caller: { ...place.caller, bulk: newId() } };
    const wanted = ids.map((id) => ({ id, command: { do: 'give' as const, owner_id: me.member_id! } }));
    await performMany(house.kernel, bulk, aimsIn(notes, wanted));
    const { body } = await api('GET', '/notifications');
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ count: 600, title: '«Note 0» is yours now, and 599 more' });
  });
});

describe('reading them', () => {
  test('PL-125 PL-69 one’s own only, unread first and newest on top, page by page without skipping', async () => {
    const { me, api, as, tell } = await aPractice();
    const things = [aThing(), aThing(), aThing(), aThing(), aThing()];
    for (const [i, thing] of things.entries()) await tell(thing, { at: i * MINUTE });
    const all = (await api('GET', '/notifications')).body.items as { id: Id; thing: Ref }[];
    expect(all.map(({ thing }) => thing)).toEqual(things.toReversed());
    expect((await api('POST', '/notifications/read', { ids: [all[0]!.id, all[2]!.id] })).body).toEqual({ changed: 2 });
    const order = [things[3], things[1], things[0], things[4], things[2]];
    const first = await api('GET', '/notifications?limit=3');
    const second = await api('GET', `/notifications?limit=3&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items].map(({ thing }) => thing)).toEqual(order);
    expect((await api('GET', '/notifications?unread=true')).body.items).toHaveLength(3);
    expect((await as(testWho('Owner'))('GET', '/notifications')).body.items).toEqual([]);
    expect(
      (
        await as({ ...testWho('Owner'), actor: me.actor })('POST', '/notifications/read', {
          until: addMilliseconds(NOW, MINUTE),
        })
      ).body,
    ).toEqual({ changed: 0 });
  });

  test('PL-125 all up to an instant are marked at once, not what came since; and a mark can be taken back', async () => {
    const { api, tell } = await aPractice();
    for (const minutes of [0, 1, 5]) await tell(aThing(), { at: minutes * MINUTE });
    expect((await api('POST', '/notifications/read', { until: addMilliseconds(NOW, 2 * MINUTE) })).body.changed).toBe(
      2,
    );
    const [newest, ...read] = (await api('GET', '/notifications')).body.items as { id: Id; read_at: string | null }[];
    expect(newest!.read_at).toBeNull();
    expect(read.map(({ read_at }) => read_at)).toEqual([NOW, NOW]);
    expect((await api('POST', '/notifications/read', { ids: [read[0]!.id], read: false })).body.changed).toBe(1);
    expect((await api('GET', '/counts')).body.notifications).toBe(2);
    expect((await api('POST', '/notifications/read', {})).status).toBe(422);
  });

  test('PL-126 nothing is shown or counted of a thing the member may no longer read', async () => {
    const { api, tell, hidden } = await aPractice();
    const [gone, kept] = [newId(), newId()];
    await tell(ref('note', gone));
    await tell(ref('note', kept));
    await tell(ref('ghost', newId()));
    hidden.add(gone);
    const { items } = (await api('GET', '/notifications')).body;
    expect(items.map((notice: { thing: Ref }) => notice.thing)).toEqual([ref('note', kept)]);
    expect((await api('GET', '/counts')).body.notifications).toBe(1);
  });

  test('WF-192 the frame’s numbers leave out modules that the role does not have', async () => {
    const { api, as } = await aPractice();
    expect((await api('GET', '/counts')).body).toEqual({ notifications: 0, places: { inbox: 3, collections: 9 } });
    expect((await as(testWho('Staff'))('GET', '/counts')).body.places).toEqual({ inbox: 3 });
  });

  test('PL-100 a notice stands or falls with the act it tells of', async () => {
    const { practice, me, api } = await aPractice();
    const [id] = await makeSome(house.kernel, practice, [{ title: 'One' }]);
    const give = { do: 'give' as const, owner_id: me.member_id! };
    const both = [id!, newId()].map((thing) => ({ id: thing, command: give }));
    await performMany(house.kernel, { ...testPlace(practice), mode: 'all' }, aimsIn(notes, both));
    expect((await api('GET', '/notifications')).body.items).toEqual([]);
    await doTo(house.kernel, testPlace(practice), id!, give);
    expect((await api('GET', '/notifications')).body.items).toMatchObject([{ count: 1, title: '«One» is yours now' }]);
  });
});
