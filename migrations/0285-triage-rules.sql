-- What a practice wants done with what comes in: conditions and what they set, in their order (IN-186).
create table app.triage_rule (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  name text not null,
  -- The first that says something about a field has it.
  position int not null,
  "on" boolean not null,
  -- It was tried on what came last as it now is.
  tried boolean not null,
  -- {senders[], addresses[], words[], form_id?, answers[]}: all that are given must hold.
  "when" jsonb not null,
  -- {category_id?, assignee_id?, due_after?, tags[], set_aside}
  sets jsonb not null,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.triage_rule');
create index triage_rule_order on app.triage_rule (practice_id, position, id) where deleted_at is null;
