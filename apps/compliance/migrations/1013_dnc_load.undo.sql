DROP FUNCTION tenants_with_dnc_loads(timestamptz, integer);
DROP TABLE dnc_load_chunk, dnc_load;
