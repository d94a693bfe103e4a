-- What a lead's rows may never say, whichever code writes them. Instants that two processes read off their own clocks may be
-- five minutes apart. Not validated here, so that nothing waits while old rows are read; 1004 does that.
ALTER TABLE lead
  ADD CONSTRAINT lead_captured_not_in_future CHECK (captured_at <= created_at + interval '5 minutes') NOT VALID,
  ADD CONSTRAINT lead_status_not_in_future CHECK (status_changed_at <= updated_at + interval '5 minutes') NOT VALID,
  ADD CONSTRAINT lead_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes') NOT VALID;

ALTER TABLE lead_status_history
  ADD CONSTRAINT lead_status_history_not_in_future CHECK (changed_at <= recorded_at + interval '5 minutes') NOT VALID;

ALTER TABLE lead_audit
  ADD CONSTRAINT lead_audit_version_positive CHECK (version >= 1) NOT VALID,
  ADD CONSTRAINT lead_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service')) NOT VALID;

ALTER TABLE import
  ADD CONSTRAINT import_total_not_negative CHECK (rows_total >= 0) NOT VALID,
  ADD CONSTRAINT import_claims_not_negative CHECK (least(fence, attempts) >= 0) NOT VALID,
  ADD CONSTRAINT import_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service')) NOT VALID,
  ADD CONSTRAINT import_started_after_creation CHECK (started_at >= created_at - interval '5 minutes') NOT VALID,
  ADD CONSTRAINT import_ended_after_start CHECK (completed_at >= coalesce(started_at, created_at) - interval '5 minutes') NOT VALID;

ALTER TABLE import_chunk
  ADD CONSTRAINT import_chunk_number_not_negative CHECK (chunk_number >= 0) NOT VALID;

-- A row that made or changed a lead says which; the lead must be there.
ALTER TABLE import_row
  ADD CONSTRAINT import_row_names_lead CHECK (outcome NOT IN ('created', 'updated') OR lead_id IS NOT NULL) NOT VALID,
  ADD CONSTRAINT import_row_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) NOT VALID;
