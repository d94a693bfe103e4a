DROP FUNCTION release_parked_events();
DROP FUNCTION purge_published(interval, integer);
DROP POLICY purge ON outbox;
DROP POLICY purge_read ON outbox;

ALTER TABLE outbox ADD COLUMN published_at timestamptz, ADD COLUMN parked_at timestamptz;

DO $$
DECLARE
  relay text := current_schema() || '_relay';
BEGIN
  -- What does not wait was published; when is not known any more.
  CREATE POLICY moving ON outbox TO CURRENT_USER USING (true) WITH CHECK (true);
  UPDATE outbox SET published_at = created_at
  WHERE NOT EXISTS (SELECT FROM outbox_waiting w WHERE w.tenant_id = outbox.tenant_id AND w.id = outbox.id);
  UPDATE outbox SET parked_at = w.parked_at
  FROM outbox_waiting w WHERE w.tenant_id = outbox.tenant_id AND w.id = outbox.id AND w.parked_at IS NOT NULL;
  DROP POLICY moving ON outbox;

  EXECUTE format('GRANT SELECT, DELETE, UPDATE (published_at, parked_at) ON outbox TO %I', relay);
  EXECUTE format('CREATE POLICY relay_mark ON outbox FOR UPDATE TO %I USING (true) WITH CHECK (true)', relay);
  EXECUTE format('CREATE POLICY relay_prune ON outbox FOR DELETE TO %I USING (published_at IS NOT NULL)', relay);
END
$$;

DROP TABLE outbox_waiting;

CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_parked ON outbox (partition_key) WHERE parked_at IS NOT NULL AND published_at IS NULL;

CREATE FUNCTION release_parked_events() RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
  released integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('outbox', hashtext(current_schema())));
  UPDATE outbox SET parked_at = NULL WHERE parked_at IS NOT NULL AND published_at IS NULL;
  GET DIAGNOSTICS released = ROW_COUNT;
  RETURN released;
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION release_parked_events() TO %I', current_schema() || '_relay');
END
$$;

CREATE POLICY purge_read ON outbox FOR SELECT TO CURRENT_USER USING (published_at <= now() - interval '24 hours');
CREATE POLICY purge ON outbox FOR DELETE TO CURRENT_USER USING (published_at <= now() - interval '24 hours');
CREATE FUNCTION purge_published(older_than interval, max_rows integer DEFAULT 10000) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE
  purged integer;
BEGIN
  -- created_at has the index and is never later than published_at.
  DELETE FROM outbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM outbox WHERE created_at <= now() - older_than AND published_at <= now() - older_than LIMIT max_rows));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END
$$;
