CREATE OR REPLACE FUNCTION is_do_not_contact(tenant uuid, root uuid, asked_channel text) RETURNS boolean
LANGUAGE plpgsql STABLE COST 2000 SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  found boolean;
BEGIN
  WITH addressed AS (
    SELECT l.lead_id, a.kind, a.value
    FROM lead_family(tenant, root) f JOIN lead l ON l.tenant_id = tenant AND l.lead_id = f.member,
         LATERAL (VALUES ('email', l.email), ('phone', l.phone)) AS a (kind, value)
    WHERE a.value IS NOT NULL)
  SELECT CASE WHEN bool_or(lead_id = root AND CASE asked_channel
                WHEN 'email' THEN kind = 'email' WHEN 'social' THEN false ELSE kind = 'phone' END)
         THEN EXISTS (
           SELECT FROM addressed a JOIN lead_prohibition p ON p.tenant_id = tenant AND p.value = a.value AND p.kind = a.kind
           WHERE p.channels = '{}' OR asked_channel = ANY (p.channels)) END
  INTO found FROM addressed;
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
    SELECT f.root, f.member, f.since, c.channel, c.purpose, h.state, h.stated_at,
      max(h.stated_at) FILTER (WHERE f.member = f.root AND h.state = 'given') OVER (PARTITION BY f.root, c.channel, c.purpose) AS given
    FROM family f JOIN lead_consent c ON c.tenant_id = tenant AND c.lead_id = f.member, holding_consent(c) h),
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
