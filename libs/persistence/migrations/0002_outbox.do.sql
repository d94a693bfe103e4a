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
  -- Set when no broker takes the event because of its size; it and later events of its aggregate wait for an operator.
  parked_at     timestamptz,
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000);

-- Small however large the table grows; "not yet published" is asked for, never "id above the last one": a slow transaction
-- may commit a lower id later.
CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_parked ON outbox (partition_key) WHERE parked_at IS NOT NULL AND published_at IS NULL;
-- For pruning; costs nothing when the relay marks a row.
CREATE INDEX outbox_created ON outbox USING brin (created_at) WITH (autosummarize = on);

SELECT protect_tenant_table('outbox');

-- No trigger wakes the relay: NOTIFY inside the writing transaction makes commits of the whole database queue up behind each
-- other's disk flush (measured with 8 writers: 2,100 commits a second instead of 6,500). The service rings outside of it.

-- The service adds and never changes; the relay reads all tenants' events, marks them, and prunes what is published.
DO $$
DECLARE
  relay   text := current_schema() || '_relay';
  service text := current_schema() || '_service';
BEGIN
  EXECUTE format('REVOKE UPDATE, DELETE ON outbox FROM %I', service);
  EXECUTE format('GRANT SELECT, DELETE, UPDATE (published_at, parked_at) ON outbox TO %I', relay);
  EXECUTE format('CREATE POLICY relay_read ON outbox FOR SELECT TO %I USING (true)', relay);
  EXECUTE format('CREATE POLICY relay_mark ON outbox FOR UPDATE TO %I USING (true) WITH CHECK (true)', relay);
  EXECUTE format('CREATE POLICY relay_prune ON outbox FOR DELETE TO %I USING (published_at IS NOT NULL)', relay);
END
$$;
