-- The rows that were there before the rules keep them too.
ALTER TABLE lead VALIDATE CONSTRAINT lead_status_in_form, VALIDATE CONSTRAINT lead_lifecycle_stage_in_form;
ALTER TABLE lead_status_history VALIDATE CONSTRAINT lead_status_history_from_in_form, VALIDATE CONSTRAINT lead_status_history_to_in_form;
