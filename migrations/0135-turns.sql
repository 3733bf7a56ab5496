-- How many attempts of a channel were let begin, and when: the limit of a minute over all nodes, without one waiting for the
-- others' attempts (ME-68). What is older than a minute is taken away with the next turns.
create table app.turn (
  practice_id uuid not null,
  id uuid not null,
  channel text not null check (channel in ('email', 'sms')),
  at timestamptz(3) not null,
  n int not null check (n > 0),
  primary key (practice_id, id)
);
select app.fence('app.turn');
create index turn_channel on app.turn (practice_id, channel, at);
drop index app.message_started;
-- What it finds message_accepted finds as well.
drop index app.message_recent;
