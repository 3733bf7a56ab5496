-- A file that was taken off its thing is kept for a day, so that it can be put back (PL-110).
alter table app.file add column removed_at timestamptz(3);
alter table app.file drop constraint file_state_check;
alter table app.file add constraint file_state_check check (state in ('uploading', 'ready', 'removed', 'refused', 'deleted'));
