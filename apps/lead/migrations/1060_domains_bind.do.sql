-- Whole domains of e-mail addresses that may not be contacted. Not validated here, so that nothing waits while old rows are read; 1061 does that.
ALTER TABLE lead_prohibition
  DROP CONSTRAINT lead_prohibition_kind_known,
  ADD CONSTRAINT lead_prohibition_kind_known CHECK (kind IN ('phone', 'email', 'domain')) NOT VALID;
-- Tells at once that a tenant has none.
CREATE INDEX lead_prohibition_domain_idx ON lead_prohibition (tenant_id, value) WHERE kind = 'domain' AND value IS NOT NULL;

/* Domains that an address lies in, from its own up to one with two labels. */
CREATE FUNCTION email_domains(email text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg(array_to_string(labels[at:], '.') ORDER BY at)
  FROM (SELECT string_to_array(lower(split_part(email, '@', -1)), '.') AS labels) AS own, generate_subscripts(labels, 1) AS at
  WHERE at < cardinality(labels)
$$;

/* Live leads that have, or had under a lead that went into them, an address in one of these domains. Most addresses lie in one domain alone: only of others
   the domains are taken apart. */
CREATE FUNCTION leads_under_domains(tenant uuid, domains text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH RECURSIVE way AS (
    (SELECT lead_id, merged_into, deleted_at FROM lead
     WHERE tenant_id = tenant AND (deleted_at IS NULL OR merged_into IS NOT NULL)
       AND (split_part(email, '@', -1) = ANY (domains) OR (email LIKE '%@%.%.%' AND email_domains(email) && domains))
     UNION ALL
     SELECT l.lead_id, l.merged_into, l.deleted_at FROM lead_identity i JOIN lead l ON l.tenant_id = tenant AND l.lead_id = i.lead_id
     WHERE i.tenant_id = tenant AND i.kind = 'email'
       AND (split_part(i.value, '@', -1) = ANY (domains) OR (i.value LIKE '%@%.%.%' AND email_domains(i.value) && domains)))
    UNION
    SELECT l.lead_id, l.merged_into, l.deleted_at FROM way JOIN lead l ON l.tenant_id = tenant AND l.lead_id = way.merged_into)
  SELECT lead_id FROM way WHERE deleted_at IS NULL
$$;

/* Whether an entry forbids a channel to a person, under any address of theirs or a domain of one; null of one without an address for it. No address of a
   social network is known. What `is_do_not_contact` knows nothing of are domains; it goes with a later release. */
CREATE FUNCTION is_contact_prohibited(tenant uuid, root uuid, asked_channel text) RETURNS boolean
LANGUAGE plpgsql STABLE COST 2000 SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  found boolean;
BEGIN
  WITH addressed AS (
    SELECT l.lead_id = root AS is_own, a.kind, a.value
    FROM lead_family(tenant, root) f JOIN lead l ON l.tenant_id = tenant AND l.lead_id = f.member,
         LATERAL (VALUES ('email', l.email), ('phone', l.phone)) AS a (kind, value)
    WHERE a.value IS NOT NULL
    UNION ALL
    SELECT false, i.kind, i.value FROM lead_family(tenant, root) f JOIN lead_identity i ON i.tenant_id = tenant AND i.lead_id = f.member
    WHERE i.kind IN ('email', 'phone')),
  named AS (
    SELECT * FROM addressed
    UNION ALL
    SELECT is_own, 'domain', unnest(email_domains(value)) FROM addressed
    WHERE kind = 'email' AND EXISTS (SELECT FROM lead_prohibition p WHERE p.tenant_id = tenant AND p.kind = 'domain' AND p.value IS NOT NULL))
  SELECT CASE WHEN bool_or(is_own AND CASE asked_channel
                WHEN 'email' THEN kind = 'email' WHEN 'social' THEN false ELSE kind = 'phone' END)
         THEN EXISTS (
           SELECT FROM named n JOIN lead_prohibition p ON p.tenant_id = tenant AND p.value = n.value AND p.kind = n.kind
           WHERE p.channels = '{}' OR asked_channel = ANY (p.channels)) END
  INTO found FROM addressed;
  RETURN found;
END
$$;

/* What is known of many leads at once: temperature, consents by `<channel>.<purpose>`, and by channel whether it is forbidden, by domains, too. Takes the
   place of `lead_standings`, which goes with a later release. */
CREATE FUNCTION standings_of_leads(tenant uuid, leads uuid[]) RETURNS TABLE (lead_id uuid, temperature text, consents jsonb, prohibitions jsonb)
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
    SELECT f.root, f.member = f.root AS is_own, a.kind, a.value
    FROM family f JOIN lead l ON l.tenant_id = tenant AND l.lead_id = f.member,
         LATERAL (VALUES ('email', l.email), ('phone', l.phone)) AS a (kind, value)
    WHERE a.value IS NOT NULL
    UNION ALL
    SELECT f.root, false, i.kind, i.value FROM family f JOIN lead_identity i ON i.tenant_id = tenant AND i.lead_id = f.member
    WHERE i.kind IN ('email', 'phone')),
  named AS (
    SELECT * FROM addressed
    UNION ALL
    SELECT root, is_own, 'domain', unnest(email_domains(value)) FROM addressed
    WHERE kind = 'email' AND EXISTS (SELECT FROM lead_prohibition p WHERE p.tenant_id = tenant AND p.kind = 'domain' AND p.value IS NOT NULL)),
  forbidden AS (
    SELECT DISTINCT n.root, c.channel
    FROM named n JOIN lead_prohibition p ON p.tenant_id = tenant AND p.value = n.value AND p.kind = n.kind,
         LATERAL unnest(CASE WHEN p.channels = '{}' THEN '{email,sms,whatsapp,voice,social}' ELSE p.channels END) AS c (channel)),
  reached AS (
    SELECT DISTINCT a.root, c.channel
    FROM addressed a JOIN (VALUES ('email', 'email'), ('phone', 'sms'), ('phone', 'whatsapp'), ('phone', 'voice')) AS c (kind, channel)
      ON c.kind = a.kind
    WHERE a.is_own)
  SELECT asked.root, coalesce(t.temperature, 'cold'),
    (SELECT jsonb_object_agg(c.matter, c.state) FROM consent c WHERE c.root = asked.root),
    (SELECT jsonb_object_agg(r.channel, EXISTS (SELECT FROM forbidden b WHERE b.root = r.root AND b.channel = r.channel))
     FROM reached r WHERE r.root = asked.root)
  FROM unnest(leads) AS asked (root)
  LEFT JOIN lead_temperature t ON t.tenant_id = tenant AND t.lead_id = asked.root;
END
$$;
