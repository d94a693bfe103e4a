CREATE OR REPLACE FUNCTION standing_consent(tenant uuid, root uuid, asked_channel text, asked_purpose text) RETURNS text
LANGUAGE plpgsql STABLE COST 2000 SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  found text;
BEGIN
  WITH stated AS (
    SELECT f.member, f.since, c.state, c.stated_at
    FROM lead_family(tenant, root) f JOIN lead_consent c ON c.tenant_id = tenant AND c.lead_id = f.member
    WHERE c.channel = asked_channel AND c.purpose = asked_purpose),
  given AS (SELECT max(stated_at) AS latest FROM stated WHERE member = root AND state = 'given')
  SELECT CASE WHEN bool_or(state = 'withdrawn' AND NOT coalesce(given.latest > greatest(stated_at, since), false)) THEN 'withdrawn'
              WHEN count(*) > 0 THEN 'given' END
  INTO found FROM stated, given;
  RETURN found;
END
$$;

CREATE OR REPLACE FUNCTION lead_standings(tenant uuid, leads uuid[]) RETURNS TABLE (lead_id uuid, temperature text, consents jsonb, prohibitions jsonb)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH RECURSIVE family AS (
    SELECT root, root AS member, '-infinity'::timestamptz AS since FROM unnest(leads) AS root
    UNION
    SELECT f.root, l.lead_id, greatest(f.since, l.deleted_at) FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.member),
  stated AS (
    SELECT f.root, f.member, f.since, c.channel, c.purpose, c.state, c.stated_at,
      max(c.stated_at) FILTER (WHERE f.member = f.root AND c.state = 'given') OVER (PARTITION BY f.root, c.channel, c.purpose) AS given
    FROM family f JOIN lead_consent c ON c.tenant_id = tenant AND c.lead_id = f.member),
  consent AS (
    SELECT root, channel || '.' || purpose AS matter,
      CASE WHEN bool_or(state = 'withdrawn' AND NOT coalesce(given > greatest(stated_at, since), false)) THEN 'withdrawn' ELSE 'given' END AS state
    FROM stated GROUP BY root, channel, purpose),
  addressed AS (
    SELECT f.root, f.member, a.kind, a.value
    FROM family f JOIN lead l ON l.tenant_id = tenant AND l.lead_id = f.member,
         LATERAL (VALUES ('email', l.email), ('phone', l.phone)) AS a (kind, value)
    WHERE a.value IS NOT NULL),
  forbidden AS (
    SELECT DISTINCT a.root, c.channel
    FROM addressed a JOIN lead_prohibition p ON p.tenant_id = tenant AND p.value = a.value AND p.kind = a.kind,
         LATERAL unnest(CASE WHEN p.channels = '{}' THEN '{email,sms,whatsapp,voice,social}' ELSE p.channels END) AS c (channel)),
  reached AS (
    SELECT DISTINCT a.root, c.channel
    FROM addressed a JOIN (VALUES ('email', 'email'), ('phone', 'sms'), ('phone', 'whatsapp'), ('phone', 'voice')) AS c (kind, channel)
      ON c.kind = a.kind
    WHERE a.member = a.root)
  SELECT asked.root, coalesce(t.temperature, 'cold'),
    (SELECT jsonb_object_agg(c.matter, c.state) FROM consent c WHERE c.root = asked.root),
    (SELECT jsonb_object_agg(r.channel, EXISTS (SELECT FROM forbidden b WHERE b.root = r.root AND b.channel = r.channel))
     FROM reached r WHERE r.root = asked.root)
  FROM unnest(leads) AS asked (root)
  LEFT JOIN lead_temperature t ON t.tenant_id = tenant AND t.lead_id = asked.root;
END
$$;

DROP FUNCTION holding_consent(lead_consent);
ALTER TABLE lead_consent
  DROP CONSTRAINT lead_consent_only_given_ends,
  DROP COLUMN entry_id,
  DROP COLUMN expires_at,
  DROP COLUMN is_over,
  DROP COLUMN withdrawn_at;
