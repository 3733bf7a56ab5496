-- The inbox: every task and document approval that reaches the practice (inbox.md 2).

create table app.item (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  number int not null,
  origin text not null check (origin in ('manual', 'email', 'form', 'document')),
  status text not null check (status in ('outstanding', 'in_progress', 'approved', 'not_approved', 'completed')),
  status_by text not null,
  status_at timestamptz(3) not null,
  subject text not null,
  details text not null default '',
  client_id uuid,
  -- Somebody outside who is no record: {name?, email?, phone?}.
  contact jsonb,
  priority text not null check (priority in ('low', 'normal', 'high')),
  due_on date,
  assignee_id uuid,
  watcher_ids uuid[] not null default '{}',
  confidential boolean not null default false,
  hold_why text,
  hold_until date,
  -- Written once (IN-29); for a few seconds whoever decided may take it back, to the status before (IN-104).
  decision text check (decision in ('approved', 'not_approved')),
  decided_from text,
  decided_by text,
  decided_for uuid,
  decided_at timestamptz(3),
  final_at timestamptz(3),
  decision_final boolean not null default false,
  instructions text,
  completed_by text,
  completed_at timestamptz(3),
  resubmission_of uuid,
  deleted_at timestamptz(3),
  deleted_by text,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  -- A decision stands in the decided statuses and in Completed, nowhere else.
  check (status not in ('approved', 'not_approved') or decision is not distinct from status)
);
select app.fence('app.item');
create unique index item_number on app.item (practice_id, number);
-- A tab in each of its orders; no date is after every date.
create index item_received on app.item (practice_id, status, created_at, id) where deleted_at is null;
create index item_due on app.item (practice_id, status, (coalesce(due_on, '9999-12-31'::date)), id) where deleted_at is null;
create index item_status_at on app.item (practice_id, status, status_at, id) where deleted_at is null;
create index item_assignee on app.item (practice_id, assignee_id, status) where deleted_at is null;
create index item_client on app.item (practice_id, client_id) where client_id is not null;
create index item_deleted on app.item (practice_id, deleted_at, id) where deleted_at is not null;
create index item_taken_up on app.item (practice_id, resubmission_of) where resubmission_of is not null;
-- An item is taken up again once at a time (IN-137).
create unique index item_taken_up_once on app.item (practice_id, resubmission_of)
  where resubmission_of is not null and deleted_at is null and status in ('outstanding', 'in_progress');

create table app.item_note (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  item_id uuid not null,
  body text not null,
  mentions uuid[] not null default '{}',
  author text not null,
  written_at timestamptz(3) not null,
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.item_note');
create index item_note_item on app.item_note (practice_id, item_id, written_at);

-- A number is gone once an item has it; before, it was only looked at under the lock of its series.
create function app.item_numbered() returns trigger language plpgsql as $$
begin
  update app.number_series s set last = greatest(s.last, n.number)
  from (select practice_id, max(number) as number from made group by practice_id) n
  where s.practice_id = n.practice_id and s.series = 'item';
  return null;
end $$;
create trigger item_numbered after insert on app.item referencing new table as made for each statement execute function app.item_numbered();
