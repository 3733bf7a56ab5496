-- When far more messages than usual were to leave on the day of this one, and it was held for that; once in its life (ME-49).
alter table app.message add column braked_at timestamptz(3);
create index message_braked on app.message (practice_id, leaves_at) where braked_at is not null and state = 'held';
