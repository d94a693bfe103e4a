CREATE INDEX lead_identity_lead_idx ON lead_identity (tenant_id, lead_id);
DROP INDEX lead_identity_of_lead_idx;
ALTER TABLE lead_identity DROP COLUMN identity_id;
