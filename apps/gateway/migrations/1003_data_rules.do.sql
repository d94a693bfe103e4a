-- Instants of two gateways may be five minutes apart.
ALTER TABLE api_key
  ADD CONSTRAINT api_key_used_after_creation CHECK (last_used_at >= created_at - interval '5 minutes') NOT VALID,
  ADD CONSTRAINT api_key_revoked_after_creation CHECK (revoked_at >= created_at - interval '5 minutes') NOT VALID;
