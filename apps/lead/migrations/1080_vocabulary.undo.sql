-- Refused while a lead, or its history, has a status or stage of a tenant's own.
ALTER TABLE settings DROP COLUMN vocabulary;
DROP INDEX lead_status_history_own_idx;
DROP TRIGGER lead_vocabulary_of_changed ON lead;
DROP TRIGGER lead_vocabulary_of_new ON lead;
DROP FUNCTION demand_own_vocabulary();
DROP FUNCTION hold_lead_definitions(uuid);
ALTER TABLE lead_status_history
  DROP CONSTRAINT lead_status_history_from_in_form,
  DROP CONSTRAINT lead_status_history_to_in_form,
  ADD CONSTRAINT lead_status_history_from_known CHECK (from_status IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')),
  ADD CONSTRAINT lead_status_history_to_known CHECK (to_status IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'));
ALTER TABLE lead
  DROP CONSTRAINT lead_status_in_form,
  DROP CONSTRAINT lead_lifecycle_stage_in_form,
  ADD CONSTRAINT lead_status_known CHECK (status IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')),
  ADD CONSTRAINT lead_lifecycle_stage_known CHECK (
    lifecycle_stage IN ('subscriber', 'lead', 'marketing-qualified', 'sales-qualified', 'opportunity', 'customer'));
