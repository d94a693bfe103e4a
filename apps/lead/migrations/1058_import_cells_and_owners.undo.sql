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
    UPDATE import_row r SET value = NULL, message = NULL FROM due
    WHERE r.tenant_id = due.tenant_id AND r.import_id = due.import_id AND num_nonnulls(r.value, r.message) > 0)
  SELECT count(*) FROM due;
$$;
DROP INDEX member_address_idx;
ALTER TABLE member
  DROP CONSTRAINT member_address_hash_whole,
  DROP COLUMN address_hash;
DROP FUNCTION warnings_without_quotes(jsonb);
DROP INDEX import_row_warned_idx;
ALTER TABLE import_row
  DROP CONSTRAINT import_row_warnings_stated,
  DROP COLUMN warnings;
ALTER TABLE import
  DROP CONSTRAINT import_warned_counted,
  DROP COLUMN rows_warned;
