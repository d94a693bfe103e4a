ALTER TABLE lead_lifecycle DROP CONSTRAINT lead_lifecycle_stages_known, DROP CONSTRAINT lead_lifecycle_sequence_positive;
ALTER TABLE lifecycle_daily ADD CONSTRAINT lifecycle_daily_leads_check CHECK (leads >= 0);
