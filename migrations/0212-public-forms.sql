-- Forms that strangers fill in at an address of the practice, and what they answered (inbox.md 2, IN-90 … 98).

-- Its id is that of the form it shows.
create table app.public_form (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  slug text not null,
  open boolean not null,
  newest int not null,
  assignee_id uuid,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.public_form');
create unique index public_form_slug on app.public_form (practice_id, slug);

-- What was published, never changed: an answer keeps the one it was filled in from (IN-97).
create table app.public_form_version (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  form_id uuid not null,
  n int not null,
  title text not null,
  intro text not null,
  questions jsonb not null,
  published_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.public_form_version');
create unique index public_form_version_n on app.public_form_version (practice_id, form_id, n);

create table app.form_answer (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  form_id uuid not null,
  n int not null,
  -- Of the page it was sent from: a second press finds the first answer (IN-94).
  page text not null,
  answers jsonb not null,
  received_at timestamptz(3) not null,
  outcome text not null check (outcome in ('item_made', 'set_aside')),
  because text,
  item_id uuid,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.form_answer');
create unique index form_answer_page on app.form_answer (practice_id, page);
create index form_answer_form on app.form_answer (practice_id, form_id, received_at, id);
create index form_answer_aside on app.form_answer (practice_id, received_at, id) where outcome = 'set_aside';

alter table app.item add column form_answer_id uuid;
