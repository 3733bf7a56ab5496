import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { House } from '../house.ts';
import { events } from './chain.ts';
import { fillItems } from './inbox.ts';
import type { Api } from './measures.ts';
import { fillMessages } from './messages.ts';
import { entryWords, idOf, run } from './seeding.ts';

/** How much there is (PL-182); `--quick` takes a tenth. */
export interface Size {
  members: number;
  /** Clients with runs under way, and others that the measured launches are about. */
  busy_clients: number;
  fresh_clients: number;
  tasks: number;
  events: number;
  sleepers: number;
  /** Letters that were sent to the clients over the years. */
  messages: number;
  /** Of the inbox, in all five statuses. */
  items: number;
}
export const FULL: Size = {
  members: 200,
  busy_clients: 9_500,
  fresh_clients: 10_500,
  tasks: 500_000,
  events: 1_000_000,
  sleepers: 1_000_000,
  messages: 500_000,
  items: 500_000,
};
export const quick = (size: Size): Size => ({
  members: size.members,
  busy_clients: size.busy_clients / 10,
  fresh_clients: size.fresh_clients,
  tasks: size.tasks / 10,
  events: size.events / 10,
  sleepers: size.sleepers / 10,
  messages: size.messages / 10,
  items: size.items / 10,
});

const WORDS = [
  'Harbour',
  'Mill',
  'Quay',
  'Oak',
  'River',
  'Stone',
  'North',
  'Amber',
  'Copper',
  'Field',
  'Glen',
  'Cedar',
  'Bridge',
  'Orchard',
  'Summit',
  'Lantern',
];
const TRADES = [
  'Bakery',
  'Dental',
  'Florists',
  'Builders',
  'Roofing',
  'Coffee',
  'Print',
  'Motors',
  'Design',
  'Farm',
  'Studio',
  'Logistics',
  'Optics',
  'Gardens',
];

/** The same practice for the same seed: members, clients with roles, runs with live tasks, sleepers, a chain of events. */
export const fill = async (
  house: House,
  practice: Id,
  size: Size,
  api: Api,
  say: (line: string) => void,
): Promise<{ workflow: Id; fresh: Id[] }> => {
  const at = <T>(work: (desk: Desk) => Promise<T>) => inPractice(house.kernel.db, practice, work);
  await at((desk) => run(desk, membersSql(practice, size.members)));
  const clients = size.busy_clients + size.fresh_clients;
  await at((desk) => run(desk, clientsSql(practice, clients)));
  await at((desk) => run(desk, rolesSql(practice)));
  say(`${clients.toLocaleString('en')} clients`);
  const { id: workflow } = (await api('/workflow-templates/client_onboarding/copies', { as_is: true })) as { id: Id };
  const step = 50_000;
  for (let from = 0; from < size.tasks; from += step) {
    const part = { from: from / 2, count: Math.min(step, size.tasks - from) / 2 };
    await at((desk) => run(desk, runsSql(practice, workflow, part, size.busy_clients)));
    await at((desk) => run(desk, tasksSql(practice, part)));
  }
  for (const statement of [taskEntriesSql, clientEntriesSql]) await at((desk) => run(desk, statement(practice)));
  say(`${size.tasks.toLocaleString('en')} live tasks`);
  await at((desk) => run(desk, sleepersSql(practice, size.sleepers)));
  say(`${size.sleepers.toLocaleString('en')} sleepers`);
  await fillMessages({ house, practice }, size.messages);
  say(`${size.messages.toLocaleString('en')} messages`);
  await fillItems({ house, practice }, { items: size.items, clients });
  say(`${size.items.toLocaleString('en')} items`);
  await at((desk) => run(desk, wordsSql(practice)));
  await events(house, practice, size.events);
  say(`${size.events.toLocaleString('en')} events`);
  const fresh = await at(async ({ tx }) => {
    const { rows } = await sql<{ id: Id }>`
      select ${idOf('client', sql`n`)} as id from generate_series(${size.busy_clients + 1}::int, ${clients}::int) n`.execute(
      tx,
    );
    return rows.map(({ id }) => id);
  });
  return { workflow, fresh };
};

const word = (list: readonly string[], n: RawBuilder<unknown>) =>
  sql`(${list}::text[])[1 + (${n}) % ${list.length}::int]`;

const membersSql = (practice: Id, count: number) => sql`
  insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, created_at, created_by)
  select ${practice}, ${idOf('member', sql`n`)}, 1, 'Member ' || n, 'member ' || lpad(n::text, 6, '0'), 'm' || n || '@practice.example',
    '00000000-0000-7000-8000-000000000004', 'active', clock_timestamp(), 'operator' from generate_series(1, ${count}::int) n`;

