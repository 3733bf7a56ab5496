-- Who has the preview of an item open just now (inbox.md 4): a fact of the moment, no part of its history.
create table app.item_viewing (
  practice_id uuid not null,
  item_id uuid not null,
  member_id uuid not null,
  seen_at timestamptz(3) not null,
  primary key (practice_id, item_id, member_id)
);
select app.fence('app.item_viewing');
