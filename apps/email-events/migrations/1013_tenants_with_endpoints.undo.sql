DROP FUNCTION tenants_with_endpoints();
