-- Whoever decided had prepared the document themselves, or stood in for who had: where no four eyes are asked for, it says so (PL-S6).
alter table app.item add own_work boolean not null default false;
