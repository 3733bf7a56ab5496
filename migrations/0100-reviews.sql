-- A review is a task of its own kind: one row per step, which goes from the first reviewer to the second (WF-135 … WF-139).
alter table app.task
  add column turn int check (turn between 0 and 2),
  add column reviewers jsonb not null default '[]',
  add column verdicts jsonb not null default '[]',
  drop constraint task_kind_check,
  add constraint task_kind_check check (kind in ('task', 'action', 'review'));

-- What people do is everything but actions.
drop index app.task_mine;
create index task_mine on app.task (practice_id, assignee_id, (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state in ('ready', 'in_progress') and kind <> 'action';
drop index app.task_pool;
create index task_pool on app.task (practice_id, pool_role_id, (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state in ('ready', 'in_progress') and kind <> 'action' and assignee_id is null;
drop index app.task_open;
create index task_open on app.task (practice_id, (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state in ('ready', 'in_progress') and kind <> 'action';
drop index app.task_done;
create index task_done on app.task (practice_id, (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state = 'done' and kind <> 'action';
drop index app.task_ready;
create index task_ready on app.task
  (practice_id, (case when ready_at is not null then ready_at when finished_at is not null then finished_at else '-infinity'::timestamptz end), id)
  where state in ('ready', 'in_progress') and kind <> 'action';
drop index app.task_title;
create index task_title on app.task (practice_id, lower(title), id) where state in ('ready', 'in_progress') and kind <> 'action';
