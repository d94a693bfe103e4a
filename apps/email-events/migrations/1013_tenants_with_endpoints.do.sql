-- Whose days' keys are to go is asked before the tenant is known.
CREATE FUNCTION tenants_with_endpoints() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT DISTINCT tenant_id FROM webhook_endpoint ORDER BY 1;
$$;
REVOKE ALL ON FUNCTION tenants_with_endpoints() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_endpoints() TO email_events_service;
