-- Mail about items in both directions (IN-62, IN-152).

-- The item that a message is about.
alter table app.message add column item_id uuid;
create index message_item on app.message (practice_id, item_id) where item_id is not null;

-- The name by which an answer finds its item: 128 random bits, given with the first message about it.
create table app.item_token (
  practice_id uuid not null,
  item_id uuid not null,
  token text not null,
  primary key (practice_id, item_id)
);
select app.fence('app.item_token');
create unique index item_token_token on app.item_token (practice_id, token);
