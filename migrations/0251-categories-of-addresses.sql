-- What comes to an address may be of a category from the start (IN-42).
alter table app.intake_address add column category_id uuid;
