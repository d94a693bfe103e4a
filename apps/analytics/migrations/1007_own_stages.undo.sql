-- Refused while a lead has reached a stage of its tenant's own.
DROP TABLE lead_status_order;
ALTER TABLE lifecycle_daily
  DROP CONSTRAINT lifecycle_daily_stage_in_form,
  ADD CONSTRAINT lifecycle_daily_stage_check CHECK (stage IN ('captured', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'));
ALTER TABLE lead_lifecycle
  DROP CONSTRAINT lead_lifecycle_stages_in_form,
  ADD CONSTRAINT lead_lifecycle_stages_known CHECK (
    jsonb_typeof(reached) = 'object'
    AND reached - ARRAY['contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'] = '{}');
