-- Events that a consumer group has handled, stored with their effect: a redelivery finds its row and does nothing.
CREATE TABLE inbox (
  tenant_id      uuid        NOT NULL,
  consumer_group text        NOT NULL,
  event_id       uuid        NOT NULL,
  received_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, consumer_group, event_id)
);
CREATE INDEX inbox_received ON inbox USING brin (received_at);
SELECT protect_tenant_table('inbox');

-- Long after any topic's retention a row has no use; the owner may remove it. The shortest age is fixed here.
CREATE POLICY purge_read ON inbox FOR SELECT TO CURRENT_USER USING (received_at <= now() - interval '90 days');
CREATE POLICY purge ON inbox FOR DELETE TO CURRENT_USER USING (received_at <= now() - interval '90 days');

-- Removes expired idempotency keys and inbox rows older than `inbox_age`, at most `max_rows` of each; returns how many.
CREATE FUNCTION purge_expired(inbox_age interval, max_rows integer DEFAULT 10000) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE
  keys     integer;
  received integer;
BEGIN
  DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM idempotency_key WHERE expires_at <= now() LIMIT max_rows));
  GET DIAGNOSTICS keys = ROW_COUNT;
  DELETE FROM inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox WHERE received_at <= now() - greatest(inbox_age, interval '90 days') LIMIT max_rows));
  GET DIAGNOSTICS received = ROW_COUNT;
  RETURN keys + received;
END
$$;
