import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { person } from '#workflows/launch/testing.ts';
import { launches } from '../../app/rooms.ts';
import { useTestHouse } from '../../app/testing.ts';
import { atDesk, publish, repeating } from './testing.ts';
import { step } from './working.ts';

const house = useTestHouse();

test('CA-43 5,000 clients by name join in steps of 500, each looked up once', { timeout: 60_000 }, async () => {
  const at = await repeating(house.kernel);
  const one = await person(house.kernel, at.practice, 'Harbour Café');
  const clients = await atDesk(house.kernel, at.practice, async ({ tx }) => {
    await sql`
      insert into app.person select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'client_number', 'M' || g,
        'display_name', 'Client ' || g, 'sort_name', 'client ' || lpad(g::text, 12, '0')))).*
      from app.person p, generate_series(2, 5000) g where p.id = ${one}`.execute(tx);
    return (await sql<{ id: string }>`select id from app.person where kind = 'client'`.execute(tx)).rows;
  });
  const series = await publish(
    house.kernel,
    at,
    { kind: 'scheduled', anchor: '2026-12-01' },
    { clients: clients.map(({ id }) => id) },
  );
  const door = { kernel: house.kernel, launches };
  const joined = await atDesk(house.kernel, at.practice, async (desk) => {
    await step(door, desk, { series, first: true });
    return (await sql<{ n: number }>`select count(*)::int as n from app.series_client`.execute(desk.tx)).rows[0]!.n;
  });
  expect(joined).toBe(500);
});
