-- What people outside are asked on a page of their own. Its key is what workflows name it by, and is never used again.
create table app.form (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  key text not null,
  title text not null,
  sort_name text not null collate "C",
  intro text not null,
  questions jsonb not null,
  archived_at timestamptz(3),
  archived_by text,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.form');
create unique index form_key on app.form (practice_id, key);
create index form_sort on app.form (practice_id, sort_name, id);
