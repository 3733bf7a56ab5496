-- Orders and filters of lists that half a million tasks and a quarter of a million runs made slow.

-- «No date is last» is a `case` and no `coalesce`: under row security PostgreSQL takes only expressions that it knows to give
-- nothing away into an index's condition, and `coalesce` is none of them. With it a later page or a span of days read all before.
drop index app.task_mine;
create index task_mine on app.task (practice_id, assignee_id, (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state in ('ready', 'in_progress') and kind = 'task';
drop index app.task_pool;
create index task_pool on app.task (practice_id, pool_role_id, (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state in ('ready', 'in_progress') and kind = 'task' and assignee_id is null;
drop index app.task_open;
create index task_open on app.task (practice_id, (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state in ('ready', 'in_progress') and kind = 'task';
drop index app.run_due;
create index run_due on app.run (practice_id, (case when next_due is null then '9999-12-31'::date else next_due end), id);

create index task_done on app.task (practice_id, (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state = 'done' and kind = 'task';
create index task_ready on app.task
  (practice_id, (case when ready_at is not null then ready_at when finished_at is not null then finished_at else '-infinity'::timestamptz end), id)
  where state in ('ready', 'in_progress') and kind = 'task';
create index task_title on app.task (practice_id, lower(title), id) where state in ('ready', 'in_progress') and kind = 'task';
create index run_owner on app.run (practice_id, owner_id, started_at, id) where ended_at is null;
create index person_number on app.person (practice_id, kind, lower(coalesce(client_number, prospect_number, '')), id)
  where deleted_at is null and merged_into is null;
