-- Addresses of the practice that make items: <slug>+<tag>@… each with what its items are and whose; no tag: the main one (IN-42).
create table app.intake_address (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  tag text check (tag ~ '^[a-z0-9-]{1,30}$'),
  origin text not null check (origin in ('email', 'form')),
  assignee_id uuid,
  "on" boolean not null,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.intake_address');
create unique index intake_address_tag on app.intake_address (practice_id, (coalesce(tag, ''))) where deleted_at is null;
-- When mail last came to each.
create index arrival_to on app.arrival (practice_id, to_address, received_at);
