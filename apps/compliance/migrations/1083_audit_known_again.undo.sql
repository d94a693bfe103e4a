-- The release before knows events by the inbox alone; rows there outlive every topic.
CREATE POLICY audit_return ON inbox FOR INSERT TO CURRENT_USER WITH CHECK (true);
INSERT INTO inbox (tenant_id, consumer_group, event_id, received_at)
SELECT tenant_id, 'compliance.audit', event_id, recorded_at FROM audit_entry WHERE recorded_at > now() - interval '400 days'
ON CONFLICT DO NOTHING;
DROP POLICY audit_return ON inbox;

-- Adds entries, which were made for the heads that the caller holds, and moves the heads. One array a column.
CREATE OR REPLACE FUNCTION append_audit_entries(
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

DROP FUNCTION add_audit_entries(uuid[], bigint[], bytea[], timestamptz[], uuid[], bigint[], timestamptz[], uuid[], text[], bigint[], text[], text[], bigint[],
  timestamptz[], text[], text[], text[], uuid[], text[], integer[], bigint[], uuid[], text[], bytea[], bytea[]);
DROP FUNCTION open_audit_chains(uuid[], uuid[]);
