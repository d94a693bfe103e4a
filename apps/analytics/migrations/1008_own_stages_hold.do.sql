-- The rows that were there before the rules keep them too.
ALTER TABLE lead_lifecycle VALIDATE CONSTRAINT lead_lifecycle_stages_in_form;
ALTER TABLE lifecycle_daily VALIDATE CONSTRAINT lifecycle_daily_stage_in_form;
