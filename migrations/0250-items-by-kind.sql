-- A tab narrowed by origin or priority: without these, a kind that few of a large tab have made its list read them all.
create index item_origin on app.item (practice_id, status, origin, created_at, id) where deleted_at is null;
create index item_priority on app.item (practice_id, status, priority, created_at, id) where deleted_at is null;
