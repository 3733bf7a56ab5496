import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { type Measured, percentile, rounded } from './document.ts';
import type { Api, Samples, Subject } from './measures.ts';
import { entryWords, idOf, run } from './seeding.ts';

type Place = Pick<Subject, 'house' | 'practice'>;

/** Of twenty items: two outstanding, one in progress, four approved, one not approved, twelve completed. */
const STATUSES = [
  ...Array(2).fill('outstanding'),
  'in_progress',
  ...Array(4).fill('approved'),
  'not_approved',
  ...Array(12).fill('completed'),
] as const;

/** An inbox of some years: from by hand to documents, for most clients and members, a tenth of it nobody's yet. */
export const fillItems = async ({ house, practice }: Place, { items, clients }: { items: number; clients: number }) => {
  const step = 50_000;
  // The numbers of those that come after go on from here.
  await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`insert into app.number_series (practice_id, series, last) values (${practice}, 'item', ${items})`.execute(tx),
  );
  for (let from = 0; from < items; from += step)
    await inPractice(house.kernel.db, practice, (desk) =>
      run(
        desk,
        sql`
        insert into app.item (practice_id, id, version, number, origin, status, status_by, status_at, subject, client_id, priority, due_on,
          assignee_id, decision, decided_by, decided_at, final_at, decision_final, completed_by, completed_at, created_at, created_by)
        select ${practice}, ${idOf('inbox item', sql`n`)}, 1, n, (array['manual', 'email', 'email', 'form', 'document'])[1 + n / 20 % 5], s.status,
          'operator', t.at, 'Question ' || n || ' about the ' || (array['VAT return', 'payroll', 'year end', 'bookkeeping'])[1 + n % 4],
          case when n % 5 > 0 then ${idOf('client', sql`1 + n % ${clients}::int`)} end, (array['low', 'normal', 'normal', 'high'])[1 + n / 20 % 4],
          case when n % 3 > 0 then current_date + (n % 60)::int - 30 end, case when n % 10 > 0 then ${idOf('member', sql`1 + n % 200`)} end,
          d.decision, case when d.decision is not null then 'operator' end, case when d.decision is not null then t.at end,
          case when d.decision is not null then t.at end, d.decision is not null,
          case when s.status = 'completed' then 'operator' end, case when s.status = 'completed' then t.at end, t.at, 'operator'
        from generate_series(${from + 1}::int, ${Math.min(from + step, items)}::int) n
        cross join lateral (select (${[...STATUSES]}::text[])[1 + (n * 7) % ${STATUSES.length}::int] as status) s
        cross join lateral (select case when s.status in ('approved', 'not_approved') then s.status end as decision) d
        cross join lateral (select clock_timestamp() - make_interval(secs => (${items} - n) * 120) as at) t`,
      ),
    );
  await inPractice(house.kernel.db, practice, (desk) =>
    run(
      desk,
      sql`
      insert into app.search_entry (practice_id, kind, thing_id, title, subtitle, url, words, exact, module)
      select i.practice_id, 'item', i.id, '#' || i.number || ' ' || i.subject, coalesce(p.display_name, ''), '/inbox/' || i.number,
        ${entryWords(sql`i.subject || ' ' || i.number || coalesce(' ' || p.display_name, '')`)}, array[i.number::text], 'inbox'
      from app.item i left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id where i.practice_id = ${practice}`,
    ),
  );
};

/** As members read it: each tab, in other orders, and narrowed by what the bar offers (IN-160, IN-163). */
const LISTS = [
  '/items?status=outstanding&count=capped',
  '/items?status=outstanding&assignee=me',
  '/items?status=outstanding&assignee=unassigned&count=capped',
  '/items?status=outstanding&due=overdue&sort=due_on',
  '/items?status=outstanding&origin=form',
  '/items?status=in_progress&sort=due_on',
  '/items?status=approved&sort=-status_at',
  '/items?status=not_approved&priority=high&count=capped',
  '/items?status=completed&sort=-number',
  '/items?status=completed&q=year%20end%20450',
  '/item-counts',
] as const;

/** One after another, as one member's clicks; the samples tell the lists apart. */
export const inboxLists = async (api: Api, rounds: number, samples: Samples): Promise<Measured> => {
  const times: number[] = [];
  for (const path of LISTS) await api(path);
  for (let i = 0; i < rounds * LISTS.length; i += 1) {
    const path = LISTS[i % LISTS.length]!;
    const began = performance.now();
    await api(path);
    const took = performance.now() - began;
    times.push(took);
    const ofRoute = samples[`inbox_list_ms ${path}`] ?? [];
    ofRoute.push(took);
    samples[`inbox_list_ms ${path}`] = ofRoute;
  }
  return { 'inbox_list_ms.p95': percentile(times, 0.95) };
};

/** A thousand items completed in one bulk through the API, each with its result (IN-127). */
export const bulkStatus = async ({ house, practice }: Place, api: Api): Promise<Measured> => {
  const ids = await inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ id: Id }>`
      select id from app.item where practice_id = ${practice} and status in ('approved', 'not_approved') order by number limit 1000`.execute(
      tx,
    );
    return rows.map(({ id }) => id);
  });
  const began = performance.now();
  const { done } = await api('/items/bulk', { command: { do: 'set_status', status: 'completed' }, ids });
  if (done !== ids.length) throw new Error(`only ${done} of ${ids.length} items were completed`);
  return { bulk_status_ms: rounded(performance.now() - began, 0) };
};
