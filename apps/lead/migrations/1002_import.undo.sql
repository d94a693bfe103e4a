DROP FUNCTION discard_abandoned_uploads(interval);
DROP FUNCTION other_tenant_waits(uuid);
DROP FUNCTION claim_import(interval);
DROP TABLE import_row;
DROP TABLE import_chunk;
DROP TABLE import;
