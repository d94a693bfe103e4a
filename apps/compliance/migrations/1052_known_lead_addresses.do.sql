-- Who has an address today: an erasure leaves to other leads what is theirs, too.
CREATE INDEX known_lead_email_idx ON known_lead (tenant_id, email) WHERE email IS NOT NULL;
CREATE INDEX known_lead_phone_idx ON known_lead (tenant_id, phone) WHERE phone IS NOT NULL;
