-- Members' own pictures of how they sign, for the letters that they approve (IN-116).
create table app.signature (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  member_id uuid not null,
  file_id uuid not null,
  -- A letter bears it: its bytes stay, whatever the member does.
  used boolean not null,
  removed_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.signature');
-- One at a time; looked at when all is said, since the new one is written before the old one goes.
alter table app.signature add constraint signature_of_member
  exclude using btree (practice_id with =, member_id with =) where (removed_at is null) deferrable initially deferred;

-- Whose approval a letter bears, and with which picture: {name, signature_id?}. Null: nobody's yet.
alter table app.correspondence add column signed jsonb;
