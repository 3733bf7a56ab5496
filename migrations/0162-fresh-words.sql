-- The words of a message that was not there before cannot be there either: not looking for them takes half the time, and in the
-- order of their index they are put in side by side.
create or replace function app.keep_message_words() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into app.message_word (practice_id, word, message_id)
    select distinct m.practice_id, w collate "C", m.id from fresh m, app.parted(m.words) w where m.class <> 'security' order by 1, 2, 3;
    return null;
  end if;
  delete from app.message_word k
  where k.practice_id = old.practice_id and k.message_id = old.id and k.word = any(array(select app.parted(old.words)));
  if tg_op = 'UPDATE' and new.class <> 'security' then
    insert into app.message_word (practice_id, word, message_id)
    select new.practice_id, w, new.id from app.parted(new.words) w on conflict do nothing;
  end if;
  return null;
end $$;
