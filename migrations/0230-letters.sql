-- Letters on the practice's own paper: Word files with fields (IN-116, IN-117), and what was printed (IN-108).

create table app.letter_template (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  name text not null,
  file_id uuid not null,
  -- What stands between its braces.
  fields text[] not null,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.letter_template');

alter table app.document_profile add column letter_template_id uuid;

alter table app.correspondence drop constraint correspondence_kind_check;
alter table app.correspondence add constraint correspondence_kind_check check (kind in ('email', 'letter'));
alter table app.correspondence drop constraint correspondence_state_check;
alter table app.correspondence add constraint correspondence_state_check check (state in ('draft', 'sending', 'sent', 'printed', 'removed'));
alter table app.correspondence
  add column letter_template_id uuid,
  -- The Word file it is written on, whatever becomes of its template.
  add column letter_file_id uuid,
  add column printed_at timestamptz(3);
