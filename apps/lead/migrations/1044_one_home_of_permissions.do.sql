-- What compliance permits is kept once, in lead_consent and lead_prohibition: syncs with other CRMs read it there.
DROP TABLE contact_stance;

-- Whom an address binds that may not be contacted: also through leads that went into others.
CREATE INDEX lead_merged_email_idx ON lead (tenant_id, email) WHERE merged_into IS NOT NULL AND email IS NOT NULL;
CREATE INDEX lead_merged_phone_idx ON lead (tenant_id, phone) WHERE merged_into IS NOT NULL AND phone IS NOT NULL;
