-- Under row security an index serves no `like`, so a list of messages that was asked for a rare word read them all. As with
-- search (0040) each word is a row under a btree that begins with the practice, and the beginning of a word is a range. The
-- database keeps them itself: in one statement with the messages that are written, and where the words of one change.
create table app.message_word (
  practice_id uuid not null,
  word text not null collate "C",
  message_id uuid not null,
  primary key (practice_id, word, message_id)
);
select app.fence('app.message_word');

-- What is no letter and no digit parts words; the same signs are named where people's words are read (messages/outbox/worded.ts).
create function app.parted(words text) returns setof text language sql immutable parallel safe as $$
  select left(w, 80) from unnest(string_to_array(regexp_replace(words,
    '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u2000-\u206F\u3000-\u303F]+', ' ', 'g'), ' ')) w where w <> ''
$$;

create function app.keep_message_words() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into app.message_word (practice_id, word, message_id)
    select m.practice_id, w, m.id from fresh m, app.parted(m.words) w where m.class <> 'security' on conflict do nothing;
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
create trigger new_words after insert on app.message referencing new table as fresh
  for each statement execute function app.keep_message_words();
create trigger other_words after update on app.message
  for each row when (old.words is distinct from new.words) execute function app.keep_message_words();
create trigger gone_words after delete on app.message for each row execute function app.keep_message_words();

do $$
declare one record;
begin
  for one in select practice_id from meta.practice loop
    perform set_config('tickmark.practice', one.practice_id::text, true);
    insert into app.message_word (practice_id, word, message_id)
    select m.practice_id, w, m.id from app.message m, app.parted(m.words) w
    where m.practice_id = one.practice_id and m.class <> 'security' on conflict do nothing;
  end loop;
end $$;

-- The messages about somebody who is no client.
create index message_subject on app.message (practice_id, subject_id) where client_id is null and subject_id is not null;
