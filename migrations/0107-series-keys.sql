-- Keys of several occurrences change places in one statement when a cadence in force is changed (CA-54): judged at its end.
alter table app.occurrence drop constraint occurrence_practice_id_series_id_client_id_key_key;
alter table app.occurrence add constraint occurrence_key unique (practice_id, series_id, client_id, key) deferrable initially immediate;
