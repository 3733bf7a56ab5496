-- Rows of running work are replaced several times each: with room in its page a row that keeps what indexes know of it needs
-- no new index entries.
alter table app.run set (fillfactor = 70);
alter table app.task set (fillfactor = 70);
alter table app.message set (fillfactor = 70);
alter table app.timer set (fillfactor = 70);
