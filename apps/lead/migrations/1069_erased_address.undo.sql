CREATE OR REPLACE FUNCTION discard_abandoned_uploads(older_than interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH discarded AS (
    DELETE FROM import
    WHERE (status = 'uploading' AND created_at < clock_timestamp() - older_than)
       OR (status = 'draft' AND created_at < clock_timestamp() - interval '30 days')
    RETURNING 1
  )
  SELECT count(*) FROM discarded;
$$;
DROP TABLE erased_address;
