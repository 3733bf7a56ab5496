-- Prospects, clients, contacts, employees, and what is known about them.

-- The last number given in each series: P-0007, CLI-0031, EMP-0004 (PE-13).
create table app.number_series (
  practice_id uuid not null,
  series text not null,
  last int not null,
  primary key (practice_id, series)
);
select app.fence('app.number_series');

create table app.custom_field (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  key text not null,
  label text not null,
  record_kinds text[] not null,
  type text not null check (type in ('text', 'number', 'money', 'date', 'yes_no', 'choice', 'member')),
  choices text[] not null default '{}',
  deleted_at timestamptz(3),
  forgotten_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.custom_field');
-- A key is never used twice, so that kept values cannot turn up under another field.
create unique index custom_field_key on app.custom_field (practice_id, key);
create unique index custom_field_label on app.custom_field (practice_id, lower(label)) where deleted_at is null;

-- One record that is a prospect before and a client after conversion (PE-2).
create table app.person (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  kind text not null check (kind in ('prospect', 'client')),
  prospect_number text,
  client_number text,
  form text not null check (form in ('individual', 'organisation')),
  given_name text,
  family_name text,
  organisation_name text,
  display_name text not null,
  sort_name text not null collate "C",
  emails jsonb not null default '[]',
  phones jsonb not null default '[]',
  addresses jsonb not null default '[]',
  country text,
  locale text,
  time_zone text,
  tax_number text,
  business_number text,
  year_end jsonb,
  known_year_ends jsonb not null default '[]',
  tax_period jsonb,
  source text,
  service_wanted text,
  tags uuid[] not null default '{}',
  custom jsonb not null default '{}',
  restricted boolean not null default false,
  converted_at timestamptz(3),
  converted_by text,
  conversion_reason text,
  inactive_since date,
  inactive_by text,
  inactive_reason text,
  inactive_open_runs text,
  do_not_contact_since date,
  do_not_contact_by text,
  do_not_contact_reason text,
  -- What was shown as a possible duplicate when this was added, and added all the same (PE-71).
  added_beside uuid[] not null default '{}',
  -- What absorbed records were called and numbered: found at the survivor for ever (PE-75).
  also_known_as text[] not null default '{}',
  merged_into uuid,
  deleted_at timestamptz(3),
  erased_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  -- What duplicates are found by (PE-70): strong keys, folded name, and pieces of it; app.match_key follows.
  match_keys text[] not null default '{}',
  primary key (practice_id, id)
);
select app.fence('app.person');
create unique index person_prospect_number on app.person (practice_id, lower(prospect_number)) where prospect_number is not null;
create unique index person_client_number on app.person (practice_id, lower(client_number)) where client_number is not null;
create index person_list on app.person (practice_id, kind, sort_name, id) where deleted_at is null and merged_into is null;
create index person_created on app.person (practice_id, kind, created_at, id) where deleted_at is null and merged_into is null;
create index person_merged on app.person (practice_id, merged_into) where merged_into is not null;

create table app.waitlist_entry (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  person_id uuid not null,
  entered_on date not null,
  "by" text not null,
  service text,
  earliest_start_on date,
  left_on date,
  left_by text,
  outcome text check (outcome in ('offered', 'converted', 'withdrawn', 'removed')),
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.waitlist_entry');
-- One open entry (PE-18). Looked at when the act is done: one may close an entry and open the next in any order.
alter table app.waitlist_entry add constraint waitlist_entry_open
  exclude (practice_id with =, person_id with =) where (left_on is null and deleted_at is null) deferrable initially deferred;
create index waitlist_entry_order on app.waitlist_entry (practice_id, entered_on, id) where left_on is null and deleted_at is null;
create index waitlist_entry_person on app.waitlist_entry (practice_id, person_id);

-- Who looks after a person, from `since` up to but not including `until` (PE-40, PE-47).
create table app.role_holding (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  person_id uuid not null,
  role text not null check (role in ('partner', 'manager', 'specialist', 'assignee', 'reviewer', 'second_reviewer')),
  member_id uuid not null,
  since date not null,
  until date,
  "by" text not null,
  -- Whether open tasks of the role go to the new holder when this begins (PE-44).
  move_tasks boolean not null default true,
  in_force_at timestamptz(3),
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  check (until is null or until >= since)
);
select app.fence('app.role_holding');
alter table app.role_holding add constraint role_holding_last
  exclude (practice_id with =, person_id with =, role with =) where (until is null and deleted_at is null) deferrable initially deferred;
create index role_holding_person on app.role_holding (practice_id, person_id, role);
create index role_holding_member on app.role_holding (practice_id, member_id, role) where deleted_at is null;

-- A human being reached at one or several persons.
create table app.contact (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  given_name text,
  family_name text,
  full_name text not null,
  sort_name text not null collate "C",
  job_title text,
  emails jsonb not null default '[]',
  phones jsonb not null default '[]',
  locale text,
  -- What absorbed records were called and numbered: found at the survivor for ever (PE-75).
  also_known_as text[] not null default '{}',
  merged_into uuid,
  deleted_at timestamptz(3),
  erased_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  match_keys text[] not null default '{}',
  primary key (practice_id, id)
);
select app.fence('app.contact');
create index contact_list on app.contact (practice_id, sort_name, id) where deleted_at is null and merged_into is null;
create index contact_merged on app.contact (practice_id, merged_into) where merged_into is not null;

-- At whom a contact is reached; one contact may belong to several persons.
create table app.contact_link (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  contact_id uuid not null,
  person_id uuid not null,
  label text not null default '',
  "primary" boolean not null default false,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.contact_link');
create index contact_link_contact on app.contact_link (practice_id, contact_id);
create index contact_link_person on app.contact_link (practice_id, person_id) where deleted_at is null;
alter table app.contact_link add constraint contact_link_once
  exclude (practice_id with =, contact_id with =, person_id with =) where (deleted_at is null) deferrable initially deferred;

create table app.employee (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  number text not null,
  given_name text,
  family_name text,
  display_name text not null,
  sort_name text not null collate "C",
  work_email text,
  phone text,
  job_title text,
  team text,
  manager_id uuid,
  member_id uuid,
  start_on date,
  onboarded_at timestamptz(3),
  leaves jsonb not null default '[]',
  end_on date,
  end_reason text,
  tags uuid[] not null default '{}',
  custom jsonb not null default '{}',
  added_beside uuid[] not null default '{}',
  -- What absorbed records were called and numbered: found at the survivor for ever (PE-75).
  also_known_as text[] not null default '{}',
  merged_into uuid,
  deleted_at timestamptz(3),
  erased_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  match_keys text[] not null default '{}',
  primary key (practice_id, id)
);
select app.fence('app.employee');
create unique index employee_number on app.employee (practice_id, lower(number));
-- At most one employee is linked to one member (PE-5).
create unique index employee_member on app.employee (practice_id, member_id)
  where member_id is not null and deleted_at is null and merged_into is null;
create index employee_list on app.employee (practice_id, sort_name, id) where deleted_at is null and merged_into is null;
create index employee_merged on app.employee (practice_id, merged_into) where merged_into is not null;

-- A dated permission held for a client.
create table app.authorization (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  client_id uuid not null,
  kind text not null,
  granted_by text,
  state text not null check (state in ('pending', 'approved', 'not_required')),
  number text,
  valid_from date,
  valid_to date,
  lines jsonb not null default '[]',
  documents uuid[] not null default '{}',
  replaces uuid,
  ended_on date,
  ended_by text,
  ended_reason text,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  check (valid_to is null or valid_from is null or valid_to >= valid_from),
  check (state <> 'approved' or number is not null)
);
select app.fence('app.authorization');
create index authorization_client on app.authorization (practice_id, client_id);
create index authorization_ends on app.authorization (practice_id, valid_to, id) where deleted_at is null;
create index authorization_replaces on app.authorization (practice_id, replaces) where replaces is not null;

-- The keys duplicates are found by, one a row: under row security an index serves equality of text, not what arrays share.
create table app.match_key (
  practice_id uuid not null,
  kind text not null,
  key text not null collate "C",
  thing_id uuid not null,
  primary key (practice_id, kind, key, thing_id)
);
select app.fence('app.match_key');

create function app.keep_match_keys() returns trigger language plpgsql as $$
declare before text[] := '{}';
begin
  if tg_op = 'UPDATE' then before := old.match_keys; end if;
  if before is not distinct from new.match_keys then return null; end if;
  delete from app.match_key m where m.practice_id = new.practice_id and m.kind = tg_argv[0] and m.thing_id = new.id
    and m.key = any(before) and not m.key = any(new.match_keys);
  insert into app.match_key select new.practice_id, tg_argv[0], k, new.id
  from unnest(new.match_keys) as k where not k = any(before);
  return null;
end $$;
create trigger match_keys after insert or update of match_keys on app.person
  for each row execute function app.keep_match_keys('person');
create trigger match_keys after insert or update of match_keys on app.contact
  for each row execute function app.keep_match_keys('contact');
create trigger match_keys after insert or update of match_keys on app.employee
  for each row execute function app.keep_match_keys('employee');

-- The record an id stands for now: absorbed ids answer with the last survivor for ever (PE-75, PE-79).
create function app.survivor_of(practice uuid, person uuid) returns uuid language sql stable as $$
  with recursive chain as (
    select p.id, p.merged_into, 1 as step from app.person p where p.practice_id = practice and p.id = person
    union all
    select p.id, p.merged_into, c.step + 1 from chain c
    join app.person p on p.practice_id = practice and p.id = c.merged_into where c.step < 50)
  select id from chain where merged_into is null limit 1
$$;

-- All records that answer as this one: itself and what it absorbed, at any distance. What is linked to any of them is
-- found at the survivor.
create function app.records_of(practice uuid, person uuid) returns setof uuid language sql stable as $$
  with recursive family as (
    select person as id, 1 as step
    union all
    select p.id, f.step + 1 from family f
    join app.person p on p.practice_id = practice and p.merged_into = f.id where f.step < 50)
  select distinct id from family
$$;

-- Erasing (PE-29): the personal values of the events of these things go, their hashes stay, so the chain still verifies.
-- The app itself may not change an event; this is the one way, and it can do nothing else.
create function app.erase_personal(things text[], clients uuid[]) returns int language plpgsql security definer set search_path = '' as $$
declare erased int;
begin
  update app.event set private = null
  where practice_id = nullif(current_setting('tickmark.practice', true), '')::uuid and private is not null
    and (thing = any(things) or client_id = any(clients));
  get diagnostics erased = row_count;
  return erased;
end $$;
revoke all on function app.erase_personal(text[], uuid[]) from public;
grant execute on function app.erase_personal(text[], uuid[]) to tickmark_app;
