-- What a lead did until an instant, ready to be read: what is found of it at that instant and at any later one. Made of contributions and
-- retractions alone; gone as soon as it is no longer true. Under the id by which it was told, as contributions are, so no foreign key.
CREATE TABLE scoring_digest (
  tenant_id      uuid        NOT NULL,
  lead_id        uuid        NOT NULL,
  -- Holds what happened before it.
  digested_until timestamptz NOT NULL,
  kinds          text[]      NOT NULL,
  -- Of each kind, in milliseconds since 1970: doubles one behind the other, the high byte first.
  instants       bytea[]     NOT NULL,
  PRIMARY KEY (tenant_id, lead_id),
  CONSTRAINT scoring_digest_instants_by_kind CHECK (cardinality(kinds) = cardinality(instants))
-- Several hundred instants stay in the row, as they are: unpacking them would take as long as reading them.
) WITH (toast_tuple_target = 8160);
SELECT protect_tenant_table('scoring_digest');

/* Whoever writes what leads did holds this with others, whoever makes digests of it holds it alone; until the end of the transaction. */
CREATE FUNCTION scoring_digest_lock(tenant uuid) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT hashtextextended('scoring-digest:' || tenant::text, 0)
$$;

/* Contributions that are new behind a digest, or that do with a source again what stands in one, take that digest away. What was told first waits for nobody:
   digests are made by who gets the lock at once. Nested loops: what is new is little, beside all that was ever done. */
CREATE FUNCTION outdate_digests_by_contributions() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM added) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(scoring_digest_lock(tenant_id)) FROM (SELECT DISTINCT tenant_id FROM added ORDER BY tenant_id) AS tenants;
  -- A statement of its own: it sees the digests of whoever held the lock.
  DELETE FROM scoring_digest WHERE (tenant_id, lead_id) IN (
    SELECT d.tenant_id, d.lead_id
    FROM (
      SELECT c.tenant_id, c.lead_id, min(c.occurred_at) AS earliest
      FROM added a JOIN scoring_contribution c ON c.tenant_id = a.tenant_id AND c.source_id = a.source_id AND c.kind = a.kind
      GROUP BY c.tenant_id, c.lead_id) AS touched
    JOIN scoring_digest d ON d.tenant_id = touched.tenant_id AND d.lead_id = touched.lead_id AND d.digested_until > touched.earliest
    ORDER BY d.tenant_id, d.lead_id FOR UPDATE OF d);
  RETURN NULL;
END
$$;
CREATE TRIGGER scoring_digest_outdated AFTER INSERT ON scoring_contribution REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION outdate_digests_by_contributions();

CREATE FUNCTION outdate_digests_by_retractions() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM added) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(scoring_digest_lock(tenant_id)) FROM (SELECT DISTINCT tenant_id FROM added ORDER BY tenant_id) AS tenants;
  DELETE FROM scoring_digest WHERE (tenant_id, lead_id) IN (
    SELECT d.tenant_id, d.lead_id
    FROM (
      SELECT DISTINCT c.tenant_id, c.lead_id
      FROM added a JOIN scoring_contribution c ON c.tenant_id = a.tenant_id AND c.source_id = a.source_id) AS touched
    JOIN scoring_digest d ON d.tenant_id = touched.tenant_id AND d.lead_id = touched.lead_id
    ORDER BY d.tenant_id, d.lead_id FOR UPDATE OF d);
  RETURN NULL;
END
$$;
CREATE TRIGGER scoring_digest_outdated AFTER INSERT ON scoring_retraction REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION outdate_digests_by_retractions();

/* Of an erased person. */
CREATE FUNCTION outdate_digests_by_removals() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM removed) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(scoring_digest_lock(tenant_id)) FROM (SELECT DISTINCT tenant_id FROM removed ORDER BY tenant_id) AS tenants;
  DELETE FROM scoring_digest WHERE (tenant_id, lead_id) IN (
    SELECT d.tenant_id, d.lead_id
    FROM (SELECT DISTINCT tenant_id, lead_id FROM removed) AS touched
    JOIN scoring_digest d ON d.tenant_id = touched.tenant_id AND d.lead_id = touched.lead_id
    ORDER BY d.tenant_id, d.lead_id FOR UPDATE OF d);
  RETURN NULL;
END
$$;
CREATE TRIGGER scoring_digest_outdated_by_removal AFTER DELETE ON scoring_contribution REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION outdate_digests_by_removals();

