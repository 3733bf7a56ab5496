-- Documents that a practice prepares for its clients, their e-mails, and who approves them (inbox.md 2).

create table app.document_profile (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  name text not null,
  send_for_approval boolean not null,
  -- {role} on the client, or {member}.
  approver jsonb,
  -- {amount, currency}: as far from what was expected an amount needs no approval (IN-102).
  variance jsonb,
  four_eyes text not null check (four_eyes in ('off', 'always', 'above')),
  four_eyes_above jsonb,
  file_only boolean not null,
  message_template_id uuid,
  "on" boolean not null,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.document_profile');

create table app.document (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  file_id uuid not null,
  profile_id uuid,
  client_id uuid,
  title text not null,
  amount jsonb,
  expected_amount jsonb,
  state text not null check (state in ('unprocessed', 'awaiting_approval', 'processed', 'filed', 'failed')),
  failure text,
  approval_reasons text[] not null default '{}',
  prepared_by text not null,
  marks text[] not null default '{}',
  -- Why the client was not told (IN-185).
  not_told text,
  told_at timestamptz(3),
  -- The newest item that asks for its approval, and its newest e-mail.
  item_id uuid,
  correspondence_id uuid,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.document');
create index document_made on app.document (practice_id, created_at, id) where deleted_at is null;
create index document_state on app.document (practice_id, state, created_at, id) where deleted_at is null;
create index document_client on app.document (practice_id, client_id) where client_id is not null;

create table app.correspondence (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  document_id uuid not null,
  kind text not null check (kind in ('email')),
  subject text not null,
  body text not null,
  html text,
  used jsonb not null default '{}',
  missing_fields text[] not null default '{}',
  template_id uuid,
  template_version int,
  locale text,
  state text not null check (state in ('draft', 'sending', 'sent', 'removed')),
  -- To whom it goes, or went, and the message that carries it.
  sent_to text,
  message_id uuid,
  sent_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.correspondence');
create index correspondence_document on app.correspondence (practice_id, document_id);
create index correspondence_message on app.correspondence (practice_id, message_id) where message_id is not null;

alter table app.item
  add column document_id uuid,
  -- A Send & approve on its way: {by, acting_for, at, message_id, instructions} (IN-107).
  add column sending jsonb,
  add column send_error text,
  add column decision_sent boolean not null default false;
create index item_document on app.item (practice_id, document_id) where document_id is not null;
