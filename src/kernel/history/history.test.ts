import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { instantFromEpoch } from '#ground/time.ts';
import { record } from '#kernel/audit/record.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import type { Ref, Who } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { readableBy } from '#kernel/http/readable.ts';
import { at, doTo, makeSome, readEvents, readNotes, useNotes } from '#kernel/loop/testing.ts';
import { testApi, testPlace, testPractice, testWho } from '../../app/testing.ts';
import { historyApi } from './api.ts';
import { byVerb } from './model.ts';
import { titlesBySearch } from './names.ts';
import type { HistoryPorts } from './port.ts';
import { lowestId } from './store.ts';

const house = useNotes();

const aMember = async (practice: Id, name: string, who: Who): Promise<Who> => {
  await at(house.kernel, practice, ({ tx, now }) =>
    sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, created_at, created_by)
      values (${practice}, ${who.member_id!}, 1, ${name}, ${name}, ${`${newId()}@x.example`}, ${who.role_id!}, 'active', ${now}, 'operator')`.execute(
      tx,
    ),
  );
  return who;
};

/** A practice of which `hidden` notes and clients do not exist for whoever lacks «restricted.read». */
const aPractice = async (options: { kind?: 'live' | 'sandbox'; now?: string } = {}) => {
  const practice = await testPractice(house.kernel, options);
  const anna = await aMember(practice, 'Anna', testWho('Manager'));
  const hidden = new Set<Id>();
  const mayRead = async (_desk: unknown, who: Who, ids: readonly Id[]) =>
    new Set(ids.filter((id) => who.abilities.includes('restricted.read') || !hidden.has(id)));
  const ports: HistoryPorts = {
    sentences: [
      byVerb({
        'note.renamed': (facts) => `renamed it to «${facts.title?.[1]}»`,
        'note.called': (facts) => `noted the number ${facts.phone?.[1] ?? '…'}`,
      }),
    ],
    readable: readableBy({ note: mayRead, client: mayRead, run: mayRead }),
    hiddenClients: async () => [...hidden],
    titles: titlesBySearch(),
    contactNames: async () => new Map(),
  };
  const as = (who: Who) => testApi(house.kernel, practice, [historyApi(house.kernel, ports)], who);
  const told = (client_id: Id | undefined, verb: string, thing: Ref = ref('note', newId()), run_id?: Id) =>
    at(house.kernel, practice, (desk) =>
      record(desk, { actor: 'system:timer', request_id: 'r' }, [
        {
          event: { verb, thing, facts: {}, ...(client_id ? { client_id } : {}), ...(run_id ? { run_id } : {}) },
          act_id: newId(),
          root: thing,
          personal: [],
        },
      ]),
    );
  return { practice, anna, hidden, as, told, owner: as(testWho('Owner')), place: testPlace(practice, anna) };
};

const verbs = (items: { verb: string }[]) => items.map(({ verb }) => verb);

describe('PL-101 timelines', () => {
  test('PL-101 a thing’s timeline is told in sentences with names, newest first, to whoever may read the thing', async () => {
    const { practice, place, as } = await aPractice();
    const [id] = await makeSome(house.kernel, practice, [{ title: 'Oak' }]);
    await doTo(house.kernel, place, id!, { do: 'rename', title: 'Ash' });
    await doTo(house.kernel, place, id!, { do: 'call', phone: '555' });
    await doTo(house.kernel, place, id!, { do: 'rename', title: 'forbidden' });
    const { status, body } = await as(testWho('Staff'))('GET', `/events?thing=note:${id}&refusals=false`);
    expect(status).toBe(200);
    expect(body.items.slice(0, 2)).toMatchObject([
      {
        actor_name: 'Anna',
        sentence: 'noted the number 555',
        title: 'Ash',
        url: `/notes/${id}`,
        kind: 'note',
        address: null,
      },
      { actor_name: 'Anna', sentence: 'renamed it to «Ash»', facts: { title: ['Oak', 'Ash'] } },
    ]);
    expect(body.items[2]).toMatchObject({ actor_name: 'Somebody', sentence: 'changed a note: title' });
    const all = await as(testWho('Staff'))('GET', `/events?thing=note:${id}`);
    expect(all.body.items[0]).toMatchObject({ sentence: 'tried to rename, which was refused (not allowed)' });
    for (const { sentence, actor_name } of all.body.items)
      expect(`${sentence} ${actor_name}`).not.toMatch(/[0-9a-f]{8}-/);
  });

  test('PL-35 of a thing one may not read there is no timeline, nor taking back; who reads the audit sees both', async () => {
    const { practice, place, hidden, as, owner } = await aPractice();
    const [id] = await makeSome(house.kernel, practice, [{ title: 'Oak' }]);
    await doTo(house.kernel, place, id!, { do: 'rename', title: 'Ash' });
    const event = (await readEvents(house.kernel, practice)).at(-1)!;
    hidden.add(id!);
    const manager = as(place.caller.who);
    expect((await manager('GET', `/events?thing=note:${id}`)).status).toBe(404);
    expect((await manager('GET', `/events?thing=ghost:${id}`)).status).toBe(404);
    expect((await manager('POST', `/events/${event.id}/undo`, {})).status).toBe(404);
    expect((await readNotes(house.kernel, practice))[0]!.title).toBe('Ash');
    expect(verbs((await owner('GET', `/events?thing=note:${id}`)).body.items)).toEqual(['note.renamed', 'note.made']);
    expect((await owner('POST', `/events/${event.id}/undo`, {})).status).toBe(200);
  });

  test('PL-101 a thing’s timeline holds what happened to its parts; a client’s and a run’s what happened about them', async () => {
    const { practice, as, told } = await aPractice();
    const [client, run, other] = [newId(), newId(), newId()];
    const root = ref('note', newId());
    await at(house.kernel, practice, (desk) =>
      record(desk, { actor: 'operator', request_id: 'r' }, [
        { event: { verb: 'part.added', thing: ref('part', newId()), facts: {} }, act_id: newId(), root, personal: [] },
        {
          event: { verb: 'part.added', thing: ref('part', newId()), facts: {} },
          act_id: newId(),
          root: ref('note', other),
          personal: [],
        },
      ]),
    );
    await told(client, 'task.started', ref('task', newId()), run);
    await told(other, 'task.finished');
    const staff = as(testWho('Staff'));
    expect(verbs((await staff('GET', `/events?thing=${root}`)).body.items)).toEqual(['part.added']);
    expect(verbs((await staff('GET', `/events?client=${client}`)).body.items)).toEqual(['task.started']);
    expect(verbs((await staff('GET', `/events?run=${run}`)).body.items)).toEqual(['task.started']);
  });
});

describe('PL-101 the practice’s audit', () => {
  test('PL-101 needs «audit.read»; it names address and request, and clients that exist for no other', async () => {
    const { practice, hidden, as, told, owner, place } = await aPractice();
    const refused = await as(testWho('Manager'))('GET', '/events');
    expect([refused.status, refused.body.facts]).toEqual([403, { ability: 'audit.read' }]);
    const caller = { ...place.caller, address: '192.0.2.1', device: 'a browser' };
    await doTo(house.kernel, { ...place, caller }, newId(), { do: 'make', title: 'x', phone: '555' });
    const client = newId();
    hidden.add(client);
    await told(client, 'task.started');
    const { items } = (await owner('GET', '/events')).body;
    expect(verbs(items)).toEqual(['task.started', 'note.made']);
    expect(items[0]).toMatchObject({ actor_name: 'Tickmark', client_id: client });
    expect(items[1]).toMatchObject({ address: '192.0.2.1', device: 'a browser', facts: { phone: [null, '555'] } });
    const narrow = { ...testWho('Admin'), abilities: ['audit.read'] };
    const fewer = (await as(narrow)('GET', '/events')).body.items;
    expect(verbs(fewer)).toEqual(['note.made']);
    expect(fewer[0].facts.phone).toBeUndefined();
    expect(practice).toBeDefined();
  });

  test('PL-101 filters by actor, verb and family of verbs', async () => {
    const { anna, place, owner, told } = await aPractice();
    const id = newId();
    await doTo(house.kernel, place, id, { do: 'make', title: 'x' });
    await doTo(house.kernel, place, id, { do: 'rename', title: 'y' });
    await told(undefined, 'task.started', ref('task', newId()));
    const ask = async (query: string) => verbs((await owner('GET', `/events?${query}`)).body.items);
    expect(await ask(`actor=${anna.actor}`)).toEqual(['note.renamed', 'note.made']);
    expect(await ask('actor=system:timer')).toEqual(['task.started']);
    expect(await ask('verb=note.renamed')).toEqual(['note.renamed']);
    expect(await ask('verb=note.*')).toEqual(['note.renamed', 'note.made']);
    for (const wrong of [
      'verb=note',
      'verb=%25',
      'thing=note',
      'actor=bob',
      'from=2026-01-01',
      'sort=verb',
      'count=exact',
      'client=x',
    ])
      expect((await owner('GET', `/events?${wrong}`)).status, wrong).toBe(422);
  });

  test.each(['live', 'sandbox'] as const)('PL-101 a span of time holds what happened in it (%s)', async (kind) => {
    const now = kind === 'sandbox' ? '2031-03-01T12:00:00.000Z' : undefined;
    const { practice, owner, told } = await aPractice({ kind, ...(now ? { now } : {}) });
    await told(undefined, 'a.first');
    const first = (await readEvents(house.kernel, practice))[0]!.at;
    const later = new Date(Date.parse(first) + 1).toISOString();
    const ask = async (query: string) => verbs((await owner('GET', `/events?${query}`)).body.items);
    expect(await ask(`from=${first}`)).toEqual(['a.first']);
    expect(await ask(`from=${later}`)).toEqual([]);
    expect(await ask(`to=${first}`)).toEqual([]);
    expect(await ask(`to=${later}&from=2001-01-01T00:00:00.000Z`)).toEqual(['a.first']);
    expect(await ask(`from=9999-01-01T00:00:00.000Z`)).toEqual([]);
  });

  test('PL-69 pages of the audit hold every event once', async () => {
    const { practice, owner } = await aPractice();
    await makeSome(
      house.kernel,
      practice,
      Array.from({ length: 25 }, () => ({ title: 'x' })),
    );
    const seen: Id[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { body } = await owner('GET', `/events?limit=10${next && `&cursor=${next}`}`);
      seen.push(...body.items.map(({ id }: { id: Id }) => id));
      next = body.next;
    }
    expect(seen).toEqual((await readEvents(house.kernel, practice)).map(({ id }) => id).toReversed());
  });

  test('PL-101 an id tells when it was made', () => {
    const now = Date.now();
    expect(lowestId(instantFromEpoch(now)) <= newId()).toBe(true);
    expect(lowestId(instantFromEpoch(now + 60_000)) > newId()).toBe(true);
    expect(lowestId('0001-01-01T00:00:00.000Z')).toBe('00000000-0000-0000-0000-000000000000');
  });
});

describe('PL-74 taking back through the timeline', () => {
  test('PL-74 the timeline says what can be taken back, and by the undo it is', async () => {
    const { practice, place, anna, as } = await aPractice();
    const id = newId();
    await doTo(house.kernel, place, id, { do: 'make', title: 'Oak' });
    await doTo(house.kernel, place, id, { do: 'rename', title: 'Ash' });
    const mine = as(anna);
    const items = async (who = mine) => (await who('GET', `/events?thing=note:${id}`)).body.items;
    const [renamed] = await items();
    expect(renamed).toMatchObject({ can_undo: true, undone: false });
    expect((await items(as(testWho('Staff'))))[0].can_undo).toBe(false);
    expect((await mine('POST', `/events/${renamed.id}/undo`, { reason: 'A slip' })).status).toBe(200);
    expect((await readNotes(house.kernel, practice))[0]!.title).toBe('Oak');
    expect(await items()).toMatchObject([
      { verb: 'note.undone', undoes: renamed.id, can_undo: true, sentence: 'took back a change of a note' },
      { verb: 'note.renamed', undone: true, can_undo: false },
      { verb: 'note.made' },
    ]);
    const again = await mine('POST', `/events/${renamed.id}/undo`, {});
    expect([again.status, again.body.code]).toEqual([409, 'already_undone']);
    expect((await mine('POST', `/events/${newId()}/undo`, {})).status).toBe(404);
    expect((await mine('POST', `/events/${renamed.id}/undo`, { who: 'me' })).status).toBe(422);
  });
});

describe('PL-104 seals', () => {
  test('PL-104 seals are listed newest first, and «verify now» answers with the anchor or the finding', async () => {
    const { practice, as, owner } = await aPractice();
    await makeSome(
      house.kernel,
      practice,
      Array.from({ length: 1500 }, () => ({ title: 'x' })),
    );
    await sealAll(house.house.engine);
    const { items, next } = (await owner('GET', '/seals?limit=1')).body;
    expect(items).toMatchObject([{ no: 2, events: 500, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect((await owner('GET', `/seals?limit=1&cursor=${next}`)).body).toMatchObject({
      items: [{ no: 1, events: 1000, previous: '0'.repeat(64) }],
      next: null,
    });
    const anchor = { no: 2, hash: items[0].hash };
    expect((await owner('POST', '/seals/verification', {})).body).toEqual({
      ok: true,
      events: 1500,
      seals: 2,
      pruned: null,
      anchor,
      finding: null,
    });
    const cut = await owner('POST', '/seals/verification', { anchor: `3:${items[0].hash}` });
    expect(cut.body).toMatchObject({ ok: false, finding: expect.stringContaining('cut off') });
    expect((await owner('POST', '/seals/verification', { anchor: 'x' })).status).toBe(422);
    expect((await as(testWho('Manager'))('GET', '/seals')).status).toBe(403);
    expect((await as(testWho('Staff'))('POST', '/seals/verification', {})).status).toBeOneOf([403, 404]);
  });
});
