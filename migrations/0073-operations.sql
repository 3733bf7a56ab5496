-- What operators need: who worked until when, what a downtime held up, and what failed for good.

-- A worker that ends signs off instead of vanishing, so that the gap after the last one is known (PL-145).
alter table meta.worker add column ended_at timestamptz(3);
alter table meta.downtime add column noticed_at timestamptz(3);
update meta.downtime set noticed_at = to_at;
alter table meta.downtime alter column noticed_at set not null;

-- The report of a downtime, per practice: how many of which part waited, and by which policy they are dealt with.
create table app.missed (
  practice_id uuid not null,
  downtime_id uuid not null,
  part text not null,
  policy text not null check (policy in ('made_up', 'skipped', 'held')),
  count int not null,
  primary key (practice_id, downtime_id, part, policy)
);
select app.fence('app.missed');
revoke insert, update, delete on app.missed from tickmark_app;

-- Writes down a gap of all workers over two minutes, once, with what waited at its end. Steps into each practice, so that
-- nobody needs to see across them (PL-53).
create function meta.notice_downtime(downtime uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  last timestamptz(3);
  here timestamptz(3);
  one uuid;
begin
  perform pg_catalog.pg_advisory_xact_lock(7316202);
  select max(coalesce(w.ended_at, w.beat_at)) into last from meta.worker w;
  here := date_trunc('milliseconds', clock_timestamp());
  if last is null or last >= here - interval '2 minutes' then return false; end if;
  insert into meta.downtime (id, from_at, to_at, noticed_at) values (downtime, last, here, here);
  for one in select p.practice_id from meta.practice p loop
    perform set_config('tickmark.practice', one::text, true);
    insert into app.missed (practice_id, downtime_id, part, policy, count)
    select one, downtime, waited.part, 'made_up', count(*) from (
      select t.room as part from app.timer t
      where t.practice_id = one and t.state = 'waiting' and not t.own_clock and t.due_at <= here
      union all
      select 'job' from pgboss.job j
      where j.name in ('act', 'bulk') and j.state < 'active' and j.created_on <= here and j.data->>'practice_id' = one::text
    ) waited group by waited.part;
  end loop;
  perform set_config('tickmark.practice', '', true);
  return true;
end $$;
revoke all on function meta.notice_downtime(uuid) from public;
grant execute on function meta.notice_downtime(uuid) to tickmark_engine;

-- Jobs that failed for good stay until somebody looks at them, a year at most.
update pgboss.queue set retention_seconds = 31536000 where name = 'dead';

-- Takes one of them out of the practice one stands in, to be run again or left.
create function app.take_dead_letter(job uuid) returns table (id uuid, queue text, data jsonb, because text)
language sql security definer set search_path = '' as $$
  delete from pgboss.job j
  where j.name = 'dead' and j.id = job and j.state = 'created' and j.data->>'practice_id' = pg_catalog.current_setting('tickmark.practice', true)
  returning j.id, j.source_name, j.data, j.source_output->>'because'
$$;
revoke all on function app.take_dead_letter(uuid) from public;
grant execute on function app.take_dead_letter(uuid) to tickmark_app;
