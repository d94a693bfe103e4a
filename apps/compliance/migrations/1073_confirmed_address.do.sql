-- The address that a confirmation was to reach when it was asked for, as the keyed hash of former_address. Of those before, and where none was known, there is none.
ALTER TABLE consent_confirmation
  ADD COLUMN address_hash bytea CONSTRAINT consent_confirmation_address_check CHECK (octet_length(address_hash) = 32);

/* As before; and from proofs and confirmations that stay goes what stands for the address: it would tell the person again that comes back. */
CREATE OR REPLACE FUNCTION erase_consent_remains(leads uuid[]) RETURNS TABLE (blanked bigint, removed bigint)
LANGUAGE sql STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  WITH tenant AS MATERIALIZED (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid AS id),
  proofs AS (
    UPDATE consent_entry e SET proof = nullif(e.proof - '{clientIp,userAgent,addressHash}'::text[], '{}'::jsonb) FROM tenant
     WHERE e.tenant_id = tenant.id AND e.lead_id = ANY (leads) AND e.proof ?| '{clientIp,userAgent,addressHash}'::text[] RETURNING 1),
  confirmed AS (
    UPDATE consent_confirmation c SET address_hash = NULL FROM tenant
     WHERE c.tenant_id = tenant.id AND c.lead_id = ANY (leads) AND c.entry_id IS NOT NULL AND c.address_hash IS NOT NULL),
  confirmations AS (
    DELETE FROM consent_confirmation c USING tenant
     WHERE c.tenant_id = tenant.id AND c.lead_id = ANY (leads) AND c.entry_id IS NULL RETURNING 1),
  links AS (
    DELETE FROM preference_link l USING tenant
     WHERE l.tenant_id = tenant.id AND l.lead_id = ANY (leads)
       AND NOT EXISTS (SELECT FROM consent_entry e WHERE e.tenant_id = l.tenant_id AND e.lead_id = ANY (leads)
                         AND e.proof ->> 'preferenceLinkId' = l.id::text) RETURNING 1)
  SELECT (SELECT count(*) FROM proofs), (SELECT count(*) FROM confirmations) + (SELECT count(*) FROM links);
$$;
