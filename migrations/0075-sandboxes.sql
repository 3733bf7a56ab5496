-- A live practice's one sandbox (PL-141).
alter table app.practice add column sandbox_id uuid;

-- In the sandbox: how far it is made, and of what.
create table app.sandbox (
  practice_id uuid primary key,
  made_at timestamptz(3) not null,
  made_by text not null,
  people boolean not null,
  state text not null check (state in ('copying', 'laying', 'clearing', 'ready', 'leaving')),
  total int not null default 0,
  done int not null default 0
);
select app.fence('app.sandbox');

-- In the sandbox: what it was made of, rows as they were taken over, to be laid out again at each reset (PL-142).
create table app.sandbox_part (
  practice_id uuid not null,
  no int not null,
  tab text not null,
  last_key text not null,
  rows jsonb not null,
  laid boolean not null default false,
  primary key (practice_id, no)
);
select app.fence('app.sandbox_part');

-- Removes at most `most` rows of one table from the sandbox that was stepped into, and only from a sandbox: its events are no
-- audit of anything real. Answers how many.
create function app.clear_sandbox(tab text, most int) returns int
language plpgsql security definer set search_path = '' as $$
declare
  here uuid := nullif(current_setting('tickmark.practice', true), '')::uuid;
  gone int;
begin
  if not exists (select 1 from app.practice p where p.practice_id = here and p.kind = 'sandbox') then
    raise exception 'only a sandbox can be cleared';
  end if;
  execute format('delete from app.%1$I t where t.practice_id = $1 and t.ctid = any(array(select s.ctid from app.%1$I s where s.practice_id = $1 limit $2))', tab)
    using here, most;
  get diagnostics gone = row_count;
  if tab = 'practice' then delete from meta.practice m where m.practice_id = here; end if;
  return gone;
end $$;
revoke execute on function app.clear_sandbox(text, int) from public;
grant execute on function app.clear_sandbox(text, int) to tickmark_app;
