-- When the words and addresses of a message were taken out of it (PE-29).
alter table app.message add column erased_at timestamptz(3);
