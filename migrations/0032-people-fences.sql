-- What absorbed records were called and numbered: found at the survivor for ever (PE-75).
alter table app.person add column also_known_as text[] not null default '{}';
alter table app.contact add column also_known_as text[] not null default '{}';
alter table app.employee add column also_known_as text[] not null default '{}';

-- One act may end a holding and begin the next in any order of statements, so these are looked at when it is done.
drop index app.role_holding_last;
alter table app.role_holding add constraint role_holding_last
  exclude (practice_id with =, person_id with =, role with =) where (until is null and deleted_at is null) deferrable initially deferred;
drop index app.waitlist_entry_open;
alter table app.waitlist_entry add constraint waitlist_entry_open
  exclude (practice_id with =, person_id with =) where (left_on is null and deleted_at is null) deferrable initially deferred;
create index role_holding_open on app.role_holding (practice_id, person_id, role) where deleted_at is null;
