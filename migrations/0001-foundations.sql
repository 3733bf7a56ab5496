-- The ground of every practice: who the practice is, what happened in it, what wakes when.
create schema app;
create schema auth;
grant usage on schema app to tickmark_app, tickmark_engine;
grant usage on schema auth to tickmark_auth;
create extension if not exists pg_trgm;

alter default privileges in schema app grant select, insert, update, delete on tables to tickmark_app;
alter default privileges in schema auth grant select, insert, update, delete on tables to tickmark_auth;

-- The fence of PL-50, in one place: `select app.fence('app.some_table')` after each create table.
create function app.fence(tab regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tab);
  execute format('alter table %s force row level security', tab);
  execute format('create policy practice on %s to tickmark_app, tickmark_owner
    using (practice_id = nullif(current_setting(''tickmark.practice'', true), '''')::uuid)
    with check (practice_id = nullif(current_setting(''tickmark.practice'', true), '''')::uuid)', tab);
end $$;

create table app.practice (
  practice_id uuid primary key,
  version int not null default 1,
  name text not null,
  slug text not null unique,
  kind text not null check (kind in ('live', 'demo', 'sandbox')),
  sandbox_of uuid,
  country text not null,
  time_zone text not null,
  locale text not null,
  currency text not null,
  working_days int[] not null default '{1,2,3,4,5}',
  send_hour text not null default '09:00',
  mfa text not null default 'required' check (mfa in ('optional', 'required')),
  session_mode text not null default 'standard' check (session_mode in ('standard', 'strict', 'relaxed')),
  settings jsonb not null default '{}',
  numbers jsonb not null default '{}',
  created_at timestamptz(3) not null
);
select app.fence('app.practice');

-- The installation's own list of its practices, for the operator's commands: which id a slug has, and nothing of the practice.
create table meta.practice (
  practice_id uuid primary key,
  slug text not null unique,
  kind text not null
);
create function app.list_practice() returns trigger language plpgsql security definer set search_path = meta, pg_temp as $$
begin
  insert into meta.practice values (new.practice_id, new.slug, new.kind)
  on conflict (practice_id) do update set slug = excluded.slug, kind = excluded.kind;
  return new;
end $$;
create trigger list_practice after insert or update of slug on app.practice for each row execute function app.list_practice();

create table app.holiday (
  practice_id uuid not null,
  on_date date not null,
  name text not null,
  primary key (practice_id, on_date)
);
select app.fence('app.holiday');

-- A sandbox's own clock; a live practice has no row here (PL-142).
create table app.clock (
  practice_id uuid primary key,
  now timestamptz(3) not null,
  moved_by text not null,
  moved_at timestamptz(3) not null
);
select app.fence('app.clock');

-- Steps into a practice for the length of this transaction: from here on every table shows that practice and no other
-- (PL-51). Answers the practice and the time, read once from the database's clock or the sandbox's own (PL-140).
create function app.enter(practice uuid) returns json language plpgsql as $$
declare answer json;
begin
  perform set_config('tickmark.practice', practice::text, true);
  select json_build_object(
    'practice', row_to_json(p),
    'holidays', coalesce((select json_agg(h.on_date order by h.on_date) from app.holiday h where h.practice_id = practice), '[]'),
    'now', to_char(coalesce(c.now, date_trunc('milliseconds', clock_timestamp())) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  into answer
  from app.practice p left join app.clock c on c.practice_id = p.practice_id
  where p.practice_id = practice;
  return answer;
end $$;

-- What happened. Append only: the app may insert and read, nothing else (PL-102).
create table app.event (
  practice_id uuid not null,
  id uuid not null,
  at timestamptz(3) not null,
  actor text not null,
  for_member uuid,
  verb text not null,
  thing text not null,
  client_id uuid,
  run_id uuid,
  act_id uuid not null,
  root text not null,
  request_id text not null,
  address text,
  device text,
  facts jsonb not null,
  private jsonb,
  private_salt text,
  private_hash text,
  hash text not null,
  undoable_until timestamptz(3),
  undoes uuid,
  primary key (practice_id, id)
);
select app.fence('app.event');
revoke update, delete on app.event from tickmark_app;
create index event_thing on app.event (practice_id, thing, id desc);
create index event_client on app.event (practice_id, client_id, id desc) where client_id is not null;
create index event_run on app.event (practice_id, run_id, id desc) where run_id is not null;
create index event_act on app.event (practice_id, act_id);
create index event_undoes on app.event (practice_id, undoes) where undoes is not null;

-- Events that no seal holds yet. The engine sees these hashes and nothing else of an event (PL-53).
create table app.unsealed (
  practice_id uuid not null,
  event_id uuid not null,
  hash text not null,
  at timestamptz(3) not null,
  primary key (practice_id, event_id)
);
select app.fence('app.unsealed');

create table app.seal (
  practice_id uuid not null,
  no int not null,
  previous text not null,
  event_ids uuid[] not null,
  hash text not null,
  sealed_at timestamptz(3) not null,
  primary key (practice_id, no)
);
select app.fence('app.seal');
revoke update, delete on app.seal from tickmark_app;
revoke delete, update on app.unsealed from tickmark_app;
create policy engine on app.unsealed to tickmark_engine using (true) with check (true);
create policy engine on app.seal to tickmark_engine using (true) with check (true);
grant select, delete on app.unsealed to tickmark_engine;
grant select, insert on app.seal to tickmark_engine;

-- What wakes when: at most one timer per room and thing. A million sleepers cost the poll nothing.
create table app.timer (
  practice_id uuid not null,
  room text not null,
  thing uuid not null,
  due_at timestamptz(3) not null,
  state text not null default 'waiting' check (state in ('waiting', 'queued')),
  fence int not null default 0,
  queued_at timestamptz(3),
  own_clock boolean not null default false,
  primary key (practice_id, room, thing)
);
select app.fence('app.timer');
create index timer_due on app.timer (due_at) where state = 'waiting' and not own_clock;
create index timer_own on app.timer (practice_id, due_at) where state = 'waiting' and own_clock;
create policy engine on app.timer to tickmark_engine using (true) with check (true);
grant select, update on app.timer to tickmark_engine;

-- One line per worker process; a gap of all of them is a downtime (PL-145).
create table meta.worker (
  id uuid primary key,
  host text not null,
  process int not null,
  started_at timestamptz(3) not null,
  beat_at timestamptz(3) not null
);
create table meta.downtime (
  id uuid primary key,
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null
);
-- Facts of the installation: the set-up link's hash, the demo practice, the seed of its secrets.
create table meta.installation (
  key text primary key,
  value jsonb not null,
  at timestamptz(3) not null
);
grant usage on schema meta to tickmark_app, tickmark_engine, tickmark_auth;
grant select on meta.migration to tickmark_app, tickmark_engine;
grant select on meta.practice to tickmark_engine, tickmark_auth;
grant select, insert, update, delete on meta.worker, meta.downtime to tickmark_engine;
grant select on meta.worker, meta.downtime to tickmark_app;
grant select, insert, update, delete on meta.installation to tickmark_auth;
