-- Duplicates that are none, merges that can be taken back, and files that are read in.
create table app.duplicate (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  kind text not null check (kind in ('person', 'contact', 'employee')),
  a_id uuid not null,
  b_id uuid not null,
  dismissed_at timestamptz(3),
  dismissed_by text,
  -- What both had in common then; a new strong match brings the pair back (PE-72).
  shared text[] not null default '{}',
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  check (a_id < b_id)
);
select app.fence('app.duplicate');
create unique index duplicate_pair on app.duplicate (practice_id, a_id, b_id);

create table app.merge (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  kind text not null check (kind in ('person', 'contact', 'employee')),
  survivor_id uuid not null,
  absorbed_id uuid not null,
  chosen jsonb not null default '{}',
  -- What changed where, so that each side gets back what it had (PE-77).
  moved jsonb not null default '[]',
  runs jsonb not null default '{}',
  at timestamptz(3),
  "by" text,
  reversed_at timestamptz(3),
  reversed_by text,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.merge');
create index merge_survivor on app.merge (practice_id, survivor_id);
create index merge_absorbed on app.merge (practice_id, absorbed_id);

create table app.import (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  kind text not null,
  file text not null,
  bytes int not null,
  encoding text not null,
  delimiter text not null,
  headings text[] not null,
  mapping jsonb not null default '{}',
  mode text not null check (mode in ('create', 'update', 'both')),
  options jsonb not null default '{}',
  state text not null check (state in ('mapping', 'previewed', 'committing', 'done', 'undone')),
  counts jsonb not null default '{}',
  previewed_at timestamptz(3),
  all_or_nothing boolean not null default false,
  committed_at timestamptz(3),
  committed_by text,
  done_at timestamptz(3),
  undone_at timestamptz(3),
  left_alone jsonb not null default '[]',
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.import');
create index import_list on app.import (practice_id, created_at desc, id);

-- The file as it came, in pieces; removed when the import is done or has grown old.
create table app.import_part (
  practice_id uuid not null,
  import_id uuid not null,
  no int not null,
  content bytea not null,
  primary key (practice_id, import_id, no)
);
select app.fence('app.import_part');

create table app.import_row (
  practice_id uuid not null,
  import_id uuid not null,
  no int not null,
  cells text[] not null,
  outcome text not null check (outcome in ('create', 'update', 'unchanged', 'error', 'created', 'updated', 'changed_since_preview', 'undone', 'left_alone')),
  thing_id uuid,
  -- field → [old, new] as they are shown.
  changes jsonb not null default '{}',
  errors jsonb not null default '[]',
  -- What was decided at the preview, to see at commit whether it would be decided the same.
  stamp text not null default '',
  act_id uuid,
  primary key (practice_id, import_id, no)
);
select app.fence('app.import_row');
create index import_row_thing on app.import_row (practice_id, thing_id) where thing_id is not null;

-- A mapping saved by name (PE-82).
create table app.import_mapping (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  kind text not null,
  name text not null,
  mapping jsonb not null,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.import_mapping');
create unique index import_mapping_name on app.import_mapping (practice_id, kind, lower(name)) where deleted_at is null;
