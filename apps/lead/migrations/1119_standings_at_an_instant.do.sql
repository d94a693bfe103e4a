-- What compliance says of leads as of an instant that is asked about, not of the database's clock, and until when: consents that are given, and entries
-- that forbid, for a time.
ALTER TABLE lead_prohibition
  -- Until when it forbids; null for ever, and of rows from before this migration, whose end is told.
  ADD COLUMN expires_at timestamptz;
-- Tell at once that a tenant has none.
CREATE INDEX lead_consent_end_idx ON lead_consent (tenant_id, channel, purpose, expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX lead_prohibition_end_idx ON lead_prohibition (tenant_id, expires_at) WHERE expires_at IS NOT NULL;

/* What of a row holds at an instant: nothing of a grant whose time is over, but the withdrawal that it had lifted. Takes the place of the function of the
   same name without an instant; like `standing_consent`, `is_contact_prohibited` and `standings_of_leads` without one it goes with a later release. */
CREATE FUNCTION holding_consent(c lead_consent, at timestamptz, OUT state text, OUT stated_at timestamptz) RETURNS SETOF record
LANGUAGE sql STABLE AS $$
  SELECT c.state, c.stated_at WHERE c.state <> 'given' OR NOT (c.is_over OR coalesce(c.expires_at <= at, false))
  UNION ALL
  SELECT 'withdrawn', c.withdrawn_at WHERE c.state = 'given' AND (c.is_over OR c.expires_at <= at) AND c.withdrawn_at IS NOT NULL
$$;

/* Where consent of a person stands at an instant, null when nothing was ever stated that holds, and the next instant at which time may change that. A merge
   takes the most restrictive: a withdrawal under one lead holds until the lead that both are by now gives consent, later than it and than the merge. */
CREATE FUNCTION consent_standing(tenant uuid, root uuid, asked_channel text, asked_purpose text, at timestamptz, OUT standing text, OUT ends_at timestamptz)
LANGUAGE plpgsql STABLE COST 2000 SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  WITH line AS (
    SELECT f.member, f.since, c.expires_at, c.is_over, h.state, h.stated_at
    FROM lead_family(tenant, root) f JOIN lead_consent c ON c.tenant_id = tenant AND c.lead_id = f.member
    LEFT JOIN LATERAL holding_consent(c, at) h ON true
    WHERE c.channel = asked_channel AND c.purpose = asked_purpose),
  given AS (SELECT max(stated_at) AS latest FROM line WHERE member = root AND state = 'given')
  SELECT CASE WHEN bool_or(state = 'withdrawn' AND NOT coalesce(given.latest > greatest(stated_at, since), false)) THEN 'withdrawn'
              WHEN count(state) > 0 THEN 'given' END,
    min(expires_at) FILTER (WHERE NOT is_over AND expires_at > at)
  INTO standing, ends_at FROM line, given;
END
$$;

/* Whether an entry forbids a channel to a person at an instant, under any address of theirs or a domain of one, and the next instant at which one that does
   is over; null of one without an address for the channel. No address of a social network is known. */
CREATE FUNCTION contact_prohibition(tenant uuid, root uuid, asked_channel text, at timestamptz, OUT is_prohibited boolean, OUT ends_at timestamptz)
LANGUAGE plpgsql STABLE COST 2000 SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
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
    WHERE kind = 'email' AND EXISTS (SELECT FROM lead_prohibition p WHERE p.tenant_id = tenant AND p.kind = 'domain' AND p.value IS NOT NULL)),
  binding AS (
    SELECT p.expires_at FROM named n JOIN lead_prohibition p ON p.tenant_id = tenant AND p.value = n.value AND p.kind = n.kind
    WHERE (p.channels = '{}' OR asked_channel = ANY (p.channels)) AND (p.expires_at IS NULL OR p.expires_at > at))
  SELECT CASE WHEN bool_or(is_own AND CASE asked_channel
                WHEN 'email' THEN kind = 'email' WHEN 'social' THEN false ELSE kind = 'phone' END)
         THEN EXISTS (SELECT FROM binding) END,
    (SELECT min(expires_at) FROM binding)
  INTO is_prohibited, ends_at FROM addressed;
END
$$;

/* What is known of many leads at once, at an instant: temperature, consents by `<channel>.<purpose>`, by channel whether it is forbidden, by domains, too; and
   when time may change a consent or prohibition next, in milliseconds since 1970 by its name in filters. */
CREATE FUNCTION standings_of_leads(tenant uuid, leads uuid[], at timestamptz)
RETURNS TABLE (lead_id uuid, temperature text, consents jsonb, prohibitions jsonb, ends jsonb)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH RECURSIVE family AS (
    SELECT root, root AS member, '-infinity'::timestamptz AS since FROM unnest(leads) AS root
    UNION
    SELECT f.root, l.lead_id, greatest(f.since, l.deleted_at) FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.member),
  line AS (
    SELECT f.root, f.since, c.channel || '.' || c.purpose AS matter, c.expires_at, c.is_over, h.state, h.stated_at,
      max(h.stated_at) FILTER (WHERE f.member = f.root AND h.state = 'given') OVER (PARTITION BY f.root, c.channel, c.purpose) AS given
    FROM family f JOIN lead_consent c ON c.tenant_id = tenant AND c.lead_id = f.member LEFT JOIN LATERAL holding_consent(c, at) h ON true),
  consent AS (
    SELECT root, matter,
      CASE WHEN bool_or(state = 'withdrawn' AND NOT coalesce(given > greatest(stated_at, since), false)) THEN 'withdrawn'
           WHEN count(state) > 0 THEN 'given' END AS state,
      min(expires_at) FILTER (WHERE NOT is_over AND expires_at > at) AS ends_at
    FROM line GROUP BY root, matter),
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
    SELECT n.root, c.channel, min(p.expires_at) AS ends_at
    FROM named n JOIN lead_prohibition p ON p.tenant_id = tenant AND p.value = n.value AND p.kind = n.kind,
         LATERAL unnest(CASE WHEN p.channels = '{}' THEN '{email,sms,whatsapp,voice,social}' ELSE p.channels END) AS c (channel)
    WHERE p.expires_at IS NULL OR p.expires_at > at
    GROUP BY n.root, c.channel),
  reached AS (
    SELECT DISTINCT a.root, c.channel
    FROM addressed a JOIN (VALUES ('email', 'email'), ('phone', 'sms'), ('phone', 'whatsapp'), ('phone', 'voice')) AS c (kind, channel)
      ON c.kind = a.kind
    WHERE a.is_own),
  ending AS (
    SELECT root, 'consent.' || matter AS name, ends_at FROM consent WHERE ends_at IS NOT NULL
    UNION ALL
    SELECT root, 'doNotContact.' || channel, ends_at FROM forbidden WHERE ends_at IS NOT NULL)
  SELECT asked.root, coalesce(t.temperature, 'cold'),
    (SELECT jsonb_object_agg(c.matter, c.state) FROM consent c WHERE c.root = asked.root AND c.state IS NOT NULL),
    (SELECT jsonb_object_agg(r.channel, EXISTS (SELECT FROM forbidden b WHERE b.root = r.root AND b.channel = r.channel))
     FROM reached r WHERE r.root = asked.root),
    -- Rounded up: whoever looks a part of a millisecond before the end would not look again.
    (SELECT jsonb_object_agg(e.name, ceil(extract(epoch FROM e.ends_at) * 1000)) FROM ending e WHERE e.root = asked.root)
  FROM unnest(leads) AS asked (root)
  LEFT JOIN lead_temperature t ON t.tenant_id = tenant AND t.lead_id = asked.root;
END
$$;
