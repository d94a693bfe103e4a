-- The trail itself is asked which events it has, instead of an inbox beside it.

-- As lock_audit_heads, with what each chain has of events that were told. They are looked for once the heads are held, so that nobody is adding them.
-- Tables without statistics shall not make a plan that reads a tenant's entries: with nothing but the ids there is one index to go by, which is gone along in
-- their order. Ids are made in the order of time; where all are newer than a month's, it is gone down once.
CREATE FUNCTION open_audit_chains(tenants uuid[], event_ids uuid[])
RETURNS TABLE (tenant_id uuid, sequence bigint, hash bytea, recorded_at timestamptz, known uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
#variable_conflict use_column
BEGIN
  PERFORM FROM lock_audit_heads(tenants);
  RETURN QUERY
  WITH had AS MATERIALIZED (SELECT entry.tenant_id, entry.event_id FROM audit_entry AS entry WHERE entry.event_id = ANY (event_ids))
  SELECT head.tenant_id, head.sequence, head.hash, head.recorded_at, coalesce(own.ids, '{}')
    FROM audit_head AS head
    LEFT JOIN (SELECT had.tenant_id, array_agg(had.event_id) AS ids FROM had GROUP BY had.tenant_id) AS own ON own.tenant_id = head.tenant_id
   WHERE head.tenant_id = ANY (tenants);
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
    WITH had AS MATERIALIZED (SELECT entry.tenant_id, entry.event_id FROM audit_entry AS entry WHERE entry.event_id = ANY (event_ids))
    SELECT FROM had JOIN unnest(tenants, event_ids) AS told (tenant, id) ON had.tenant_id = told.tenant AND had.event_id = told.id
  ) THEN
    RAISE EXCEPTION 'events of these have an entry that a newer release has made' USING ERRCODE = 'lock_not_available';
  END IF;
  PERFORM add_audit_entries(head_tenants, head_sequences, head_hashes, head_instants, tenants, sequences, instants, event_ids, types, versions, sources,
    subjects, subject_versions, occurred, actors, correlation_ids, causation_ids, lead_ids, topics, topic_partitions, topic_offsets, person_key_ids,
    bodies, previous_hashes, hashes);
END
$$;
