-- Whose items, and which categories, a member may act on besides their own (IN-143); the id is the member's.
create table app.inbox_assignment (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  member_ids uuid[] not null,
  category_ids uuid[] not null,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.inbox_assignment');
