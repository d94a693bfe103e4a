-- The rows that were there before the rules keep them too.
ALTER TABLE api_key
  VALIDATE CONSTRAINT api_key_used_after_creation,
  VALIDATE CONSTRAINT api_key_revoked_after_creation;
