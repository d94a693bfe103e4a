ALTER TABLE lead_lifecycle
  ADD CONSTRAINT lead_lifecycle_sequence_positive CHECK (sequence >= 1) NOT VALID,
  -- Exactly the stages of the funnel after capture.
  ADD CONSTRAINT lead_lifecycle_stages_known CHECK (
    jsonb_typeof(reached) = 'object'
    AND reached - ARRAY['contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'] = '{}') NOT VALID;

-- Said twice: before_capture lies between zero and leads.
ALTER TABLE lifecycle_daily DROP CONSTRAINT lifecycle_daily_leads_check;
