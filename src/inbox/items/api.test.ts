import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { wake } from '#kernel/schedule/wake.ts';
import { member, person } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../../app/testing.ts';

const house = useTestHouse();

/** A practice whose people exist; each speaks through an API of their own. */
const begin = async (kind: 'live' | 'sandbox' = 'live', now?: string) => {
  const practice = await testPractice(house.kernel, { kind, ...(now && { now }) });
  const join = async (role: BuiltIn, name: string) => {
    const who = testWho(role);
    await member(house.kernel, practice, who, name);
    return { who, api: as(who) };
  };
  const as = (who: Who) => testApi(house.kernel, practice, [v1(house.house)], who);
  const manager = await join('Manager', 'Marlow Test');
  const add = async (given: object = {}, api = manager.api) => {
    const { status, body } = await api('POST', '/items', { subject: 'Lease', ...given });
    expect(status, JSON.stringify(body)).toBe(201);
    return body as { id: Id; number: number; version: number; status: string };
  };
  return { practice, join, as, add, manager, api: manager.api };
};
const seen = (version: number) => ({ 'if-match': `"${version}"` });
const values = (counts: Record<string, { value: number }>) =>
  Object.fromEntries(Object.entries(counts).map(([tab, { value }]) => [tab, value]));

describe('tabs', () => {
  test('IN-3 IN-4 IN-6 an item stands in the one tab of its status, and moves when it is set', async () => {
    const { api, add } = await begin();
    const item = await add();
    const tabs = async () => values((await api('GET', '/item-counts')).body);
    expect(await tabs()).toEqual({ outstanding: 1, in_progress: 0, approved: 0, not_approved: 0, completed: 0 });
    const { body } = await api('PUT', `/items/${item.id}/status`, { status: 'in_progress' }, seen(1));
    expect(body).toMatchObject({ number: 1, status: 'in_progress', version: 2, unchanged: null });
    expect(await tabs()).toEqual({ outstanding: 0, in_progress: 1, approved: 0, not_approved: 0, completed: 0 });
    for (const status of ['outstanding', 'in_progress'] as const) {
      const { items } = (await api('GET', `/items?status=${status}`)).body;
      expect(items.map(({ id }: { id: Id }) => id)).toEqual(status === 'in_progress' ? [item.id] : []);
    }
  });

  test('IN-5 no request can make an item with a status, a number or a maker', async () => {
    const { api } = await begin();
    for (const more of [{ status: 'completed' }, { number: 7 }, { made_by: 'me' }, { decision: {} }, { id: newId() }])
      expect((await api('POST', '/items', { subject: 'Lease', ...more })).status).toBe(422);
    expect((await api('GET', '/items')).body.items).toEqual([]);
  });

  test('IN-30 the status it has answers «unchanged», names who set it, and writes no event', async () => {
    const { practice, api, add } = await begin();
    const item = await add();
    const { body } = await api('PUT', `/items/${item.id}/status`, { status: 'outstanding' }, seen(1));
    expect(body).toMatchObject({ version: 1, event_id: null, unchanged: { by: 'Marlow Test' } });
    const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql<{ verb: string }>`select verb from app.event where thing = ${`item:${item.id}`}`.execute(tx),
    );
    expect(rows).toEqual([{ verb: 'item.added' }]);
  });

  test('IN-31 who saw an older version is refused, and hears who changed what', async () => {
    const { api, add, manager } = await begin();
    const { id } = await add();
    await api('PATCH', `/items/${id}`, { priority: 'high' }, seen(1));
    const late = await api('PUT', `/items/${id}/status`, { status: 'completed' }, seen(1));
    expect([late.status, late.body]).toEqual([
      412,
      expect.objectContaining({
        code: 'conflict',
        facts: {
          current_version: 2,
          changed_by: manager.who.actor,
          changed_at: expect.any(String),
          fields: ['priority'],
        },
      }),
    ]);
    expect((await api('PUT', `/items/${id}/status`, { status: 'completed' })).status).toBe(428);
    expect((await api('GET', `/items/${id}`)).body).toMatchObject({ status: 'outstanding', priority: 'high' });
  });
});

