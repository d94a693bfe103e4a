DROP FUNCTION tenants_with_expired_consents(timestamptz, integer);
DROP TABLE consent_expiry;
ALTER TABLE consent_entry
  DROP CONSTRAINT consent_entry_proof_check,
  DROP CONSTRAINT consent_entry_expiry_check,
  DROP COLUMN proof,
  DROP COLUMN expires_at;
