-- Which kind of notice a line is, for what its member chose for that kind, and when a mail told of it (PL-125).
alter table app.notification add column kind text;
alter table app.notification add column mailed_at timestamptz(3);
create index notification_unmailed on app.notification (practice_id, member_id, last_at) where mailed_at is null and read_at is null;

-- Every practice there is gets its alarm for the daily digest: from tomorrow on, and where that is a day off it sleeps again.
do $$
declare one record;
begin
  for one in select practice_id, kind from meta.practice loop
    perform set_config('tickmark.practice', one.practice_id::text, true);
    insert into app.timer (practice_id, room, thing, due_at, state, own_clock)
    select p.practice_id, 'digest', p.practice_id,
      ((coalesce(c.now, now()) at time zone p.time_zone)::date + 1 + time '07:30') at time zone p.time_zone, 'waiting', p.kind = 'sandbox'
    from app.practice p left join app.clock c on c.practice_id = p.practice_id where p.practice_id = one.practice_id
    on conflict do nothing;
  end loop;
end $$;