describe('decisions', () => {
  test('IN-104 a decision is taken back through its event while it is young; its timer makes it final and tells', async () => {
    const { practice, join, add, api } = await begin();
    const anna = await join('Staff', 'Anna Test');
    const { id } = await add({ assignee_id: anna.who.member_id });
    const decided = await anna.api(
      'POST',
      `/items/${id}/decision`,
      { value: 'approved', instructions: 'Post it' },
      seen(1),
    );
    expect(decided.body).toMatchObject({ status: 'approved' });
    expect((await anna.api('POST', `/events/${decided.body.event_id}/undo`, {})).status).toBe(200);
    expect((await api('GET', `/items/${id}`)).body).toMatchObject({ status: 'outstanding', decision: null });
    const again = await anna.api('POST', `/items/${id}/decision`, { value: 'approved' }, seen(3));
    const { rows } = await inPractice(house.kernel.db, practice, async ({ tx }) => {
      await sql`update app.item set final_at = now() - interval '1 second'`.execute(tx);
      return sql<{ room: string; thing: Id; fence: number }>`
        update app.timer set state = 'queued' where room = 'item' returning room, thing, fence`.execute(tx);
    });
    await inPractice(house.kernel.db, practice, (desk) => wake(house.kernel, desk, testPlace(practice).caller, rows));
    const late = await anna.api('POST', `/events/${again.body.event_id}/undo`, {});
    expect([late.status, late.body.code]).toEqual([409, 'decision_is_final']);
    const { body: notices } = await api('GET', '/notifications');
    expect(notices.items.map(({ title }: { title: string }) => title)).toEqual(['#1 «Lease» is Approved']);
  });

  test('IN-20 IN-140 the page hears from the rule which ways are closed, and whether this member may', async () => {
    const { join, add, api } = await begin();
    const { id } = await add();
    expect((await api('GET', `/items/${id}`)).body).toMatchObject({
      closed: {},
      may: { update: true, delete: true, take: true, resubmit: false },
    });
    await api('POST', `/items/${id}/decision`, { value: 'not_approved' }, seen(1));
    const anna = await join('Staff', 'Anna Test');
    const { body } = await anna.api('GET', `/items/${id}`);
    expect(body.may).toMatchObject({ update: false, delete: false, take: false });
    expect(Object.keys(body.closed).sort()).toEqual(['approved', 'in_progress', 'outstanding']);
  });
});

