-- A slug that was another's is taken like one that is another's: a practice that is founded gets the next one (IN-41).
create or replace function app.list_intake_slug() returns trigger language plpgsql security definer set search_path = meta, pg_temp as $$
begin
  if new.kind = 'sandbox' then return null; end if;
  insert into meta.intake_slug values (lower(new.slug), new.practice_id) on conflict do nothing;
  if (select s.practice_id from meta.intake_slug s where s.slug = lower(new.slug)) <> new.practice_id then
    raise unique_violation using
      message = format('the slug %s was another practice''s', new.slug), constraint = 'practice_slug_key';
  end if;
  return null;
end $$;

-- A demo that is forgotten leaves its slug to the next one.
create or replace function app.forget_demo(practice uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  tab record;
begin
  perform set_config('tickmark.practice', practice::text, true);
  if not exists (select 1 from app.practice p where p.practice_id = practice and p.kind = 'demo') then
    raise exception 'only a demo practice can be forgotten';
  end if;
  for tab in
    select c.table_name from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'app' and c.column_name = 'practice_id'
  loop
    execute format('delete from app.%I where practice_id = $1', tab.table_name) using practice;
  end loop;
  delete from meta.intake_slug s where s.practice_id = practice;
  delete from meta.practice m where m.practice_id = practice;
end $$;
