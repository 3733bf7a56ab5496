-- Who belongs to a practice, and what they may do there.
create table app.member (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  account_id text,
  name text not null,
  sort_name text not null collate "C",
  email text not null,
  role_id uuid not null,
  state text not null check (state in ('invited', 'active', 'withdrawn', 'deactivated')),
  language text,
  time_zone text,
  notifications jsonb not null default '{}',
  invited_at timestamptz(3),
  invitation_no int not null default 0,
  invitation_ends_at timestamptz(3),
  joined_at timestamptz(3),
  deactivated_at timestamptz(3),
  successor_id uuid,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.member');
-- One address is one member, but for invitations that were withdrawn.
create unique index member_email on app.member (practice_id, email) where state <> 'withdrawn';
create unique index member_account on app.member (practice_id, account_id) where account_id is not null;
create index member_sort on app.member (practice_id, sort_name, id);
create index member_role on app.member (practice_id, role_id);

-- A practice's own roles; the built-in ones stand in the code and have the same id everywhere (PL-27, PL-29).
create table app.role (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  name text not null,
  levels jsonb not null,
  reach jsonb not null,
  abilities text[] not null,
  own_clients_only boolean not null default false,
  removed_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.role');
create unique index role_name on app.role (practice_id, lower(name)) where removed_at is null;

-- «B for A» (PL-34).
create table app.delegation (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  member_id uuid not null,
  deputy_id uuid not null,
  from_on date not null,
  to_on date not null,
  covers text not null check (covers in ('all', 'decision', 'task')),
  ended_on date,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.delegation');
create index delegation_member on app.delegation (practice_id, member_id, to_on);
create index delegation_deputy on app.delegation (practice_id, deputy_id, to_on);

create table app.api_key (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  kind text not null check (kind in ('api', 'mcp')),
  name text not null,
  owner_id uuid,
  role_id uuid,
  shown_prefix text not null,
  scopes jsonb not null,
  abilities text[] not null,
  addresses text[] not null default '{}',
  expires_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  check ((owner_id is null) <> (role_id is null))
);
select app.fence('app.api_key');
create index api_key_owner on app.api_key (practice_id, owner_id);

-- The practice itself is a row that is changed by version like any other.
alter table app.practice add column id uuid generated always as (practice_id) stored;
