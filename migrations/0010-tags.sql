create table app.tag (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  name text not null,
  sort_name text not null collate "C",
  colour text not null,
  applies_to text[] not null,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.tag');
-- One name ignoring case (PE-61); the list reads by it.
create unique index tag_name on app.tag (practice_id, lower(name)) where deleted_at is null;
create index tag_sort on app.tag (practice_id, sort_name, id);