/* Makes digests up to an instant of what was told of leads, of leads that went into them, and of their visitors, wherever as many contributions as
   `many` stand outside one, for twenty ids at most; one that is there goes on from where it ended. Makes none while somebody else writes what leads of the tenant did: the next who asks makes it. An id stays without while a
   source of its contributions is to be taken back at a later instant, or did the same under another id or later: that may count differently. */
CREATE FUNCTION digest_contributions(tenant uuid, leads uuid[], until timestamptz, many integer) RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  due  uuid[];
  made integer;
BEGIN
  WITH RECURSIVE family AS (
    SELECT member FROM unnest(leads) AS member
    UNION
    SELECT l.lead_id FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.member),
  subject AS (
    SELECT member FROM family
    UNION
    SELECT i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = tenant AND i.lead_id = f.member AND i.kind = 'visitor')
  SELECT array_agg(member) INTO due FROM (
    SELECT s.member
    FROM subject s LEFT JOIN scoring_digest d ON d.tenant_id = tenant AND d.lead_id = s.member,
      LATERAL (SELECT coalesce(d.digested_until, '-infinity') AS since OFFSET 0) AS known,
      LATERAL (
        SELECT count(*) AS count FROM (
          SELECT FROM scoring_contribution c WHERE c.tenant_id = tenant AND c.lead_id = s.member AND c.occurred_at >= known.since AND c.occurred_at < until
          LIMIT many) AS found) AS outside
    WHERE outside.count >= many
    -- Others wait: nobody writes what leads of the tenant do while this lasts.
    LIMIT 20) AS some_due;
  IF due IS NULL OR NOT pg_try_advisory_xact_lock(scoring_digest_lock(tenant)) THEN
    RETURN 0;
  END IF;
  -- A statement of its own: it sees what everybody wrote who held the lock.
  WITH asked AS (
    SELECT a.member, coalesce(d.digested_until, '-infinity') AS since, d.kinds, d.instants
    FROM unnest(due) AS a (member) LEFT JOIN scoring_digest d ON d.tenant_id = tenant AND d.lead_id = a.member),
  recent AS (
    SELECT a.member, c.source_id, c.kind, c.occurred_at
    FROM asked a JOIN scoring_contribution c ON c.tenant_id = tenant AND c.lead_id = a.member AND c.occurred_at >= a.since AND c.occurred_at < until),
  unsure AS (
    SELECT n.member FROM recent n JOIN scoring_retraction r ON r.tenant_id = tenant AND r.source_id = n.source_id AND r.retracted_at > until
    UNION
    SELECT n.member FROM recent n JOIN scoring_contribution o ON o.tenant_id = tenant AND o.source_id = n.source_id AND o.kind = n.kind
    WHERE o.lead_id <> n.member OR o.occurred_at >= until),
  done AS (
    SELECT n.member, n.kind, max(n.occurred_at) AS latest
    FROM recent n LEFT JOIN scoring_retraction r ON r.tenant_id = tenant AND r.source_id = n.source_id
    WHERE r.source_id IS NULL
    GROUP BY n.member, n.kind, n.source_id),
  told AS (
    SELECT a.member, k.kind, k.instants FROM asked a, unnest(a.kinds, a.instants) AS k (kind, instants)
    UNION ALL
    SELECT member, kind, float8send(round(date_part('epoch', latest) * 1000)) FROM done),
  by_kind AS (SELECT member, kind, string_agg(instants, '') AS instants FROM told GROUP BY member, kind)
  INSERT INTO scoring_digest AS d (tenant_id, lead_id, digested_until, kinds, instants)
  SELECT tenant, a.member, until,
    coalesce(array_agg(k.kind ORDER BY k.kind) FILTER (WHERE k.kind IS NOT NULL), '{}'),
    coalesce(array_agg(k.instants ORDER BY k.kind) FILTER (WHERE k.kind IS NOT NULL), '{}')
  FROM asked a LEFT JOIN by_kind k ON k.member = a.member
  WHERE NOT EXISTS (SELECT FROM unsure u WHERE u.member = a.member)
  GROUP BY a.member ORDER BY a.member
  ON CONFLICT (tenant_id, lead_id) DO UPDATE
    SET digested_until = excluded.digested_until, kinds = excluded.kinds, instants = excluded.instants;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END
$$;

