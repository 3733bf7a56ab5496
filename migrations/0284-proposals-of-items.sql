-- What is proposed for items (IN-63, IN-182).

-- The item that its mail says it answers, though its sender has nothing to do with that: nobody confirmed it.
alter table app.item add column may_follow uuid;
-- What somebody did not want of what was proposed: `kind:value`.
alter table app.item add column declined text[] not null default '{}';
-- Who wrote, or whom it is about. An index cannot look into `source` and `contact` under row security.
alter table app.item add column sender text
  generated always as (lower(coalesce(nullif(source ->> 'from', ''), contact ->> 'email'))) stored;
create index item_sender on app.item (practice_id, sender, number) where sender is not null and deleted_at is null;
