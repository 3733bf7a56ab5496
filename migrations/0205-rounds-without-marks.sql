-- Rounds of a series keep for themselves how far they are: two that met put their marks over one another's and never ended.
alter table app.series_client drop column looked_by;
