-- Statuses and lifecycle stages may be a tenant's own: they stand in its settings. Not validated here, so that nothing waits while old rows are read; 1081 does
-- that. What is refused now was refused before: the release before this one writes on.
-- A column of its own: the release before this one writes `stated` as a whole, without what it does not know.
ALTER TABLE settings
  ADD COLUMN vocabulary jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT settings_vocabulary_object CHECK (jsonb_typeof(vocabulary) = 'object');

ALTER TABLE lead
  DROP CONSTRAINT lead_status_known,
  DROP CONSTRAINT lead_lifecycle_stage_known,
  ADD CONSTRAINT lead_status_in_form CHECK (status ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(status) <= 50) NOT VALID,
  ADD CONSTRAINT lead_lifecycle_stage_in_form CHECK (lifecycle_stage ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(lifecycle_stage) <= 50) NOT VALID;

-- History keeps statuses that are gone.
ALTER TABLE lead_status_history
  DROP CONSTRAINT lead_status_history_from_known,
  DROP CONSTRAINT lead_status_history_to_known,
  ADD CONSTRAINT lead_status_history_from_in_form CHECK (from_status ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(from_status) <= 50) NOT VALID,
  ADD CONSTRAINT lead_status_history_to_in_form CHECK (to_status ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(to_status) <= 50) NOT VALID;

-- What leads are judged by stays as it is until the transaction ends; returns the settings of the tenant, read behind the lock.
CREATE FUNCTION hold_lead_definitions(tenant uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('custom-fields:' || tenant::text, 0));
  RETURN (SELECT stated || vocabulary FROM settings WHERE tenant_id = tenant);
END
$$;

-- A default key costs nothing here. One of a tenant's own must stand in its settings, which nobody changes before the writer is done.
CREATE FUNCTION demand_own_vocabulary() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  stated jsonb := hold_lead_definitions(NEW.tenant_id);
BEGIN
  IF NEW.status NOT IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')
     AND (stated->'leadStatuses' @> jsonb_build_array(jsonb_build_object('key', NEW.status))) IS NOT TRUE THEN
    RAISE EXCEPTION 'the tenant has no such lead status' USING ERRCODE = 'check_violation', TABLE = 'lead', CONSTRAINT = 'lead_status_of_tenant';
  END IF;
  IF NEW.lifecycle_stage NOT IN ('subscriber', 'lead', 'marketing-qualified', 'sales-qualified', 'opportunity', 'customer')
     AND (stated->'lifecycleStages' @> jsonb_build_array(jsonb_build_object('key', NEW.lifecycle_stage))) IS NOT TRUE THEN
    RAISE EXCEPTION 'the tenant has no such lifecycle stage'
      USING ERRCODE = 'check_violation', TABLE = 'lead', CONSTRAINT = 'lead_lifecycle_stage_of_tenant';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER lead_vocabulary_of_new AFTER INSERT ON lead FOR EACH ROW
  WHEN (NEW.status NOT IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')
     OR NEW.lifecycle_stage NOT IN ('subscriber', 'lead', 'marketing-qualified', 'sales-qualified', 'opportunity', 'customer'))
  EXECUTE FUNCTION demand_own_vocabulary();
CREATE TRIGGER lead_vocabulary_of_changed AFTER UPDATE ON lead FOR EACH ROW
  WHEN (NEW.status <> OLD.status AND NEW.status NOT IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')
     OR NEW.lifecycle_stage <> OLD.lifecycle_stage
        AND NEW.lifecycle_stage NOT IN ('subscriber', 'lead', 'marketing-qualified', 'sales-qualified', 'opportunity', 'customer'))
  EXECUTE FUNCTION demand_own_vocabulary();

-- Leads that were won in a window of time, by statuses of a tenant's own; as lead_status_history_converted_idx by the default one.
CREATE INDEX lead_status_history_own_idx ON lead_status_history (tenant_id, to_status, changed_at) INCLUDE (lead_id)
  WHERE to_status NOT IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost');
