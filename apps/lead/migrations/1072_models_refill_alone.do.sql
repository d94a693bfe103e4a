-- Alone, as whoever else changes segments: one that is changed or made meanwhile would be written back as filled, by the model of before.
CREATE OR REPLACE FUNCTION refill_segments_by_score() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('segments:' || NEW.tenant_id, 0));
  UPDATE segment SET status = 'backfilling', filled_up_to = '00000000-0000-0000-0000-000000000000'
  WHERE tenant_id = NEW.tenant_id AND reads_score AND kind = 'dynamic' AND deleted_at IS NULL;
  RETURN NULL;
END
$$;
