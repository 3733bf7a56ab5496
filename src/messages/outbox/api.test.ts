import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { historyApi } from '#kernel/history/api.ts';
import { perform } from '#kernel/loop/perform.ts';
import { visibleSubject } from '#workflows/runs/visible.ts';
import { causes } from '../../app/ports/causes.ts';
import { historyPorts } from '../../app/ports/history.ts';
import { messages, persons } from '../../app/rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { messagesApi } from './api.ts';
import type { MessageCommand, New } from './model.ts';
import type { Answer } from './port.ts';
import { newMessage } from './testing.ts';
import { withWords } from './worded.ts';

const NOW = '2026-11-02T09:00:00.000Z';
const house = useTestHouse();

const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: NOW });
  const routes = [
    messagesApi({ kernel: house.kernel, messages, causes, seen: visibleSubject }),
    historyApi(house.kernel, historyPorts),
  ];
  const as = (who: Who) => testApi(house.kernel, practice, routes as never, who);
  const machine = { who: systemWho('test'), request_id: newId() };
  const perhaps = (id: Id, command: MessageCommand) =>
    perform(house.kernel, { practice_id: practice, caller: machine }, messages, { id, command });
  const write = async (one: Partial<New> = {}, more: { planned_at?: string; approval?: boolean } = {}): Promise<Id> => {
    const id = newId();
    const done = await perhaps(id, { do: 'write', message: newMessage(one), ...more });
    expect(done).toMatchObject({ yes: true });
    return id;
  };
  const client = async (name: string, restricted = false): Promise<Id> => {
    const id = newId();
    const add = { do: 'add', kind: 'client', organisation_name: name, restricted } as const;
    const done = await perform(house.kernel, testPlace(practice, testWho('Owner')), persons, {
      id,
      command: add as never,
    });
    expect(done).toMatchObject({ yes: true });
    return id;
  };
  return { practice, as, api: as(testWho('Manager')), write, perhaps, client };
};

test('ME-53 §5 the tabs hold what leaves today, later, and what stopped, in the order they leave', async () => {
  const { api, write } = await begin();
  const late = await write({ subject: 'Late' }, { planned_at: '2026-11-02T15:00:00.000Z' });
  const soon = await write({ subject: 'Soon' });
  const next = await write({ subject: 'Next' }, { planned_at: '2026-11-05T15:00:00.000Z' });
  await write({ subject: 'Far' }, { planned_at: '2026-12-05T15:00:00.000Z' });
  const held = await write({ subject: 'Held' }, { approval: true });
  const tab = async (name: string) =>
    (await api('GET', `/messages?tab=${name}`)).body.items.map(({ id }: { id: Id }) => id);
  expect(await tab('today')).toEqual([soon, late]);
  expect(await tab('next_7_days')).toEqual([next]);
  expect(await tab('held')).toEqual([held]);
  expect((await api('GET', '/message-strip')).body).toMatchObject({
    today: 2,
    next_7_days: 1,
    held: 1,
    failed: 0,
    needs_check: 0,
    folder: ['email', 'sms'],
  });
});

test('PL-69 §6 lists page, count and are found by words, client, class, channel and days', async () => {
  const { api, write, client } = await begin();
  const bakery = await client('Harbour Bakery');
  const mine = await write({ client_id: bakery, subject_kind: 'person', subject_id: bakery, class: 'chase' });
  const text = await write({
    channel: 'sms',
    recipients: [{ address: '+447700900018', name: 'Sample', record: null }],
    subject: null,
    body: 'Your PIN is ready',
    from_address: '+441234567890',
  });
  await write({ subject: 'Third' }, { planned_at: '2026-11-20T09:00:00.000Z' });
  const found = async (query: string) =>
    (await api('GET', `/messages?${query}`)).body.items.map(({ id }: { id: Id }) => id);
  expect(await found('q=harbour')).toEqual([mine]);
  expect(await found('q=PIN')).toEqual([text]);
  expect(await found(`client=${bakery}`)).toEqual([mine]);
  expect(await found('class=chase')).toEqual([mine]);
  expect(await found('channel=sms')).toEqual([text]);
  expect(await found('from=2026-11-20&to=2026-11-20')).toHaveLength(1);
  const page = (await api('GET', '/messages?limit=2&count=exact')).body;
  expect(page).toMatchObject({ count: { value: 3 }, items: [{}, {}] });
  expect((await api('GET', `/messages?limit=2&cursor=${page.next}`)).body.items).toHaveLength(1);
});

