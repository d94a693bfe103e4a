-- For the operator, once a broker takes what was too large: lets parked events of the outbox go, and those that wait behind
-- them. Takes turns with the relay, which would otherwise pass over a row that changes under its hands.
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
