-- Events that were written together wait for their seal as one row: as many a second, fewer rows to write and to take away.
alter table app.unsealed drop constraint unsealed_pkey;
alter table app.unsealed
  alter column event_id type uuid[] using array[event_id],
  alter column hash type text[] using array[hash],
  add column id uuid not null default gen_random_uuid();
alter table app.unsealed rename column event_id to event_ids;
alter table app.unsealed rename column hash to hashes;
alter table app.unsealed alter column id drop default;
alter table app.unsealed add primary key (practice_id, id);
alter table app.unsealed add check (cardinality(event_ids) = cardinality(hashes));
