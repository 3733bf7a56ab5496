-- What SPF, DKIM and DMARC said of a mail: {spf, dkim, dmarc}, each in the words of RFC 8601 (IN-68). Null: nobody looked.
alter table app.arrival add column checks jsonb;
