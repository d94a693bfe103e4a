-- Statuses of a tenant's own are stages of its funnel. Not validated here, so that nothing waits while old rows are read; 1008 does that. What is refused now was
-- refused before: the release before this one writes on.
ALTER TABLE lead_lifecycle
  DROP CONSTRAINT lead_lifecycle_stages_known,
  ADD CONSTRAINT lead_lifecycle_stages_in_form CHECK (
    jsonb_typeof(reached) = 'object'
    AND NOT reached ? 'captured'
    AND NOT jsonb_path_exists(reached, '$.keyvalue() ? (!(@.key like_regex "^[a-z0-9]{1,50}(-[a-z0-9]{1,50})*$"))')) NOT VALID;
ALTER TABLE lifecycle_daily
  DROP CONSTRAINT lifecycle_daily_stage_check,
  ADD CONSTRAINT lifecycle_daily_stage_in_form CHECK (stage ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(stage) <= 50) NOT VALID;

-- Statuses of a tenant that has decided on some, in the order of its funnel; who has no row works with the default ones.
CREATE TABLE lead_status_order (
  tenant_id uuid   PRIMARY KEY,
  -- Version of the settings that said so: an older one changes nothing.
  sequence  bigint NOT NULL,
  statuses  text[] NOT NULL,
  CONSTRAINT lead_status_order_sequence_positive CHECK (sequence >= 1),
  CONSTRAINT lead_status_order_has_one CHECK (cardinality(statuses) >= 1)
);
SELECT protect_tenant_table('lead_status_order');
