-- While a demo is being made its practice has days and hours of its own: no timer of it fires, and its jobs wait here.
alter table app.practice add column making boolean not null default false;

create table app.kept_job (
  practice_id uuid not null,
  id bigint generated always as identity,
  queue text not null,
  name text not null,
  data jsonb not null,
  primary key (practice_id, id)
);
select app.fence('app.kept_job');
