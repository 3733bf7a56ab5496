-- A member's calendar feed (CA-61): an address of its own, of which only the hash is kept.
create table app.calendar_feed (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  member_id uuid not null,
  about text not null check (about in ('mine', 'client', 'everyone')),
  client_id uuid,
  titles_only boolean not null,
  -- How often the address was made anew; it is derived from it, so that its owner may read it again.
  round int not null,
  token_hash text not null,
  last_fetched_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  unique (practice_id, token_hash),
  check ((about = 'client') = (client_id is not null))
);
select app.fence('app.calendar_feed');
create index calendar_feed_of on app.calendar_feed (practice_id, member_id) where revoked_at is null;

-- What feeds ask for: what is due within a year.
create index task_due on app.task (practice_id, due_on) where due_on is not null;
create index occurrence_due on app.occurrence (practice_id, due);
