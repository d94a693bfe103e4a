/* Tenants with leads whose temperature time may have changed by `due`: for whoever looks several times a second. */
CREATE FUNCTION tenants_with_temperatures_due(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT DISTINCT tenant_id FROM (SELECT tenant_id FROM lead_temperature WHERE look_at <= due ORDER BY look_at LIMIT 1000) AS waiting LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_temperatures_due(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_temperatures_due(timestamptz, integer) TO lead_service;
