-- A letter whose link nobody but its receiver may read is written when it leaves: here stands what it is made of (PL-S12).
alter table app.message add column secret_letter jsonb;
