ALTER TABLE consent_confirmation DROP COLUMN address_hash;

CREATE OR REPLACE FUNCTION erase_consent_remains(leads uuid[]) RETURNS TABLE (blanked bigint, removed bigint)
LANGUAGE sql STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  WITH tenant AS MATERIALIZED (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid AS id),
  proofs AS (
    UPDATE consent_entry e SET proof = nullif(e.proof - '{clientIp,userAgent}'::text[], '{}'::jsonb) FROM tenant
     WHERE e.tenant_id = tenant.id AND e.lead_id = ANY (leads) AND e.proof ?| '{clientIp,userAgent}'::text[] RETURNING 1),
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
