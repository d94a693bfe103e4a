-- What is known of leads beside their rows, for filters: what compliance tells is kept here as it was told.

-- Where consent of a lead for a channel and purpose stands. As it was told: a merged lead's stays its own. No foreign key: it may be told
-- before the lead is known.
CREATE TABLE lead_consent (
  tenant_id uuid        NOT NULL,
  lead_id   uuid        NOT NULL,
  channel   text        NOT NULL,
  purpose   text        NOT NULL,
  state     text        NOT NULL,
  stated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, lead_id, channel, purpose),
  CONSTRAINT lead_consent_channel_known CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'social')),
  CONSTRAINT lead_consent_purpose_known CHECK (purpose IN ('marketing', 'sales', 'service')),
  CONSTRAINT lead_consent_state_known CHECK (state IN ('given', 'withdrawn'))
);
SELECT protect_tenant_table('lead_consent');

-- Addresses that may not be contacted. Removed entries stay without their address: they may be told before what they remove.
CREATE TABLE lead_prohibition (
  tenant_id  uuid    NOT NULL,
  entry_id   uuid    NOT NULL,
  -- Of the entry; an older one than this changes nothing.
  version    integer NOT NULL,
  kind       text,
  value      text,
  -- All when empty.
  channels   text[]  NOT NULL DEFAULT '{}',
  is_removed boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, entry_id),
  CONSTRAINT lead_prohibition_version_positive CHECK (version >= 1),
  CONSTRAINT lead_prohibition_kind_known CHECK (kind IN ('phone', 'email')),
  CONSTRAINT lead_prohibition_value_of_kind CHECK (value IS NULL OR kind IS NOT NULL),
  CONSTRAINT lead_prohibition_removed_forgets CHECK (NOT is_removed OR value IS NULL)
);
SELECT protect_tenant_table('lead_prohibition');
CREATE INDEX lead_prohibition_value_idx ON lead_prohibition (tenant_id, value, kind) WHERE value IS NOT NULL;

/* A lead and all that went into it, each with the instant since when it is part of the lead. */
CREATE FUNCTION lead_family(tenant uuid, root uuid) RETURNS TABLE (member uuid, since timestamptz)
LANGUAGE plpgsql STABLE COST 1000 ROWS 1 SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  -- UNION, not UNION ALL: it ends whatever the pointers say.
  RETURN QUERY
  WITH RECURSIVE family AS (
    SELECT root AS lead_id, '-infinity'::timestamptz AS part_since
    UNION
    SELECT l.lead_id, greatest(f.part_since, l.deleted_at) FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.lead_id)
  SELECT lead_id, part_since FROM family;
END
$$;

/* How often a lead did one of the given things after one instant and by another, under whichever of its ids it was told: as
   `scoring_contributions_of` says. */
CREATE FUNCTION engagement_count(tenant uuid, root uuid, kinds text[], after timestamptz, by timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE COST 2000 SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  found bigint;
BEGIN
  WITH RECURSIVE family AS (
    SELECT root AS member
    UNION
    SELECT l.lead_id FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.member),
  subject AS (
    SELECT member FROM family
    UNION
    SELECT i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = tenant AND i.lead_id = f.member AND i.kind = 'visitor')
  SELECT count(*) INTO found
  FROM subject s JOIN scoring_contribution c ON c.tenant_id = tenant AND c.lead_id = s.member
  LEFT JOIN scoring_retraction r ON r.tenant_id = tenant AND r.source_id = c.source_id
  WHERE c.kind = ANY (kinds) AND c.occurred_at > after AND c.occurred_at <= by AND (r.retracted_at IS NULL OR r.retracted_at > by);
  RETURN found;
END
$$;

/* What an engagement rule gives a lead at an instant, in micropoints: each contribution is rounded by itself. Without a half-life points stay. */
CREATE FUNCTION engagement_points(tenant uuid, root uuid, kinds text[], micropoints numeric, half_life_ms numeric, at timestamptz) RETURNS numeric
LANGUAGE plpgsql STABLE COST 2000 SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  points double precision := micropoints;
  rate   double precision := coalesce(1 / half_life_ms::double precision, 0);
  now_ms double precision := date_part('epoch', at) * 1000;
  found  numeric;
BEGIN
  WITH RECURSIVE family AS (
    SELECT root AS member
    UNION
    SELECT l.lead_id FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.member),
  subject AS (
    SELECT member FROM family
    UNION
    SELECT i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = tenant AND i.lead_id = f.member AND i.kind = 'visitor')
  SELECT sum(floor(points * power(2::double precision, (date_part('epoch', c.occurred_at) * 1000 - now_ms) * rate) + 0.5)::numeric) INTO found
  FROM subject s JOIN scoring_contribution c ON c.tenant_id = tenant AND c.lead_id = s.member
  LEFT JOIN scoring_retraction r ON r.tenant_id = tenant AND r.source_id = c.source_id
  WHERE c.kind = ANY (kinds) AND c.occurred_at <= at AND (r.retracted_at IS NULL OR r.retracted_at > at);
  -- As much as a rule may give before its group is capped.
  RETURN least(greatest(coalesce(found, 0), -1000000000000), 1000000000000);
END
$$;

/* Where consent of a person stands, null when nothing was ever stated. A merge takes the most restrictive: a withdrawal under one lead holds
   until the lead that both are by now gives consent, later than it and than the merge. */
CREATE FUNCTION standing_consent(tenant uuid, root uuid, asked_channel text, asked_purpose text) RETURNS text
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

/* Whether an entry forbids a channel to a person, under any address of theirs; null of one without an address for it. No address of a social
   network is known. */
CREATE FUNCTION is_do_not_contact(tenant uuid, root uuid, asked_channel text) RETURNS boolean
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

/* What the functions above say of one lead, channel and purpose at a time, of many leads at once: temperature, consents by
   `<channel>.<purpose>`, and by channel whether it is forbidden. */
CREATE FUNCTION lead_standings(tenant uuid, leads uuid[]) RETURNS TABLE (lead_id uuid, temperature text, consents jsonb, prohibitions jsonb)
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