const clientsSql = (practice: Id, count: number) => sql`
  insert into app.person (practice_id, id, version, kind, client_number, form, organisation_name, display_name, sort_name, created_at, created_by)
  select ${practice}, ${idOf('client', sql`n`)}, 1, 'client', 'CLI-' || lpad(n::text, 5, '0'), 'organisation', name, name, lower(name), clock_timestamp(), 'operator'
  from (select n, ${word(WORDS, sql`n * 7`)} || ' ' || ${word(TRADES, sql`n * 11 + n / 16`)} || ' ' || n as name from generate_series(1, ${count}::int) n) c`;

const rolesSql = (practice: Id) => sql`
  insert into app.role_holding (practice_id, id, version, person_id, role, member_id, since, by, in_force_at, created_at, created_by)
  select ${practice}, gen_random_uuid(), 1, p.id, r.role, ${idOf('member', sql`1 + (p.n + r.o) % 200`)}, '2026-01-01', 'operator', clock_timestamp(), clock_timestamp(), 'operator'
  from (select id, row_number() over (order by id) as n from app.person where practice_id = ${practice}) p
  cross join (values ('manager', 0), ('assignee', 7)) r(role, o)`;

interface Part {
  from: number;
  count: number;
}

const runsSql = (practice: Id, workflow: Id, { from, count }: Part, clients: number) => sql`
  insert into app.run (practice_id, id, version, workflow_id, workflow_version, subject_kind, subject_id, client_id, launched_as, origin, exclusive,
    started_at, started_on, owner_id, state, next_due, done_count, step_count, current_steps)
  select ${practice}, ${idOf('run', sql`n`)}, 1, ${workflow}, 1, 'person', c.id, c.id, 'client', 'hand', false,
    clock_timestamp() - make_interval(days => (n % 90)::int), current_date - (n % 90)::int, ${idOf('member', sql`1 + n % 200`)}, 'running',
    current_date + (n % 60)::int - 10, 3, 14, array['Check the books']
  from generate_series(${from + 1}::int, ${from + count}::int) n
  cross join lateral (select ${idOf('client', sql`1 + n % ${clients}::int`)} as id) c`;

const tasksSql = (practice: Id, { from, count }: Part) => sql`
  insert into app.task (practice_id, id, version, run_id, step_key, kind, title, subject_kind, subject_id, client_id, state, assignee_id, resolved_by, ready_at, due_on)
  select r.practice_id, ${idOf('task', sql`n * 2 + k`)}, 1, r.id, 'step_' || k, 'task', case k when 0 then 'Check the books' else 'Ask for the missing papers' end,
    'person', r.subject_id, r.client_id, 'ready', ${idOf('member', sql`1 + (n * 2 + k) % 200`)}, 'assignee', r.started_at, current_date + ((n * 2 + k) % 60)::int - 10
  from generate_series(${from + 1}::int, ${from + count}::int) n
  join app.run r on r.practice_id = ${practice} and r.id = ${idOf('run', sql`n`)}
  cross join generate_series(0, 1) k`;

const taskEntriesSql = (practice: Id) => sql`
  insert into app.search_entry (practice_id, kind, thing_id, title, subtitle, url, words, module)
  select t.practice_id, 'task', t.id, t.title, p.display_name, '/runs/' || t.run_id, ${entryWords(sql`t.title || ' ' || p.display_name`)}, 'workflows'
  from app.task t join app.person p on p.practice_id = t.practice_id and p.id = t.client_id where t.practice_id = ${practice}`;

const clientEntriesSql = (practice: Id) => sql`
  insert into app.search_entry (practice_id, kind, thing_id, title, url, words, module)
  select practice_id, 'client', id, display_name, '/clients/' || id, ${entryWords(sql`display_name`)}, 'people'
  from app.person where practice_id = ${practice}`;

const wordsSql = (practice: Id) => sql`
  insert into app.search_word (practice_id, kind, word, thing_id, exact)
  select practice_id, kind, w, thing_id, false from app.search_entry, unnest(string_to_array(trim(words), ' ')) w where practice_id = ${practice}
  on conflict do nothing`;

const sleepersSql = (practice: Id, count: number) => sql`
  insert into app.timer (practice_id, room, thing, due_at)
  select ${practice}, 'run', ${idOf('sleeper', sql`n`)}, clock_timestamp() + interval '30 days' + make_interval(secs => n) from generate_series(1, ${count}::int) n`;
