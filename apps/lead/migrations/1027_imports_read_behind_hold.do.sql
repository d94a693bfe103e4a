-- The rows that were there before keep the rule too.
ALTER TABLE import VALIDATE CONSTRAINT import_status_known;
