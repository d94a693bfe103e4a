DROP FUNCTION tenants_with_temperatures_due(timestamptz, integer);
