-- The job that signs looks before it knows the tenant. Only the owner, in whose name the functions below run, sees these.
CREATE POLICY audit_signing ON audit_head FOR SELECT TO CURRENT_USER USING (sequence > signed_sequence);

-- Tenants whose chain has grown since it was last signed, in the order of their ids, behind `after`.
CREATE FUNCTION tenants_with_unsigned_audit(after uuid, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM audit_head
  WHERE sequence > signed_sequence AND (after IS NULL OR tenant_id > after) ORDER BY tenant_id LIMIT max_tenants;
$$;

-- Partitions of topics hold events of all tenants, so whether one lacks none can be seen across tenants only: by place, and by nothing else.
CREATE INDEX audit_entry_recorded_idx ON audit_entry USING brin (recorded_at);
CREATE POLICY audit_reading ON audit_entry FOR SELECT TO CURRENT_USER USING (true);

-- Offsets between the first and the last that were recorded in that time, of which there is no entry.
CREATE FUNCTION audit_offset_gaps(recorded_from timestamptz, recorded_until timestamptz)
RETURNS TABLE (topic text, topic_partition integer, first_offset bigint, last_offset bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT topic, topic_partition, before + 1, topic_offset - 1
  FROM (
    SELECT topic, topic_partition, topic_offset,
           lag(topic_offset) OVER (PARTITION BY topic, topic_partition ORDER BY topic_offset) AS before
    FROM audit_entry WHERE recorded_at >= recorded_from AND recorded_at < recorded_until
  ) AS read
  WHERE topic_offset > before + 1 ORDER BY topic, topic_partition, topic_offset;
$$;
