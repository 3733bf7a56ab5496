-- The practice's wording: a template as the list shows it, and each save of it as a version that stays readable.
create table app.message_template (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  channel text not null check (channel in ('email', 'sms')),
  module text not null,
  name text not null,
  sort_name text not null collate "C",
  purpose text,
  -- The number of the newest version, and of the newest that may be sent.
  newest int not null,
  usable int,
  archived_at timestamptz(3),
  archived_by text,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.message_template');
create unique index message_template_name on app.message_template (practice_id, channel, module, lower(name))
  where archived_at is null and deleted_at is null;
create index message_template_sort on app.message_template (practice_id, sort_name, id);

create table app.message_template_version (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  template_id uuid not null,
  n int not null,
  content jsonb not null,
  faults jsonb not null,
  removed jsonb not null,
  saved_at timestamptz(3) not null,
  saved_by text not null,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.message_template_version');
create unique index message_template_version_n on app.message_template_version (practice_id, template_id, n);
