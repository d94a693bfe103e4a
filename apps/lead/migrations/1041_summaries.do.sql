-- Summaries are counted when they are asked for, each from an index alone.
CREATE INDEX lead_summary_idx ON lead (tenant_id, status, lifecycle_stage, source, owner_id) WHERE deleted_at IS NULL;
CREATE INDEX lead_temperature_summary_idx ON lead_temperature (tenant_id, temperature, lead_id) WHERE temperature <> 'cold';
CREATE INDEX lead_status_history_converted_idx ON lead_status_history (tenant_id, changed_at) INCLUDE (lead_id) WHERE to_status = 'converted';

CREATE INDEX deal_open_idx ON deal (tenant_id, pipeline_id, stage_id, currency) INCLUDE (amount, opened_at, stage_entered_at, updated_at)
  WHERE deleted_at IS NULL AND closed_at IS NULL;
CREATE INDEX deal_closed_idx ON deal (tenant_id, pipeline_id, closed_at) INCLUDE (status, amount, currency)
  WHERE deleted_at IS NULL AND closed_at IS NOT NULL;

CREATE INDEX task_completed_idx ON task (tenant_id, closed_at) INCLUDE (assignee_id) WHERE deleted_at IS NULL AND state = 'completed';
CREATE INDEX task_open_idx ON task (tenant_id, due_at) INCLUDE (assignee_id) WHERE deleted_at IS NULL AND closed_at IS NULL AND NOT hidden;
CREATE INDEX note_created_idx ON note (tenant_id, created_at) INCLUDE (author_kind, author_id) WHERE deleted_at IS NULL;
CREATE INDEX scoring_contribution_interaction_idx ON scoring_contribution (tenant_id, occurred_at) INCLUDE (source_id)
  WHERE starts_with(kind, 'interaction.');
