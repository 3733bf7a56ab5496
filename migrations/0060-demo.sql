-- Removes a demo practice with everything in it, and only a demo: its events are no audit of anything real.
create function app.forget_demo(practice uuid) returns void language plpgsql security definer set search_path = '' as $$
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
  delete from meta.practice m where m.practice_id = practice;
end $$;
revoke all on function app.forget_demo(uuid) from public;
grant execute on function app.forget_demo(uuid) to tickmark_app;
