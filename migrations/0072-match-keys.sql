-- The keys duplicates are found by are written once a statement and not once a row, so that a file of many thousand
-- records goes in within seconds (PE-86).
drop trigger match_keys on app.person;
drop trigger match_keys on app.contact;
drop trigger match_keys on app.employee;
drop function app.keep_match_keys();

create function app.add_match_keys() returns trigger language plpgsql as $$
begin
  insert into app.match_key select r.practice_id, tg_argv[0], k.key, r.id
  from new_rows r, unnest(r.match_keys) as k(key) order by k.key collate "C";
  return null;
end $$;

create function app.change_match_keys() returns trigger language plpgsql as $$
begin
  delete from app.match_key m using old_rows o, new_rows n, unnest(o.match_keys) as k(key)
  where n.practice_id = o.practice_id and n.id = o.id and n.match_keys is distinct from o.match_keys
    and m.practice_id = o.practice_id and m.kind = tg_argv[0] and m.key = k.key collate "C" and m.thing_id = o.id
    and not k.key = any(n.match_keys);
  insert into app.match_key select n.practice_id, tg_argv[0], k.key, n.id
  from old_rows o, new_rows n, unnest(n.match_keys) as k(key)
  where n.practice_id = o.practice_id and n.id = o.id and n.match_keys is distinct from o.match_keys
    and not k.key = any(o.match_keys) order by k.key collate "C";
  return null;
end $$;

create trigger match_keys_added after insert on app.person referencing new table as new_rows
  for each statement execute function app.add_match_keys('person');
create trigger match_keys_changed after update on app.person referencing old table as old_rows new table as new_rows
  for each statement execute function app.change_match_keys('person');
create trigger match_keys_added after insert on app.contact referencing new table as new_rows
  for each statement execute function app.add_match_keys('contact');
create trigger match_keys_changed after update on app.contact referencing old table as old_rows new table as new_rows
  for each statement execute function app.change_match_keys('contact');
create trigger match_keys_added after insert on app.employee referencing new table as new_rows
  for each statement execute function app.add_match_keys('employee');
create trigger match_keys_changed after update on app.employee referencing old table as old_rows new table as new_rows
  for each statement execute function app.change_match_keys('employee');
