-- Cells that were left out of rows that went in, each with its reason. Not validated here, so that nothing waits while old rows are read; 1059
-- does that.
ALTER TABLE import
  -- Of the rows that are done those with warnings.
  ADD COLUMN rows_warned integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT import_warned_counted CHECK (rows_warned BETWEEN 0 AND rows_done) NOT VALID;
ALTER TABLE import_row
  -- [{ "code", "path", "message", "column", "value" }], null where there are none.
  ADD COLUMN warnings jsonb,
  ADD CONSTRAINT import_row_warnings_stated CHECK (
    warnings IS NULL OR (jsonb_typeof(warnings) = 'array' AND warnings <> '[]' AND outcome <> 'failed')) NOT VALID;
-- They are few, and asked for by themselves.
CREATE INDEX import_row_warned_idx ON import_row (tenant_id, import_id, row_number) WHERE warnings IS NOT NULL;

-- By what imports find a member whose address they state: a SHA-256 of tenant and address, since the address itself stays with the gateway.
ALTER TABLE member
  ADD COLUMN address_hash bytea,
  ADD CONSTRAINT member_address_hash_whole CHECK (octet_length(address_hash) = 32) NOT VALID;
CREATE INDEX member_address_idx ON member (tenant_id, address_hash) WHERE address_hash IS NOT NULL;

/* Warnings without what they quote of a row. */
CREATE FUNCTION warnings_without_quotes(warnings jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT jsonb_agg(warning || '{"message": null, "value": null}' ORDER BY place) FROM jsonb_array_elements(warnings) WITH ORDINALITY AS w (warning, place);
$$;

/* Takes away the files of imports that ended longer ago than `older_than`, or whose files are not to outlive them, and what their results
   quote of them; at most 100 imports, returns of how many. */
CREATE OR REPLACE FUNCTION discard_import_files(older_than interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH due AS (
    UPDATE import SET file_gone_at = clock_timestamp()
    WHERE (tenant_id, import_id) IN (
      SELECT i.tenant_id, i.import_id FROM import i
      WHERE i.file_gone_at IS NULL AND i.status IN ('completed', 'failed', 'cancelled', 'reverted')
        AND (i.discards_file OR i.completed_at < clock_timestamp() - older_than)
      ORDER BY i.completed_at LIMIT 100 FOR UPDATE SKIP LOCKED)
    RETURNING tenant_id, import_id),
  bytes AS (
    DELETE FROM import_chunk c USING due WHERE c.tenant_id = due.tenant_id AND c.import_id = due.import_id),
  quotes AS (
    UPDATE import_row r SET value = NULL, message = NULL, warnings = warnings_without_quotes(r.warnings) FROM due
    WHERE r.tenant_id = due.tenant_id AND r.import_id = due.import_id AND num_nonnulls(r.value, r.message, r.warnings) > 0)
  SELECT count(*) FROM due;
$$;
