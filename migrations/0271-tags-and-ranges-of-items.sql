-- Tags that members put on items, and what else the inbox is narrowed by (IN-125, IN-160).
alter table app.item add column tags uuid[] not null default '{}';
-- Of a mail's item: what was found about its sender. An index cannot look into `source` under row security.
alter table app.item add column verdict text generated always as (source ->> 'verdict') stored;

-- A tab narrowed by what few of a large one have; without these its list would read them all.
create index item_verdict on app.item (practice_id, status, verdict, created_at, id) where verdict is not null and deleted_at is null;
create index item_marked on app.item (practice_id, status, created_at, id) where marks <> '{}' and deleted_at is null;
create index item_held on app.item (practice_id, status, created_at, id) where hold_why is not null and deleted_at is null;
create index item_decided on app.item (practice_id, status, decided_at, id) where decision is not null and deleted_at is null;
create index item_due_on on app.item (practice_id, status, due_on) where due_on is not null and deleted_at is null;
create index document_profile_of on app.document (practice_id, profile_id) where profile_id is not null;
