-- Not validated here, so that nothing waits while old rows are read; 1006 does that.
ALTER TABLE lead
  ADD COLUMN job_title text,
  ADD COLUMN address jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN property jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN budget jsonb,
  ADD COLUMN language text,
  ADD COLUMN lifecycle_stage text NOT NULL DEFAULT 'lead',
  ADD COLUMN owner_id uuid,
  ADD CONSTRAINT lead_address_object CHECK (jsonb_typeof(address) = 'object') NOT VALID,
  ADD CONSTRAINT lead_property_object CHECK (jsonb_typeof(property) = 'object') NOT VALID,
  ADD CONSTRAINT lead_country_code CHECK ((address->>'country') ~ '^[A-Z]{2}$') NOT VALID,
  ADD CONSTRAINT lead_budget_whole CHECK (
    budget IS NULL OR coalesce(budget->>'currency' ~ '^[A-Z]{3}$', false) AND num_nonnulls(budget->>'min', budget->>'max') > 0) NOT VALID,
  ADD CONSTRAINT lead_budget_not_negative CHECK (least((budget->>'min')::numeric, (budget->>'max')::numeric) >= 0) NOT VALID,
  ADD CONSTRAINT lead_budget_in_order CHECK ((budget->>'min')::numeric <= (budget->>'max')::numeric) NOT VALID,
  ADD CONSTRAINT lead_lifecycle_stage_known CHECK (
    lifecycle_stage IN ('subscriber', 'lead', 'marketing-qualified', 'sales-qualified', 'opportunity', 'customer')) NOT VALID;

ALTER TABLE lead_audit DROP CONSTRAINT lead_audit_action_known;
ALTER TABLE lead_audit
  ADD CONSTRAINT lead_audit_action_known CHECK (action IN ('created', 'updated', 'status-changed', 'deleted', 'restored')) NOT VALID;

-- For the list of deleted leads.
CREATE INDEX lead_deleted_idx ON lead (tenant_id, created_at DESC, lead_id DESC) WHERE deleted_at IS NOT NULL;
