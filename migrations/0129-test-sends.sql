-- Tests that members send themselves, by whom and when: so many an hour and no more (ME-25).
create index message_test on app.message (practice_id, author_id, created_at) where key like 'test:%';
