-- The practice's own kinds of items: who gets them, and when they are due (inbox.md 2, IN-12, IN-141).
create table app.item_category (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  name text not null,
  default_assignee_id uuid,
  -- {n, unit}: counted from the day of receipt.
  due_after jsonb,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.item_category');

alter table app.item add column category_id uuid;
create index item_of_category on app.item (practice_id, category_id, status, created_at, id) where category_id is not null and deleted_at is null;
