-- An erased lead is a deleted one of which nothing is left but its id, where it came from, how far it got, and when. Not validated here, so
-- that nothing waits while old rows are read; 1048 does that.
ALTER TABLE lead
  ADD COLUMN erased_at timestamptz,
  DROP CONSTRAINT lead_identified,
  ADD CONSTRAINT lead_identified CHECK (erased_at IS NOT NULL OR num_nonnulls(external_id, email, phone) > 0) NOT VALID,
  ADD CONSTRAINT lead_erased_is_blank CHECK (erased_at IS NULL OR (deleted_at IS NOT NULL
    AND num_nonnulls(external_id, first_name, last_name, email, phone, company, job_title, budget, language, time_zone) = 0
    AND address = '{}' AND property = '{}' AND source_metadata = '{}' AND custom_fields = '{}' AND tag_ids = '{}' AND search_keys = '{}')) NOT VALID;

-- What is written for ever stays so, but for what it says of an erased person.
GRANT UPDATE (changes, client_ip) ON lead_audit, task_audit, deal_audit TO lead_service;
GRANT DELETE ON note_audit, scoring_contribution, export TO lead_service;

-- Files of imports hold what their rows said of people.
ALTER TABLE import
  -- Its bytes go as soon as it has ended: a person of its rows was erased.
  ADD COLUMN discards_file boolean NOT NULL DEFAULT false,
  ADD COLUMN file_gone_at timestamptz;

-- Whose files are due is asked without a tenant. Only the owner, in whose name the function below runs, sees all.
CREATE POLICY import_file_upkeep ON import_chunk TO lead_owner USING (true);
CREATE POLICY import_file_upkeep ON import_row TO lead_owner USING (true) WITH CHECK (true);

/* Takes away the files of imports that ended longer ago than `older_than`, or whose files are not to outlive them, and what their results
   quote of them; at most 100 imports, returns of how many. */
CREATE FUNCTION discard_import_files(older_than interval) RETURNS bigint
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
REVOKE ALL ON FUNCTION discard_import_files(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION discard_import_files(interval) TO lead_service;
