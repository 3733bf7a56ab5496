-- What comes back: callbacks of providers, texts and mails of people, delivery reports (messages.md 4.10).

-- What the provider signs its callbacks with, where that is not the account's own secret; sealed like it (ME-74, ME-78).
alter table app.channel add column hook_secret text;

-- A thread of messages and replies with one address about one run or client. Open while a reply waits for its answer.
create table app.conversation (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  channel text not null check (channel in ('email', 'sms')),
  -- Theirs, in lower case or E.164, and ours, which they last wrote to.
  address text not null collate "C",
  our_address text not null,
  name text not null,
  client_id uuid,
  run_id uuid,
  subject text,
  -- Whose it is: the client's specialist, else who wrote, else the run's owner.
  member_id uuid,
  -- The message they last answered: an answer goes into its thread.
  message_id uuid,
  last_at timestamptz(3) not null,
  last_line text not null,
  last_from text not null check (last_from in ('them', 'us')),
  replies int not null default 0,
  open_since timestamptz(3),
  handled_at timestamptz(3),
  handled_by text,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.conversation');
create index conversation_open on app.conversation (practice_id, open_since, id) where open_since is not null;
create index conversation_last on app.conversation (practice_id, last_at, id);
create index conversation_client on app.conversation (practice_id, client_id) where client_id is not null;

-- What came in, stored once before anything is decided (ME-79). The bytes of a mail stand in the file storage under its id.
create table app.reply (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  channel text not null check (channel in ('email', 'sms')),
  -- The Message-ID, or the provider's id; of a mail without one, the hash of its bytes.
  provider_id text not null,
  from_address text not null,
  from_name text not null default '',
  -- Whom it was handed to: the envelope's recipient, or our number.
  to_address text not null,
  -- The envelope's sender; empty for delivery reports.
  return_path text,
  received_at timestamptz(3) not null,
  bytes int not null,
  subject text,
  body text not null default '',
  html text,
  attachments jsonb not null default '[]',
  -- Why it is shown only as far as it could be read (ME-86).
  unread_because text,
  kind text check (kind in ('person', 'automatic', 'bounce', 'complaint')),
  keyword text check (keyword in ('stop', 'start', 'help', 'mentions_stop')),
  matched_by text check (matched_by in ('message_id', 'token', 'sender', 'number')),
  message_id uuid,
  conversation_id uuid,
  client_id uuid,
  authenticated boolean not null default false,
  decided_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.reply');
create unique index reply_once on app.reply (practice_id, channel, provider_id);
create index reply_conversation on app.reply (practice_id, conversation_id, received_at) where conversation_id is not null;
create index reply_unmatched on app.reply (practice_id, received_at, id)
  where conversation_id is null and message_id is null and decided_at is not null;
create index reply_message on app.reply (practice_id, message_id) where message_id is not null;

-- The number we last wrote from to a number, and whether an address was written to lately (ME-80).
create index message_accepted on app.message (practice_id, channel, address, accepted_at) where accepted_at is not null;

select pgboss.create_queue('inbound', '{"policy":"standard","retryLimit":5,"retryDelay":1,"retryBackoff":true,"expireInSeconds":300,"heartbeatSeconds":30,"deadLetter":"dead","deleteAfterSeconds":86400}');
