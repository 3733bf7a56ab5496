-- Who may be written to: what is known of an e-mail address or a number, whoever has it (ME-35 to ME-43). One row holds the
-- consent and the suppression, so that lifting the one and giving the other is one act on one version.
create table app.address (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  channel text not null check (channel in ('email', 'sms')),
  -- In lower case, or E.164.
  address text not null collate "C",
  consent_state text not null default 'none' check (consent_state in ('none', 'consented', 'opted_out')),
  consent_source text check (consent_source in ('form', 'import', 'member', 'keyword')),
  consent_words text,
  consent_file uuid,
  consent_at timestamptz(3),
  consent_by text,
  -- For whom it was recorded; it counts for the number.
  consent_person uuid,
  consent_contact uuid,
  reason text check (reason in ('hard_bounce', 'soft_bounces', 'complaint', 'unsubscribed', 'opted_out', 'by_hand')),
  reach text check (reach in ('chase', 'all')),
  since timestamptz(3),
  evidence text,
  suppressed_by text,
  soft_bounces jsonb not null default '[]',
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id),
  check ((reason is null) = (reach is null) and (reason is null) = (since is null))
);
select app.fence('app.address');
create unique index address_once on app.address (practice_id, channel, address);
create index address_suppressed on app.address (practice_id, since, id) where reason is not null;
create index address_consent on app.address (practice_id, consent_at, id) where consent_at is not null;