describe('who sees what', () => {
  test('IN-15 IN-142 lists, counts, search and the item itself show one the same items', async () => {
    const { join, add, api } = await begin();
    const carl = await join('AR Specialist', 'Carl Test');
    const anna = await join('Staff', 'Anna Test');
    const owner = await join('Owner', 'Olga Test');
    await add({ subject: 'Zebra open' });
    await add({ subject: 'Zebra of Carl', assignee_id: carl.who.member_id });
    await add({ subject: 'Zebra secret', confidential: true, watcher_ids: [carl.who.member_id] });
    await add({ subject: 'Zebra of Anna' }, anna.api);
    const sees = async (by: typeof api) => {
      const { items } = (await by('GET', '/items?sort=number')).body;
      const counts = values((await by('GET', '/item-counts')).body);
      const found = (await by('GET', '/search?q=zebra')).body.groups.find(
        ({ kind }: { kind: string }) => kind === 'item',
      );
      const numbers = items.map(({ number }: { number: number }) => number);
      expect(counts.outstanding).toBe(numbers.length);
      expect((found?.items ?? []).map(({ url }: { url: string }) => Number(url.split('/').at(-1))).sort()).toEqual(
        numbers,
      );
      for (const number of [1, 2, 3, 4])
        expect((await by('GET', `/items/by-number/${number}`)).status).toBe(numbers.includes(number) ? 200 : 404);
      return numbers;
    };
    expect(await sees(owner.api)).toEqual([1, 2, 3, 4]);
    expect(await sees(api)).toEqual([1, 2, 3, 4]);
    expect(await sees(anna.api)).toEqual([1, 2, 4]);
    expect(await sees(carl.api)).toEqual([2, 3]);
  });

  test('IN-15 PL-35 its timeline is as absent as the item', async () => {
    const { join, add } = await begin();
    const anna = await join('Staff', 'Anna Test');
    const { id } = await add({ subject: 'Secret', confidential: true });
    const { body } = await anna.api('GET', `/events?thing=item:${id}`);
    expect(body.items ?? []).toEqual([]);
  });

  test('IN-160 PL-31 an item given a restricted client is found by nobody who may not see that client, from its first moment', async () => {
    const { practice, join, add } = await begin();
    const owner = await join('Owner', 'Olga Test');
    const anna = await join('Staff', 'Anna Test');
    const client = await person(house.kernel, practice, 'Quiet Quarry');
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.person set restricted = true where id = ${client}`.execute(tx),
    );
    await add({ subject: 'Ferret', client_id: client }, owner.api);
    const found = async (by: typeof owner.api) => (await by('GET', '/search?q=ferret')).body.groups.length;
    expect([await found(owner.api), await found(anna.api)]).toEqual([1, 0]);
  });

  test('IN-160 a tab is asked for words by their beginnings: of subject, details, whom it is about, number and instructions', async () => {
    const { join, add } = await begin();
    const { api } = await join('Owner', 'Olga Test');
    const { id, number } = await add({ subject: 'Ferret hire', details: 'The cage needs paint' }, api);
    await add({ subject: 'Otter hire', contact: { name: 'Hazel Quay' } }, api);
    const found = async (q: string, status = 'outstanding') =>
      (await api('GET', `/items?status=${status}&q=${encodeURIComponent(q)}`)).body.items.map(
        ({ subject }: { subject: string }) => subject,
      );
    expect(await found('ferr')).toEqual(['Ferret hire']);
    expect(await found('hire paint')).toEqual(['Ferret hire']);
    expect(await found('haz qu')).toEqual(['Otter hire']);
    expect(await found(`#${number}`)).toEqual(['Ferret hire']);
    expect(await found('hire wombat')).toEqual([]);
    const decided = { value: 'not_approved', instructions: 'Ask for the marzipan invoice' };
    await api('POST', `/items/${id}/decision`, decided, seen(1));
    expect(await found('marzi', 'not_approved')).toEqual(['Ferret hire']);
    await api('DELETE', `/items/${id}`, undefined, seen(2));
    expect(await found('ferr', 'deleted')).toEqual(['Ferret hire']);
  });

  test('IN-145 of two who take it at once one has it, the other hears the name', async () => {
    const { join, add } = await begin();
    const [anna, ben] = [await join('Staff', 'Anna Test'), await join('Staff', 'Ben Test')];
    const { id } = await add();
    const both = await Promise.all([anna, ben].map(({ api }) => api('POST', `/items/${id}/taking`)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)!.body.code).toBe('taken');
  });

  test('PL-S1 another practice has none of it', async () => {
    const { add } = await begin();
    const { id } = await add();
    const { api } = await begin();
    expect((await api('GET', `/items/${id}`)).status).toBe(404);
    expect((await api('PUT', `/items/${id}/status`, { status: 'completed' }, seen(1))).status).toBe(404);
  });
});

