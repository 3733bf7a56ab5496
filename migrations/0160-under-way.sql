-- Of what is under way to an address, that of which nobody knows too: it counts for the day's share (ME-48).
drop index app.message_address;
create index message_address on app.message (practice_id, channel, address, leaves_at) where state in ('planned', 'started', 'unknown');
