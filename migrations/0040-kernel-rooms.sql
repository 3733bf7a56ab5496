-- What the kernel's own rooms need: words to find things by, one line per bulk act, timelines of whole things, changes.

-- Under row security an index serves only operators that give nothing away; of text these are =, < and their kin, not
-- `like`. So each word is a row under a btree that begins with the practice, and a prefix is a range (PL-120).
drop index app.search_words;
drop index app.search_exact;
alter table app.search_entry add column about_client boolean not null default true;
create table app.search_word (
  practice_id uuid not null,
  kind text not null,
  word text not null collate "C",
  thing_id uuid not null,
  -- A number or an e-mail: found as a whole, first.
  exact boolean not null,
  primary key (practice_id, kind, word, thing_id)
);
select app.fence('app.search_word');

-- Lines that are told as one: a thing's within ten minutes, or a whole bulk act's (PL-125, WF-186). At most one line of
-- each still takes changes.
alter table app.notification add column line text;
alter table app.notification add column takes_more boolean not null default true;
update app.notification set line = thing, takes_more = read_at is null;
alter table app.notification alter column line set not null;
drop index app.notification_open;
create unique index notification_open on app.notification (practice_id, member_id, verb, line) where takes_more;

-- What kind of thing the rows of a bulk operation are, for their names.
alter table app.bulk_operation add column thing_kind text not null default '';
alter table app.bulk_operation alter column thing_kind drop default;

-- The timeline of a thing holds what happened to its parts too.
create index event_root on app.event (practice_id, root, id desc) where root <> thing;

-- Only the engine seals (PL-103).
revoke insert on app.seal from tickmark_app;

-- What happened in a practice since an event id of its own making, newest first and at most `most`; steps into that
-- practice, so that one query can ask for many (WF-192). Refusals change nothing and are left out.
create function app.news(practice uuid, since uuid, most int) returns table (id uuid, thing text, verb text)
language plpgsql as $$
begin
  perform set_config('tickmark.practice', practice::text, true);
  return query
    select e.id, e.thing, e.verb from app.event e
    where e.practice_id = practice and e.id > since and e.verb not like '%.refused'
    order by e.id desc limit most;
end $$;
