-- A step that somebody outside answers on a page of their own (WF-57): since when they are asked, and the answers …
alter table app.task
  add column asked jsonb,
  add column form_answers jsonb not null default '{}',
  drop constraint task_kind_check,
  add constraint task_kind_check check (kind in ('task', 'action', 'review', 'form'));

-- … and what they are asked: a sheet per task and round, with the form as it was when it was sent (IN-97), and what they typed
-- so far. Its token opens the page and is in no row.
create table app.form_sheet (
  practice_id uuid not null,
  task_id uuid not null,
  round int not null,
  token_hash text not null,
  form text not null,
  title text not null,
  intro text not null,
  questions jsonb not null,
  kept jsonb,
  kept_at timestamptz(3),
  -- Uploaded on the page: only these may be sent from it.
  files uuid[] not null default '{}',
  made_at timestamptz(3) not null,
  primary key (practice_id, task_id, round),
  unique (practice_id, token_hash)
);
select app.fence('app.form_sheet');
create index form_sheet_kept on app.form_sheet (practice_id, kept_at) where kept is not null;
