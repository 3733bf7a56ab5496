-- The outbox as people look at it: by when things leave, by client and by run, each without a sort (messages.md 5).
create index message_waiting on app.message (practice_id, leaves_at, id) where state in ('planned', 'started');
create index message_shown on app.message (practice_id, leaves_at, id) where class <> 'security';
drop index app.message_client;
create index message_client on app.message (practice_id, client_id, leaves_at, id) where client_id is not null;
drop index app.message_run;
create index message_run on app.message (practice_id, run_id, leaves_at, id) where run_id is not null;
-- Who it is found by: subject, recipients and address in small letters.
alter table app.message add column words text not null generated always as (
  lower(coalesce(subject, left(body, 120)) || ' ' || coalesce(recipients #>> '{0,name}', '') || ' ' || address)) stored;

-- When somebody last gave the channel its secret (ME-78).
alter table app.channel add column secret_at timestamptz(3);