test('PL-120 §6 messages are found by the beginning of every word, whatever the case, of themselves or of whom they are about', async () => {
  const { api, write, client } = await begin();
  const bakery = await client('Harbour Bakery');
  const about = await write({ client_id: bakery, subject_kind: 'person', subject_id: bakery, subject: 'Payroll' });
  const other = await write({
    subject: 'Café – O’Brien’s payroll',
    recipients: [{ address: 'Ann@Quay.example', name: 'Ann Quay', record: null }],
  });
  const found = async (q: string) =>
    (await api('GET', `/messages?q=${encodeURIComponent(q)}`)).body.items.map(({ id }: { id: Id }) => id).sort();
  const both = [about, other].sort();
  expect(await found('PAY')).toEqual(both);
  expect(await found('pay ha')).toEqual([about]);
  expect(await found('harb bak')).toEqual([about]);
  expect(await found('o’brien café')).toEqual([other]);
  expect(await found('ann@quay.example')).toEqual([other]);
  expect(await found('qu')).toEqual([other]);
  expect(await found('payroll nobody')).toEqual([]);
  expect(await found('zz')).toEqual([]);
});

test('PE-29 PL-120 the words a message is found by follow it: another subject, erased, and none of a letter about signing in', async () => {
  const { practice, api, write, perhaps } = await begin();
  const id = await write({ subject: 'Zirconium ring' }, { planned_at: '2026-11-20T09:00:00.000Z' });
  await write({ subject: 'Zirconium code', class: 'security' });
  const kept = () =>
    inPractice(house.kernel.db, practice, async ({ tx }) => {
      const { rows } = await sql<{ word: string }>`
        select word from app.message_word where word in ('zirconium', 'opal', 'bakery') order by word`.execute(tx);
      return rows.map(({ word }) => word);
    });
  const found = async (q: string) => (await api('GET', `/messages?q=${q}`)).body.items.length;
  expect([await found('zirconium'), await kept()]).toEqual([1, ['bakery', 'zirconium']]);
  expect(await perhaps(id, { do: 'edit', subject: 'Opal ring' })).toMatchObject({ yes: true });
  expect([await found('zirconium'), await found('opal'), await kept()]).toEqual([0, 1, ['bakery', 'opal']]);
  expect(await perhaps(id, { do: 'erase' })).toMatchObject({ yes: true });
  expect(await kept()).toEqual([]);
});

