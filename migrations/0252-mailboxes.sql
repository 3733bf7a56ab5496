-- Mailboxes of the practice's own that mail is fetched from by IMAP (inbox.md 2, IN-48).
create table app.mailbox (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  host text not null,
  port int not null,
  security text not null check (security in ('tls', 'starttls')),
  "user" text not null,
  -- Sealed; it stands in no event.
  secret text,
  -- When somebody last gave it.
  secret_at timestamptz(3) not null,
  folder text not null,
  poll_seconds int not null check (poll_seconds between 30 and 3600),
  after text not null check (after in ('leave', 'move', 'delete')),
  move_to text,
  -- Days of mail that the first connection takes; 0: what arrives from then on.
  first_days int not null check (first_days between 0 and 30),
  -- Whose findings about senders count.
  trusted_verdict_host text,
  "on" boolean not null,
  -- Since when it cannot be read, and in whose words (IN-52).
  failing_since timestamptz(3),
  failing_because text,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.mailbox');

-- How far each was read, saved with what was read; no decision, so no event (IN-50).
create table app.mailbox_progress (
  practice_id uuid not null,
  mailbox_id uuid not null,
  -- Null until the first connection.
  uid_validity bigint,
  last_uid bigint,
  -- Up to this UID only mail since that day is taken: days chosen for the first connection, or those re-read.
  until_uid bigint,
  since timestamptz(3),
  last_ok_at timestamptz(3),
  -- How often in a row it could not be read, and since when.
  failures int not null default 0,
  failed_since timestamptz(3),
  asked_at timestamptz(3),
  primary key (practice_id, mailbox_id)
);
select app.fence('app.mailbox_progress');

-- What is still to be done with mail that was taken: noted with its arrival, done afterwards (IN-51).
create table app.mailbox_after (
  practice_id uuid not null,
  mailbox_id uuid not null,
  uid_validity bigint not null,
  uid bigint not null,
  after text not null check (after in ('move', 'delete')),
  move_to text,
  -- The server's answer when it was last tried.
  because text,
  primary key (practice_id, mailbox_id, uid_validity, uid)
);
select app.fence('app.mailbox_after');

-- Which mailbox brought a mail, and whose findings about its sender counted there when it came (IN-68).
alter table app.arrival add column mailbox_id uuid;
alter table app.arrival add column verdict_host text;
create index arrival_mailbox on app.arrival (practice_id, mailbox_id, received_at) where mailbox_id is not null;

-- Whose turn it is to read which mailbox: one node holds it at a time (IN-49). Of live practices only, and of no secret.
create table meta.mailbox_turn (
  practice_id uuid not null,
  mailbox_id uuid not null,
  next_at timestamptz not null default clock_timestamp(),
  holder uuid,
  held_until timestamptz,
  -- When somebody last wanted it read at once: it was set up differently, or checked.
  stirred_at timestamptz not null default clock_timestamp(),
  primary key (practice_id, mailbox_id)
);
create index mailbox_turn_next on meta.mailbox_turn (next_at);
create index mailbox_turn_holder on meta.mailbox_turn (holder) where holder is not null;
grant select, update on meta.mailbox_turn to tickmark_engine;

create function app.list_mailbox_turn() returns trigger language plpgsql security definer set search_path = meta, pg_temp as $$
begin
  if tg_op = 'DELETE' or not new."on" or new.deleted_at is not null then
    delete from meta.mailbox_turn t where t.practice_id = old.practice_id and t.mailbox_id = old.id;
  elsif (select p.kind from meta.practice p where p.practice_id = new.practice_id) = 'live' then
    insert into meta.mailbox_turn (practice_id, mailbox_id) values (new.practice_id, new.id)
    on conflict (practice_id, mailbox_id) do update set next_at = clock_timestamp(), stirred_at = clock_timestamp();
  end if;
  return null;
end $$;
create trigger list_mailbox_turn
  after insert or delete or update of host, port, security, "user", secret, folder, poll_seconds, after, move_to, trusted_verdict_host, "on", deleted_at
  on app.mailbox for each row execute function app.list_mailbox_turn();

create function app.stir_mailbox() returns trigger language plpgsql security definer set search_path = meta, pg_temp as $$
begin
  update meta.mailbox_turn t set next_at = clock_timestamp(), stirred_at = clock_timestamp()
  where t.practice_id = new.practice_id and t.mailbox_id = new.mailbox_id;
  return null;
end $$;
create trigger stir_mailbox after update of asked_at on app.mailbox_progress for each row execute function app.stir_mailbox();