describe('many at once', () => {
  const seven = async (practice: Id, ids: readonly Id[]) => {
    const [, b, c, d, e, f, g] = ids;
    await inPractice(house.kernel.db, practice, async ({ tx }) => {
      await sql`update app.item set origin = 'email' where id = ${b}`.execute(tx);
      await sql`update app.item set origin = 'document' where id = ${c}`.execute(tx);
      await sql`update app.item set status = 'in_progress' where id = ${d}`.execute(tx);
      await sql`update app.item set status = 'approved', decision = 'approved', decision_final = true where id = ${e}`.execute(
        tx,
      );
      await sql`update app.item set status = 'not_approved', decision = 'not_approved', decision_final = true where id = ${f}`.execute(
        tx,
      );
      await sql`update app.item set status = 'completed' where id = ${g}`.execute(tx);
    });
  };
  const sevenItems = async () => {
    const at = await begin();
    const ids = [];
    for (let i = 0; i < 7; i += 1) ids.push((await at.add({ subject: `Item ${i}` })).id);
    await seven(at.practice, ids);
    return { ...at, ids };
  };

  test('IN-120 IN-121 example 6: Completed on seven changes five, one is so already, one is refused; «all» changes none', async () => {
    const { api, ids } = await sevenItems();
    const all = await api('POST', '/items/bulk', {
      command: { do: 'set_status', status: 'completed' },
      ids,
      mode: 'all',
    });
    expect([all.status, all.body.code]).toEqual([409, 'rows_refused']);
    expect((await api('GET', '/items?status=completed')).body.items).toHaveLength(1);
    const { body } = await api('POST', '/items/bulk', { command: { do: 'set_status', status: 'completed' }, ids });
    expect(body).toMatchObject({ done: 5, unchanged: 1, refused: 1 });
    expect(body.rows[2]).toMatchObject({ id: ids[2], ok: false, code: 'decide_first' });
    expect(body.rows[6]).toMatchObject({ id: ids[6], ok: true, unchanged: true });
  });

  test('IN-122 example 7: In progress on the seven; the dry run says beforehand what then happens', async () => {
    const { api, ids } = await sevenItems();
    const command = { do: 'set_status', status: 'in_progress' };
    const dry = (await api('POST', '/items/bulk', { command, ids, dry_run: true })).body;
    const { body } = await api('POST', '/items/bulk', { command, ids });
    expect(body).toMatchObject({ done: 1, unchanged: 1, refused: 5 });
    expect(dry).toMatchObject({ done: 1, unchanged: 1, refused: 5, operation_id: null });
    const codes = (rows: { code?: string }[]) => rows.map(({ code }) => code ?? null);
    expect(codes(dry.rows)).toEqual(codes(body.rows));
    expect(codes(body.rows)).toEqual([
      null,
      'not_for_this_origin',
      'not_for_this_origin',
      null,
      'decision_is_final',
      'decision_is_final',
      'completed_is_final',
    ]);
  });

  test('IN-125 who may not update all changes their own rows; the others are refused by name of the rule', async () => {
    const { join, add } = await begin();
    const anna = await join('Staff', 'Anna Test');
    const mine = await add({ assignee_id: anna.who.member_id });
    const other = await add();
    const ids = [mine.id, other.id];
    const { body } = await anna.api('POST', '/items/bulk', { command: { do: 'set_priority', priority: 'high' }, ids });
    expect(body).toMatchObject({ done: 1, refused: 1 });
    expect(body.rows[1]).toMatchObject({ code: 'not_yours' });
  });

  test('IN-123 IN-126 a bulk decision gives its instructions to each, and is taken back as one while it is young', async () => {
    const { api, ids } = await sevenItems();
    const some = ids.slice(0, 3);
    const { body } = await api('POST', '/items/bulk', {
      command: { do: 'decide', value: 'approved', instructions: 'As agreed' },
      ids: [...some, ids[4]],
    });
    expect(body).toMatchObject({ done: 3, unchanged: 1, refused: 0 });
    const { items } = (await api('GET', '/items?status=approved')).body;
    expect(
      items.filter(({ decision }: { decision: { instructions: string } }) => decision.instructions === 'As agreed'),
    ).toHaveLength(3);
    const undo = await api('POST', `/bulk-operations/${body.operation_id}/undo`);
    expect(undo.body).toMatchObject({ done: 3, refused: 0 });
    expect(values((await api('GET', '/item-counts')).body)).toMatchObject({ outstanding: 3, approved: 1 });
  });
});

