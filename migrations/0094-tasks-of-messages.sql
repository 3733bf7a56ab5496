-- A step that sends: its message, and the tasks that look at it or wait for a value (WF-59, ME-12).
alter table app.task add column message_id uuid;
-- Where the recipient is: no text arrives there at night (ME-45).
alter table app.message add column zone text, add column by_hand boolean not null default false;
create index task_message on app.task (practice_id, message_id) where message_id is not null;
