-- A run that moves to another version keeps the rows of steps that are not in it; this says since which version (WF-141).
alter table app.task add column removed_in int;
