-- What is too large for a mail is fetched from a page, for 90 days (ME-30).
alter table app.public_link drop constraint public_link_purpose_check;
alter table app.public_link add constraint public_link_purpose_check check (purpose in ('unsubscribe', 'files'));
