-- Runs and what lives in them. Only the live and past steps are rows; the future is computed from the version.
create table app.run (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  workflow_id uuid not null,
  workflow_version int not null,
  subject_kind text not null check (subject_kind in ('person', 'employee', 'invoice')),
  subject_id uuid not null,
  client_id uuid,
  launched_as text not null,
  origin text not null,
  trigger_key text not null default '',
  exclusive boolean not null,
  started_at timestamptz(3) not null,
  started_on date not null,
  started_by uuid,
  owner_id uuid,
  period_start date,
  period_end date,
  run_date date,
  refers_to uuid[] not null default '{}',
  people jsonb not null default '{}',
  parent_run_id uuid,
  chain jsonb,
  overrides jsonb not null default '{}',
  shifts jsonb not null default '[]',
  ended_at timestamptz(3),
  ended_by uuid,
  ended_how text check (ended_how in ('completed', 'cancelled', 'undone')),
  ended_reason text,
  -- For lists, computed with every change of the run (never read by a rule).
  state text not null,
  next_due date,
  done_count int not null default 0,
  step_count int not null default 0,
  needs_attention boolean not null default false,
  current_steps text[] not null default '{}',
  primary key (practice_id, id)
);
select app.fence('app.run');
-- WF-79: one open run per workflow, subject and key, whatever two nodes do at once.
create unique index run_open on app.run (practice_id, workflow_id, subject_id, trigger_key) where exclusive and ended_at is null;
create index run_subject on app.run (practice_id, subject_id, started_at desc);
create index run_client on app.run (practice_id, client_id) where client_id is not null;
create index run_workflow on app.run (practice_id, workflow_id, started_at desc);
create index run_started on app.run (practice_id, started_at, id);
create index run_live on app.run (practice_id, started_at, id) where ended_at is null;
create index run_due on app.run (practice_id, next_due, id) where ended_at is null;
create index run_refers on app.run using gin (refers_to) where refers_to <> '{}';

create table app.task (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  run_id uuid,
  step_key text,
  kind text not null check (kind in ('task', 'action')),
  round int not null default 1,
  title text not null,
  instructions text,
  required boolean not null default true,
  subject_kind text,
  subject_id uuid,
  client_id uuid,
  maker_id uuid,
  state text not null,
  assignee_id uuid,
  pool_role_id uuid,
  for_member_id uuid,
  resolved_by text,
  resolved_note text,
  ready_at timestamptz(3),
  due_on date,
  due_by_hand boolean not null default false,
  started_at timestamptz(3),
  started_by uuid,
  finished_at timestamptz(3),
  finished_by uuid,
  finished_for uuid,
  skipped_how text,
  reason text,
  outcome text,
  answers jsonb not null default '{}',
  written jsonb not null default '{}',
  ticks jsonb not null default '{}',
  judged jsonb,
  cancelled_at timestamptz(3),
  cancelled_by uuid,
  was text,
  due_at timestamptz(3),
  attempt int not null default 0,
  needs_attention text,
  child_run_id uuid,
  primary key (practice_id, id)
);
select app.fence('app.task');
create index task_run on app.task (practice_id, run_id) where run_id is not null;
-- My work: a person's or a pool's open tasks by due date; «no date» sorts last.
create index task_mine on app.task (practice_id, assignee_id, (coalesce(due_on, '9999-12-31'::date)), id) where state in ('ready', 'in_progress') and kind = 'task';
create index task_pool on app.task (practice_id, pool_role_id, (coalesce(due_on, '9999-12-31'::date)), id)
  where state in ('ready', 'in_progress') and kind = 'task' and assignee_id is null;
create index task_open on app.task (practice_id, (coalesce(due_on, '9999-12-31'::date)), id) where state in ('ready', 'in_progress') and kind = 'task';
create index task_for on app.task (practice_id, for_member_id) where for_member_id is not null and state in ('ready', 'in_progress');
create index task_subject on app.task (practice_id, subject_id) where subject_id is not null and state in ('ready', 'in_progress');
create index task_failed on app.task (practice_id, run_id) where state = 'failed';

create table app.hold (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  run_id uuid not null,
  kind text not null,
  reason text not null,
  until date,
  opened_at timestamptz(3) not null,
  opened_by uuid,
  closed_at timestamptz(3),
  closed_by uuid,
  closed_how text,
  primary key (practice_id, id)
);
select app.fence('app.hold');
create index hold_run on app.hold (practice_id, run_id);

create table app.comment (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  run_id uuid,
  task_id uuid,
  step_key text,
  text text not null,
  mentions uuid[] not null default '{}',
  by uuid,
  at timestamptz(3) not null,
  deleted_at timestamptz(3),
  primary key (practice_id, id)
);
select app.fence('app.comment');
create index comment_run on app.comment (practice_id, run_id) where run_id is not null;
create index comment_task on app.comment (practice_id, task_id) where task_id is not null;
