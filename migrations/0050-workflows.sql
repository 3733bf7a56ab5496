-- The practice's own workflows: the row people see in the list, its one draft, its immutable versions.
create table app.workflow (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  key text not null,
  name text not null,
  sort_name text not null collate "C",
  description text,
  subject_kinds text[] not null,
  "on" boolean not null,
  current_version int,
  origin text not null,
  archived_at timestamptz(3),
  archived_by text,
  deleted_at timestamptz(3),
  deleted_by text,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.workflow');
create unique index workflow_key on app.workflow (practice_id, key);
create unique index workflow_name on app.workflow (practice_id, lower(name)) where archived_at is null and deleted_at is null;
create index workflow_sort on app.workflow (practice_id, sort_name, id);

create table app.workflow_draft (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  content jsonb,
  base_version int not null,
  by text not null,
  at timestamptz(3) not null,
  primary key (practice_id, id)
);
select app.fence('app.workflow_draft');

create table app.workflow_version (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  workflow_id uuid not null,
  n int not null,
  content jsonb not null,
  note text,
  published_at timestamptz(3) not null,
  published_by text not null,
  checksum text not null,
  primary key (practice_id, id)
);
select app.fence('app.workflow_version');
create unique index workflow_version_n on app.workflow_version (practice_id, workflow_id, n);
