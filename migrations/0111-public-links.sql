-- What opens a public page to whoever holds its token: bound to practice, address and purpose, and kept as a hash (ME-111).
create table app.public_link (
  practice_id uuid not null,
  token_hash text not null,
  purpose text not null check (purpose in ('unsubscribe')),
  channel text not null check (channel in ('email', 'sms')),
  address text not null collate "C",
  message_id uuid,
  made_at timestamptz(3) not null,
  primary key (practice_id, token_hash)
);
select app.fence('app.public_link');

-- The installation's own list of the addresses that practices write from: to whom a mail that comes in belongs.
create table meta.mail_address (
  address text not null,
  practice_id uuid not null,
  primary key (address, practice_id)
);
grant select on meta.mail_address to tickmark_engine;
create function app.list_mail_address() returns trigger language plpgsql security definer set search_path = meta, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    delete from meta.mail_address m where m.practice_id = old.practice_id and m.address = lower(old.address);
  end if;
  if tg_op <> 'DELETE' and new.kind = 'email' and new.address <> '' then
    insert into meta.mail_address values (lower(new.address), new.practice_id) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger list_mail_address after insert or delete or update of address on app.channel
  for each row execute function app.list_mail_address();
do $$
declare one uuid;
begin
  for one in select practice_id from meta.practice loop
    perform set_config('tickmark.practice', one::text, true);
    insert into meta.mail_address
    select lower(c.address), one from app.channel c where c.practice_id = one and c.kind = 'email' and c.address <> '';
  end loop;
end $$;
