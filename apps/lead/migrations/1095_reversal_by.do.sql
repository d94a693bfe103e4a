-- Who had an import taken back, in which request and trace, and since when: the changes of a reversal are theirs, not those of whoever uploaded the file.
-- Null for reversals of before. They go with the import. 1097 holds the rules against the rows that are there.
ALTER TABLE import
  ADD COLUMN reversal_actor_kind text,
  ADD COLUMN reversal_actor_id text,
  ADD COLUMN reversal_client_ip text,
  ADD COLUMN reversal_request_id text,
  ADD COLUMN reversal_traceparent text,
  ADD COLUMN reversal_asked_at timestamptz,
  ADD CONSTRAINT import_reversal_by_somebody CHECK (
    num_nonnulls(reversal_actor_kind, reversal_actor_id, reversal_request_id, reversal_asked_at)
      IN (CASE WHEN num_nonnulls(reversal_client_ip, reversal_traceparent) > 0 THEN 4 ELSE 0 END, 4)) NOT VALID,
  ADD CONSTRAINT import_reversal_actor_known CHECK (reversal_actor_kind IN ('member', 'api-key', 'service')) NOT VALID;
