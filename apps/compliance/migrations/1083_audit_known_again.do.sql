-- The trail itself is asked which events it has, instead of an inbox beside it.

-- As lock_audit_heads, with what each chain has of the events that were told of its tenant: `event_ids` has those of all tenants, one tenant's behind the
-- other's, in the order of `tenants`, and `event_counts` how many each has. They are looked for once the heads are held, so that nobody is adding them.
-- One plan for however many ids: a scan of the index goes along them in their order, and once down the index is enough where all are newer.
CREATE FUNCTION open_audit_chains(tenants uuid[], event_counts integer[], event_ids uuid[])
RETURNS TABLE (tenant_id uuid, sequence bigint, hash bytea, recorded_at timestamptz, known uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
#variable_conflict use_column
BEGIN
  PERFORM FROM lock_audit_heads(tenants);
  RETURN QUERY
  SELECT head.tenant_id, head.sequence, head.hash, head.recorded_at,
         ARRAY(SELECT entry.event_id FROM audit_entry AS entry
                WHERE entry.tenant_id = own.tenant AND entry.event_id = ANY (event_ids[own.until - own.count + 1 : own.until]))
    FROM (
      SELECT tenant, count, (sum(count) OVER (ORDER BY place))::integer AS until
        FROM unnest(tenants, event_counts) WITH ORDINALITY AS told (tenant, count, place)
    ) AS own JOIN audit_head AS head ON head.tenant_id = own.tenant;
END
$$;

-- Adds entries, which were made for the heads that the caller holds and of events that open_audit_chains did not know, and moves the heads.
CREATE FUNCTION add_audit_entries(
  head_tenants uuid[], head_sequences bigint[], head_hashes bytea[], head_instants timestamptz[],
  tenants uuid[], sequences bigint[], instants timestamptz[], event_ids uuid[], types text[], versions bigint[], sources text[], subjects text[],
  subject_versions bigint[], occurred timestamptz[], actors text[], correlation_ids text[], causation_ids text[], lead_ids uuid[], topics text[],
  topic_partitions integer[], topic_offsets bigint[], person_key_ids uuid[], bodies text[], previous_hashes bytea[], hashes bytea[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
BEGIN
  INSERT INTO audit_entry (tenant_id, sequence, recorded_at, event_id, type, version, source, subject, subject_version, occurred_at, actor,
    correlation_id, causation_id, lead_id, topic, topic_partition, topic_offset, person_key_id, body, previous_hash, hash)
  SELECT * FROM unnest(tenants, sequences, instants, event_ids, types, versions, sources, subjects, subject_versions, occurred, actors,
    correlation_ids, causation_ids, lead_ids, topics, topic_partitions, topic_offsets, person_key_ids, bodies, previous_hashes, hashes);
  UPDATE audit_head AS head SET sequence = moved.sequence, hash = moved.hash, recorded_at = moved.instant
    FROM unnest(head_tenants, head_sequences, head_hashes, head_instants) AS moved (tenant, sequence, hash, instant)
   WHERE head.tenant_id = moved.tenant;
END
$$;

-- Members of the release before call this, and know no event that one of this release has recorded: they do not find it in the inbox. Such a batch waits, as
-- for a database that is away, for a member of this release. To be dropped, with the group's rows in the inbox, in a later release.
CREATE OR REPLACE FUNCTION append_audit_entries(
  head_tenants uuid[], head_sequences bigint[], head_hashes bytea[], head_instants timestamptz[],
  tenants uuid[], sequences bigint[], instants timestamptz[], event_ids uuid[], types text[], versions bigint[], sources text[], subjects text[],
  subject_versions bigint[], occurred timestamptz[], actors text[], correlation_ids text[], causation_ids text[], lead_ids uuid[], topics text[],
  topic_partitions integer[], topic_offsets bigint[], person_key_ids uuid[], bodies text[], previous_hashes bytea[], hashes bytea[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT tenant, array_agg(id) AS ids FROM unnest(tenants, event_ids) AS told (tenant, id) GROUP BY tenant) AS own
     WHERE cardinality(ARRAY(SELECT entry.event_id FROM audit_entry AS entry
                              WHERE entry.tenant_id = own.tenant AND entry.event_id = ANY (own.ids))) > 0
  ) THEN
    RAISE EXCEPTION 'events of these have an entry that a newer release has made' USING ERRCODE = 'lock_not_available';
  END IF;
  PERFORM add_audit_entries(head_tenants, head_sequences, head_hashes, head_instants, tenants, sequences, instants, event_ids, types, versions, sources,
    subjects, subject_versions, occurred, actors, correlation_ids, causation_ids, lead_ids, topics, topic_partitions, topic_offsets, person_key_ids,
    bodies, previous_hashes, hashes);
END
$$;
