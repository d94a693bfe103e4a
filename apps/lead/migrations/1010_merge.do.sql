-- A merged lead is a deleted one that points to the lead it went into. Not validated here, so that nothing waits while old rows are
-- read; 1011 does that.
ALTER TABLE lead
  ADD COLUMN merged_into uuid,
  ADD CONSTRAINT lead_merged_is_deleted CHECK (merged_into IS NULL OR deleted_at IS NOT NULL) NOT VALID,
  ADD CONSTRAINT lead_merged_into_another CHECK (merged_into <> lead_id) NOT VALID,
  ADD CONSTRAINT lead_merged_into_fkey FOREIGN KEY (tenant_id, merged_into) REFERENCES lead (tenant_id, lead_id) NOT VALID;
CREATE INDEX lead_merged_into_idx ON lead (tenant_id, merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE lead_audit DROP CONSTRAINT lead_audit_action_known;
ALTER TABLE lead_audit
  ADD CONSTRAINT lead_audit_action_known
  CHECK (action IN ('created', 'updated', 'status-changed', 'deleted', 'restored', 'merged', 'unmerged')) NOT VALID;
ALTER TABLE lead_status_history DROP CONSTRAINT lead_status_history_trigger_known;
ALTER TABLE lead_status_history
  ADD CONSTRAINT lead_status_history_trigger_known CHECK (trigger IN ('manual', 'import', 'automation', 'merge')) NOT VALID;

-- Merges that were made. Holds no personal data: what changed stands in the audit, under the survivor's versions after `*_from` up to `*_to`.
CREATE TABLE lead_merge (
  tenant_id uuid NOT NULL,
  merge_id uuid NOT NULL,
  survivor_id uuid NOT NULL,
  merged_id uuid NOT NULL,
  -- [{ "field", "from", "rule" }]
  fields jsonb NOT NULL,
  merged_at timestamptz NOT NULL,
  merge_from integer NOT NULL,
  merge_to integer NOT NULL,
  undone_at timestamptz,
  undo_from integer,
  undo_to integer,
  PRIMARY KEY (tenant_id, merge_id),
  CONSTRAINT lead_merge_survivor_fkey FOREIGN KEY (tenant_id, survivor_id) REFERENCES lead (tenant_id, lead_id),
  CONSTRAINT lead_merge_merged_fkey FOREIGN KEY (tenant_id, merged_id) REFERENCES lead (tenant_id, lead_id),
  CONSTRAINT lead_merge_of_two CHECK (survivor_id <> merged_id),
  CONSTRAINT lead_merge_fields_array CHECK (jsonb_typeof(fields) = 'array'),
  CONSTRAINT lead_merge_versions_in_order CHECK (merge_from >= 1 AND merge_to >= merge_from),
  CONSTRAINT lead_merge_undo_whole CHECK (num_nonnulls(undone_at, undo_from, undo_to) IN (0, 3)),
  CONSTRAINT lead_merge_undone_after CHECK (undo_from >= merge_to AND undo_to >= undo_from AND undone_at >= merged_at - interval '5 minutes')
);
SELECT protect_tenant_table('lead_merge');
-- A lead goes into one other at a time.
CREATE UNIQUE INDEX lead_merge_standing_key ON lead_merge (tenant_id, merged_id) WHERE undone_at IS NULL;
CREATE INDEX lead_merge_survivor_idx ON lead_merge (tenant_id, survivor_id, merge_id DESC);
CREATE INDEX lead_merge_merged_idx ON lead_merge (tenant_id, merged_id, merge_id DESC);
