ALTER TABLE crm_link DROP COLUMN inherited_from_lead_id;
