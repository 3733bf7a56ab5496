-- Everything that leaves for a person, and every try to send it (messages.md 3.1).
create table app.channel (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  kind text not null check (kind in ('email', 'sms')),
  provider text not null check (provider in ('folder', 'smtp', 'twilio')),
  address text not null default '',
  display_name text not null default '',
  settings jsonb not null default '{}',
  -- Encrypted with a key outside the database (ME-78).
  secret text,
  secret_set boolean generated always as (secret is not null) stored,
  per_minute int not null,
  hold_minutes int not null default 10,
  manual_seconds int not null default 30,
  unknown_policy text not null default 'ask' check (unknown_policy in ('ask', 'again')),
  down_since timestamptz(3),
  down_because text,
  checked_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.channel');
create unique index channel_kind on app.channel (practice_id, kind);

create table app.message (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  class text not null check (class in ('chase', 'service', 'internal', 'security')),
  channel text not null check (channel in ('email', 'sms')),
  -- What makes two messages the same (ME-56).
  key text not null,
  automatic boolean not null,
  author_id uuid,
  run_id uuid,
  task_id uuid,
  subject_kind text,
  subject_id uuid,
  client_id uuid,
  recipients jsonb not null,
  -- The first recipient's, in small letters: order and caps go by it (ME-48, ME-57).
  address text not null,
  from_name text not null,
  from_address text not null,
  reply_to text,
  subject text,
  html text,
  body text not null,
  template_id uuid,
  template_version int,
  locale text,
  used jsonb not null default '{}',
  missing text[] not null default '{}',
  headers jsonb not null default '{}',
  attachments jsonb not null default '[]',
  state text not null check (state in ('planned', 'held', 'recalled', 'started', 'sent', 'failed', 'unknown')),
  planned_at timestamptz(3) not null,
  leaves_at timestamptz(3) not null,
  -- Of held, recalled, failed and unknown.
  reason_code text,
  reason text,
  tries int not null default 0,
  -- Each try: number, node, when it began and ended, what came of it (ME-58).
  attempts jsonb not null default '[]',
  started_at timestamptz(3),
  sent_again boolean not null default false,
  waits_since timestamptz(3),
  saved boolean not null default false,
  provider_id text,
  accepted_at timestamptz(3),
  refused jsonb not null default '[]',
  delivered_at timestamptz(3),
  bounced_at timestamptz(3),
  bounce jsonb,
  complained_at timestamptz(3),
  pressed_at timestamptz(3),
  replied_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.message');
create unique index message_key on app.message (practice_id, key);
create index message_state on app.message (practice_id, state, leaves_at, id);
create index message_address on app.message (practice_id, channel, address, leaves_at) where state in ('planned', 'started');
create index message_recent on app.message (practice_id, channel, address, accepted_at) where automatic and accepted_at is not null;
create index message_started on app.message (practice_id, channel, started_at) where started_at is not null;
create index message_client on app.message (practice_id, client_id, id desc) where client_id is not null;
create index message_run on app.message (practice_id, run_id) where run_id is not null;
create index message_task on app.message (practice_id, task_id) where task_id is not null;
create index message_provider on app.message (practice_id, provider_id) where provider_id is not null;

-- Messages leave through queues of their own. A retry only repeats what was not begun: an attempt, once started, is never
-- made by another job.
select pgboss.create_queue('mail', '{"policy":"standard","retryLimit":5,"retryDelay":1,"retryBackoff":true,"expireInSeconds":300,"heartbeatSeconds":30,"deadLetter":"dead","deleteAfterSeconds":86400}');
select pgboss.create_queue('sms', '{"policy":"standard","retryLimit":5,"retryDelay":1,"retryBackoff":true,"expireInSeconds":300,"heartbeatSeconds":30,"deadLetter":"dead","deleteAfterSeconds":86400}');
