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
  merged_into uuid,
  deleted_at timestamptz(3),
  erased_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  -- Folded words of names, numbers, e-mails and phones, each led by a space (PE-100).
  search_words text not null default '',
  -- What duplicates are found by (PE-70): strong keys, folded name, and pieces of it.
  match_keys text[] not null default '{}',
  primary key (practice_id, id)
);
select app.fence('app.person');
create unique index person_prospect_number on app.person (practice_id, lower(prospect_number)) where prospect_number is not null;
create unique index person_client_number on app.person (practice_id, lower(client_number)) where client_number is not null;
create index person_list on app.person (practice_id, kind, sort_name, id) where deleted_at is null and merged_into is null;
create index person_created on app.person (practice_id, kind, created_at, id) where deleted_at is null and merged_into is null;
create index person_search on app.person using gin (search_words gin_trgm_ops);
create index person_match on app.person using gin (match_keys);
create index person_tags on app.person using gin (tags);
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
-- Two people at once make one entry (PE-18).
create unique index waitlist_entry_open on app.waitlist_entry (practice_id, person_id) where left_on is null and deleted_at is null;
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
create unique index role_holding_last on app.role_holding (practice_id, person_id, role) where until is null and deleted_at is null;
create index role_holding_person on app.role_holding (practice_id, person_id);
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
  -- [{"person": id, "label": text, "primary": boolean}]
  links jsonb not null default '[]',
  merged_into uuid,
  deleted_at timestamptz(3),
  erased_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  search_words text not null default '',
  match_keys text[] not null default '{}',
  primary key (practice_id, id)
);
select app.fence('app.contact');
create index contact_list on app.contact (practice_id, sort_name, id) where deleted_at is null and merged_into is null;
create index contact_links on app.contact using gin (links jsonb_path_ops);
create index contact_search on app.contact using gin (search_words gin_trgm_ops);
create index contact_match on app.contact using gin (match_keys);
create index contact_merged on app.contact (practice_id, merged_into) where merged_into is not null;

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
  merged_into uuid,
  deleted_at timestamptz(3),
  erased_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  search_words text not null default '',
  match_keys text[] not null default '{}',
  primary key (practice_id, id)
);
select app.fence('app.employee');
create unique index employee_number on app.employee (practice_id, lower(number));
-- At most one employee is linked to one member (PE-5).
create unique index employee_member on app.employee (practice_id, member_id)
  where member_id is not null and deleted_at is null and merged_into is null;
create index employee_list on app.employee (practice_id, sort_name, id) where deleted_at is null and merged_into is null;
create index employee_search on app.employee using gin (search_words gin_trgm_ops);
create index employee_match on app.employee using gin (match_keys);
create index employee_tags on app.employee using gin (tags);
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
