-- Sign-in: first better-auth 1.7.5's own tables as it plans them (user, session, account, verification, twoFactor, passkey).
create table auth."user" (
  "id" text not null primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz(3) default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz(3) default CURRENT_TIMESTAMP not null,
  "twoFactorEnabled" boolean,
  "firstSignedInAt" timestamptz(3),
  "lastPracticeId" text
);

create table auth."session" (
  "id" text not null primary key,
  "expiresAt" timestamptz(3) not null,
  "token" text not null unique,
  "createdAt" timestamptz(3) default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz(3) not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "practiceId" text,
  "memberId" text,
  "roleId" text,
  "startedAt" timestamptz(3),
  "lastUsedAt" timestamptz(3),
  "mfaAt" timestamptz(3),
  "endsBy" timestamptz(3),
  "lookAs" text,
  "replacedAt" timestamptz(3)
);

create table auth."account" (
  "id" text not null primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz(3),
  "refreshTokenExpiresAt" timestamptz(3),
  "scope" text,
  "password" text,
  "createdAt" timestamptz(3) default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz(3) not null
);

create table auth."verification" (
  "id" text not null primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz(3) not null,
  "createdAt" timestamptz(3) default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz(3) default CURRENT_TIMESTAMP not null
);

create table auth."twoFactor" (
  "id" text not null primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz(3)
);

create table auth."passkey" (
  "id" text not null primary key,
  "name" text,
  "publicKey" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "credentialID" text not null,
  "counter" integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  "transports" text,
  "createdAt" timestamptz(3),
  "aaguid" text
);
create index "session_userId_idx" on auth."session" ("userId");
create index "account_userId_idx" on auth."account" ("userId");
create index "verification_identifier_idx" on auth."verification" ("identifier");
create index "twoFactor_secret_idx" on auth."twoFactor" ("secret");
create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");
create index "passkey_userId_idx" on auth."passkey" ("userId");
create index "passkey_credentialID_idx" on auth."passkey" ("credentialID");

-- Ours. Which practices an account may enter, and as which member: a session acts in exactly one (PL-55).
create table auth.membership (
  account_id text not null references auth."user" (id) on delete cascade,
  practice_id uuid not null,
  member_id uuid not null,
  last_seen_at timestamptz(3),
  primary key (account_id, practice_id)
);
create index membership_practice on auth.membership (practice_id);

-- Wrong tries of the last half hour, by e-mail (hashed, known or not) and by network address (PL-43).
create table auth.wrong_try (
  id uuid primary key,
  email_hash text not null,
  address text not null,
  at timestamptz(3) not null
);
create index wrong_try_email on auth.wrong_try (email_hash, at);
create index wrong_try_address on auth.wrong_try (address, at);

-- Codes of authenticator apps that were used: each works once, also inside its window (PL-41).
create table auth.used_code (
  account_id text not null references auth."user" (id) on delete cascade,
  code_hash text not null,
  until timestamptz(3) not null,
  primary key (account_id, code_hash)
);

-- One-time links to an account: a new password, or a sign-in that the operator printed. The token itself is never here.
create table auth.link (
  hash text primary key,
  kind text not null check (kind in ('reset', 'sign_in')),
  account_id text not null references auth."user" (id) on delete cascade,
  drops_factors boolean not null default false,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index link_account on auth.link (account_id);

-- Browsers an account has signed in with, by a mark they keep: a new one is told by mail (PL-42).
create table auth.device (
  account_id text not null references auth."user" (id) on delete cascade,
  mark_hash text not null,
  last_seen_at timestamptz(3) not null,
  primary key (account_id, mark_hash)
);

-- Where the key with this hash leads. What it may do stands in the practice (PL-44).
create table auth.key_lookup (
  hash text primary key,
  practice_id uuid not null,
  key_id uuid not null
);

-- Limits that all nodes share (PL-46): each bucket is full again at `full_at`. Losing it in a crash forgives, no more.
create unlogged table auth.bucket (
  name text primary key,
  full_at timestamptz(3) not null
);