test('PL-50 PL-120 under row security the words lead to the messages by an index, and to those of one practice', async () => {
  const { practice, write } = await begin();
  const others = await begin();
  await write({ subject: 'Zirconium' });
  await others.write({ subject: 'Zirconium' });
  const plan = await inPractice(house.kernel.db, practice, async (desk) => {
    await sql`set local enable_seqscan = off`.execute(desk.tx);
    const words = await withWords(desk, 'zirc');
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select r.id from app.message r where r.practice_id = ${practice} and ${words}`.execute(desk.tx);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toMatch(/message_word_pkey.*\n\s+Index Cond: \(\(practice_id = .*word >= 'zirc'/);
  const seen = await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql<{ practice_id: Id }>`select practice_id from app.message_word where word = 'zirconium'`.execute(tx),
  );
  expect(seen.rows).toEqual([{ practice_id: practice }]);
});

test('PL-31 PE-103 a restricted client’s messages are there for those who look after it, security letters for nobody', async () => {
  const { as, write, client } = await begin();
  const quiet = await client('Quiet Holdings', true);
  const id = await write({ client_id: quiet, subject_kind: 'person', subject_id: quiet });
  const letter = await write({ class: 'security' });
  const staff = as(testWho('Staff'));
  expect((await staff('GET', '/messages')).body.items).toEqual([]);
  expect((await staff('GET', `/messages/${id}`)).status).toBe(404);
  expect((await staff('POST', `/messages/${id}/recall`, {})).status).toBe(404);
  const owner = as(testWho('Owner'));
  expect((await owner('GET', '/messages')).body.items).toMatchObject([{ id, about: 'Quiet Holdings' }]);
  expect((await owner('GET', `/messages/${letter}`)).status).toBe(404);
  expect((await owner('POST', `/messages/${letter}/recall`, {})).status).toBe(404);
  expect((await owner('GET', `/messages/${id}/attempts`)).body).toEqual({ items: [] });
});

test('ME-121 ME-52 a message says why it goes and how its time came about', async () => {
  const { api, write, client } = await begin();
  const bakery = await client('Harbour Bakery');
  const id = await write({ client_id: bakery, subject_kind: 'person', subject_id: bakery });
  expect((await api('GET', `/messages/${id}`)).body).toMatchObject({
    state: 'planned',
    message_id: `${id}@testing.example`,
    explanation: {
      cause: { by: 'rule', at: NOW },
      asked: {
        at: NOW,
        items: [{ seen: 'Harbour Bakery may be written to.', lets: true }, { seen: 'All are there.' }],
      },
      window: { written_at: NOW, kept_seconds: 600, leaves_at: '2026-11-02T09:10:00.000Z', by: 'hold_window' },
    },
  });
});

test('ME-53 recalled with a reason, taken back by the general undo, sent later, held and released', async () => {
  const { api, write } = await begin();
  const id = await write();
  const recalled = await api('POST', `/messages/${id}/recall`, { reason: 'Wrong client' });
  expect(recalled.body).toMatchObject({ state: 'recalled' });
  expect((await api('POST', `/messages/${id}/recall`, {})).body).toMatchObject({ code: 'not_now' });
  expect((await api('POST', `/events/${recalled.body.event_id}/undo`, {})).status).toBe(200);
  expect((await api('GET', `/messages/${id}`)).body).toMatchObject({ state: 'planned', reason: null });
  const later = await api('POST', `/messages/${id}/recall`, { later: '2026-11-03T10:00:00.000Z' });
  expect(later.body).toMatchObject({ state: 'planned', leaves_at: '2026-11-03T10:00:00.000Z' });
  expect((await api('PUT', `/messages/${id}/hold`, { reason: 'Ask first' })).body).toMatchObject({ state: 'held' });
  expect((await api('DELETE', `/messages/${id}/hold`)).body).toMatchObject({ state: 'planned' });
  expect((await api('POST', `/messages/${id}/sending`)).body).toMatchObject({
    state: 'planned',
    leaves_at: '2026-11-02T09:00:30.000Z',
  });
});

test('ME-54 edited once on the version that was seen; fields are refused, what was missing no longer holds it', async () => {
  const { api, write } = await begin();
  const id = await write({ missing: ['contact.first_name'], html: '<p>Hi</p>' });
  expect((await api('PUT', `/messages/${id}/approval`)).body).toMatchObject({ code: 'value_missing' });
  expect((await api('PUT', `/messages/${id}/content`, { body: 'Hi' })).status).toBe(428);
  const seen = { 'if-match': '"1"' };
  expect((await api('PUT', `/messages/${id}/content`, { body: 'Hi {{ client.name }}' }, seen)).body).toMatchObject({
    errors: [{ pointer: '/body', code: 'field_left' }],
  });
  const body = 'Hi <there>\n\nSee https://a.example/x';
  expect((await api('PUT', `/messages/${id}/content`, { body }, seen)).status).toBe(200);
  expect((await api('GET', `/messages/${id}`)).body).toMatchObject({
    body,
    html: '<p>Hi &lt;there&gt;</p>\n<p>See <a href="https://a.example/x">https://a.example/x</a></p>',
  });
  expect((await api('PUT', `/messages/${id}/approval`)).body).toMatchObject({ state: 'planned' });
});

test('ME-64 ME-61 a person settles what nobody knows, and sends again what failed', async () => {
  const { practice, api, write, perhaps } = await begin();
  const ended = async (answer: Answer): Promise<Id> => {
    const id = await write({}, { planned_at: NOW });
    await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql`update app.message set leaves_at = ${NOW} where practice_id = ${practice} and id = ${id}`.execute(tx),
    );
    await perhaps(id, { do: 'begin', attempt: 1, node: 'test' });
    expect(await perhaps(id, { do: 'end', attempt: 1, answer, saved: false })).toMatchObject({ yes: true });
    return id;
  };
  const lost = () => ended({ answer: 'unknown', text: 'The line went dead.' });
  const [went, again] = [await lost(), await lost()];
  expect((await api('GET', '/messages?tab=needs_check')).body.items).toHaveLength(2);
  expect((await api('POST', `/messages/${went}/resolution`, { went: true })).body).toMatchObject({ state: 'sent' });
  expect((await api('POST', `/messages/${again}/resolution`, { send_again: true })).body).toMatchObject({
    state: 'planned',
  });
  const failed = await ended({
    answer: 'refused',
    temporary: false,
    code: '550',
    text: 'No such mailbox',
    bounce: 'hard',
  });
  expect((await api('GET', `/messages/${failed}`)).body).toMatchObject({
    state: 'failed',
    reason: '550 No such mailbox',
    attempts: [{ outcome: 'refused', code: '550', answer: 'No such mailbox' }],
    explanation: { asked: { at: NOW, items: [{ what: 'Its values', lets: true }] } },
  });
  expect((await api('POST', `/messages/${failed}/retry`)).body).toMatchObject({ state: 'planned' });
});

test('ME-53 PL-72 many are recalled at once by what a filter shows', async () => {
  const { practice, api, write } = await begin();
  await Promise.all([1, 2, 3].map((n) => write({ subject: `Number ${n}` })));
  const dry = await api('POST', '/messages/bulk', {
    command: { do: 'recall', reason: 'Not this week' },
    filter: { tab: 'today' },
    expected_count: 3,
  });
  expect(dry.body).toMatchObject({ done: 3, refused: 0 });
  const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql<{
      state: string;
      reason: string;
    }>`select state, reason from app.message where practice_id = ${practice}`.execute(tx),
  );
  expect(rows.map(({ state, reason }) => `${state}: ${reason}`)).toEqual(Array(3).fill('recalled: Not this week'));
});

test('ME-70 PL-101 a client’s timeline tells of its messages by their subject, and leads to them', async () => {
  const { api, write, client } = await begin();
  const bakery = await client('Harbour Bakery');
  const id = await write({ client_id: bakery, subject: 'Your records' });
  await api('PUT', `/messages/${id}/hold`, {});
  const { items } = (await api('GET', `/events?client=${bakery}`)).body;
  expect(items.slice(0, 2)).toMatchObject([
    { sentence: 'held «Your records»: Somebody held it', url: `/messages/${id}`, title: 'Your records' },
    { sentence: 'wrote «Your records»' },
  ]);
});

test('PL-28 messages are read with the inbox and acted on with «Send messages»', async () => {
  const { as, write } = await begin();
  const id = await write();
  const viewer = as(testWho('Viewer'));
  expect((await viewer('GET', `/messages/${id}`)).status).toBe(200);
  expect((await viewer('POST', `/messages/${id}/recall`, {})).status).toBe(403);
  const none = { ...testWho('Viewer'), levels: { ...testWho('Viewer').levels, inbox: 'none' as const } };
  expect((await as(none)('GET', '/messages')).status).toBe(404);
});
