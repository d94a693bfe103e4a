-- Which events are not in their topic yet. Apart from the events, so that taking one out costs a narrow row and not a new version of a
-- wide one with all its index entries: docs/adr/0021.
CREATE TABLE outbox_waiting (
  tenant_id uuid   NOT NULL,
  id        bigint NOT NULL,
  -- Set when no broker takes the event because of its size; it and later events of its aggregate wait for an operator.
  parked_at timestamptz,
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_threshold = 2000);
-- In order among what waits; "not yet published" is asked for, never "id above the last one": a slow transaction may commit a lower
-- id later.
CREATE INDEX outbox_waiting_order ON outbox_waiting (id) WHERE parked_at IS NULL;
CREATE INDEX outbox_waiting_parked ON outbox_waiting (tenant_id, id) WHERE parked_at IS NOT NULL;
SELECT protect_tenant_table('outbox_waiting');

DROP FUNCTION purge_published(interval, integer);
DROP FUNCTION release_parked_events();
DROP POLICY purge_read ON outbox;
DROP POLICY purge ON outbox;

DO $$
DECLARE
  relay   text := current_schema() || '_relay';
  service text := current_schema() || '_service';
BEGIN
  -- The owner sees no tenant's rows but for this moment, in which what waits is told apart.
  CREATE POLICY moving ON outbox FOR SELECT TO CURRENT_USER USING (true);
  CREATE POLICY moving ON outbox_waiting FOR INSERT TO CURRENT_USER WITH CHECK (true);
  INSERT INTO outbox_waiting (tenant_id, id, parked_at) SELECT tenant_id, id, parked_at FROM outbox WHERE published_at IS NULL;
  DROP POLICY moving ON outbox;
  DROP POLICY moving ON outbox_waiting;

  EXECUTE 'DROP POLICY relay_mark ON outbox';
  EXECUTE 'DROP POLICY relay_prune ON outbox';
  EXECUTE format('REVOKE ALL ON outbox FROM %I', relay);
  EXECUTE format('GRANT SELECT ON outbox TO %I', relay);
  EXECUTE format('REVOKE UPDATE, DELETE ON outbox_waiting FROM %I', service);
  EXECUTE format('GRANT SELECT, INSERT, DELETE, UPDATE (parked_at) ON outbox_waiting TO %I', relay);
  EXECUTE format('CREATE POLICY relay_work ON outbox_waiting TO %I USING (true) WITH CHECK (true)', relay);
END
$$;

ALTER TABLE outbox DROP COLUMN published_at, DROP COLUMN parked_at;

-- Published events may go once nobody looks for them in the outbox any more. The owner sees only those, whatever it is asked.
CREATE POLICY purge_waits ON outbox_waiting FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY purge_read ON outbox FOR SELECT TO CURRENT_USER USING (
  created_at <= now() - interval '24 hours'
  AND NOT EXISTS (SELECT FROM outbox_waiting w WHERE w.tenant_id = outbox.tenant_id AND w.id = outbox.id));
CREATE POLICY purge ON outbox FOR DELETE TO CURRENT_USER USING (
  created_at <= now() - interval '24 hours'
  AND NOT EXISTS (SELECT FROM outbox_waiting w WHERE w.tenant_id = outbox.tenant_id AND w.id = outbox.id));

-- Removes published events that were written longer ago than `older_than`, 24 hours at the least, at most `max_rows`; returns how many.
-- Runs as the owner, so that the service's worker can tidy up without the right to delete events, and without the relay's connection.
CREATE FUNCTION purge_published(older_than interval, max_rows integer DEFAULT 10000) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE
  purged integer;
BEGIN
  DELETE FROM outbox WHERE ctid = ANY (ARRAY(SELECT ctid FROM outbox WHERE created_at <= now() - older_than LIMIT max_rows));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END
$$;

-- For the operator, once a broker takes what was too large: lets parked events go, and those that wait behind them. Takes turns with
-- the relay, which would otherwise pass over a row that changes under its hands.
CREATE FUNCTION release_parked_events() RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
  released integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('outbox', hashtext(current_schema())));
  UPDATE outbox_waiting SET parked_at = NULL WHERE parked_at IS NOT NULL;
  GET DIAGNOSTICS released = ROW_COUNT;
  RETURN released;
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION release_parked_events() TO %I', current_schema() || '_relay');
END
$$;
