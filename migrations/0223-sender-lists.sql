-- Senders whose mail is set aside, and those whose mail never is because of its domain (IN-70).
create table app.sender_rule (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  -- An address, or a domain with all below it; in small letters.
  pattern text not null,
  list text not null check (list in ('block', 'allow')),
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.sender_rule');
create unique index sender_rule_pattern on app.sender_rule (practice_id, pattern) where deleted_at is null;
