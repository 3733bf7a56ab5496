-- What starts workflows by itself (WF-166). A trigger's rule stands in the version; here stand its state and its log.
create table app.trigger (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  workflow_id uuid not null,
  key text not null,
  kind text not null,
  present boolean not null,
  "on" boolean not null default false,
  since timestamptz(3),
  from_day date,
  paused_at timestamptz(3),
  paused_because text,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  unique (practice_id, workflow_id, key)
);
select app.fence('app.trigger');
create index trigger_listening on app.trigger (practice_id, kind) where "on" and present and paused_at is null;

-- Launches and refusals (WF-169). `fact`: the day or record that was reached, so that it is reached once. `counted`: for the
-- breaker (WF-172); what a previewed bulk act brought about is not.
create table app.trigger_log (
  practice_id uuid not null,
  id uuid not null,
  trigger_id uuid not null,
  workflow_id uuid not null,
  at timestamptz(3) not null,
  subject_kind text not null,
  subject_id uuid not null,
  fact text,
  outcome text not null check (outcome in ('launched', 'refused')),
  code text,
  because text,
  run_id uuid,
  counted boolean not null,
  primary key (practice_id, id)
);
select app.fence('app.trigger_log');
create index trigger_log_of on app.trigger_log (practice_id, trigger_id, id);
create index trigger_log_fact on app.trigger_log (practice_id, trigger_id, subject_id, fact) where fact is not null;
create index trigger_log_counted on app.trigger_log (practice_id, workflow_id, at) where outcome = 'launched' and counted;
