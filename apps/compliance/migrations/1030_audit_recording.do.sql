-- One transaction records events of many tenants, and a statement for each of them costs more than its rows. Only the owner, in whose name the functions
-- below run, goes from one tenant to the next.
CREATE POLICY audit_recording ON audit_head TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY audit_recording ON audit_entry FOR INSERT TO CURRENT_USER WITH CHECK (true);

-- Where chains end; those that have no head get one. Locked in the order of the tenants' ids until the transaction ends, so that two of them never wait
-- for each other crosswise.
CREATE FUNCTION lock_audit_heads(tenants uuid[]) RETURNS SETOF audit_head
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
BEGIN
  INSERT INTO audit_head (tenant_id, sequence, hash, recorded_at)
  SELECT tenant, 0, decode(repeat('00', 32), 'hex'), 'epoch' FROM unnest(tenants) AS tenant
   WHERE NOT EXISTS (SELECT FROM audit_head WHERE tenant_id = tenant) ORDER BY tenant ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT * FROM audit_head WHERE tenant_id = ANY (tenants) ORDER BY tenant_id FOR UPDATE;
END
$$;

-- Adds entries, which were made for the heads that the caller holds, and moves the heads. One array a column.
CREATE FUNCTION append_audit_entries(
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
