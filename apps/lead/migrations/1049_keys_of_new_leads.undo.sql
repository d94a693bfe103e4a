CREATE OR REPLACE FUNCTION add_search_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO lead_search_key (tenant_id, key, lead_id)
  SELECT tenant_id, key, lead_id FROM new_leads, unnest(search_keys) AS key WHERE deleted_at IS NULL
  ORDER BY key
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION add_duplicate_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO duplicate_key (tenant_id, key, lead_id)
  SELECT tenant_id, key, lead_id FROM new_keys, unnest(keys) AS key
  ORDER BY key
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
