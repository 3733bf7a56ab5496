-- A row of a bulk operation that had nothing to change is neither done nor refused (IN-121).
alter table app.bulk_operation add column unchanged int not null default 0;
alter table app.bulk_row drop constraint bulk_row_state_check;
alter table app.bulk_row add constraint bulk_row_state_check check (state in ('waiting', 'done', 'unchanged', 'refused', 'cancelled'));