describe('more', () => {
  test('IN-13 overdue is what is open and due before today in the practice’s zone', async () => {
    const { practice, api, add } = await begin('sandbox', '2026-04-04T12:59:59.000Z');
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.practice set time_zone = 'Australia/Sydney' where practice_id = ${practice}`.execute(tx),
    );
    await add({ subject: 'Fourth', due_on: '2026-04-04' });
    await add({ subject: 'Fifth', due_on: '2026-04-05' });
    const overdueAt = async (now: string) => {
      await inPractice(house.kernel.db, practice, ({ tx }) => sql`update app.clock set now = ${now}`.execute(tx));
      const { items } = (await api('GET', '/items?due=overdue')).body;
      const flagged = (await api('GET', '/items')).body.items.filter(({ overdue }: { overdue: boolean }) => overdue);
      expect(flagged).toHaveLength(items.length);
      return items.map(({ subject }: { subject: string }) => subject).sort();
    };
    expect(await overdueAt('2026-04-04T12:59:59.000Z')).toEqual([]);
    expect(await overdueAt('2026-04-04T13:00:00.000Z')).toEqual(['Fourth']);
    expect(await overdueAt('2026-04-05T13:59:59.000Z')).toEqual(['Fourth']);
    expect(await overdueAt('2026-04-05T14:00:00.000Z')).toEqual(['Fifth', 'Fourth']);
  });

  test('IN-16 an inactive client stays by name with its mark; an item follows the survivor of a merge', async () => {
    const { practice, api, add } = await begin();
    const [a, b] = [
      await person(house.kernel, practice, 'Harbour Café'),
      await person(house.kernel, practice, 'Harbour Cafe'),
    ];
    const { id } = await add({ client_id: b });
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.person set inactive_since = '2026-01-01', inactive_by = 'operator' where id = ${b}`.execute(tx),
    );
    expect((await api('GET', `/items/${id}`)).body).toMatchObject({ client: 'Harbour Cafe', client_inactive: true });
    const merged = await api('POST', '/merges', { survivor: a, absorbed: b, versions: { survivor: 1, absorbed: 1 } });
    expect(merged.status, JSON.stringify(merged.body)).toBeLessThan(300);
    expect((await api('GET', `/items/${id}`)).body).toMatchObject({ client: 'Harbour Café', client_id: a });
    expect((await api('POST', `/merges/${merged.body.id}/reversal`)).status).toBe(201);
    expect((await api('GET', `/items/${id}`)).body).toMatchObject({ client: 'Harbour Cafe', client_id: b });
  });

  test('IN-150 notes are listed, the oldest first, with who wrote them', async () => {
    const { api, add } = await begin();
    const { id } = await add({ note: 'First' });
    await api('POST', `/items/${id}/notes`, { body: 'Second' });
    const { items } = (await api('GET', `/items/${id}/notes`)).body;
    expect(items).toMatchObject([
      { body: 'First', author_name: 'Marlow Test' },
      { body: 'Second', author_name: 'Marlow Test' },
    ]);
    const changed = await api('PATCH', `/items/${id}/notes/${items[1].id}`, { body: 'Second, better' });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    expect((await api('GET', `/items/${id}`)).body.notes).toBe(2);
  });

  test('IN-150 IN-151 a note is taken back by its author, a viewer too, and its words stay in the timeline', async () => {
    const { api, join, add } = await begin();
    const vera = await join('Viewer', 'Vera Viewer');
    const { id } = await add();
    const written = await vera.api('POST', `/items/${id}/notes`, { body: 'Meant for another' });
    const stranger = await join('Staff', 'Stan Staff');
    const undo = (by: typeof api) => by('POST', `/events/${written.body.event_id}/undo`, {});
    expect((await undo(stranger.api)).status).toBe(403);
    expect((await undo(vera.api)).status).toBeLessThan(300);
    expect((await api('GET', `/items/${id}/notes`)).body.items).toEqual([]);
    const { items } = (await api('GET', `/events?thing=item:${id}`)).body;
    const sentences: string[] = items.map(({ sentence }: { sentence: string }) => sentence);
    expect(sentences.filter((sentence) => /note/.test(sentence))).toEqual([
      'took a note back',
      'wrote a note: «Meant for another»',
    ]);
  });

  test('IN-146 who is deactivated keeps their items; open ones are counted, found, and given away in one act with one undo', async () => {
    const { api, join, add } = await begin();
    const owner = await join('Owner', 'Olga Owner');
    const [left, heir] = [await join('Staff', 'Lena Left'), await join('Staff', 'Hugo Heir')];
    const [open, begun, done] = [
      await add({ assignee_id: left.who.member_id }),
      await add({ assignee_id: left.who.member_id }),
      await add({ assignee_id: left.who.member_id }),
    ];
    await api('PUT', `/items/${begun.id}/status`, { status: 'in_progress' }, seen(1));
    await api('PUT', `/items/${done.id}/status`, { status: 'completed' }, seen(1));
    const gone = await owner.api('POST', `/members/${left.who.member_id}/deactivation`, { successor_id: null });
    expect(gone.status, JSON.stringify(gone.body)).toBe(200);
    const theirs = { status: 'open', assignee: left.who.member_id };
    const counted = await owner.api('GET', `/items?status=open&assignee=${theirs.assignee}&count=exact&limit=1`);
    expect(counted.body.count.value).toBe(2);
    const inactive = (await api('GET', '/items?status=open&assignee=inactive')).body.items;
    expect(inactive).toMatchObject([
      { id: begun.id, assignee: 'Lena Left', assignee_inactive: true },
      { id: open.id, assignee: 'Lena Left', assignee_inactive: true },
    ]);
    const give = { command: { do: 'assign', assignee_id: heir.who.member_id }, filter: theirs, expected_count: 2 };
    const given = await owner.api('POST', '/items/bulk', give);
    expect(given.body).toMatchObject({ done: 2, refused: 0 });
    const whose = async () =>
      Promise.all([open, begun, done].map(async ({ id }) => (await api('GET', `/items/${id}`)).body.assignee));
    expect(await whose()).toEqual(['Hugo Heir', 'Hugo Heir', 'Lena Left']);
    expect((await owner.api('POST', `/bulk-operations/${given.body.operation_id}/undo`)).status).toBeLessThan(300);
    expect(await whose()).toEqual(['Lena Left', 'Lena Left', 'Lena Left']);
    expect((await owner.api('DELETE', `/members/${left.who.member_id}`)).status, 'members are never deleted').toBe(404);
  });

  test('IN-135 IN-137 submitted again by one press, linked both ways, once at a time', async () => {
    const { api, add } = await begin();
    const { id } = await add({ subject: 'Lease', details: 'Rent' });
    expect((await api('POST', `/items/${id}/resubmission`)).body.code).toBe('not_decided');
    await api('POST', `/items/${id}/decision`, { value: 'not_approved' }, seen(1));
    const again = await api('POST', `/items/${id}/resubmission`);
    expect(again.body).toMatchObject({
      number: 2,
      status: 'outstanding',
      details: 'Rent',
      resubmission_of: { number: 1 },
    });
    expect((await api('GET', `/items/${id}`)).body).toMatchObject({
      status: 'not_approved',
      resubmissions: [{ number: 2 }],
    });
    expect((await api('POST', `/items/${id}/resubmission`)).body).toMatchObject({ code: 'already_resubmitted' });
  });

  test('IN-24 the practice allows mail and forms to be in progress; who may not set the practice up may not', async () => {
    const { practice, join, add, api } = await begin();
    const owner = await join('Owner', 'Olga Test');
    const { id } = await add();
    await inPractice(house.kernel.db, practice, ({ tx }) => sql`update app.item set origin = 'email'`.execute(tx));
    const move = (version: number) => api('PUT', `/items/${id}/status`, { status: 'in_progress' }, seen(version));
    expect((await move(1)).body.code).toBe('not_for_this_origin');
    const settings = { inbox: { in_progress_for_mail_and_forms: true } };
    const { headers } = await owner.api('GET', '/practice');
    const match = { 'if-match': headers.get('etag') ?? '' };
    expect((await api('PATCH', '/practice', { settings }, match)).status).toBe(403);
    const set = await owner.api('PATCH', '/practice', { settings }, match);
    expect(set.status, JSON.stringify(set.body)).toBe(200);
    expect((await move(1)).body.status).toBe('in_progress');
  });
});
