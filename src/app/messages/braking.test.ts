import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { act, perform } from '#kernel/loop/perform.ts';
import { brakeLimit } from '#messages/outbox/brake.ts';
import type { MessageCommand, New } from '#messages/outbox/model.ts';
import { newMessage } from '#messages/outbox/testing.ts';
import { v1 } from '../contract.ts';
import { messages } from '../rooms.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';

const house = useTestHouse();
const machine = { who: systemWho('test'), request_id: newId() };
const NOW = '2026-11-02T09:00:00.000Z';

const begin = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: NOW });
  const as = (role: 'Owner' | 'Manager') => testApi(house.kernel, practice, [v1(house.house)], testWho(role));
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  await at(({ tx, now }) =>
    sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
      values (${practice}, ${newId()}, 1, 'Sample Owner', 'owner', 'owner@testing.example', ${builtIn('Owner').id}, 'active', ${now}, ${now}, 'operator')`.execute(
      tx,
    ),
  );
  const write = (many: number, more: Partial<New> = {}) =>
    at(async (desk) => {
      const wanted = Array.from({ length: many }, (_, n) => {
        const recipients = [{ address: `client-${newId()}@sample.example`, name: `Client ${n}`, record: null }];
        return { id: newId(), command: { do: 'write' as const, message: newMessage({ recipients, ...more }) } };
      });
      for (const one of await act(house.kernel, desk, machine, messages, wanted))
        expect(one).toMatchObject({ yes: true });
      return wanted.map(({ id }) => id);
    });
  const does = (id: Id, command: MessageCommand) =>
    perform(house.kernel, { practice_id: practice, caller: machine }, messages, { id, command });
  const counts = async () => (await as('Owner')('GET', '/message-strip')).body;
  const told = () =>
    at(async ({ tx }) => (await sql<{ title: string }>`select title from app.notification`.execute(tx)).rows);
  return { practice, as, at, write, does, counts, told };
};

test('ME-49 worked example 11: up to the limit all leave; above it all of the day is held, told once, and one press lets it go', async () => {
  const { as, write, counts, told } = await begin();
  expect([brakeLimit(40), brakeLimit(0), brakeLimit(33)]).toEqual([120, 100, 100]);
  await write(100);
  await write(30, { class: 'internal' });
  expect(await counts()).toMatchObject({ today: 130, held: 0, braked: 0 });
  await write(1);
  expect(await counts()).toMatchObject({ today: 30, held: 101, braked: 101 });
  await write(5);
  expect(await counts()).toMatchObject({ braked: 106 });
  expect(await told()).toHaveLength(1);

  const filter = { state: 'held', reason: 'unusual_volume' };
  const press = (role: 'Owner' | 'Manager') =>
    as(role)('POST', '/messages/bulk', { command: { do: 'release' }, filter, expected_count: 106 });
  expect((await press('Manager')).body).toMatchObject({ done: 0, refused: 106 });
  expect((await press('Owner')).body).toMatchObject({ done: 106, refused: 0 });
  expect(await counts()).toMatchObject({ today: 136, braked: 0 });
  await write(5);
  expect(await counts()).toMatchObject({ today: 141, braked: 0 });
});

test('ME-49 three times the busiest of the last 30 days is usual', async () => {
  const { at, write, counts } = await begin();
  const ids = await write(40);
  await at(({ tx }) =>
    sql`update app.message set state = 'sent', leaves_at = '2026-10-20T09:00:00Z', accepted_at = '2026-10-20T09:00:00Z'
      where id = any(${ids})`.execute(tx),
  );
  await write(120);
  expect(await counts()).toMatchObject({ today: 120, braked: 0 });
  await write(10);
  expect(await counts()).toMatchObject({ today: 0, braked: 130 });
});

test('ME-48 the fourth automatic message to an address within a day waits for the next slot, whoever wrote it', async () => {
  const { at, write, does } = await begin();
  const recipients = [{ address: 'books@sample-bakery.example', name: 'Sample Bakery', record: null }];
  const ids = await write(4, { recipients });
  await at(({ tx, now }) => sql`update app.message set leaves_at = ${now} where id = any(${ids})`.execute(tx));
  const begun: string[] = [];
  for (const id of ids.toSorted()) {
    const done = await does(id, { do: 'begin', attempt: 1, node: 'test' });
    if (!done.yes) throw new Error(done.because);
    const { state, leaves_at } = done.state.message;
    begun.push(state === 'started' ? state : leaves_at);
    const answer = { answer: 'accepted', provider_id: id, refused: [] } as const;
    if (state === 'started') await does(id, { do: 'end', attempt: 1, answer, saved: false });
  }
  expect(begun).toEqual(['started', 'started', 'started', '2026-11-03T09:00:00.000Z']);
});
