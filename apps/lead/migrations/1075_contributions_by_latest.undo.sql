-- The first occasion of each is what releases before know.
ALTER TABLE scoring_contribution NO FORCE ROW LEVEL SECURITY;
DELETE FROM scoring_contribution c USING scoring_contribution earlier
WHERE earlier.tenant_id = c.tenant_id AND earlier.source_id = c.source_id AND earlier.kind = c.kind AND earlier.occurred_at < c.occurred_at;
ALTER TABLE scoring_contribution FORCE ROW LEVEL SECURITY;
CREATE UNIQUE INDEX scoring_contribution_source_key ON scoring_contribution (tenant_id, source_id, kind);
ALTER TABLE scoring_contribution DROP CONSTRAINT scoring_contribution_pkey,
  ADD CONSTRAINT scoring_contribution_pkey PRIMARY KEY USING INDEX scoring_contribution_source_key;
CREATE UNIQUE INDEX scoring_contribution_occasion_key ON scoring_contribution (tenant_id, source_id, kind, occurred_at);

/* Of each lead the instants of what it did and what was not taken back by `by`, in milliseconds since 1970 joined by commas, by kind. A lead did
   what was told under its id, of leads that went into it, and of visitors that turned out to be one of these. Planned once a connection:
   planning it anew takes as long as running it. */
CREATE OR REPLACE FUNCTION scoring_contributions_of(tenant uuid, leads uuid[], by timestamptz) RETURNS TABLE (lead_id uuid, kind text, instants text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  -- UNION, not UNION ALL: it ends whatever the pointers say.
  RETURN QUERY
  WITH RECURSIVE family AS (
    SELECT root, root AS member FROM unnest(leads) AS root
    UNION
    SELECT f.root, l.lead_id FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.member),
  subject AS (
    SELECT root, member FROM family
    UNION
    SELECT f.root, i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = tenant AND i.lead_id = f.member AND i.kind = 'visitor')
  -- As text: several hundred instants are one value on the wire. Doubles hold milliseconds exactly, and numerics cost more.
  SELECT s.root, c.kind, string_agg((date_part('epoch', c.occurred_at) * 1000)::bigint::text, ',')
  FROM subject s JOIN scoring_contribution c ON c.tenant_id = tenant AND c.lead_id = s.member
  LEFT JOIN scoring_retraction r ON r.tenant_id = tenant AND r.source_id = c.source_id
  WHERE r.retracted_at IS NULL OR r.retracted_at > by
  GROUP BY s.root, c.kind;
END
$$;

/* How often a lead did one of the given things after one instant and by another, under whichever of its ids it was told: as
   `scoring_contributions_of` says. */
CREATE OR REPLACE FUNCTION engagement_count(tenant uuid, root uuid, kinds text[], after timestamptz, by timestamptz) RETURNS bigint
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
CREATE OR REPLACE FUNCTION engagement_points(tenant uuid, root uuid, kinds text[], micropoints numeric, half_life_ms numeric, at timestamptz) RETURNS numeric
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
