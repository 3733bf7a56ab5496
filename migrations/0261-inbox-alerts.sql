-- Whom the practice alerts when an item needs allocating (IN-170); the id is the practice's.
create table app.inbox_alert_list (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  addresses text[] not null,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.inbox_alert_list');

alter table app.item_category add column alert_emails text[] not null default '{}';

-- What is to be said to an address, until a mail has gathered it (IN-171); removed after 30 days.
create table app.inbox_alert (
  practice_id uuid not null,
  id uuid not null,
  address text not null,
  item_id uuid,
  -- Where it is about no item: {title, below, url}.
  words jsonb,
  at timestamptz(3) not null,
  settled_at timestamptz(3),
  message_id uuid,
  -- Why no mail could be written.
  because text,
  primary key (practice_id, id)
);
select app.fence('app.inbox_alert');
create index inbox_alert_waiting on app.inbox_alert (practice_id, at, id) where settled_at is null;
create index inbox_alert_settled on app.inbox_alert (practice_id, settled_at) where settled_at is not null;
