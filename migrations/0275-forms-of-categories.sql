-- What an item is asked that is added by hand: the form of its category (IN-11).
alter table app.item_category add column form_id uuid;
-- What was asked, where it was no published version: a member answered it, with the form as it was then.
alter table app.form_answer add column asked jsonb;
