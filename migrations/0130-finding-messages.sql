-- The outbox by channel, by kind and by reason, where few or none have it: read in its order and not looked for in all there are.
create index message_channel on app.message (practice_id, channel, leaves_at, id) where class <> 'security';
create index message_class on app.message (practice_id, class, leaves_at, id) where class <> 'security';
create index message_reason on app.message (practice_id, reason_code, leaves_at, id) where reason_code is not null;
