-- Views of the inbox that members saved under a name, for themselves or for all (IN-161).
create table app.item_view (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  name text not null,
  -- Whose it is; null where a program made it, for all.
  member_id uuid,
  shared boolean not null,
  tab text not null check (tab in ('outstanding', 'in_progress', 'approved', 'not_approved', 'completed')),
  -- As the address of the list has them: days that are seen from today stay words.
  filters jsonb not null,
  -- Null: as each member has them.
  columns text[],
  sort text,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  check (shared or member_id is not null)
);
select app.fence('app.item_view');
create unique index item_view_shared on app.item_view (practice_id, lower(name)) where shared and deleted_at is null;
create unique index item_view_own on app.item_view (practice_id, member_id, lower(name)) where not shared and deleted_at is null;
