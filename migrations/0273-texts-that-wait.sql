-- Texts of one number are read in the order in which they came (ME-37, ME-38).
create index reply_text_waits on app.reply (practice_id, from_address, received_at, id) where decided_at is null and channel = 'sms';
