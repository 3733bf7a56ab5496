-- A cadence in force (CA section 2): one workflow, the versions of its cadence, and its clients by name and by tag.
create table app.series (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  workflow_id uuid not null,
  name text not null,
  sort_name text not null,
  owner_id uuid,
  published_on date not null,
  versions jsonb not null,
  clients uuid[] not null default '{}',
  tags uuid[] not null default '{}',
  -- From, to (null: still paused) and whether the current one was wanted on resuming (CA-49, CA-50).
  pauses jsonb not null default '[]',
  ended_at timestamptz(3),
  ended_because text,
  -- For lists, computed with every change of the series (never read by a rule).
  state text not null check (state in ('active', 'paused', 'ended')),
  kind text not null check (kind in ('one_off', 'scheduled', 'event')),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.series');
create index series_workflow on app.series (practice_id, workflow_id);

-- One client of a series: from which day on its dates are counted, and why it has none.
create table app.series_client (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  series_id uuid not null,
  client_id uuid not null,
  joined_at timestamptz(3) not null,
  published_on date not null,
  -- What the dates were last made from; where it changes they are made anew (CA-16).
  facts jsonb,
  last_event date,
  -- Missed days are not made up for before it: the client, or its facts, came back on that day (CA-40).
  from_day date,
  blocked text,
  out_because text,
  over boolean not null default false,
  -- The round of work that looked at it last; bookkeeping, no fact.
  looked_by uuid,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  unique (practice_id, series_id, client_id)
);
select app.fence('app.series_client');
create index series_client_of on app.series_client (practice_id, client_id);

create table app.occurrence (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  series_client_id uuid not null,
  series_id uuid not null,
  client_id uuid not null,
  key text not null,
  index int,
  scheduled date not null,
  start date not null,
  due date not null,
  period_start date,
  period_end date,
  deploy_on date not null,
  wakes_at timestamptz(3) not null,
  shifted_by jsonb,
  cadence_version int not null,
  state text not null check (state in ('planned', 'ready', 'queued', 'deferred', 'deployed', 'failed', 'skipped', 'cancelled')),
  reason text,
  because text,
  override jsonb,
  -- Made or skipped after an outage, and when that was seen (CA-47).
  late_at timestamptz(3),
  attempt int not null default 0,
  retry_at timestamptz(3),
  -- The run that was made, or the one that was in the way (WF-175).
  run_id uuid,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  -- CA-33: at most one run for each series, subject and key, however many schedulers there are.
  unique (practice_id, series_id, client_id, key)
);
select app.fence('app.occurrence');
create index occurrence_of on app.occurrence (practice_id, series_client_id, scheduled desc);
create index occurrence_waiting on app.occurrence (practice_id, series_id, wakes_at) where state in ('planned', 'failed');
create index occurrence_queued on app.occurrence (practice_id, series_id, scheduled, id) where state = 'queued';
create index occurrence_late on app.occurrence (practice_id, late_at desc, id) where late_at is not null;
create index occurrence_run on app.occurrence (practice_id, run_id) where run_id is not null;
