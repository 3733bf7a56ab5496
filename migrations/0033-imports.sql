-- A row is one or several acts (a record, and who looks after it), and a record that was not touched since has the version
-- the import left it with (PE-91).
alter table app.import_row drop column act_id;
alter table app.import_row add column act_ids uuid[] not null default '{}';
alter table app.import_row add column version int;
alter table app.import drop column all_or_nothing;
alter table app.import add column date_formats jsonb not null default '{}';
alter table app.import add column certain boolean not null default true;
alter table app.import add column rows int not null default 0;
alter table app.import add column whole boolean not null default false;
alter table app.import add column undone_by text;
create index import_row_waiting on app.import_row (practice_id, import_id, no) where outcome in ('create', 'update');
