-- A workflow file that was looked through and waits for its commit (WF-163); a day later it is gone.
create table app.workflow_import (
  practice_id uuid not null,
  id uuid not null,
  file jsonb not null,
  mapping jsonb not null default '{}',
  draft_version int not null,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.workflow_import');