/* Of each lead the instants of what it did and what was not taken back by `by`, as a digest has them; a kind may be there twice. What was done several times with one source is
   there by the latest time up to `by`, and by the next one behind it. A lead did what was told under its id, of leads that went into it, and of visitors that
   turned out to be one of these. What stands in a digest is read from there, if that is not of a later instant than `by`; `scoring_contributions_of`, which
   releases before ask, finds the same without digests. Planned once a connection: planning it anew takes as long as running it. */
CREATE FUNCTION scoring_instants_of(tenant uuid, leads uuid[], by timestamptz) RETURNS TABLE (lead_id uuid, kind text, instants bytea)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  roots   uuid[];
  members uuid[];
  digest  scoring_digest;
BEGIN
  -- One lead that is known by one id is asked for most, and answered without what it takes to follow many.
  IF cardinality(leads) = 1
    AND NOT EXISTS (SELECT FROM lead l WHERE l.tenant_id = tenant AND l.merged_into = leads[1])
    AND NOT EXISTS (SELECT FROM lead_identity i WHERE i.tenant_id = tenant AND i.lead_id = leads[1] AND i.kind = 'visitor')
  THEN
    SELECT * INTO digest FROM scoring_digest d WHERE d.tenant_id = tenant AND d.lead_id = leads[1] AND d.digested_until <= by;
    IF FOUND THEN
      RETURN QUERY SELECT leads[1], k.kind, k.instants FROM unnest(digest.kinds, digest.instants) AS k (kind, instants);
    ELSE
      digest.digested_until := '-infinity';
    END IF;
    RETURN QUERY
    SELECT leads[1], done.kind,
      string_agg(coalesce(float8send(round(date_part('epoch', done.latest) * 1000)), '') || coalesce(float8send(round(date_part('epoch', done.coming) * 1000)), ''), '')
    FROM (
      SELECT c.kind, max(c.occurred_at) FILTER (WHERE c.occurred_at <= by) AS latest, min(c.occurred_at) FILTER (WHERE c.occurred_at > by) AS coming
      FROM scoring_contribution c LEFT JOIN scoring_retraction r ON r.tenant_id = tenant AND r.source_id = c.source_id
      WHERE c.tenant_id = tenant AND c.lead_id = leads[1] AND c.occurred_at >= digest.digested_until AND (r.retracted_at IS NULL OR r.retracted_at > by)
      GROUP BY c.kind, c.source_id) AS done
    GROUP BY done.kind;
    RETURN;
  END IF;
  -- UNION, not UNION ALL: it ends whatever the pointers say.
  WITH RECURSIVE family AS (
    SELECT root, root AS member FROM unnest(leads) AS root
    UNION
    SELECT f.root, l.lead_id FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.member),
  subject AS (
    SELECT root, member FROM family
    UNION
    SELECT f.root, i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = tenant AND i.lead_id = f.member AND i.kind = 'visitor')
  SELECT array_agg(root), array_agg(member) INTO roots, members FROM subject;
  RETURN QUERY
  WITH subject AS (
    -- The instant is made here: row security lets no COALESCE into a condition of an index.
    SELECT s.root, s.member, coalesce(d.digested_until, '-infinity') AS since, d.kinds, d.instants
    FROM unnest(roots, members) AS s (root, member)
    LEFT JOIN scoring_digest d ON d.tenant_id = tenant AND d.lead_id = s.member AND d.digested_until <= by),
  done AS (
    SELECT s.root, c.kind, max(c.occurred_at) FILTER (WHERE c.occurred_at <= by) AS latest, min(c.occurred_at) FILTER (WHERE c.occurred_at > by) AS coming
    FROM subject s
    JOIN scoring_contribution c ON c.tenant_id = tenant AND c.lead_id = s.member AND c.occurred_at >= s.since
    LEFT JOIN scoring_retraction r ON r.tenant_id = tenant AND r.source_id = c.source_id
    WHERE r.retracted_at IS NULL OR r.retracted_at > by
    GROUP BY s.root, c.kind, c.source_id),
  told AS (
    SELECT s.root, k.kind, k.instants FROM subject s, unnest(s.kinds, s.instants) AS k (kind, instants)
    UNION ALL
    SELECT d.root, d.kind, coalesce(float8send(round(date_part('epoch', d.latest) * 1000)), '') || coalesce(float8send(round(date_part('epoch', d.coming) * 1000)), '')
    FROM done d)
  SELECT t.root, t.kind, string_agg(t.instants, '') FROM told t GROUP BY t.root, t.kind;
END
$$;
