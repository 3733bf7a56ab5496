-- Mail to the postmaster of the mail domain: the operator's, of no practice (IN-54). Its bytes stand in the file store.
create table meta.postmaster_mail (
  id uuid primary key,
  received_at timestamptz(3) not null default clock_timestamp(),
  sender text not null,
  size_bytes int not null
);
grant select, insert on meta.postmaster_mail to tickmark_engine;
