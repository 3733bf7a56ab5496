-- How long a practice keeps what happened (PL-106): 7 years, and never under one.
alter table app.practice add column retention_months int not null default 84 check (retention_months between 12 and 1200);
-- Set on a seal whose events were removed: those before this day are no longer kept.
alter table app.seal add column pruned_before date;

-- Removes the events of the oldest seals, at most `most` of them, once all of a seal were made before the day that the
-- practice’s retention gives by the real clock; the seals stay. Takes no day from outside, so that whoever may call it can
-- remove nothing that is not over, and works in the practice that was stepped into.
create function app.prune_events(most int) returns table (before date, seals int, events int)
language plpgsql security definer set search_path = '' as $$
declare
  here uuid := nullif(current_setting('tickmark.practice', true), '')::uuid;
  zone text;
  bound uuid;
  done int;
  last int;
begin
  perform pg_catalog.pg_advisory_xact_lock(7316203, pg_catalog.hashtext(here::text));
  select p.time_zone, ((clock_timestamp() at time zone p.time_zone)::date - make_interval(months => p.retention_months))::date
    into zone, before from app.practice p where p.practice_id = here;
  if before is null then return; end if;
  -- The lowest id that can have been made on that day (UUIDv7: milliseconds first).
  bound := (lpad(to_hex((extract(epoch from (before::timestamp at time zone zone)) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
  select coalesce(max(s.no), 0) into done from app.seal s where s.practice_id = here and s.pruned_before is not null;
  select coalesce(min(s.no) filter (where s.event_ids[cardinality(s.event_ids)] >= bound) - 1, max(s.no), done) into last
    from app.seal s where s.practice_id = here and s.no > done and s.no <= done + most;
  seals := last - done;
  if seals = 0 then return; end if;
  delete from app.event e using (
    select unnest(s.event_ids) as id from app.seal s where s.practice_id = here and s.no > done and s.no <= last
  ) gone where e.practice_id = here and e.id = gone.id;
  get diagnostics events = row_count;
  update app.seal s set pruned_before = before where s.practice_id = here and s.no > done and s.no <= last;
  return next;
end $$;
revoke execute on function app.prune_events(int) from public;
grant execute on function app.prune_events(int) to tickmark_app;
