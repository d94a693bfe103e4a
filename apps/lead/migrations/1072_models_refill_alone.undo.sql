CREATE OR REPLACE FUNCTION refill_segments_by_score() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE segment SET status = 'backfilling', filled_up_to = '00000000-0000-0000-0000-000000000000'
  WHERE tenant_id = NEW.tenant_id AND reads_score AND kind = 'dynamic' AND deleted_at IS NULL;
  RETURN NULL;
END
$$;
