-- The kernel's own rooms: search, notices, bulk operations, idempotency, files.
create table app.search_entry (
  practice_id uuid not null,
  kind text not null,
  thing_id uuid not null,
  title text not null,
  subtitle text not null default '',
  url text not null,
  -- Folded words, each led by a space, so that « harb» finds every word that begins with harb.
  words text not null,
  -- Numbers and e-mails that are found as a whole, first.
  exact text[] not null default '{}',
  module text not null,
  assigned uuid[] not null default '{}',
  restricted boolean not null default false,
  primary key (practice_id, kind, thing_id)
);
select app.fence('app.search_entry');
create index search_words on app.search_entry using gin (words gin_trgm_ops);
create index search_exact on app.search_entry using gin (exact);

create table app.notification (
  practice_id uuid not null,
  id uuid not null,
  version int not null default 1,
  member_id uuid not null,
  verb text not null,
  thing text not null,
  title text not null,
  url text not null,
  count int not null default 1,
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  read_at timestamptz(3),
  primary key (practice_id, id)
);
select app.fence('app.notification');
create index notification_member on app.notification (practice_id, member_id, last_at desc);
create unique index notification_open on app.notification (practice_id, member_id, verb, thing) where read_at is null;

create table app.bulk_operation (
  practice_id uuid not null,
  id uuid not null,
  version int not null default 1,
  room text not null,
  command jsonb not null,
  title text not null,
  mode text not null check (mode in ('each', 'all')),
  state text not null check (state in ('running', 'done', 'cancelled', 'undone')),
  total int not null,
  done int not null default 0,
  refused int not null default 0,
  undo_of uuid,
  actor text not null,
  for_member uuid,
  request_id text not null,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (practice_id, id)
);
select app.fence('app.bulk_operation');

create table app.bulk_row (
  practice_id uuid not null,
  operation_id uuid not null,
  no int not null,
  thing_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'refused', 'cancelled')),
  code text,
  because text,
  act_id uuid,
  -- What the row made or changed, for a link: a run's id for a launch.
  result_id uuid,
  primary key (practice_id, operation_id, no)
);
select app.fence('app.bulk_row');
create index bulk_row_waiting on app.bulk_row (practice_id, operation_id, no) where state = 'waiting';

create table app.idempotency (
  practice_id uuid not null,
  actor text not null,
  key text not null,
  body_hash text not null,
  status int,
  answer jsonb,
  headers jsonb,
  at timestamptz(3) not null,
  primary key (practice_id, actor, key)
);
select app.fence('app.idempotency');

create table app.file (
  practice_id uuid not null,
  id uuid not null,
  version int not null default 1,
  name text not null,
  declared_type text not null,
  type text not null,
  bytes bigint not null,
  sha256 text not null,
  state text not null check (state in ('uploading', 'ready', 'refused', 'deleted')),
  thing text,
  uploaded_by text not null,
  at timestamptz(3) not null,
  primary key (practice_id, id)
);
select app.fence('app.file');
create index file_thing on app.file (practice_id, thing) where thing is not null;
