-- The practice calendar (CA-26): when work starts on its day, the region whose holidays were listed, and of each holiday where
-- it is from and whether the practice works on it all the same.
alter table app.practice
  add column start_hour int not null default 6 check (start_hour between 0 and 23),
  add column holiday_region text;

alter table app.holiday
  add column id uuid not null default gen_random_uuid(),
  add column version int not null default 1,
  -- Null for what the practice added itself.
  add column region text,
  add column struck_out boolean not null default false,
  add constraint holiday_id_key unique (practice_id, id);

create or replace function app.enter(practice uuid) returns json language plpgsql as $$
declare answer json;
begin
  perform set_config('tickmark.practice', practice::text, true);
  select json_build_object(
    'practice', row_to_json(p),
    'holidays', coalesce((select json_agg(h.on_date order by h.on_date) from app.holiday h where h.practice_id = practice and not h.struck_out), '[]'),
    'now', to_char(coalesce(c.now, date_trunc('milliseconds', clock_timestamp())) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  into answer
  from app.practice p left join app.clock c on c.practice_id = p.practice_id
  where p.practice_id = practice;
  return answer;
end $$;
