-- A merge hands the member over within one statement: one employee a member, looked at when the statement is done (PE-5).
drop index app.employee_member;
alter table app.employee add column member_once uuid
  generated always as (case when deleted_at is null and merged_into is null then member_id end) stored;
alter table app.employee add constraint employee_member unique (practice_id, member_once) deferrable initially immediate;

-- A dismissal can be taken back.
alter table app.duplicate add column deleted_at timestamptz(3);
