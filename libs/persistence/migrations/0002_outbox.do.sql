-- Events that were committed with their change and wait to be published.
CREATE TABLE outbox (
  id            bigint      GENERATED ALWAYS AS IDENTITY,
  tenant_id     uuid        NOT NULL,
  event_id      uuid        NOT NULL,
  topic         text        NOT NULL,
  partition_key text        NOT NULL,
  headers       jsonb       NOT NULL,
  payload       text        NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  published_at  timestamptz,
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000);

-- Small however large the table grows; "not yet published" is asked for, never "id above the last one": a slow transaction
-- may commit a lower id later.
CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
-- For pruning.
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;

SELECT protect_tenant_table('outbox');

CREATE FUNCTION wake_outbox_relay() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
  PERFORM pg_notify(TG_TABLE_SCHEMA || '_outbox', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER wake_outbox_relay AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION wake_outbox_relay();

-- The service adds and never changes; the relay reads all tenants' events, marks them, and prunes what is published.
DO $$
DECLARE
  relay   text := current_schema() || '_relay';
  service text := current_schema() || '_service';
BEGIN
  EXECUTE format('REVOKE UPDATE, DELETE ON outbox FROM %I', service);
  EXECUTE format('GRANT SELECT, DELETE, UPDATE (published_at) ON outbox TO %I', relay);
  EXECUTE format('CREATE POLICY relay_read ON outbox FOR SELECT TO %I USING (true)', relay);
  EXECUTE format('CREATE POLICY relay_mark ON outbox FOR UPDATE TO %I USING (true) WITH CHECK (true)', relay);
  EXECUTE format('CREATE POLICY relay_prune ON outbox FOR DELETE TO %I USING (published_at IS NOT NULL)', relay);
END
$$;
