-- Mail taken in: one row for each mail that a sender heard 250 for, with exactly one outcome (inbox.md 2, IN-45, IN-180).

create table app.arrival (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  way text not null check (way in ('smtp', 'imap')),
  -- {from, to[], ip?, helo?, tls}: what the mail server was told, which chooses the practice (IN-44).
  envelope jsonb not null,
  -- The envelope's sender, and the recipient of ours that it was read for.
  sender text not null,
  to_address text not null,
  message_id text,
  fingerprint text,
  size_bytes int not null,
  received_at timestamptz(3) not null,
  class text check (class in ('ordinary', 'auto_generated', 'auto_reply', 'bounce', 'receipt', 'loop')),
  verdict text not null default 'not_checked' check (verdict in ('verified', 'unverified', 'failed', 'not_checked')),
  outcome text not null check (outcome in ('received', 'item_made', 'added', 'handed_on', 'duplicate', 'set_aside')),
  because text,
  item_id uuid,
  decided_at timestamptz(3),
  -- How often its reading was begun; what breaks it three times is not read again (IN-83).
  tries int not null default 0,
  from_address text not null default '',
  from_name text not null default '',
  subject text,
  sent_at timestamptz(3),
  body text not null default '',
  html text,
  attachments jsonb not null default '[]',
  marks text[] not null default '{}',
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.arrival');
create index arrival_received on app.arrival (practice_id, received_at, id);
create index arrival_sender on app.arrival (practice_id, sender, received_at);
create index arrival_outcome on app.arrival (practice_id, outcome, received_at, id);
create index arrival_item on app.arrival (practice_id, item_id, received_at) where item_id is not null;
create index arrival_message on app.arrival (practice_id, message_id) where message_id is not null;

-- The first arrival of each mail, for ever and across nodes: whoever comes second is a duplicate (IN-60).
create table app.mail_seen (
  practice_id uuid not null,
  key text not null,
  arrival_id uuid not null,
  primary key (practice_id, key)
);
select app.fence('app.mail_seen');

-- Where an item of mail came from: {arrival_id, from, received_at, verdict, tag?}; and what the machine marks it with.
alter table app.item add column source jsonb;
alter table app.item add column marks text[] not null default '{}';
-- The decided or completed item whose thread it goes on with (IN-64).
alter table app.item add column follows uuid;
create index item_follows on app.item (practice_id, follows) where follows is not null;

-- Every slug a practice ever had; its mail goes to it for ever, and no other practice gets it (IN-41).
create table meta.intake_slug (
  slug text primary key,
  practice_id uuid not null
);
-- A sandbox gets none: nothing real reaches it.
insert into meta.intake_slug select lower(slug), practice_id from meta.practice where kind <> 'sandbox' on conflict do nothing;
grant select on meta.intake_slug to tickmark_engine;
create function app.list_intake_slug() returns trigger language plpgsql security definer set search_path = meta, pg_temp as $$
begin
  if new.kind = 'sandbox' then return null; end if;
  insert into meta.intake_slug values (lower(new.slug), new.practice_id) on conflict do nothing;
  if (select s.practice_id from meta.intake_slug s where s.slug = lower(new.slug)) <> new.practice_id then
    raise unique_violation using message = format('the slug %s was another practice''s', new.slug);
  end if;
  return null;
end $$;
create trigger list_intake_slug after insert or update of slug on app.practice
  for each row execute function app.list_intake_slug();
