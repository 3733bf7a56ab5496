-- When the raw file of a mail that made no item was removed; its row stays for ever (IN-76).
alter table app.arrival add column raw_removed_at timestamptz(3);
create index arrival_raw on app.arrival (practice_id, decided_at)
  where outcome in ('set_aside', 'handed_on', 'duplicate') and raw_removed_at is null;
