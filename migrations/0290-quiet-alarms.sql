-- After how many working days without mail somebody is told, since when that counts, and since when it is quiet (IN-181).
alter table app.intake_address
  add quiet_days int check (quiet_days between 1 and 60),
  add quiet_from timestamptz(3),
  add quiet_since timestamptz(3);
alter table app.mailbox
  add quiet_days int check (quiet_days between 1 and 60),
  add quiet_from timestamptz(3),
  add quiet_since timestamptz(3);
